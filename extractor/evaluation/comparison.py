"""Comparing a dataset with a reference that the user has: what both say, where they agree, what either alone has.

Both sides become a table of units (two parties and a year) that are true or false, or missing.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from extractor.dataset.spreadsheets import read_csv
from extractor.errors import InputError, OutputError
from extractor.schema import Membership, Relations

Unit: TypeAlias = tuple[str, str, int]  # two codes, of states in alphabetical order, and a year
Side: TypeAlias = Mapping[Unit, bool]

CODES = {"cow": "ccode", "gw": "gwcode", "iso": ""}
COMPARISON_COLUMNS = ("first", "second", "year", "dataset", "reference")
_RELATIONS = {Relations.IN_FORCE: True, Relations.BROKEN: False}
_MEMBERSHIPS = {Membership.MEMBER: True}
_MISSING = ("", "-9", "-1")  # COW: missing, and before the organization existed


@dataclass(frozen=True, slots=True)
class Tally:
    """Units: `both` say something of them, of which `agree`; `only_dataset` and `only_reference` have them alone."""

    both: int
    agree: int
    only_dataset: int
    only_reference: int

    @property
    def coverage(self) -> float | None:
        """Share of the reference's units of which the dataset says something."""
        of = self.both + self.only_reference
        return self.both / of if of else None

    @property
    def agreement(self) -> float | None:
        return self.agree / self.both if self.both else None


def read_events(facts: Path, *, codes: str, action: str) -> dict[Unit, bool]:
    """The facts of one action that are dated to one year; all true."""
    suffix = f"_{CODES[codes]}" if CODES[codes] else ""
    rows = (row for row in read_csv(facts) if row["action"] == action and row["year"] == row["year_end"] != "")
    units = (
        _unit(
            row[f"country{suffix}"],
            row["counterpart" if row["counterpart_type"] == "organization" else f"counterpart{suffix}"],
            row["year"],
        )
        for row in rows
    )
    return {unit: True for unit in units if unit}


def read_relations(facts: Path) -> dict[Unit, bool]:
    """Relations in force (true) and broken (false), by COW numbers, from the panel beside the facts."""
    rows = read_csv(_beside(facts, "dyad_year.csv"))
    told = ((_unit(row["ccode1"], row["ccode2"], row["year"]), row["relations"]) for row in rows)
    return {unit: _RELATIONS[Relations(value)] for unit, value in told if unit and value in _RELATIONS}


def read_memberships(facts: Path) -> dict[Unit, bool]:
    """Memberships by COW numbers, from the panel beside the facts; all true."""
    rows = read_csv(_beside(facts, "membership_year.csv"))
    told = ((_unit(row["ccode"], row["organization"], row["year"]), row["membership"]) for row in rows)
    return {unit: True for unit, value in told if unit and value in _MEMBERSHIPS}


def read_pairs(reference: Path, columns: Sequence[str], value: str = "") -> dict[Unit, bool]:
    """A table with a row for two parties and a year. columns: those of the two and of the year. value: a column that is
    above 0 where it holds, such as `DE` of COW's Diplomatic Exchange; without it each row holds.

    A unit that has several rows, such as the two directions of a pair, holds if one of them does.
    """
    found: dict[Unit, bool] = {}
    for number, row in enumerate(_rows(reference, [*columns, *([value] if value else [])]), start=1):
        first, second, year = (row[column] for column in columns)
        unit = _unit(first, second, year, place=f"{reference}: row {number}")
        if unit and (not value or row[value] not in _MISSING):
            holds = _positive(row[value], f"{reference}: row {number}, {value}") if value else True
            found[unit] = found.get(unit, False) or holds
    return found


def read_wide(reference: Path, organizations: Iterable[str]) -> dict[Unit, bool]:
    """COW's IGO table: a row for state and year (`ccode`, `year`), a column for each organization, 1 a full member.

    Read are the columns named for `organizations`, whatever their case. Raises InputError if there is none.
    """
    found: dict[Unit, bool] = {}
    columns: dict[str, str] | None = None
    known = {_plain(code): code for code in organizations}
    for number, row in enumerate(_rows(reference, ["ccode", "year"]), start=1):
        if columns is None:
            columns = {name: known[_plain(name)] for name in row if _plain(name) in known}
            if not columns:
                raise InputError(f"{reference}: has no column for an organization of the dataset, such as UN.")
        for name, code in columns.items():
            unit = _unit(row["ccode"], code, row["year"], place=f"{reference}: row {number}")
            if unit and row[name] not in _MISSING:
                found[unit] = row[name] == "1"
    return found


def tally(dataset: Side, reference: Side) -> Tally:
    """Count units."""
    both = dataset.keys() & reference.keys()
    agree = sum(dataset[unit] == reference[unit] for unit in both)
    return Tally(len(both), agree, len(dataset) - len(both), len(reference) - len(both))


def tally_by(dataset: Side, reference: Side, group: str) -> dict[str, Tally]:
    """Tallies by `decade` or by `country`; a unit counts for both of its states."""
    sides: tuple[defaultdict[str, dict[Unit, bool]], defaultdict[str, dict[Unit, bool]]]
    sides = defaultdict(dict), defaultdict(dict)
    for side, units in zip(sides, (dataset, reference), strict=True):
        for unit, value in units.items():
            for name in [f"{unit[2] // 10 * 10}s"] if group == "decade" else unit[:2]:
                side[name][unit] = value
    names = sorted(sides[0].keys() | sides[1].keys())
    return {name: tally(sides[0][name], sides[1][name]) for name in names}


def write_comparison(dataset: Side, reference: Side, path: Path) -> None:
    """Write every unit with what each side says, true, false or nothing, as CSV. Raises OutputError."""
    words = {None: "", True: "true", False: "false"}
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(COMPARISON_COLUMNS)
            for unit in sorted(dataset.keys() | reference.keys()):
                rows.writerow([*unit, words[dataset.get(unit)], words[reference.get(unit)]])
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}).") from error


def _unit(first: str, second: str, year: str, *, place: str = "") -> Unit | None:
    """None if a code is missing. Raises InputError, naming `place`, for a year that is no number."""
    if not first or not second:
        return None
    try:
        number = int(float(year))
    except ValueError as error:
        raise InputError(f"{place}: the year {year!r} is no number.") from error
    one, other = sorted((_code(first), _code(second)))
    return one, other, number


def _code(code: str) -> str:
    """A code as text: 2 for what a spreadsheet made 2.0."""
    return code.removesuffix(".0")


def _positive(value: str, place: str) -> bool:
    try:
        return float(value) > 0
    except ValueError as error:
        raise InputError(f"{place}: {value!r} is no number.") from error


def _plain(name: str) -> str:
    return name.casefold().replace("_", "").replace(" ", "")


def _beside(facts: Path, name: str) -> Path:
    path = facts.with_name(name)
    if not path.is_file():
        raise InputError(f"{path}: is missing; this comparison needs the panel beside the facts.")
    return path


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Raises InputError for a missing file or column."""
    if not path.is_file():
        raise InputError(f"{path}: there is no such table.")
    for number, row in enumerate(read_csv(path)):
        if not number and (missing := [name for name in needed if name not in row]):
            raise InputError(f"{path}: has no column {missing[0]!r}; it has {', '.join(row)[:200]}.")
        yield row
