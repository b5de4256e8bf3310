"""States: what a surface form means at a date, what a code is called, and when a state existed.

The tables are states.tsv (periods), state_names.tsv (surfaces), leaders.tsv and not_states.tsv. Nothing here
guesses: a surface that is not in the tables, or not in that sense at that date, has no meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Protocol, TypeVar

import pycountry

from extractor.errors import LexiconError
from extractor.lexicons import read_table
from extractor.schema import PartialDate

NAME_KINDS: tuple[str, ...] = ("name", "official", "adjective", "people", "capital", "government")
LEADER = "leader"
NOT_STATE_KINDS: tuple[str, ...] = ("noise", "uncoded")

STATE_COLUMNS = ("code", "alpha4", "name", "valid_from", "valid_to", "cow", "gw", "source")
NAME_COLUMNS = ("surface", "code", "kind", "valid_from", "valid_to", "source")
LEADER_COLUMNS = ("surface", "code", "valid_from", "valid_to", "source")
NOT_STATE_COLUMNS = ("surface", "kind", "source")

Row = Mapping[str, str]
Interval = tuple[Day, Day]
"""Half-open: the first day in it, the first day after it."""


class Dated(Protocol):
    """Anything that holds in [valid_from, valid_to); None is an open end."""

    @property
    def valid_from(self) -> PartialDate | None: ...
    @property
    def valid_to(self) -> PartialDate | None: ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a surface; kind is one of NAME_KINDS or LEADER."""

    code: str
    kind: str
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class StatePeriod:
    """A time in which a state existed under one name."""

    code: str
    alpha4: str
    name: str
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    cow: int | None
    gw: int | None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The checked tables. Senses and periods are in the order of time."""

    periods: Mapping[str, tuple[StatePeriod, ...]]
    names: Mapping[str, tuple[Sense, ...]]
    leaders: Mapping[str, tuple[Sense, ...]]
    noise: frozenset[str]
    uncoded: frozenset[str]


# -- time ---------------------------------------------------------------------------------------------------------


def _first_day(date: PartialDate) -> Day:
    return Day(date.year, date.month or 1, date.day or 1)


def _day_after(date: PartialDate) -> Day:
    """The first day that is no longer part of `date`."""
    if date.end is not None:
        return _day_after(date.end)
    if date.month is None:
        return Day(date.year + 1, 1, 1)
    if date.day is None:
        return Day(date.year + date.month // 12, date.month % 12 + 1, 1)
    return _first_day(date) + timedelta(days=1)


def _interval(item: Dated) -> Interval:
    return (
        _first_day(item.valid_from) if item.valid_from else Day.min,
        _first_day(item.valid_to) if item.valid_to else Day.max,
    )


def _overlap(one: Interval, other: Interval) -> int:
    """Days in common; below zero, how far they are apart."""
    return (min(one[1], other[1]) - max(one[0], other[0])).days


def _at(items: Iterable[T], date: PartialDate | None) -> tuple[T, int] | None:
    """The item that covers most of `date` (the later one in a tie), with the days covered; for None the present one."""
    when = (_first_day(date), _day_after(date)) if date else (Day.max - timedelta(days=1), Day.max)
    scored = [(_overlap(_interval(item), when), _interval(item), item) for item in items]
    if not scored:
        return None
    days, _, best = max(scored, key=lambda entry: entry[:2])
    return best, days


# -- loading ------------------------------------------------------------------------------------------------------


@cache
def _known_codes() -> frozenset[str]:
    current = {country.alpha_3 for country in pycountry.countries}
    former = {country.alpha_3 for country in pycountry.historic_countries if hasattr(country, "alpha_3")}
    return frozenset(current | former | {"XKX"})


def _bound(text: str, row: Row) -> PartialDate | None:
    if not text:
        return None
    try:
        bound = PartialDate.parse(text)
        _first_day(bound)
    except ValueError as error:
        raise LexiconError(f"bad date {text!r} in {dict(row)}") from error
    if bound.end is not None:
        raise LexiconError(f"an interval is no bound: {text!r} in {dict(row)}")
    return bound


def _bounds(row: Row) -> tuple[PartialDate | None, PartialDate | None]:
    first, last = _bound(row["valid_from"], row), _bound(row["valid_to"], row)
    if first and last and _first_day(first) >= _first_day(last):
        raise LexiconError(f"period ends before it begins: {dict(row)}")
    return first, last


def _code(row: Row) -> str:
    if row["code"] not in _known_codes():
        raise LexiconError(f"unknown code: {dict(row)}")
    return row["code"]


def _number(text: str, row: Row) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise LexiconError(f"not a number: {text!r} in {dict(row)}")
    return int(text)


def _surface(row: Row) -> str:
    if not row["surface"] or row["surface"] != _key(row["surface"]):
        raise LexiconError(f"surface is empty or not normalized: {dict(row)}")
    return row["surface"]


def _key(surface: str) -> str:
    return " ".join(surface.replace("’", "'").split())


def _periods(rows: Iterable[Row]) -> dict[str, tuple[StatePeriod, ...]]:
    periods: dict[str, list[StatePeriod]] = defaultdict(list)
    for row in rows:
        if not row["name"]:
            raise LexiconError(f"state without a name: {dict(row)}")
        numbers = _number(row["cow"], row), _number(row["gw"], row)
        period = StatePeriod(_code(row), row["alpha4"], row["name"], *_bounds(row), *numbers)
        for other in periods[period.code]:
            if _overlap(_interval(period), _interval(other)) > 0:
                raise LexiconError(f"overlapping periods of {period.code}: {period.name} and {other.name}")
        periods[period.code].append(period)
    return {code: tuple(sorted(items, key=_interval)) for code, items in periods.items()}


def _grouped(entries: Iterable[tuple[str, Sense]]) -> dict[str, tuple[Sense, ...]]:
    """Senses by surface. Two that overlap must differ in kind and agree on the code."""
    senses: dict[str, list[Sense]] = defaultdict(list)
    for surface, sense in entries:
        for other in senses[surface]:
            if _overlap(_interval(sense), _interval(other)) <= 0:
                continue
            if sense.code != other.code:
                raise LexiconError(f"{surface!r} means {other.code} and {sense.code} at the same time")
            if sense.kind == other.kind:
                raise LexiconError(f"duplicated row: {surface!r} as {sense.kind} of {sense.code}")
        senses[surface].append(sense)
    return {surface: tuple(sorted(items, key=_interval)) for surface, items in senses.items()}


def _name_sense(row: Row) -> tuple[str, Sense]:
    if row["kind"] not in NAME_KINDS:
        raise LexiconError(f"unknown kind: {dict(row)}")
    return _surface(row), Sense(_code(row), row["kind"], *_bounds(row))


def _leader_sense(row: Row) -> tuple[str, Sense]:
    """A leader's last year in power is part of the period, so that it ends with the year after."""
    first, last = _bound(row["valid_from"], row), _bound(row["valid_to"], row)
    end = PartialDate(last.year + 1) if last else None
    if first and last and first.year > last.year:
        raise LexiconError(f"period ends before it begins: {dict(row)}")
    return _surface(row), Sense(_code(row), LEADER, first, end)


