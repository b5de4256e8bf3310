"""From event mentions to facts: what several mentions tell is one row, with all its evidence and what contradicts it.

Mentions are merged between the same parties only, so that the pairs can come one after the other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import TypeAlias

from extractor.events.histories import History
from extractor.normalization.ontologies import event_codes
from extractor.normalization.state_codes import StateCodes, state_codes
from extractor.schema import Action, Certainty, CounterpartType, Event, Flag, Form, Match, Modality, PartialDate
from extractor.tables import FACTS

Parties: TypeAlias = tuple[str, str, CounterpartType]
Days: TypeAlias = tuple[tuple[int, int, int], tuple[int, int, int]]

_EQUAL = frozenset({Form.RELATIONS, Form.RESUMPTION})  # both sides are partners, whatever the order of the words
_CERTAINTIES = list(Certainty)  # the best first


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. The fields are the columns of the facts table, in order."""

    fact_id: str
    action: Action
    form: Form
    country: str
    country_name: str
    country_alpha4: str
    country_ccode: int | None
    country_gwcode: int | None
    counterpart: str
    counterpart_name: str
    counterpart_type: CounterpartType
    counterpart_alpha4: str
    counterpart_ccode: int | None
    counterpart_gwcode: int | None
    mutual: bool
    date: PartialDate | None
    year: int | None
    year_end: int | None
    certainty: Certainty
    flags: tuple[Flag, ...]
    n_mentions: int
    n_documents: int
    documents: tuple[str, ...]
    event_ids: tuple[str, ...]
    conflicts_with: tuple[str, ...]
    cameo: str
    cameo_match: Match
    plover: str
    plover_mode: str
    plover_match: Match


assert tuple(field.name for field in fields(Fact)) == FACTS.names


def parties(event: Event | Fact) -> Parties:
    """What two mentions of one fact have in common: two states in either order, or a state and an organization."""
    if event.counterpart_type is CounterpartType.ORGANIZATION:
        return event.country, event.counterpart, event.counterpart_type
    first, second = sorted((event.country, event.counterpart))
    return first, second, event.counterpart_type


def consolidate(events: Iterable[Event]) -> Iterator[list[Fact]]:
    """The facts of each pair of parties, by date.

    `events` come in the order of their parties, as `parties` gives them; only those of one pair are held at a time.
    What is not asserted is left out, and pairs of which nothing is asserted.
    """
    asserted = (event for event in events if event.modality is Modality.ASSERTED)
    for _, group in groupby(asserted, key=parties):
        yield facts_of_pair(list(group))


def facts_of_pair(events: Sequence[Event]) -> list[Fact]:
    """The facts that asserted events of one pair of parties tell, each with those that contradict it."""
    by_form: dict[Form, list[Event]] = defaultdict(list)
    for event in events:
        by_form[event.form].append(event)
    facts = [_fact(date, cluster) for of_form in by_form.values() for date, cluster in _same_facts(of_form)]
    facts.sort(key=_chronologically)
    conflicts = _conflicts(facts)
    return [replace(fact, conflicts_with=tuple(sorted(conflicts[fact.fact_id]))) for fact in facts]


def _chronologically(fact: Fact) -> tuple[object, ...]:
    first, last = (fact.date.first_day, fact.date.last_day) if fact.date else ((9999,), (9999,))
    return first, last, list(Form).index(fact.form), fact.country, fact.fact_id


# ---- which mentions tell the same ----


def _same_facts(events: Sequence[Event]) -> Iterator[tuple[PartialDate | None, list[Event]]]:
    """Group mentions of one form and pair by who acts and by date.

    A mention that leaves open who acted tells the same as one of the same date that says it.
    """
    if events[0].form in _EQUAL:
        yield from _by_date(events)
        return
    actors = {event.country for event in events if not event.mutual}
    open_ends = [event for event in events if event.mutual]
    for actor in sorted(actors):
        own = [event for event in events if event.country == actor and not event.mutual]
        dates = [_days(event.date) for event in own if event.date]
        joining = [e for e in open_ends if e.date and any(_compatible(_days(e.date), days) for days in dates)]
        open_ends = [event for event in open_ends if event not in joining]
        yield from _by_date([*own, *joining])
    if open_ends:
        yield from _by_date(open_ends)


