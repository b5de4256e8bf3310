"""The tables that are made from events: facts and panels, in one pass over the pairs of parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from extractor.dataset.facts import consolidate
from extractor.dataset.frames import Row, record_row
from extractor.dataset.panels import Panels
from extractor.schema import Event
from extractor.tables import COUNTRY_YEAR, DIRECTED_DYAD_YEAR, DYAD_YEAR, FACTS, MEMBERSHIP_YEAR

DERIVED = (FACTS, COUNTRY_YEAR, DYAD_YEAR, DIRECTED_DYAD_YEAR, MEMBERSHIP_YEAR)


class Evidence(Protocol):
    """Where events come from: the store."""

    def asserted_by_parties(self) -> Iterator[Event]: ...
    def last_year(self) -> int | None: ...


def derive(evidence: Evidence, *, chunk: int = 50_000) -> Iterator[tuple[str, list[Row]]]:
    """Yield (table, rows) of all DERIVED tables, each table's rows in its order and at most `chunk` at a time.

    Memory holds one pair's facts, a chunk of each table, and the sums of the country-years.
    """
    waiting: dict[str, list[Row]] = {table.name: [] for table in DERIVED}
    for table, row in _rows(evidence):
        waiting[table].append(row)
        if len(waiting[table]) == chunk:
            yield table, waiting[table]
            waiting[table] = []
    yield from ((table, rows) for table, rows in waiting.items() if rows)


def _rows(evidence: Evidence) -> Iterable[tuple[str, Row]]:
    panels = Panels(evidence.last_year() or 0)
    for facts in consolidate(evidence.asserted_by_parties()):
        yield from ((FACTS.name, record_row(fact, FACTS.names)) for fact in facts)
        yield from panels.rows(facts)
    yield from ((COUNTRY_YEAR.name, row) for row in panels.country_years())