def build(
    states: Iterable[Row], names: Iterable[Row], leaders: Iterable[Row] = (), not_states: Iterable[Row] = ()
) -> Gazetteer:
    """Check the rows of the four tables. Raises LexiconError when they contradict each other or cannot be read."""
    others: dict[str, set[str]] = {kind: set() for kind in NOT_STATE_KINDS}
    for row in not_states:
        surface = _surface(row)
        if row["kind"] not in others:
            raise LexiconError(f"unknown kind: {dict(row)}")
        if any(surface in known for known in others.values()):
            raise LexiconError(f"duplicated row: {surface!r}")
        others[row["kind"]].add(surface)
    named, led = _grouped(map(_name_sense, names)), _grouped(map(_leader_sense, leaders))
    tables: list[Iterable[str]] = [named, led, *others.values()]
    for number, table in enumerate(tables):
        for other in tables[number + 1 :]:
            if both := sorted(set(table).intersection(other)):
                raise LexiconError(f"in two tables at once: {', '.join(both)}")
    return Gazetteer(
        periods=MappingProxyType(_periods(states)),
        names=MappingProxyType(named),
        leaders=MappingProxyType(led),
        noise=frozenset(others["noise"]),
        uncoded=frozenset(others["uncoded"]),
    )


_ABBREVIATIONS = (("Republic", "Rep."), ("Democratic", "Dem."), ("Federal", "Fed."))


def _with_abbreviations(rows: Sequence[Row]) -> list[Row]:
    """The rows, and the long names once more as tables write them: "Rep. of Korea", "Dem. Rep. of Vietnam"."""
    known = {row["surface"] for row in rows}
    found: list[Row] = list(rows)
    for row in rows:
        short = row["surface"]
        for word, abbreviation in _ABBREVIATIONS:
            short = short.replace(word, abbreviation)
        if short not in known:
            found.append({**row, "surface": short})
    return found


