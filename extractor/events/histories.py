"""What two events between the same parties say of each other: whether the later one tells again what the earlier told.

Used within a document, for flags, and between documents, for facts that contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from extractor.normalization import countries, organizations
from extractor.schema import Form, PartialDate

BEGINNINGS = frozenset({Form.RELATIONS, Form.RESUMPTION})
RUPTURES = frozenset({Form.SEVERED, Form.SUSPENDED})
_MENDS = BEGINNINGS | {Form.RECOGNITION}  # may stand for a resumption that goes without saying


class Told(Protocol):
    """An event mention or a fact. Those compared have the same two parties, in any order."""

    @property
    def form(self) -> Form: ...
    @property
    def country(self) -> str: ...
    @property
    def counterpart(self) -> str: ...
    @property
    def mutual(self) -> bool: ...
    @property
    def date(self) -> PartialDate | None: ...


def repeats(later: Told, earlier: Told, history: Iterable[Told]) -> bool:
    """Does `later` tell what can happen once, after `earlier` told it, and with nothing in the history between?

    Dates that may be the same tell one event, which is no repetition. Resuming what was established is none either:
    the rupture goes without saying.
    """
    first, last = earlier.date, later.date
    if first is None or last is None or not first.precedes(last):
        return False
    if later.form in RUPTURES:
        return _is_broken_again(later, last, earlier, first) and not _between(_MENDS, first, last, history)
    if later.form in BEGINNINGS:
        once = BEGINNINGS if later.form is Form.RELATIONS else {Form.RESUMPTION}
        states = (later.country, later.counterpart)
        return earlier.form in once and not _between(RUPTURES, first, last, history) and _lasted(states, first, last)
    if later.form is Form.JOINED:
        return earlier.form is Form.JOINED and not has_left(later.country, later.counterpart, first, last.last_year)
    return False


def has_left(country: str, organization: str, joined: PartialDate, year: int) -> bool:
    """Did the state leave the organization from the date on which it joined to the end of `year`, by the table?"""
    stays = organizations.memberships(organization, country)
    return any(stay.left is not None and joined.year <= stay.left.year <= year for stay in stays)


def _is_broken_again(later: Told, last: PartialDate, earlier: Told, first: PartialDate) -> bool:
    """Was there nothing left to break?

    A suspension leaves something, but for another suspension; and a side that answers in kind within the year is no
    repetition.
    """
    if earlier.form not in RUPTURES or (earlier.form is Form.SUSPENDED and later.form is Form.SEVERED):
        return False
    answers = not (later.mutual or earlier.mutual) and later.country != earlier.country
    return not (answers and last.year - first.last_year <= 1)


def _between(forms: frozenset[Form], first: PartialDate, last: PartialDate, history: Iterable[Told]) -> bool:
    """May an event of these forms have come between the two dates?"""
    dates = (other.date for other in history if other.form in forms)
    return any(date is not None and not date.precedes(first) and not last.precedes(date) for date in dates)


def _lasted(states: Sequence[str], first: PartialDate, last: PartialDate) -> bool:
    """Did the states exist all the time between two dates, as far as the tables know?"""
    years = range(first.last_year + 1, last.year)
    return not any(countries.existed(state, PartialDate(year)) is False for state in states for year in years)
