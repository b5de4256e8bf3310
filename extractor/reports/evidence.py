"""Where in a document's text the parts of an event stand: the trigger, the two parties, the date.

An event keeps the sentence it was read from and the words of its trigger. The names and dates are found again with the
tables that the extraction uses. A part that the sentence leaves out ("it", "that year") is looked for in the text
before it, where the last naming is taken: that is marked as said before, for a reader to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

import spacy

from extractor.documents import clean
from extractor.mentions.names import NameFinder
from extractor.mentions.tokenization import TokenizedText, text_reader
from extractor.normalization import countries, dates, organizations
from extractor.normalization.date_grammar import find_dates
from extractor.normalization.date_words import DateMention
from extractor.schema import CounterpartType, DateBasis, Document, Event, PartialDate

Tokenize: TypeAlias = Callable[[str], TokenizedText]

LOOK_BACK = 4000  # characters before a sentence in which a part that it leaves out is looked for


class Role(StrEnum):
    TRIGGER = "trigger"
    COUNTRY = "country"
    COUNTERPART = "counterpart"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Mark:
    """Half-open character span of one part of an event in the document's text. `before`: outside its sentence."""

    role: Role
    start: int
    end: int
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the text, as the gazetteers write it."""

    start: int
    end: int
    kind: str
    surface: str


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    mention: DateMention


class EvidenceFinder:
    """Finds the parts of events in documents. Built once (about half a second), used for many documents."""

    def __init__(self) -> None:
        self._tokenize = text_reader(spacy.blank("en"))
        self._names = NameFinder(lambda surface: self._tokenize(surface).texts)

    def find(self, document: Document, events: Sequence[Event]) -> list[tuple[Mark, ...]]:
        """The marks of each event of `document`, whose text its offsets must fit; those of one role do not overlap."""
        reading = _Reading(document, self._tokenize, self._names)
        return [tuple(_marks(reading, event)) for event in events]


def only_quotes(document: Document, events: Sequence[Event]) -> tuple[Document, list[Event]]:
    """A document whose text is the sentences of its events alone, each once, and the events moved to fit that text."""
    text, starts = "", {}
    for event in sorted(events, key=lambda event: (event.start, event.end)):
        key = (event.start, event.end, event.quote)
        if key not in starts:
            text += "\n\n" if text else ""
            starts[key] = len(text)
            text += event.quote
    moved = []
    for event in events:
        start = starts[event.start, event.end, event.quote]
        moved.append(replace(event, start=start, end=start + len(event.quote)))
    return replace(document, text=text, body_start=0, reflow=False), moved


class _Reading:
    """The names and dates of a document, with spans in its text as read."""

    def __init__(self, document: Document, tokenize: Tokenize, finder: NameFinder) -> None:
        self.text = document.text
        self.published = document.published
        self._tokenize, self._finder = tokenize, finder
        self._clean = clean(document)

    @cached_property
    def names(self) -> list[_Name]:
        tokens = self._tokenize(self._clean.text)
        found = []
        for name in self._finder.find(tokens.texts):
            last = name.end - 1
            span = self._clean.to_source(tokens.starts[name.start], tokens.starts[last] + len(tokens.texts[last]))
            found.append(_Name(*span, name.kind, name.text))
        return found

    @cached_property
    def dates(self) -> list[_Date]:
        mentions = find_dates(self._clean.text)
        return [_Date(*self._clean.to_source(mention.start, mention.end), mention) for mention in mentions]


def _marks(reading: _Reading, event: Event) -> Iterator[Mark]:
    trigger = _trigger(reading, event)
    middle = trigger[0] if trigger else event.start
    if trigger:
        yield Mark(Role.TRIGGER, *trigger)
    organization = event.counterpart_type is CounterpartType.ORGANIZATION
    yield from _party(reading, event, Role.COUNTRY, event.country, False)
    yield from _party(reading, event, Role.COUNTERPART, event.counterpart, organization)
    yield from _date(reading, event, middle)


def _trigger(reading: _Reading, event: Event) -> tuple[int, int] | None:
    """The trigger's words in the sentence; of several such, the ones nearest to a name of the counterpart."""
    pattern = r"\s+".join(map(re.escape, event.trigger.split()))
    if not pattern:
        return None
    spans = [m.span() for m in re.compile(pattern).finditer(reading.text, event.start, event.end)]
    whole = [span for span in spans if _is_whole(reading.text, *span)] or spans
    if len(whole) > 1:
        organization = event.counterpart_type is CounterpartType.ORGANIZATION
        party = next(_party(reading, event, Role.COUNTERPART, event.counterpart, organization), None)
        if party is not None:
            at = party.start
            return min(whole, key=lambda span: abs(span[0] - at))
    return whole[0] if whole else None


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def _party(reading: _Reading, event: Event, role: Role, code: str, organization: bool) -> Iterator[Mark]:
    """Every naming of the party in the sentence, or else the last one before it."""
    inside = [(_fit(name, code, organization, event.date), name) for name in _within(reading.names, event)]
    best = max((fit for fit, _ in inside), default=0)
    if best:
        yield from (Mark(role, name.start, name.end) for fit, name in inside if fit == best)
        return
    for name in _before(reading.names, event):
        if _fit(name, code, organization, event.date) > 1:  # a group is no name of its member
            yield Mark(role, name.start, name.end, before=True)
            return


