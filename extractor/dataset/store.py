"""The store: one SQLite file with a row for every document and every event; the exports are written from it.

A document and its events are one transaction. The file takes its name when the run is over.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.dataset.frames import Row, event_row, read_event
from extractor.errors import OutputError
from extractor.schema import DOCUMENT_COLUMNS, EVENT_COLUMNS, Event, Flag, Modality, Status

STORE_NAME = "store.sqlite"
EVENT_ORDER = ("document_id", "start", "action", "country", "counterpart", "event_id")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What became of one input. The fields but the last are the columns of the documents table."""

    document_id: str
    sha256: str
    title: str
    published: str
    source: str
    characters: int
    status: Status
    error: str
    events: int
    extractor_version: str
    seconds: float = 0.0  # to read and extract; stays in the store

    def row(self) -> Row:
        """The values of DOCUMENT_COLUMNS; unknown texts are None."""
        values = (getattr(self, column) for column in DOCUMENT_COLUMNS)
        return tuple(value if isinstance(value, int) else str(value) or None for value in values)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds. `by_action` and the years count asserted events only."""

    documents: dict[Status, int]
    events: int
    by_action: dict[str, int]
    not_asserted: int
    first_year: int | None
    last_year: int | None


class Store:
    """A store being filled. Use it as a context manager; `commit` gives the file its name, leaving without drops it.

    Raises OutputError wherever the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / STORE_NAME
        self._partial = folder / f".{STORE_NAME}.partial"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._drop()
            self._db = sqlite3.connect(self._partial, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            document_columns = ", ".join(_quoted(DOCUMENT_COLUMNS))
            event_columns = ", ".join(_quoted(EVENT_COLUMNS))
            self._db.execute(f"CREATE TABLE documents (number INTEGER PRIMARY KEY, {document_columns}, seconds REAL)")
            self._db.execute(f"CREATE TABLE events (number INTEGER PRIMARY KEY, {event_columns}, document INTEGER)")
            self._db.execute("CREATE INDEX documents_sha256 ON documents (sha256)")
            self._db.execute(f"CREATE INDEX events_order ON events ({', '.join(_quoted(EVENT_ORDER))})")
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{folder}: the dataset cannot be written there ({_reason(error)}).") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._db.close()
        self._drop()

    def add(self, document: DocumentRow, events: Sequence[Event]) -> None:
        """Write one document and its events, or nothing at all."""
        try:
            self._db.execute("BEGIN")
            cursor = self._db.execute(
                f"INSERT INTO documents VALUES (NULL, {_marks(DOCUMENT_COLUMNS)}, ?)",
                (*document.row(), document.seconds),
            )
            self._db.executemany(
                f"INSERT INTO events VALUES (NULL, {_marks(EVENT_COLUMNS)}, ?)",
                ((*event_row(event), cursor.lastrowid) for event in events),
            )
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(f"{self._partial}: cannot be written ({_reason(error)}).") from error

    def find_content(self, sha256: str) -> str | None:
        """The id of the first document with this content, if there is one."""
        query = "SELECT document_id FROM documents WHERE sha256 = ? ORDER BY number LIMIT 1"
        found = self._db.execute(query, (sha256,)).fetchone()
        return None if found is None else str(found[0])

    def rows(self, table: str, *, chunk: int = 50_000) -> Iterator[list[Row]]:
        """Yield the rows of `events` or `documents` in the order of the exports, at most `chunk` at a time."""
        columns, order = (
            (EVENT_COLUMNS, EVENT_ORDER) if table == "events" else (DOCUMENT_COLUMNS, ("document_id", "source"))
        )
        cursor = self._db.execute(
            f"SELECT {', '.join(_quoted(columns))} FROM {table} ORDER BY {', '.join(_quoted(order))}, number"
        )
        while rows := cursor.fetchmany(chunk):
            yield rows

    def asserted_by_parties(self) -> Iterator[Event]:
        """Yield the asserted events of all documents in the order of their parties, as consolidation takes them."""
        query = f"""
            SELECT {", ".join(_quoted(EVENT_COLUMNS))} FROM events WHERE modality = 'asserted' ORDER BY
            CASE WHEN counterpart_type = 'organization' THEN country ELSE min(country, counterpart) END,
            CASE WHEN counterpart_type = 'organization' THEN counterpart ELSE max(country, counterpart) END,
            counterpart_type, event_id
        """
        yield from map(read_event, self._db.execute(query))

    def last_year(self) -> int | None:
        """The last year of asserted events but those dated after the publication of their document."""
        query = "SELECT max(year_end) FROM events WHERE modality = 'asserted' AND coalesce(flags, '') NOT LIKE ?"
        found: int | None = self._db.execute(query, (f"%{Flag.AFTER_PUBLICATION}%",)).fetchone()[0]
        return found

    def totals(self) -> Totals:
        """Count what is in the store."""
        of_status = self._db.execute("SELECT status, count(*) FROM documents GROUP BY 1")
        status = {Status(name): count for name, count in of_status}
        modality = Counter(dict(self._db.execute("SELECT modality, count(*) FROM events GROUP BY 1")))
        asserted = modality.pop(str(Modality.ASSERTED), 0)
        of_action = self._db.execute("SELECT action, count(*) FROM events WHERE modality = 'asserted' GROUP BY 1")
        years = self._db.execute("SELECT min(year), max(year_end) FROM events WHERE modality = 'asserted'").fetchone()
        return Totals(status, asserted + modality.total(), dict(of_action), modality.total(), *years)

    def failures(self, *, limit: int) -> list[tuple[str, str]]:
        """The first failed documents, each with its reason."""
        query = "SELECT document_id, coalesce(error, '') FROM documents WHERE status = 'failed'"
        return list(self._db.execute(f"{query} ORDER BY document_id, number LIMIT ?", (limit,)))

    def commit(self) -> Path:
        """Give the finished store its name, in place of the one before. Returns its path."""
        try:
            self._db.execute("PRAGMA journal_mode = DELETE")
            self._db.close()
            self._partial.replace(self.path)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{self.path}: cannot be written ({_reason(error)}).") from error
        return self.path

    def _drop(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            self._partial.with_name(self._partial.name + ending).unlink(missing_ok=True)


def _quoted(columns: Sequence[str]) -> list[str]:
    """Column names for SQL, in which `end` is a keyword."""
    return [f'"{column}"' for column in columns]


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
