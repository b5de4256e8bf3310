"""What the shallow parser is made of: noun groups, verb groups, dates, and the marks between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from extractor.mentions.names import NameMention
from extractor.mentions.words import VerbSense
from extractor.normalization.dates import DateMention

UNTRULY = frozenset(
    "mistakenly wrongly falsely erroneously incorrectly prematurely allegedly supposedly purportedly".split()
)  # adverbs with which a text denies what is said


@dataclass(slots=True)
class NounGroup:
    """A noun group by the class of its head: state, org, group, pron, one of nouns.tsv, or "" for any other noun.

    `names`: the states (or organizations, groups) named in it: itself, its adjectives, its possessor.
    """

    start: int
    end: int
    cls: str
    head: str
    names: list[NameMention] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    det: str = ""
    possessor: NounGroup | None = None
    of: NounGroup | None = None
    date: DateMention | None = None
    members: list[NounGroup] = field(default_factory=list)
    bracketed: bool = False  # the date stands in brackets
    proper: bool = False  # capitalised words that no lexicon knows: a person, a place, a firm
    respective: bool = False  # its members and those of another list belong together one by one
    apposition: NounGroup | None = None  # a list beside it that says who they are

    @property
    def parts(self) -> list[NounGroup]:
        return self.members or [self]

    def states(self) -> list[NameMention]:
        return [n for n in self.names if n.kind in ("state", "leader", "uncoded")]

    def organizations(self) -> list[NameMention]:
        return [n for n in self.names if n.kind == "org"]


@cache
def _classes(senses: tuple[VerbSense, ...]) -> frozenset[str]:
    return frozenset(s.cls for s in senses)


@dataclass(slots=True)
class VerbGroup:
    """A verb with its auxiliaries. mode: finite, inf, ing, part; `maybe_part`: past tense or participle alike."""

    start: int
    end: int
    lemma: str
    senses: tuple[VerbSense, ...]
    mode: str
    passive: bool = False
    negated: bool = False
    modal: str = ""
    perfect: bool = False
    maybe_part: bool = False
    bare: bool = False  # an uninflected form
    adverbs: tuple[str, ...] = ()
    reversal: bool = False  # "not until 1992 did X …", "only in 1992": it did, from then on
    classes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.classes = _classes(self.senses)

    def has(self, cls: str) -> bool:
        return cls in self.classes


@dataclass(slots=True)
class Mark:
    """Punctuation and closed-class words that link groups: prep, conj, comma, semi, rel, sub, that, to …"""

    start: int
    end: int
    kind: str
    low: str


@dataclass(slots=True)
class DateGroup:
    start: int
    end: int
    date: DateMention


Phrase = NounGroup | VerbGroup | Mark | DateGroup