def _by_date(events: Sequence[Event]) -> Iterator[tuple[PartialDate | None, list[Event]]]:
    """Group mentions by compatible dates, each group with its most precise one.

    Of several precise dates within a coarse one, the coarse mention goes to that told most often, the first of equals.
    A mention without a date goes where there is one group only.
    """
    at: dict[Days, list[Event]] = defaultdict(list)
    undated = [event for event in events if event.date is None]
    for event in events:
        if event.date is not None:
            at[_days(event.date)].append(event)
    precise = [days for days in at if not any(other != days and _within(other, days) for other in at)]
    groups = {days: list(at[days]) for days in precise}
    for days, coarse in at.items():
        if days not in groups:
            within = [other for other in precise if _within(other, days)]
            groups[min(within, key=lambda other: (-len(at[other]), other))] += coarse
    if undated and len(groups) == 1:
        next(iter(groups.values())).extend(undated)
    elif undated:
        yield None, undated
    for days, group in groups.items():
        yield min((event.date for event in at[days] if event.date), key=str), group


def _days(date: PartialDate) -> Days:
    return date.first_day, date.last_day


def _within(inner: Days, outer: Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _compatible(one: Days, other: Days) -> bool:
    return _within(one, other) or _within(other, one)


# ---- one fact ----


def _fact(date: PartialDate | None, events: Sequence[Event]) -> Fact:
    """The fact that mentions of one form and of compatible dates tell; conflicts are found later."""
    best = min(events, key=lambda e: (e.mutual, e.date != date, _CERTAINTIES.index(e.certainty), e.event_id))
    mutual = best.mutual or best.form in _EQUAL
    country, counterpart = best.country, best.counterpart
    is_state = best.counterpart_type is CounterpartType.STATE
    if mutual and is_state:
        country, counterpart = sorted((country, counterpart))
    names = {best.country: best.country_name, best.counterpart: best.counterpart_name}
    own, others = state_codes(country, date), state_codes(counterpart, date) if is_state else StateCodes("", None, None)
    codes = event_codes(best.form)
    documents = sorted({event.document_id for event in events})
    identity = "|".join((best.form, country, counterpart, str(mutual), str(date)))
    return Fact(
        fact_id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        action=best.action,
        form=best.form,
        country=country,
        country_name=names[country],
        country_alpha4=own.alpha4,
        country_ccode=own.ccode,
        country_gwcode=own.gwcode,
        counterpart=counterpart,
        counterpart_name=names[counterpart],
        counterpart_type=best.counterpart_type,
        counterpart_alpha4=others.alpha4,
        counterpart_ccode=others.ccode,
        counterpart_gwcode=others.gwcode,
        mutual=mutual,
        date=date,
        year=date.year if date else None,
        year_end=date.last_year if date else None,
        certainty=min((event.certainty for event in events), key=_CERTAINTIES.index),
        flags=tuple(sorted({flag for event in events for flag in event.flags})),
        n_mentions=len(events),
        n_documents=len(documents),
        documents=tuple(document.replace(";", "%3B") for document in documents),
        event_ids=tuple(sorted(event.event_id for event in events)),
        conflicts_with=(),
        cameo=codes.cameo,
        cameo_match=codes.cameo_match,
        plover=codes.plover,
        plover_mode=codes.plover_mode,
        plover_match=codes.plover_match,
    )


# ---- what contradicts it ----


def _conflicts(facts: Sequence[Fact]) -> dict[str, set[str]]:
    """For each fact, in chronological order, those that cannot be true together with it: what can happen once is told
    with two dates.

    One document does not contradict itself: what it tells twice happened twice, and what came between goes without
    saying (its events have a flag).
    """
    conflicts: dict[str, set[str]] = {fact.fact_id: set() for fact in facts}
    history = History(facts)
    for later_index, later in enumerate(facts):
        own = {*later.documents}
        for earlier in facts[:later_index]:
            again = history.repeats(later, earlier) or history.recognizes_again(later, earlier)
            if again and own.isdisjoint(earlier.documents):
                conflicts[later.fact_id].add(earlier.fact_id)
                conflicts[earlier.fact_id].add(later.fact_id)
    return conflicts
