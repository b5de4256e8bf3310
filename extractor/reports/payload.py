"""What the page is given: tables as columns, in plain values for JSON; texts with their marks, one at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from extractor.dataset.store import DocumentRow
from extractor.lexicons import read_table
from extractor.normalization import countries, organizations
from extractor.reports.evidence import Mark
from extractor.schema import (
    ACTION_TITLES,
    Action,
    Certainty,
    CounterpartType,
    DateBasis,
    Event,
    Flag,
    Form,
    Label,
    Modality,
    Status,
)

WORLD_COLUMNS = ("code", "path")
_FEW_VALUES = (
    "document_id", "action", "form", "country", "country_name", "counterpart", "counterpart_name", "counterpart_type",
    "date_basis", "modality", "certainty", "trigger", "rule",
)  # fmt: skip
"""Columns that repeat a few values: given as the values and, for each row, the number of one."""

_OTHERS = ("event_id", "date", "year", "year_end", "quote")


_LABELS: tuple[type[Label], ...] = (Action, Form, Modality, DateBasis, Certainty, Flag, Status)


def build_tables(rows: Sequence[DocumentRow], events: Sequence[Event]) -> dict[str, Any]:
    """Documents, events and labels. The n-th value of every column belongs to the n-th row of the table."""
    return {
        "documents": {
            name: [getattr(row, name) for row in rows]
            for name in ("document_id", "title", "published", "source", "characters", "status", "error", "events")
        },
        "events": {
            **{name: _coded([str(getattr(event, name)) for event in events]) for name in _FEW_VALUES},
            **{name: [_plain(getattr(event, name)) for event in events] for name in _OTHERS},
            "mutual": [int(event.mutual) for event in events],
            "flags": [[list(Flag).index(flag) for flag in event.flags] for event in events],
        },
        "labels": {label.__name__.lower(): _described(label) for label in _LABELS},
        "actions": {action: ACTION_TITLES[action] for action in Action},
        "flags": list(Flag),
        "parties": _parties(events),
        "world": {row["code"]: row["path"] for row in read_table("world", WORLD_COLUMNS, __package__)},
    }


def build_text(
    text: str, numbers: Sequence[int], events: Sequence[Event], marks: Sequence[Sequence[Mark]], *, whole: bool
) -> dict[str, Any]:
    """A text with the sentences and marks of its events, offsets counted in UTF-16 units, as browsers count.

    `numbers`: the rows of `events` in the table. `whole`: whether it is the document's text or only its sentences.
    """
    at = utf16_offsets(text)
    return {
        "text": text,
        "whole": whole,
        "events": [
            [number, at(event.start), at(event.end), [[m.role, at(m.start), at(m.end), int(m.before)] for m in found]]
            for number, event, found in zip(numbers, events, marks, strict=True)
        ],
    }


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From offsets in characters to offsets in UTF-16 units."""
    if text.isascii():
        return lambda offset: offset
    beyond = [index for index, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(beyond, offset)


def _coded(values: Iterable[str]) -> dict[str, list[Any]]:
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(value, len(numbers)) for value in values]
    return {"values": list(numbers), "rows": rows}


def _described(labels: type[Label]) -> dict[str, str]:
    return {str(label): label.description for label in labels}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def _parties(events: Sequence[Event]) -> dict[str, dict[str, Any]]:
    """Every party by code: its name, and whether it is an organization, a state, or a state that is gone."""
    parties: dict[str, dict[str, Any]] = {}
    for event in events:
        parties.setdefault(event.country, _state(event.country, event.country_name))
        organization = event.counterpart_type is CounterpartType.ORGANIZATION
        make: Callable[[str, str], Mapping[str, Any]] = _organization if organization else _state
        parties.setdefault(event.counterpart, dict(make(event.counterpart, event.counterpart_name)))
    return dict(sorted(parties.items()))


def _state(code: str, name: str) -> dict[str, Any]:
    """`name`: what the dataset calls it, for a code that the tables of this version do not know."""
    periods = countries.gazetteer().periods.get(code, ())
    gone = bool(periods) and all(period.valid_to is not None for period in periods)
    return {"name": _known(countries.state_name, code, name), "kind": "gone" if gone else "state"}


def _organization(code: str, name: str) -> dict[str, Any]:
    return {"name": _known(organizations.organization_name, code, name), "kind": "organization"}


def _known(name_of: Callable[[str], str], code: str, default: str) -> str:
    try:
        return name_of(code)
    except KeyError:
        return default