def _fit(name: _Name, code: str, organization: bool, date: PartialDate | None) -> int:
    """How well a name stands for a party: 3 at that date, 2 in some sense, 1 as the group it belongs to, 0 not."""
    if organization:
        return 3 if name.kind == "org" and code in organizations.candidates(name.surface) else 0
    if name.kind in ("state", "leader"):
        meant = countries.resolve(name.surface, date)
        if meant == code:
            return 3
        senses = {sense.code for sense in countries.senses(name.surface)}
        return 2 if code in senses or code in {countries.UNIONS.get(sense) for sense in senses} else 0
    if name.kind == "group":
        group = organizations.group_surfaces().get(name.surface, "")
        return int(bool(group) and code in organizations.group_members(group, date.year if date else None))
    return 0


def _date(reading: _Reading, event: Event, middle: int) -> Iterator[Mark]:
    """The expression that gives the event its date: the best in the sentence, of equals the one nearest the trigger."""
    if event.date is None:
        return
    inside = [(_agreement(found.mention, event, reading.published), found) for found in _within(reading.dates, event)]
    best = max((agreement for agreement, _ in inside), default=0)
    if best:
        nearest = min((found for a, found in inside if a == best), key=lambda found: abs(found.start - middle))
        yield Mark(Role.DATE, nearest.start, nearest.end)
    elif event.date_basis is not DateBasis.PUBLICATION:
        for found in _before(reading.dates, event):
            if _agreement(found.mention, event, reading.published) > 1:
                yield Mark(Role.DATE, found.start, found.end, before=True)
                return


def _agreement(mention: DateMention, event: Event, published: PartialDate | None) -> int:
    """How well an expression gives the date: 3 exactly, 2 as the same year, 1 if it counts from elsewhere, 0 not."""
    assert event.date is not None
    date = dates.resolve(mention, published=published, story=None)
    if date == event.date:
        return 3
    if date is not None and date.year <= event.date.last_year and event.date.year <= date.last_year:
        same_month = date.month is None or event.date.month is None or date.month == event.date.month
        return 2 if same_month or date.end is not None or event.date.end is not None else 0
    return int(mention.year is None and event.date_basis in (DateBasis.RELATIVE, DateBasis.CONTEXT))


def _within(found: Sequence[Any], event: Event) -> Sequence[Any]:
    """Those that lie in the event's sentence; `found` is in the order of the text."""
    first = bisect_left(found, event.start, key=lambda item: item.start)
    last = bisect_left(found, event.end, key=lambda item: item.start)
    return [item for item in found[first:last] if item.end <= event.end]


def _before(found: Sequence[Any], event: Event) -> Iterator[Any]:
    """Those before the event's sentence, the nearest first, at most LOOK_BACK characters back."""
    for index in range(bisect_left(found, event.start, key=lambda item: item.start) - 1, -1, -1):
        if found[index].start < event.start - LOOK_BACK:
            return
        yield found[index]
