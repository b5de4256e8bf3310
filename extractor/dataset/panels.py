"""Panels made from facts: dyad-years, membership-years and country-years, only while all parties exist.

A cell is filled where a fact says something: unknown is not zero. Rows are tuples in the order of the table's columns,
put together from pieces that hold over many years: panels are far longer than the facts they are made from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.dataset.facts import Fact
from extractor.dataset.frames import Row, plain
from extractor.dataset.standings import Standing, Window, since, standing, window_in, window_of, windows
from extractor.events.histories import BEGINNINGS, RUPTURES, has_left
from extractor.normalization import countries, organizations
from extractor.normalization.state_codes import lifetimes, state_codes
from extractor.schema import Action, CounterpartType, Form, Membership, PartialDate, Recognition, Relations
from extractor.tables import COUNTRY_YEAR, DIRECTED_DYAD_YEAR, DYAD_YEAR, MEMBERSHIP_YEAR

_RECOGNITION = frozenset({Form.RECOGNITION})
_DERECOGNITION = frozenset({Form.DERECOGNITION})
_JOINED = frozenset({Form.JOINED})
_RELATIONS = {True: Relations.IN_FORCE, False: Relations.BROKEN, None: Relations.UNKNOWN}
_RECOGNIZED = {True: Recognition.RECOGNIZED, False: Recognition.WITHDRAWN, None: Recognition.UNKNOWN}
_COUNTED = (Action.ESTABLISHED, Action.SEVERED, Action.EXPELLED_AMBASSADOR)
_NOTHING: Row = (None,) * (len(_COUNTED) + 1)  # counts and facts of a year without facts
_YEAR = DYAD_YEAR.names.index("year")  # behind the cells of the two sides
_SUMS = COUNTRY_YEAR.names[COUNTRY_YEAR.names.index("year") + 1 :]
_BY_OTHERS = {
    Action.ESTABLISHED: "established_by_others",
    Action.SEVERED: "severed_by_others",
    Action.EXPELLED_AMBASSADOR: "ambassador_expelled_by_others",
}


class Panels:
    """Takes the facts pair by pair and gives the rows of their dyad-years and membership-years, in turn.

    The country-years are known when all pairs have been seen; the sums for them are all that is kept.
    """

    def __init__(self, last_year: int) -> None:
        """last_year: the year with which all panels end."""
        self.last_year = last_year
        self._sums: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)

    def rows(self, facts: Sequence[Fact]) -> Iterator[tuple[str, Row]]:
        """(table, row) of one pair of parties, whose facts come in chronological order."""
        dated = [fact for fact in facts if fact.date is not None]
        self._count(dated)
        if not dated:
            return
        if dated[0].counterpart_type is CounterpartType.ORGANIZATION:
            yield from ((MEMBERSHIP_YEAR.name, row) for row in self._membership_years(dated))
        else:
            first, second = sorted((dated[0].country, dated[0].counterpart))
            years = list(self._dyad_years(first, second, dated))
            yield from ((DYAD_YEAR.name, row) for row in years)
            for actor, other in ((first, second), (second, first)):
                yield from ((DIRECTED_DYAD_YEAR.name, row) for row in self._directed(actor, other, dated, years))

    def country_years(self) -> Iterator[Row]:
        """The rows of the country-years, by country and year."""
        for (country, year), sums in sorted(self._sums.items()):
            yield (*_state(country, year), year, *map(sums.get, _SUMS))

    # ---- sums ----

    def _count(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            if fact.year is None or fact.year != fact.year_end or fact.year > self.last_year:
                continue
            sides = [(fact.country, str(fact.action))]
            if fact.counterpart_type is CounterpartType.STATE:
                sides.append((fact.counterpart, str(fact.action) if fact.mutual else _BY_OTHERS[fact.action]))
            for country, column in sides:
                if window_in(fact.year, lifetimes(country)):
                    self._sums[country, fact.year][column] += 1

    # ---- two states ----

    def _years(self, facts: Sequence[Fact], among: Sequence[Window]) -> list[tuple[int, Window]]:
        """The years from the first fact to the last year of the panel in which both exist, each with its window."""
        first = min(fact.year for fact in facts if fact.year is not None)
        found: dict[int, Window] = {}
        for window in among:  # of two that touch a year, the later one
            years = range(max(first, window[0][0]), min(self.last_year, window[1][0]) + 1)
            found |= dict.fromkeys(years, window)
        return list(found.items())

    def _dyad_years(self, first: str, second: str, facts: Sequence[Fact]) -> Iterator[Row]:
        among = windows(lifetimes(first), lifetimes(second))
        years = self._years(facts, among)
        told = [fact for fact in facts if fact.form in BEGINNINGS | RUPTURES]
        counts = _counts(facts)
        before, said = None, ()
        for (year, _), now in zip(years, _standings(told, among, years, BEGINNINGS), strict=True):
            if now is not before:
                before, said = now, _relations(now)
            if now.holds is not None:
                for country in (first, second):
                    self._sums[country, year]["relations_in_force" if now.holds else "relations_broken"] += 1
            one, other = sorted((_state(first, year), _state(second, year)), key=_cow_order)
            yield (*one, *other, year, *said, *counts.get(year, _NOTHING))

    def _directed(self, actor: str, other: str, facts: Sequence[Fact], rows: Sequence[Row]) -> Iterator[Row]:
        """The rows of one direction: the same relations, and what the actor did."""
        among = windows(lifetimes(actor), lifetimes(other))
        years = self._years(facts, among)
        own = [fact for fact in facts if fact.mutual or fact.country == actor]
        told = [fact for fact in own if fact.form in _RECOGNITION | _DERECOGNITION]
        counts = _counts(own)
        before, said = None, ()
        for undirected, now in zip(rows, _standings(told, among, years, _RECOGNITION), strict=True):
            if now is not before:
                before, said = now, _recognition(now)
            year, *relations = undirected[_YEAR : -len(_NOTHING)]
            counted = counts.get(year, _NOTHING)
            yield (*_state(actor, year), *_state(other, year), year, *relations, *said, *counted)

    # ---- a state and an organization ----

    def _membership_years(self, facts: Sequence[Fact]) -> Iterator[Row]:
        country, organization = facts[0].country, facts[0].counterpart
        among = windows(lifetimes(country), _lifetime(organization))
        years = self._years(facts, among)
        joinings = Counter(fact.year for fact in facts if fact.year == fact.year_end)
        for (year, _), now in zip(years, _standings(facts, among, years, _JOINED), strict=True):
            joined = since(now, _JOINED)
            if joined is not None and has_left(country, organization, joined, year):
                now, joined = Standing(None, now.facts), None
            if now.holds:
                self._sums[country, year]["memberships"] += 1
            yield (
                *_state(country, year),
                organization,
                facts[0].counterpart_name,
                year,
                plain(Membership.MEMBER if now.holds else Membership.UNKNOWN),
                plain(joined),
                plain(now.fact_ids),
                now.disputed,
                joinings[year] or None,
            )


# What holds over many years is put into words once.


def _relations(now: Standing) -> Row:
    """relations, relations_since, relations_facts, disputed"""
    return plain(_RELATIONS[now.holds]), plain(since(now, BEGINNINGS)), plain(now.fact_ids), now.disputed


def _recognition(now: Standing) -> Row:
    """recognition, recognition_facts"""
    return plain(_RECOGNIZED[now.holds]), plain(now.fact_ids)


def _standings(
    facts: Sequence[Fact], among: Sequence[Window], years: Iterable[tuple[int, Window]], begins: frozenset[Form]
) -> Iterator[Standing]:
    """What the facts say at the end of each year; it can change only in a fact's years and in the one behind."""
    told: dict[Window, list[Fact]] = defaultdict(list)
    turns: set[int | None] = set()
    for fact in facts:
        window = window_of(fact.date, among) if fact.date else None
        if window is not None:
            told[window].append(fact)
            turns |= {fact.year, fact.year_end, (fact.year_end or 0) + 1}
    now, before = Standing(), None
    for year, window in years:
        if year in turns or window != before:
            now, before = standing(told.get(window, []), year, begins), window
        yield now


