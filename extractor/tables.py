"""Every table of the dataset: its columns with types, labels and descriptions, its key, and its ties to other tables.

The writers, the codebook and the package descriptions are made from this. A column's name has one type in all tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from extractor.schema import (
    DOCUMENT_COLUMNS,
    EVENT_COLUMNS,
    Action,
    Certainty,
    CounterpartType,
    DateBasis,
    Flag,
    Form,
    Label,
    Match,
    Membership,
    Modality,
    Recognition,
    Relations,
    Status,
)

Labels: TypeAlias = type[Label]


class Type(StrEnum):
    """What the cells of a column hold. An unknown value is an empty cell in CSV and null elsewhere, never "" or 0."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"  # true or false
    DATE = "date"  # EDTF (ISO 8601-2): 1960, 1960-08, 1960-08-11, 1991/1994
    LIST = "list"  # texts joined by semicolons; of document ids, a semicolon within one is written %3B


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `labels`: the only values it can have, each with its meaning; `required`: it is never empty."""

    name: str
    description: str
    type: Type = Type.TEXT
    labels: Labels | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of `column` (or each item of its list) stand in `key`, a column of `table`."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. No two rows agree in all columns of `key`; `order` says how rows are sorted."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: str
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _optional(name: str, description: str, type: Type = Type.TEXT, labels: Labels | None = None) -> Column:
    return Column(name, description, type, labels, required=False)


def _count(name: str, description: str) -> Column:
    """A number of facts; empty, not 0, where none is known."""
    return Column(name, f"{description}; empty where no fact is known", Type.INTEGER, required=False)


# ---- documents and events ----

DOCUMENTS = Table(
    name="documents",
    title="Documents",
    description="One row for every input, whatever became of it.",
    columns=(
        Column(
            "document_id", "path below the input folder, with `/` and the ending; for rows of a table, their own id"
        ),
        _optional("sha256", "SHA-256 of the file, in hexadecimal digits; of the text for rows of a table"),
        _optional("title", "title, by front matter, metadata or heading"),
        _optional("published", "date of publication", Type.DATE),
        _optional("source", "where the document says it comes from, or the table it was read from"),
        Column("characters", "length of the text as read, in characters", Type.INTEGER),
        Column("status", "what became of the input", labels=Status),
        _optional("error", "the reason where the status is not ok, and remarks such as a content read before"),
        Column("events", "rows of the events table from this document", Type.INTEGER),
        Column("extractor_version", "version of the extractor that read it"),
    ),
    key=("document_id",),
    order="document_id",
)

EVENTS = Table(
    name="events",
    title="Event mentions",
    description="One row for every time that a document tells an event, with the sentence that says so.",
    columns=(
        Column("event_id", "hash of document, action, form, parties, date, modality and span: the same in every run"),
        Column("document_id", "the document that tells it"),
        Column("action", "what happened", labels=Action),
        Column("form", "the kind of the action", labels=Form),
        Column("country", "the state that acts: ISO 3166-1 alpha-3; dissolved states ISO 3166-3; Kosovo XKX"),
        Column("country_name", "its English name at the time of the event"),
        Column("counterpart", "the other state, coded likewise, or the organization's acronym"),
        Column("counterpart_name", "its English name at the time of the event"),
        Column("counterpart_type", "what the other party is", labels=CounterpartType),
        Column("mutual", "whether neither side is the author: the order of the two says nothing", Type.BOOLEAN),
        _optional("date", "when it happened, as precise as the words", Type.DATE),
        _optional("year", "first year of the date", Type.INTEGER),
        _optional("year_end", "last year of the date", Type.INTEGER),
        _optional("date_basis", "where the words stand that give the date; empty without a date", labels=DateBasis),
        Column("modality", "whether the text says that it took place", labels=Modality),
        Column("certainty", "how much the extraction had to assume", labels=Certainty),
        Column("trigger", "the words that name the event"),
        Column("quote", "the sentence that tells it, white space made single spaces"),
        Column("start", "first character of the sentence in the document's text as read, counted from 0", Type.INTEGER),
        Column("end", "the character behind the sentence", Type.INTEGER),
        Column("rule", "the rule that found it"),
        _optional("flags", "what dated facts or the document's other events say against it", Type.LIST, Flag),
    ),
    key=("event_id",),
    order="document_id, start, action, country, counterpart, event_id",
    references=(Reference("document_id", "documents", "document_id"),),
)

# ---- facts ----


def _state_codes(prefix: str, whose: str) -> tuple[Column, ...]:
    return (
        _optional(f"{prefix}alpha4", f"{whose} ISO 3166-3 alpha-4 code, for dissolved states"),
        _optional(f"{prefix}ccode", f"{whose} number with Correlates of War, if a member of its system", Type.INTEGER),
        _optional(f"{prefix}gwcode", f"{whose} number with Gleditsch and Ward, if on their list", Type.INTEGER),
    )


FACTS = Table(
    name="facts",
    title="Facts",
    description=(
        "Asserted mentions of all documents that tell the same: merged by form, parties and compatible dates (a year, "
        "a month and a day within it are one fact, whose date is the most precise). A mention without a date belongs "
        "to the only fact of its form and parties. Codes are those at the date."
    ),
    columns=(
        Column("fact_id", "hash of form, parties and date: the same wherever the same is told"),
        Column("action", "what happened", labels=Action),
        Column("form", "the kind of the action; recognition and relations are two facts", labels=Form),
        Column("country", "the state that acts, by its ISO code; of two equal partners the first in the alphabet"),
        Column("country_name", "its English name at the time"),
        *_state_codes("country_", "the acting state's"),
        Column("counterpart", "the other state, by its ISO code, or the organization's acronym"),
        Column("counterpart_name", "its English name at the time"),
        Column("counterpart_type", "what the other party is", labels=CounterpartType),
        *_state_codes("counterpart_", "the other state's"),
        Column("mutual", "whether neither side is the author", Type.BOOLEAN),
        _optional("date", "the most precise date of the mentions", Type.DATE),
        _optional("year", "first year of the date", Type.INTEGER),
        _optional("year_end", "last year of the date", Type.INTEGER),
        Column("certainty", "the best of the mentions", labels=Certainty),
        _optional("flags", "all flags of the mentions", Type.LIST, Flag),
        Column("n_mentions", "number of mentions", Type.INTEGER),
        Column("n_documents", "number of documents that tell it", Type.INTEGER),
        Column("documents", "the documents that tell it", Type.LIST),
        Column("event_ids", "the mentions", Type.LIST),
        _optional(
            "conflicts_with",
            "facts of other documents with another date for what can happen once, and nothing told between",
            Type.LIST,
        ),
        _optional("cameo", "CAMEO code; three digits, as text"),
        Column("cameo_match", "how well that code renders what happened", labels=Match),
        _optional("plover", "PLOVER event type"),
        _optional("plover_mode", "PLOVER mode, where the type has one that fits; the context is always `diplomatic`"),
        Column("plover_match", "how well the two render what happened", labels=Match),
    ),
    key=("fact_id",),
    order="the two parties in the order of their codes, then date, form, country, fact_id",
    references=(
        Reference("event_ids", "events", "event_id"),
        Reference("documents", "documents", "document_id"),
        Reference("conflicts_with", "facts", "fact_id"),
    ),
)

# ---- panels ----

_IN_THE_YEAR = "Codes are the last that held in the year."
_CARRIED = (
    "A status holds from the fact that says it to the next one, as long as both exist as the same state by Gleditsch "
    "and Ward; it passes to no successor. What is dated before a state existed holds from its first year. Where a fact "
    "presupposes an end that no fact dates (relations are resumed), the years between are unknown."
)

COUNTRY_YEAR = Table(
    name="country_year",
    title="Country-year panel",
    description=(
        "One row for every state and year of which a fact says something, while the state exists. Counted are facts "
        f"dated to one year. An empty cell means that no fact is known, not that nothing happened. {_IN_THE_YEAR}"
    ),
    columns=(
        Column("country", "ISO 3166 code of the state"),
        Column("country_name", "its English name at the end of the year"),
        *_state_codes("", "the state's"),
        Column("year", "calendar year", Type.INTEGER),
        _count("established", "facts of the action `established` in which the state acts or is an equal partner"),
        _count("severed", "facts of the action `severed` in which the state acts or neither side is the author"),
        _count("expelled_ambassador", "ambassadors that the state expelled"),
        _count("joined_organization", "organizations that the state joined"),
        _count("established_by_others", "facts of the action `established` in which another state acts: recognitions"),
        _count("severed_by_others", "facts of the action `severed` in which another state acts"),
        _count("ambassador_expelled_by_others", "the state's ambassadors that others expelled"),
        _count("relations_in_force", "states with which relations are in force at the end of the year"),
        _count("relations_broken", "states with which relations are broken at the end of the year"),
        _count("memberships", "organizations of which it is a member at the end of the year"),
    ),
    key=("country", "year"),
    order="country, year",
)


def _pair(what: str) -> tuple[Column, ...]:
    sides: list[Column] = []
    for number, side in ((1, "first"), (2, "second")):
        sides += [
            Column(f"country{number}", f"ISO 3166 code of the {side} state{what}"),
            Column(f"country_name{number}", "its English name at the end of the year"),
            _optional(f"alpha4_{number}", "its ISO 3166-3 alpha-4 code, for dissolved states"),
            _optional(f"ccode{number}", "its number with Correlates of War, if a member of its system", Type.INTEGER),
            _optional(f"gwcode{number}", "its number with Gleditsch and Ward, if on their list", Type.INTEGER),
        ]
    return tuple(sides)


_RELATIONS = (
    Column("year", "calendar year", Type.INTEGER),
    Column("relations", "their diplomatic relations at the end of the year", labels=Relations),
    _optional("relations_since", "date of the fact that says so; empty if unknown", Type.DATE),
    _optional("relations_facts", "the facts that say so, or that leave it open", Type.LIST),
    Column("disputed", "whether one of these facts has another that contradicts it", Type.BOOLEAN),
)

DYAD_YEAR = Table(
    name="dyad_year",
    title="Dyad-year panel, undirected",
    description=(
        "One row for every two states and year, from the first dated fact between them to the last year of the "
        "dataset, while both exist: ccode1 < ccode2; a state without a number stands second, of two such the later "
        f"code. {_CARRIED} {_IN_THE_YEAR}"
    ),
    columns=(
        *_pair(""),
        *_RELATIONS,
        _count("established", "facts of the action `established` in the year"),
        _count("severed", "facts of the action `severed` in the year"),
        _count("expelled_ambassador", "ambassadors expelled in the year"),
        _optional("facts", "the facts of the year", Type.LIST),
    ),
    key=("country1", "country2", "year"),
    order="the two states in the order of their ISO codes, then year",
    references=(Reference("relations_facts", "facts", "fact_id"), Reference("facts", "facts", "fact_id")),
)

DIRECTED_DYAD_YEAR = Table(
    name="directed_dyad_year",
    title="Dyad-year panel, directed",
    description=(
        "The dyad-years twice, once from each side: counts and recognition are those of the first state towards the "
        f"second; what is mutual counts on both sides. {_CARRIED} {_IN_THE_YEAR}"
    ),
    columns=(
        *_pair(", the one that acts"),
        *_RELATIONS,
        Column(
            "recognition", "whether the first state recognizes the second, at the end of the year", labels=Recognition
        ),
        _optional("recognition_facts", "the facts that say so, or that leave it open", Type.LIST),
        _count("established", "facts of the action `established` in which the first state acts or is an equal partner"),
        _count("severed", "facts of the action `severed` in which the first state acts or neither is the author"),
        _count("expelled_ambassador", "ambassadors of the second state that the first expelled"),
        _optional("facts", "the facts of the year that are counted", Type.LIST),
    ),
    key=("country1", "country2", "year"),
    order="the two states in the order of their ISO codes, then the acting state, then year",
    references=(
        Reference("relations_facts", "facts", "fact_id"),
        Reference("recognition_facts", "facts", "fact_id"),
        Reference("facts", "facts", "fact_id"),
    ),
)

MEMBERSHIP_YEAR = Table(
    name="membership_year",
    title="Membership-year panel",
    description=(
        "One row for every state, organization and year, from the first dated fact to the last year of the dataset, "
        f"while state and organization exist. {_CARRIED} {_IN_THE_YEAR}"
    ),
    columns=(
        Column("country", "ISO 3166 code of the state"),
        Column("country_name", "its English name at the end of the year"),
        *_state_codes("", "the state's"),
        Column("organization", "acronym of the organization"),
        Column("organization_name", "its English name"),
        Column("year", "calendar year", Type.INTEGER),
        Column("membership", "whether the state is a member at the end of the year", labels=Membership),
        _optional("member_since", "date of the fact that says so; empty if unknown", Type.DATE),
        _optional("membership_facts", "the facts that say so, or that leave it open", Type.LIST),
        Column("disputed", "whether one of these facts has another that contradicts it", Type.BOOLEAN),
        _count("joined_organization", "accessions in the year"),
    ),
    key=("country", "organization", "year"),
    order="country, organization, year",
    references=(Reference("membership_facts", "facts", "fact_id"),),
)

TABLES = (DOCUMENTS, EVENTS, FACTS, COUNTRY_YEAR, DYAD_YEAR, DIRECTED_DYAD_YEAR, MEMBERSHIP_YEAR)


def _types() -> dict[str, Type]:
    types: dict[str, Type] = {}
    for table in TABLES:
        for column in table.columns:
            if types.setdefault(column.name, column.type) is not column.type:
                raise TypeError(f"the column {column.name} has two types, {types[column.name]} and {column.type}")
    return types


COLUMN_TYPES = _types()
"""Column name → type, whatever the table."""

assert DOCUMENTS.names == DOCUMENT_COLUMNS
assert EVENTS.names == EVENT_COLUMNS
