"""The vocabulary that all layers share: labels, partial dates, documents, events, and the columns of every table.

Label values are the strings found in lexicons, gold files and the dataset alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from html import escape
from typing import Self


class Label(StrEnum):
    """A label with the sentence that the codebook has for it: NAME = "value", "what it means"."""

    description: str

    def __new__(cls, value: str, description: str = "") -> Self:
        label = str.__new__(cls, value)
        label._value_ = value
        label.description = description
        return label


class Action(Label):
    """What happened between a state and its counterpart."""

    ESTABLISHED = "established", "diplomatic relations were established or resumed, or a state was recognized"
    SEVERED = "severed", "diplomatic relations were broken off or suspended, or recognition was withdrawn"
    EXPELLED_AMBASSADOR = "expelled_ambassador", "a state expelled the head of the other's mission"
    JOINED_ORGANIZATION = "joined_organization", "a state became a member of an intergovernmental organization"


ACTION_TITLES: dict[Action, str] = {
    Action.ESTABLISHED: "relations established",
    Action.SEVERED: "relations severed",
    Action.EXPELLED_AMBASSADOR: "ambassador expelled",
    Action.JOINED_ORGANIZATION: "organization joined",
}
"""What an action is called where people read it."""


class Form(Label):
    """The kind of an action; FORM_ACTION says which belongs to which."""

    RELATIONS = "relations", "relations were established"
    RECOGNITION = "recognition", "a state recognized the other, its independence or its government"
    RESUMPTION = "resumption", "relations were restored, resumed, re-established or normalized"
    SEVERED = "severed", "relations were broken, cut, severed, ended"
    SUSPENDED = "suspended", "relations were suspended or interrupted"
    DERECOGNITION = "derecognition", "a state withdrew its recognition of the other"
    EXPELLED = "expelled", "a head of mission was expelled or declared persona non grata"
    JOINED = "joined", "a state joined, acceded to or was admitted to an organization"


FORM_ACTION: dict[Form, Action] = {
    Form.RELATIONS: Action.ESTABLISHED,
    Form.RECOGNITION: Action.ESTABLISHED,
    Form.RESUMPTION: Action.ESTABLISHED,
    Form.SEVERED: Action.SEVERED,
    Form.SUSPENDED: Action.SEVERED,
    Form.DERECOGNITION: Action.SEVERED,
    Form.EXPELLED: Action.EXPELLED_AMBASSADOR,
    Form.JOINED: Action.JOINED_ORGANIZATION,
}


class Modality(Label):
    """Whether the text says that the event took place. Only ASSERTED rows are facts."""

    ASSERTED = "asserted", "the text says that it took place"
    NEGATED = "negated", "the text says that it did not"
    ATTEMPTED = "attempted", "it was sought or tried"
    PLANNED = "planned", "it is to come, was decided or agreed on"
    CONDITIONAL = "conditional", "it depends on something, or is only thought of"
    DISPUTED = "disputed", "it is told as a claim that the text does not share"


class DateBasis(Label):
    """Where the words stand that give an event its date."""

    EXPLICIT = "explicit", "in the clause that tells the event"
    LIST = "list", "in the item of a list"
    HEADING = "heading", "in a heading above"
    CONTEXT = "context", "in the sentence or paragraph that sets the scene"
    RELATIVE = "relative", "counted from the story's time, as in “two years later”"
    PUBLICATION = "publication", "counted from the date of publication, as in “yesterday”, or that date itself"
    NONE = "", "no date was found"


class Certainty(Label):
    """How much an extraction had to assume."""

    HIGH = "high", "the sentence says what, who and when, or the text leaves no doubt who"
    MEDIUM = "medium", "a pronoun or an epithet was resolved, or a heading gives the date"
    LOW = "low", "the date comes from the sentences around, or another party could be meant"


class Flag(Label):
    """What dated facts, or the rest of its document, say against an asserted event. A flag deletes nothing."""

    AFTER_PUBLICATION = "after_publication", "the date is later than the document's date of publication"
    PARTY_NOT_EXISTING = "party_not_existing", "one of the states did not exist at that date"
    ORGANIZATION_NOT_FOUNDED = "organization_not_founded", "the organization was founded in a later year"
    ORGANIZATION_DISSOLVED = "organization_dissolved", "the organization was dissolved in an earlier year"
    ALREADY_MEMBER = (
        "already_member",
        "the state had joined in an earlier year, by the table of memberships, and stayed",
    )
    JOINED_TWICE = "joined_twice", "the document tells of an earlier accession, and no departure is known"
    ALREADY_SEVERED = (
        "already_severed",
        "the document tells of an earlier rupture, and of no resumption between the two",
    )
    ALREADY_ESTABLISHED = (
        "already_established",
        "the document tells that relations were established earlier, and of no rupture between the two",
    )


class CounterpartType(Label):
    """What the other party is."""

    STATE = "state", "a state, by its ISO 3166 code"
    ORGANIZATION = "organization", "an intergovernmental organization, by its acronym"


class Status(Label):
    """What became of an input."""

    OK = "ok", "it was read"
    EMPTY = "empty", "there is no text in it"
    SKIPPED = "skipped", "it was left out: another language, another kind of file; the column error says which"
    FAILED = "failed", "it could not be read; the column error says why"


class Match(Label):
    """How well a code of another scheme renders what happened."""

    EXACT = "exact", "the code means just this"
    BROAD = "broad", "the code means this among other things"
    PROXY = "proxy", "the nearest code, which means something else"
    NONE = "none", "there is no code"


class Relations(Label):
    """What facts say of the relations between two states at the end of a year."""

    IN_FORCE = "in_force", "the last fact on or before that day established or resumed them"
    BROKEN = "broken", "the last fact on or before that day severed or suspended them"
    UNKNOWN = "unknown", "no fact tells, or the facts leave it open"


class Recognition(Label):
    """What facts say of a state's recognition of another at the end of a year."""

    RECOGNIZED = "recognized", "the last fact on or before that day is a recognition"
    WITHDRAWN = "withdrawn", "the last fact on or before that day withdrew it"
    UNKNOWN = "unknown", "no fact tells, or the facts leave it open"


