"""A text under reading: its tokens, names and dates, the discourse so far, and the event mentions found."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Doc

from extractor.events.clauses import Clause
from extractor.events.discourse import Discourse
from extractor.events.frames import Frame
from extractor.events.groups import Phrase
from extractor.events.timeline import SentenceDates
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import Sentence
from extractor.mentions.words import Words
from extractor.normalization.dates import DateMention, find_dates
from extractor.schema import Certainty, DateBasis, Flag, Form, Modality, PartialDate


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention in a Doc: character spans of trigger and sentence, roles as codes."""

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


@dataclass(slots=True)
class Trace:
    """What the steps saw in one sentence, for `extractor explain`."""

    sentence: tuple[int, int]
    kind: str = ""
    phrases: list[Phrase] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    frames: list[tuple[Frame, str]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dates: dict[DateMention, PartialDate | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence under reading: its place in the text, and what the earlier steps made of it."""

    sentence: Sentence
    phrases: list[Phrase]
    clauses: list[Clause]
    dates: SentenceDates


class TokenStrings:
    """Texts and offsets of a Doc's tokens from its arrays, since Token objects and the string store are dear.

    Keeps the strings it has seen, up to `most`: as many as spaCy's own tokenizer cache.
    """

    def __init__(self, most: int = 200_000) -> None:
        self.most = most
        self.known: dict[int, str] = {}
        self.lower: dict[int, str] = {}

    def read(self, doc: Doc) -> tuple[list[str], list[str], list[int]]:
        """The texts, the texts in lower case, and the character offsets of the tokens."""
        if not len(doc):
            return [], [], []
        array = doc.to_array(["ORTH", "SPACY"])
        orths = array[:, 0].tolist()
        if len(self.known) > self.most:
            self.known, self.lower = {}, {}
        for orth in set(orths).difference(self.known):
            text = doc.vocab.strings[orth]
            self.known[orth], self.lower[orth] = text, text.lower()
        known, lower = self.known, self.lower
        texts = [known[orth] for orth in orths]
        widths = np.array([len(text) for text in texts]) + array[:, 1].astype(np.int64)
        return texts, [lower[orth] for orth in orths], (np.cumsum(widths) - widths).tolist()


class TextReading:
    """One pass over one Doc. start: first token of the sentence under reading; block: number of its block."""

    def __init__(
        self, doc: Doc, names: list[NameMention], strings: TokenStrings, words: Words, published: PartialDate | None
    ) -> None:
        self.words = words
        self.text: str = doc._.source or doc.text  # spaCy builds doc.text anew at each call
        self.texts, self.lows, self.idx = strings.read(doc)
        self.names = {n.start: n for n in names}
        self.name_starts = [n.start for n in names]
        self.name_list = names
        self.dates = find_dates(self.text)
        self.date_starts = [d.start for d in self.dates]
        self.d = Discourse(published=published)
        self.mentions: list[Mention] = []
        self.news = False  # a dateline was seen
        self.org_counts: Counter[str] = Counter()
        self.start = 0
        self.block = -1

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.idx[start], self.idx[end - 1] + len(self.texts[end - 1])

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        a, b = self.span(start, end)
        return self.dates[bisect_left(self.date_starts, a) : bisect_left(self.date_starts, b)]

    def names_in(self, start: int, end: int) -> list[NameMention]:
        return self.name_list[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]
