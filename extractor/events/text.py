"""A text under reading: its tokens, names and dates, the discourse so far, and the event mentions found."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from extractor.events.clause import Clause
from extractor.events.discourse import Discourse, Party
from extractor.events.frames import Frame
from extractor.events.groups import Phrase
from extractor.events.timeline import Calendar, Sections, SentenceDates
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import Sentence
from extractor.mentions.tokenization import TokenizedText
from extractor.mentions.words import Words
from extractor.normalization.dates import DateMention, find_dates
from extractor.schema import Certainty, DateBasis, Flag, Form, Modality, PartialDate


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention in a text: character spans of trigger and sentence, roles as codes."""

    form: Form
    country: str
    counterpart: str
    organization: bool
    mutual: bool
    date: PartialDate | None
    basis: DateBasis
    modality: Modality
    certainty: Certainty
    rule: str
    trigger: tuple[int, int]
    sentence: tuple[int, int]
    flags: tuple[Flag, ...] = ()  # what speaks against it; see plausibility


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that could fill the role; share: 0 to 1, all candidates' shares add up to 1."""

    party: Party
    code: str
    features: Mapping[str, float]
    share: float


class BlankKind(Enum):
    """What a clause does not name is left open, or stands there as a pronoun or description."""

    OPEN = "open role"
    ANAPHOR = "anaphor"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a blank was filled: the sides known (codes), the trigger's character span, the candidates best first."""

    kind: BlankKind
    form: Form
    known: tuple[str, ...]
    trigger: tuple[int, int]
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class Trace:
    """What the steps saw in one sentence, for `extractor explain`."""

    sentence: tuple[int, int]
    kind: str = ""
    phrases: list[Phrase] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    frames: list[tuple[Frame, str]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dates: dict[DateMention, PartialDate | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence under reading: its place in the text, and what the earlier steps made of it."""

    sentence: Sentence
    phrases: list[Phrase]
    clauses: list[Clause]
    dates: SentenceDates


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table dates, if anything, and with whom, if its header says so ("Broke with Israel")."""

    form: Form | None
    other: Party | None = None


class TextReading:
    """One pass over one text. start, end: tokens of the sentence under reading; block: number of its block."""

    def __init__(
        self, tokens: TokenizedText, names: list[NameMention], words: Words, published: PartialDate | None
    ) -> None:
        self.words = words
        self.text = tokens.text
        self.texts, self.lows, self.idx = tokens.texts, tokens.lows, tokens.starts
        self.names = {n.start: n for n in names}
        self.name_starts = [n.start for n in names]
        self.name_list = names
        self.dates = find_dates(self.text)
        self.date_starts = [d.start for d in self.dates]
        self.d = Discourse(published=published)
        self.mentions: list[Mention] = []
        self.calendar = Calendar()
        self.sections = Sections()
        self.row_end = 0  # where its columns of dates end in the row under reading
        self.columns: tuple[Column, ...] = ()  # of the table under reading: what each dates
        self.choices: list[Choice] = []  # how what is not named was filled in
        self.when: PartialDate | None = None  # the date of the frame under reading, as far as its clause tells
        self.triggered: Callable[[], bool] = lambda: True  # has any sentence words that name an event by themselves?
        self.news = False  # a dateline was seen
        self.org_counts: Counter[str] = Counter()
        self.start = self.end = 0
        self.block = -1

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.idx[start], self.idx[end - 1] + len(self.texts[end - 1])

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        a, b = self.span(start, end)
        return self.dates[bisect_left(self.date_starts, a) : bisect_left(self.date_starts, b)]

    def dates_between(self, start: int, end: int) -> list[DateMention]:
        """The dates that begin in a stretch of characters."""
        return self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]

    def names_in(self, start: int, end: int) -> list[NameMention]:
        return self.name_list[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]