class Membership(Label):
    """What facts say of a state's membership at the end of a year."""

    MEMBER = "member", "a fact says that the state had joined, and the table of memberships knows of no departure since"
    UNKNOWN = "unknown", "the state has left since, by the table of memberships, or the facts leave it open"


_EDTF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as the text allows; `end` makes it an interval. Nothing unknown is filled in."""

    year: int
    month: int | None = None
    day: int | None = None
    end: PartialDate | None = None

    def __str__(self) -> str:
        """EDTF (ISO 8601-2): 1960, 1960-08, 1960-08-11, 1991/1994."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
            if self.day is not None:
                text += f"-{self.day:02}"
        return f"{text}/{self.end}" if self.end else text

    @property
    def last_year(self) -> int:
        return self.end.year if self.end else self.year

    @property
    def first_day(self) -> tuple[int, int, int]:
        """The earliest year, month and day that it can mean."""
        return self.year, self.month or 1, self.day or 1

    @property
    def last_day(self) -> tuple[int, int, int]:
        """The latest year, month and day that it can mean; the day is 31 where only the month is known."""
        last = self.end or self
        return last.year, last.month or 12, last.day or 31

    def precedes(self, other: PartialDate) -> bool:
        """Is it over, whatever it means, before `other` can begin?"""
        return self.last_day < other.first_day

    @classmethod
    def parse(cls, edtf: str) -> PartialDate:
        """Read the EDTF strings that __str__ writes. Raises ValueError on anything else."""
        first, slash, last = edtf.partition("/")
        match = _EDTF.fullmatch(first)
        if match is None:
            raise ValueError(f"not a date of the form YYYY, YYYY-MM, YYYY-MM-DD or an interval of two such: {edtf!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        return cls(year, month, day, cls.parse(last) if slash else None)


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, or the reason why it cannot be read.

    `text` is the text as read: event offsets point into it. `body_start` is where the prose begins
    (behind the front matter); `reflow` says that the line breaks are those of a page, not of the author.
    """

    id: str
    text: str = ""
    title: str = ""
    published: PartialDate | None = None
    source: str = ""
    sha256: str = ""
    body_start: int = 0
    reflow: bool = False
    status: Status = Status.OK
    error: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One event mention. The fields are the columns of the events table, in order.

    `start`/`end`: half-open character span of `quote`, the sentence, in the document's text as read.
    """

    event_id: str
    document_id: str
    action: Action
    form: Form
    country: str
    country_name: str
    counterpart: str
    counterpart_name: str
    counterpart_type: CounterpartType
    mutual: bool
    date: PartialDate | None
    year: int | None
    year_end: int | None
    date_basis: DateBasis
    modality: Modality
    certainty: Certainty
    trigger: str
    quote: str
    start: int
    end: int
    rule: str
    flags: tuple[Flag, ...] = ()

    def __repr__(self) -> str:
        """What happened, on one line: <Event 1965-12-16 Ghana (GHA) → United Kingdom (GBR) severed 'broke off'>."""
        arrow = "↔" if self.mutual else "→"
        told = "" if self.modality is Modality.ASSERTED else f" {self.modality}"
        return (
            f"<Event {self.date or 'undated'} {self.country_name} ({self.country}) {arrow} {self.counterpart_name} "
            f"({self.counterpart}) {self.form}{told} {self.trigger!r}>"
        )


class Events(list[Event]):
    """A list of events that shows itself one event a line, and in a notebook as a table."""

    def __repr__(self) -> str:
        return "\n".join(["[", *(f"  {event!r}," for event in self), "]"]) if self else "[]"

    def _repr_html_(self) -> str:
        """The chief columns; words of documents are escaped."""
        rows = (
            (e.date or "", e.action, e.country_name, e.counterpart_name, e.modality, e.certainty, e.quote) for e in self
        )
        names = ("date", "action", "country", "counterpart", "modality", "certainty", "quote")
        lines = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
        head = "".join(f"<th>{name}</th>" for name in names)
        return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


EVENT_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Event))

DOCUMENT_COLUMNS: tuple[str, ...] = (
    "document_id", "sha256", "title", "published", "source", "characters",
    "status", "error", "events", "extractor_version",
)  # fmt: skip
