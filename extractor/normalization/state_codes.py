"""The numbers that other datasets give a state at a date, and how long a code means one and the same state.

states.tsv says which number a code has in which period, state_systems.tsv from when to when Correlates of War and
Gleditsch and Ward count the number as a state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicons import read_table
from extractor.normalization import countries
from extractor.schema import PartialDate

SYSTEM_COLUMNS = ("system", "number", "first", "last", "source")
COW, GW = "cow", "gw"

Day = tuple[int, int, int]
Days = tuple[Day, Day]
"""First and last day, both included."""

_BEGIN, _END = (0, 1, 1), (9999, 12, 31)


@dataclass(frozen=True, slots=True)
class StateCodes:
    """alpha4: ISO 3166-3, of dissolved states; ccode: Correlates of War; gwcode: Gleditsch and Ward."""

    alpha4: str
    ccode: int | None
    gwcode: int | None


def build(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, int], tuple[Days, ...]]:
    """(system, number) → the stays in the system. Raises LexiconError for rows that cannot be read or overlap."""
    stays: dict[tuple[str, int], list[Days]] = defaultdict(list)
    for row in rows:
        if row["system"] not in (COW, GW) or not row["number"].isdecimal():
            raise LexiconError(f"state_systems.tsv: no system or no number: {dict(row)}")
        try:
            first = PartialDate.parse(row["first"]).first_day
            last = PartialDate.parse(row["last"]).last_day if row["last"] else _END
        except ValueError as error:
            raise LexiconError(f"state_systems.tsv: {error}: {dict(row)}") from error
        own = stays[row["system"], int(row["number"])]
        if last < first or (own and first <= own[-1][1]):
            raise LexiconError(f"state_systems.tsv: a stay ends before it begins, or overlaps another: {dict(row)}")
        own.append((first, last))
    return {key: tuple(own) for key, own in stays.items()}


@cache
def _systems() -> dict[tuple[str, int], tuple[Days, ...]]:
    return build(read_table("state_systems", SYSTEM_COLUMNS))


@cache
def state_codes(code: str, date: PartialDate | None) -> StateCodes:
    """The codes of a state on `date`; of several that held within it the last. Without a date only alpha4.

    A number is missing where its system does not count the state at that time.
    """
    periods = countries.gazetteer().periods.get(code, ())
    alpha4 = periods[0].alpha4 if periods else ""
    if date is None:
        return StateCodes(alpha4, None, None)
    when = (date.first_day, date.last_day)
    cow = [number for p in periods if (number := _counted(COW, p.cow, _common(_days(p), when))) is not None]
    gw = [number for p in periods if (number := _counted(GW, p.gw, _common(_days(p), when))) is not None]
    return StateCodes(alpha4, cow[-1] if cow else None, gw[-1] if gw else None)


def _counted(system: str, number: int | None, days: Days | None) -> int | None:
    """The number, if the system counts it on one of the days."""
    if number is None or days is None:
        return None
    return number if any(_common(stay, days) for stay in _systems().get((system, number), ())) else None


def _days(period: countries.StatePeriod) -> Days:
    """valid_to is the first day that is no longer part of a period: the 31st of the month before will do."""
    first = period.valid_from.first_day if period.valid_from else _BEGIN
    return first, _day_before(period.valid_to.first_day) if period.valid_to else _END


def _day_before(day: Day) -> Day:
    year, month, number = day
    if number > 1:
        return year, month, number - 1
    return (year, month - 1, 31) if month > 1 else (year - 1, 12, 31)


def _common(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


@cache
def lifetimes(code: str) -> tuple[Days, ...]:
    """The times in which a code means one state: without a gap, and under one number with Gleditsch and Ward.

    East and West of a country, an empire and its successor, a state before and after an annexation are several, also
    where they share a code; a new name alone makes no new state. Empty for a code that is in no table.
    """
    found: list[tuple[Days, int | None]] = []
    for period in countries.gazetteer().periods.get(code, ()):
        days = _days(period)
        if found and found[-1][1] == period.gw and _day_before(days[0]) <= found[-1][0][1]:
            found[-1] = (found[-1][0][0], days[1]), period.gw
        else:
            found.append((days, period.gw))
    return tuple(days for days, _ in found)
