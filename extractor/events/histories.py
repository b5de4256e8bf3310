"""What two events between the same parties say of each other: whether the later one tells again what the earlier told.

Used within a document, for flags, and between documents, for facts that contradict each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol

from extractor.normalization import organizations
from extractor.normalization.state_codes import lifetimes
from extractor.schema import FORM_ACTION, Action, Form, PartialDate

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


class History:
    """The events between two parties, ready to be asked what came between two of them."""

    def __init__(self, told: Iterable[Told]) -> None:
        dated = sorted(((e.form, e.date) for e in told if e.date is not None), key=lambda entry: entry[1].first_day)
        self._mends = _Spans(date for form, date in dated if form in _MENDS)
        self._ruptures = _Spans(date for form, date in dated if form in RUPTURES)
        self._losses = _Spans(date for form, date in dated if FORM_ACTION[form] is Action.SEVERED)

    def repeats(self, later: Told, earlier: Told) -> bool:
        """Does `later` tell what can happen once, after `earlier` told it, and with nothing told between?

        Dates that may be the same tell one event, which is no repetition. Resuming what was established is none
        either: the rupture goes without saying.
        """
        first, last = earlier.date, later.date
        if first is None or last is None or not first.precedes(last):
            return False
        if later.form in RUPTURES:
            return _is_broken_again(later, last, earlier, first) and not self._mends.touch(first, last)
        if later.form in BEGINNINGS:
            once = BEGINNINGS if later.form is Form.RELATIONS else {Form.RESUMPTION}
            lasted = earlier.form in once and not self._ruptures.touch(first, last)
            return lasted and all(_lasted(state, first, last) for state in (later.country, later.counterpart))
        if later.form is Form.JOINED:
            return earlier.form is Form.JOINED and not has_left(later.country, later.counterpart, first, last.last_year)
        return False

    def recognizes_again(self, later: Told, earlier: Told) -> bool:
        """Does a state recognize the other a second time, with no rupture and no withdrawal told between?"""
        first, last = earlier.date, later.date
        if first is None or last is None or not {later.form, earlier.form} <= {Form.RECOGNITION}:
            return False
        return later.country == earlier.country and first.precedes(last) and not self._losses.touch(first, last)


class _Spans:
    """Dates as spans of days, in the order of their first days."""

    def __init__(self, dates: Iterable[PartialDate]) -> None:
        spans = [(date.first_day, date.last_day) for date in dates]
        self._firsts = [first for first, _ in spans]
        self._latest = list(accumulate((last for _, last in spans), max))  # of this span and those before

    def touch(self, first: PartialDate, last: PartialDate) -> bool:
        """May one of the dates lie between the two, or be one of them?"""
        begun = bisect_right(self._firsts, last.last_day)
        return begun > 0 and self._latest[begun - 1] >= first.first_day


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


def _lasted(state: str, first: PartialDate, last: PartialDate) -> bool:
    """Was it one and the same state on both dates, as far as the tables know?"""
    lives = lifetimes(state)
    return not lives or any(life[0] <= first.last_day and last.first_day <= life[1] for life in lives)
