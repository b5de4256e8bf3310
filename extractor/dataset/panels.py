"""Panels made from facts: dyad-years, membership-years and country-years, only while all parties exist.

A cell is filled where a fact says something: unknown is not zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from extractor.dataset.facts import Fact
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

    def _years(self, facts: Sequence[Fact], among: Sequence[Window]) -> Iterator[tuple[int, Window]]:
        """The years from the first fact to the last year of the panel in which both exist, each with its window."""
        first = min(fact.year for fact in facts if fact.year is not None)
        for year in range(first, self.last_year + 1):
            window = window_in(year, among)
            if window is not None:
                yield year, window

    def _dyad_years(self, first: str, second: str, facts: Sequence[Fact]) -> Iterator[Cells]:
        among = windows(lifetimes(first), lifetimes(second))
        told = _by_window([fact for fact in facts if fact.form in BEGINNINGS | RUPTURES], among)
        for year, window in self._years(facts, among):
            now = standing(told.get(window, []), year, BEGINNINGS)
            one, other = sorted((first, second), key=lambda code: _cow_order(code, year))
            if now.holds is not None:
                for country in (first, second):
                    self._sums[country, year]["relations_in_force" if now.holds else "relations_broken"] += 1
            yield {
                **_numbered(1, _state(one, year)),
                **_numbered(2, _state(other, year)),
                "year": year,
                "relations": _RELATIONS[now.holds],
                "relations_since": since(now, BEGINNINGS),
                "relations_facts": now.fact_ids,
                "disputed": now.disputed,
                **_counts(facts, year),
            }

    def _directed(self, actor: str, other: str, facts: Sequence[Fact], years: Iterable[Cells]) -> Iterator[Cells]:
        """The rows of one direction: the same relations, and what the actor did."""
        among = windows(lifetimes(actor), lifetimes(other))
        own = [fact for fact in facts if fact.mutual or fact.country == actor]
        told = _by_window([fact for fact in own if fact.form in _RECOGNITION | _DERECOGNITION], among)
        for undirected in years:
            year = undirected["year"]
            now = standing(told.get(window_in(year, among) or among[0], []), year, _RECOGNITION)
            yield {
                **undirected,
                **_numbered(1, _state(actor, year)),
                **_numbered(2, _state(other, year)),
                "recognition": _RECOGNIZED[now.holds],
                "recognition_facts": now.fact_ids,
                **_counts(own, year),
            }

    # ---- a state and an organization ----

    def _membership_years(self, facts: Sequence[Fact]) -> Iterator[Cells]:
        country, organization = facts[0].country, facts[0].counterpart
        among = windows(lifetimes(country), _lifetime(organization))
        told = _by_window(facts, among)
        for year, window in self._years(facts, among):
            now = standing(told.get(window, []), year, _JOINED)
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
                "joined_organization": len(_of_year(facts, year)) or None,
            }


def _by_window(facts: Sequence[Fact], among: Sequence[Window]) -> Mapping[Window, list[Fact]]:
    told: dict[Window, list[Fact]] = defaultdict(list)
    for fact in facts:
        window = window_of(fact.date, among) if fact.date else None
        if window is not None:
            told[window].append(fact)
    return told


def _of_year(facts: Sequence[Fact], year: int) -> list[Fact]:
    """The facts dated to this one year."""
    return [fact for fact in facts if fact.year == fact.year_end == year]


def _counts(facts: Sequence[Fact], year: int) -> Cells:
    own = _of_year(facts, year)
    number = Counter(fact.action for fact in own)
    return {
        **{str(action): number[action] or None for action in _COUNTED},
        "facts": tuple(sorted(fact.fact_id for fact in own)),
    }


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


def _numbered(side: int, state: Cells) -> Cells:
    return {f"{name}_{side}" if name == "alpha4" else f"{name}{side}": value for name, value in state.items()}


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