def _counts(facts: Sequence[Fact]) -> dict[int, Row]:
    """Year → the numbers of facts dated to this one year, by action, and their ids."""
    of_year: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.year is not None and fact.year == fact.year_end:
            of_year[fact.year].append(fact)
    counts: dict[int, Row] = {}
    for year, own in of_year.items():
        number = Counter(fact.action for fact in own)
        counts[year] = (*[number[action] or None for action in _COUNTED], plain(tuple(fact.fact_id for fact in own)))
    return counts


# ---- states and organizations in a year ----


@cache
def _state(code: str, year: int) -> Row:
    """Code, name at the end of the year, and alpha4, ccode, gwcode as they held last in it."""
    codes = state_codes(code, PartialDate(year))
    name = countries.state_name(code, PartialDate(year, 12, 31))
    return code, plain(name), plain(codes.alpha4), codes.ccode, codes.gwcode


def _cow_order(state: Row) -> tuple[bool, int, str]:
    """By the number with Correlates of War; states without one come last."""
    code, _, _, number, _ = state
    return number is None, number or 0, code


@cache
def _lifetime(organization: str) -> tuple[Window, ...]:
    body = organizations.load().organizations.get(organization)
    founded = body.founded if body and body.founded else 0
    dissolved = body.dissolved if body and body.dissolved else 9999
    return (((founded, 1, 1), (dissolved, 12, 31)),)


_STATE = ("country", "country_name", "alpha4", "ccode", "gwcode")
_COUNTS = (*map(str, _COUNTED), "facts")
_OF_RELATIONS = ("year", "relations", "relations_since", "relations_facts", "disputed")
_OF_RECOGNITION = ("recognition", "recognition_facts")
assert COUNTRY_YEAR.names == (*_STATE, "year", *_SUMS)
assert DYAD_YEAR.names[_YEAR:] == (*_OF_RELATIONS, *_COUNTS)
assert DIRECTED_DYAD_YEAR.names[_YEAR:] == (*_OF_RELATIONS, *_OF_RECOGNITION, *_COUNTS)
assert DYAD_YEAR.names[:_YEAR] == DIRECTED_DYAD_YEAR.names[:_YEAR]
