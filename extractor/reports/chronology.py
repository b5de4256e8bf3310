"""What a dataset tells of one party, in the order of time, each fact with the sentences that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.dataset.facts import Fact, consolidate
from extractor.dataset.store import open_store
from extractor.errors import InputError
from extractor.normalization import countries, organizations
from extractor.schema import Action, Certainty, Event

_CERTAINTIES = list(Certainty)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact and its mentions, the most certain first. `other`: the code of the party that was not asked for."""

    fact: Fact
    mentions: tuple[Event, ...]
    other: str


def find_party(words: str) -> str:
    """The code that a user means by a code or a name: PRK, North Korea, UN. Raises InputError if it is none."""
    words = words.strip()
    code = words.upper()
    if code in countries.gazetteer().periods:
        return code
    named = countries.resolve(words) or countries.resolve(words.title())
    if named is not None:
        return named
    known = organizations.candidates(words) or organizations.candidates(code)
    if known:
        return known[0]
    canonical = organizations.canonical(words)
    if canonical in organizations.load().organizations:
        return canonical
    raise InputError(f"{words!r} is no state or organization that is known here; give a code such as PRK, or a name.")


def chronology(
    dataset: Path, party: str, *, other: str = "", actions: Sequence[Action] = (), first: int = 0, last: int = 9999
) -> list[Entry]:
    """The facts of `dataset` in which the code `party` takes part, with `other` if that is given, by date.

    first, last: years, both inclusive; a fact without a year comes last, and only if no years are asked for.
    Raises InputError if the folder holds no dataset.
    """
    with open_store(dataset) as store:
        events = [
            event
            for event in store.asserted_by_parties()
            if party in (event.country, event.counterpart)
            and (not other or other in (event.country, event.counterpart))
        ]
    by_id = {event.event_id: event for event in events}
    entries = []
    for fact in (fact for facts in consolidate(events) for fact in facts):
        if fact.year is None:
            in_time = (first, last) == (0, 9999)
        else:
            in_time = (fact.year_end or fact.year) >= first and fact.year <= last
        if in_time and (not actions or fact.action in actions):
            mentions = sorted((by_id[name] for name in fact.event_ids), key=_most_certain)
            entries.append(Entry(fact, tuple(mentions), fact.counterpart if fact.country == party else fact.country))
    return sorted(entries, key=_by_date)


def _most_certain(event: Event) -> tuple[object, ...]:
    return _CERTAINTIES.index(event.certainty), event.document_id, event.start


def _by_date(entry: Entry) -> tuple[object, ...]:
    date = entry.fact.date
    return date.first_day if date else (10_000,), date.last_day if date else (10_000,), entry.other, entry.fact.fact_id
