"""What speaks against an event: dated facts of states, organizations and memberships, and the document's other events.

Flags, not deletions: the text says what it says, and the tables may be wrong. Only asserted events with a date are
looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.events.text import Mention
from extractor.normalization import countries, organizations
from extractor.schema import Flag, Form, Modality, PartialDate

_RUPTURES = frozenset({Form.SEVERED, Form.SUSPENDED})
_BEGINNINGS = frozenset({Form.RELATIONS, Form.RESUMPTION})
_MENDS = _BEGINNINGS | {Form.RECOGNITION}  # may stand for a resumption that the document takes as told

_Told = tuple[PartialDate, Mention]


def flag(mentions: Sequence[Mention], *, published: PartialDate | None) -> list[Mention]:
    """The mentions of one document, in the same order, each with its flags in the order of their names."""
    found: dict[int, set[Flag]] = defaultdict(set)
    dated = {i: m.date for i, m in enumerate(mentions) if m.date is not None and m.modality is Modality.ASSERTED}
    for index, date in dated.items():
        found[index].update(_facts(mentions[index], date, published))
    together: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in dated:
        together[tuple(sorted((mentions[index].country, mentions[index].counterpart)))].append(index)
    for indexes in together.values():
        told = [(dated[i], mentions[i]) for i in indexes]
        for index in indexes:
            found[index].update(_repetitions(dated[index], mentions[index], told))
    return [
        replace(mention, flags=tuple(sorted(found[index]))) if found.get(index) else mention
        for index, mention in enumerate(mentions)
    ]


def _facts(mention: Mention, date: PartialDate, published: PartialDate | None) -> Iterator[Flag]:
    """What the tables say, and the date of publication."""
    if published is not None and published.precedes(date):
        yield Flag.AFTER_PUBLICATION
    stays = organizations.memberships(mention.counterpart, mention.country) if mention.organization else ()
    states = (mention.country,) if mention.organization else (mention.country, mention.counterpart)
    known = any(date.year <= stay.joined.year <= date.last_year for stay in stays)
    if not known and any(countries.existed(state, date) is False for state in states):
        yield Flag.PARTY_NOT_EXISTING
    if not mention.organization or known:
        return
    body = organizations.load().organizations.get(organizations.canonical(mention.counterpart))
    if body is not None and body.founded is not None and date.last_year < body.founded:
        yield Flag.ORGANIZATION_NOT_FOUNDED
    if body is not None and body.dissolved is not None and body.dissolved < date.year:
        yield Flag.ORGANIZATION_DISSOLVED
    elif any(stay.joined.year < date.year and (stay.left is None or date.last_year < stay.left.year) for stay in stays):
        yield Flag.ALREADY_MEMBER


def _repetitions(date: PartialDate, mention: Mention, told: Sequence[_Told]) -> Iterator[Flag]:
    """What the document's other events between the two parties say. Dates that may be the same tell one event."""
    earlier = [(when, other) for when, other in told if when.precedes(date)]
    if mention.form in _RUPTURES:
        ruptures = [(when, other) for when, other in earlier if _is_done_again(mention, date, other, when)]
        if any(not _between(_MENDS, when, date, told) for when, _ in ruptures):
            yield Flag.ALREADY_SEVERED
    elif mention.form is Form.RELATIONS:
        beginnings = [when for when, other in earlier if other.form in _BEGINNINGS]
        states = (mention.country, mention.counterpart)
        if any(not _between(_RUPTURES, when, date, told) and _lasted(states, when, date) for when in beginnings):
            yield Flag.ALREADY_ESTABLISHED
    elif mention.form is Form.JOINED:
        stays = organizations.memberships(mention.counterpart, mention.country)
        left = [stay.left for stay in stays if stay.left is not None]
        joined = [when for when, other in earlier if other.form is Form.JOINED]
        if any(not any(when.year <= day.year <= date.last_year for day in left) for when in joined):
            yield Flag.JOINED_TWICE


def _is_done_again(mention: Mention, date: PartialDate, other: Mention, when: PartialDate) -> bool:
    """Is `other` an earlier rupture that leaves nothing to break?

    A suspension does, for another suspension only; and a side that answers in kind within the year is no repetition.
    """
    if other.form not in _RUPTURES or (other.form is Form.SUSPENDED and mention.form is Form.SEVERED):
        return False
    answers = not (mention.mutual or other.mutual) and mention.country != other.country
    return not (answers and date.year - when.last_year <= 1)


def _between(forms: frozenset[Form], first: PartialDate, last: PartialDate, told: Sequence[_Told]) -> bool:
    """May an event of these forms have come between the two dates?"""
    return any(other.form in forms and not when.precedes(first) and not last.precedes(when) for when, other in told)


def _lasted(states: Sequence[str], first: PartialDate, last: PartialDate) -> bool:
    """Did the states exist all the time between two dates, as far as the tables know?"""
    years = range(first.last_year + 1, last.year)
    return not any(countries.existed(state, PartialDate(year)) is False for state in states for year in years)