@cache
def gazetteer() -> Gazetteer:
    """The tables of the package."""
    return build(
        read_table("states", STATE_COLUMNS),
        _with_abbreviations(read_table("state_names", NAME_COLUMNS)),
        read_table("leaders", LEADER_COLUMNS),
        read_table("not_states", NOT_STATE_COLUMNS),
    )


# -- questions ----------------------------------------------------------------------------------------------------


def senses(surface: str) -> tuple[Sense, ...]:
    """All that a surface can mean, as a name or a leader, in the order of time; empty if it is no state."""
    key = _key(surface)
    return gazetteer().names.get(key) or gazetteer().leaders.get(key, ())


@cache
def resolve(surface: str, date: PartialDate | None = None) -> str | None:
    """The code that a surface stands for at `date`, or None.

    Of several senses the one counts that covers most of the date. Without a date it is the present sense,
    or the last one that there was.
    """
    best = _at(senses(surface), date)
    if best is None or (date is not None and best[1] <= 0):
        return None
    return best[0].code


def state_name(code: str, date: PartialDate | None = None) -> str:
    """What the state was called at `date`; out of its time and without a date, the nearest and the present name.

    Raises KeyError for a code that neither the table nor ISO 3166-1 knows.
    """
    best = _at(gazetteer().periods.get(code, ()), date)
    if best is not None:
        return best[0].name
    country = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(alpha_3=code)
    if country is None:
        raise KeyError(code)
    return str(getattr(country, "common_name", country.name))


def existed(code: str, date: PartialDate) -> bool | None:
    """Whether the state existed on at least a part of `date`; None for a code that is not in the table of states."""
    best = _at(gazetteer().periods.get(code, ()), date)
    return None if best is None else best[1] > 0


def surfaces() -> Iterator[tuple[str, tuple[Sense, ...]]]:
    """Every surface of a state, in the order of the table, with its senses."""
    yield from gazetteer().names.items()


def leaders() -> Iterator[tuple[str, tuple[Sense, ...]]]:
    """Every surface of a leader or regime with its senses."""
    yield from gazetteer().leaders.items()


def noise() -> frozenset[str]:
    """Longer expressions that hold the name of a state but do not stand for it."""
    return gazetteer().noise


def uncoded() -> frozenset[str]:
    """Parties that have no ISO code: Texas, Prussia, Biafra."""
    return gazetteer().uncoded


# The union that a present state belonged to when it was no state of its own.
UNIONS = {"SRB": "YUG", "MNE": "YUG", "CZE": "CSK", "SVK": "CSK", "RUS": "SUN"}

# Two governments of one nation: who deals with the one has, as a rule, broken with the other.
_DIVIDED = (("CHN", "TWN"), ("PRK", "KOR"), ("DEU", "DDR"), ("VNM", "VDR"))


def are_rivals(one: str, other: str) -> bool:
    """Do both codes stand for a government of the same divided nation?"""
    return any(one != other and {one, other} == set(pair) for pair in _DIVIDED)


# Islands that texts call "the island"; other epithets ("the kingdom") follow from official names.
_ISLANDS = frozenset(
    (
        "TWN CUB CYP LKA ISL IRL MLT JAM HTI DOM BRB GRD MDG MUS COM TTO TLS SGP BHR FJI DMA LCA VCT NRU TON "
        "WSM KIR MDV SYC BHS ATG KNA CPV STP"
    ).split()
)
_EPITHETS = ("kingdom", "sultanate", "emirate", "principality", "union", "federation", "commonwealth")


@cache
def short_names() -> Mapping[str, tuple[str, ...]]:
    """Surfaces that mean one of several states, according to what the text is about, with their codes."""
    return {
        _surface(row): tuple(_code({"code": code}) for code in row["codes"].split())
        for row in read_table("short_names", ("surface", "codes"))
    }


@cache
def still_with_epithet(word: str) -> frozenset[str]:
    """Those of `with_epithet` that have never been a republic: Saudi Arabia is "the kingdom" rather than Iran."""
    republics = {
        s.code
        for surface, found in surfaces()
        for s in found
        if s.kind == "official" and "republic" in surface.lower().split()
    }
    return with_epithet(word) - republics


@cache
def with_epithet(word: str) -> frozenset[str]:
    """Codes of the states that `word` ("kingdom", "island") may stand for in a text that is about them."""
    if word in ("island", "islands"):
        return _ISLANDS
    if word not in _EPITHETS:
        return frozenset()
    return frozenset(
        s.code
        for surface, found in surfaces()
        for s in found
        if s.kind == "official" and word in surface.lower().split()
    )
