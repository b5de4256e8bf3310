"""A dataset's documents and events as records, from its store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extractor.dataset.frames import Row, read_event
from extractor.dataset.store import DocumentRow, open_store
from extractor.schema import DOCUMENT_COLUMNS, Event, Status


@dataclass(frozen=True, slots=True)
class Records:
    """All documents and all events of a dataset, in the order of its tables: events by document."""

    documents: Sequence[DocumentRow]
    events: Sequence[Event]

    def by_document(self) -> dict[str, list[Event]]:
        """The events of each document that has some."""
        return {key: list(found) for key, found in groupby(self.events, key=lambda event: event.document_id)}


def read_records(dataset: Path) -> Records:
    """Read the dataset in the folder `dataset`. Raises InputError if there is none that this version can read."""
    with open_store(dataset) as store:
        documents = [_document(row) for chunk in store.rows("documents") for row in chunk]
        events = [read_event(row) for chunk in store.rows("events") for row in chunk]
    return Records(documents, events)


def _document(row: Row) -> DocumentRow:
    cells = dict(zip(DOCUMENT_COLUMNS, row, strict=True))
    cells = {name: "" if value is None else value for name, value in cells.items()}
    return DocumentRow(**{**cells, "status": Status(cells["status"])})
