"""Panels made from facts: dyad-years, membership-years and country-years, only while all parties exist.

A cell is filled where a fact says something: unknown is not zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

from extractor.dataset.facts import Fact
from extractor.dataset.frames import plain
from extractor.dataset.standings import Standing, Window, since, standing, window_in, window_of, windows
from extractor.events.histories import BEGINNINGS, RUPTURES, has_left
from extractor.normalization import countries, organizations
from extractor.normalization.state_codes import lifetimes, state_codes
from extractor.schema import Action, CounterpartType, Form, Membership, PartialDate, Recognition, Relations

Cells: TypeAlias = dict[str, Any]
"""Column → value of one row."""

_RECOGNITION = frozenset({Form.RECOGNITION})
_DERECOGNITION = frozenset({Form.DERECOGNITION})
_JOINED = frozenset({Form.JOINED})
_RELATIONS = {True: Relations.IN_FORCE, False: Relations.BROKEN, None: Relations.UNKNOWN}
_RECOGNIZED = {True: Recognition.RECOGNIZED, False: Recognition.WITHDRAWN, None: Recognition.UNKNOWN}
_COUNTED = (Action.ESTABLISHED, Action.SEVERED, Action.EXPELLED_AMBASSADOR)
_NOTHING: Cells = dict.fromkeys((*map(str, _COUNTED), "facts"))
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

    def rows(self, facts: Sequence[Fact]) -> Iterator[tuple[str, Cells]]:
        """(table, row) of one pair of parties, whose facts come in chronological order."""
        dated = [fact for fact in facts if fact.date is not None]
        self._count(dated)
        if not dated:
            return
        if dated[0].counterpart_type is CounterpartType.ORGANIZATION:
            yield from (("membership_year", row) for row in self._membership_years(dated))
        else:
            first, second = sorted((dated[0].country, dated[0].counterpart))
            years = list(self._dyad_years(first, second, dated))
            yield from (("dyad_year", row) for row in years)
            for actor, other in ((first, second), (second, first)):
                yield from (("directed_dyad_year", row) for row in self._directed(actor, other, dated, years))

    def country_years(self) -> Iterator[Cells]:
        """The rows of the country-years, by country and year."""
        for (country, year), sums in sorted(self._sums.items()):
            yield {**_state(country, year), "year": year, **sums}

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
        years = ((year, window_in(year, among)) for year in range(first, self.last_year + 1))
        return [(year, window) for year, window in years if window is not None]

    def _dyad_years(self, first: str, second: str, facts: Sequence[Fact]) -> Iterator[Cells]:
        among = windows(lifetimes(first), lifetimes(second))
        years = self._years(facts, among)
        told = [fact for fact in facts if fact.form in BEGINNINGS | RUPTURES]
        counts = _counts(facts)
        before, said = None, Cells()
        for (year, _), now in zip(years, _standings(told, among, years, BEGINNINGS), strict=True):
            if now is not before:
                before, said = now, _relations(now)
            if now.holds is not None:
                for country in (first, second):
                    self._sums[country, year]["relations_in_force" if now.holds else "relations_broken"] += 1
            one, other = sorted((first, second), key=lambda code: _cow_order(code, year))
            yield {
                **_side(1, one, year),
                **_side(2, other, year),
                "year": year,
                **said,
                **counts.get(year, _NOTHING),
            }

    def _directed(self, actor: str, other: str, facts: Sequence[Fact], rows: Sequence[Cells]) -> Iterator[Cells]:
        """The rows of one direction: the same relations, and what the actor did."""
        among = windows(lifetimes(actor), lifetimes(other))
        years = self._years(facts, among)
        own = [fact for fact in facts if fact.mutual or fact.country == actor]
        told = [fact for fact in own if fact.form in _RECOGNITION | _DERECOGNITION]
        counts = _counts(own)
        before, said = None, Cells()
        for undirected, now in zip(rows, _standings(told, among, years, _RECOGNITION), strict=True):
            if now is not before:
                before, said = now, _recognition(now)
            year = undirected["year"]
            yield {
                **undirected,
                **_side(1, actor, year),
                **_side(2, other, year),
                **said,
                **counts.get(year, _NOTHING),
            }

    # ---- a state and an organization ----

    def _membership_years(self, facts: Sequence[Fact]) -> Iterator[Cells]:
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
            yield {
                **_state(country, year),
                "organization": organization,
                "organization_name": facts[0].counterpart_name,
                "year": year,
                "membership": Membership.MEMBER if now.holds else Membership.UNKNOWN,
                "member_since": joined,
                "membership_facts": now.fact_ids,
                "disputed": now.disputed,
                "joined_organization": joinings[year] or None,
            }


# What holds over many years is put into words once.


def _relations(now: Standing) -> Cells:
    return {
        "relations": plain(_RELATIONS[now.holds]),
        "relations_since": plain(since(now, BEGINNINGS)),
        "relations_facts": plain(now.fact_ids),
        "disputed": now.disputed,
    }


def _recognition(now: Standing) -> Cells:
    return {"recognition": plain(_RECOGNIZED[now.holds]), "recognition_facts": plain(now.fact_ids)}


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


def _counts(facts: Sequence[Fact]) -> dict[int, Cells]:
    """Year → the numbers of facts dated to this one year, by action, and their ids."""
    of_year: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.year is not None and fact.year == fact.year_end:
            of_year[fact.year].append(fact)
    counts: dict[int, Cells] = {}
    for year, own in of_year.items():
        number = Counter(fact.action for fact in own)
        counts[year] = {str(action): number[action] or None for action in _COUNTED}
        counts[year]["facts"] = tuple(fact.fact_id for fact in own)
    return counts


# ---- states and organizations in a year ----


@cache
def _state(code: str, year: int) -> Cells:
    """The name at the end of the year, and the codes that held last in it."""
    codes = state_codes(code, PartialDate(year))
    return {
        "country": code,
        "country_name": countries.state_name(code, PartialDate(year, 12, 31)),
        "alpha4": codes.alpha4,
        "ccode": codes.ccode,
        "gwcode": codes.gwcode,
    }


@cache
def _side(number: int, code: str, year: int) -> Cells:
    """The same with the names that columns have in pairs."""
    return {f"{name}_{number}" if name == "alpha4" else f"{name}{number}": v for name, v in _state(code, year).items()}


@cache
def _cow_order(code: str, year: int) -> tuple[bool, int, str]:
    """By the number with Correlates of War; states without one come last."""
    number = state_codes(code, PartialDate(year)).ccode
    return number is None, number or 0, code


@cache
def _lifetime(organization: str) -> tuple[Window, ...]:
    body = organizations.load().organizations.get(organization)
    founded = body.founded if body and body.founded else 0
    dissolved = body.dissolved if body and body.dissolved else 9999
    return (((founded, 1, 1), (dissolved, 12, 31)),)
