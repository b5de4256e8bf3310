"""The store: one SQLite file with a row for every document and every event; everything exported is made from it.

`open_store` reads it, also while a run writes it; `dataset.writer.StoreWriter` writes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from extractor.dataset.frames import Row, read_event
from extractor.documents import TableColumns
from extractor.errors import ExtractorError, InputError, OutputError
from extractor.schema import DOCUMENT_COLUMNS, EVENT_COLUMNS, Event, Flag, Modality, Status

STORE_NAME = "store.sqlite"
STORE_FORMAT = 1  # PRAGMA user_version; a store with a higher one was written by a later version of this program
LOCK_WAIT_SECONDS = 5.0

EVENT_ORDER = ("document_id", "start", "action", "country", "counterpart", "event_id")
STATE_COLUMNS = ("seconds", "fingerprint", "input_key", "file_state", "input", "run", "removed", "text_kept")
"""What the store knows of a document beside DOCUMENT_COLUMNS: what a later run needs to see that it is unchanged."""

STORE_TABLES: dict[str, tuple[str, ...]] = {
    "documents": (*DOCUMENT_COLUMNS, *STATE_COLUMNS),
    "events": EVENT_COLUMNS,
    "inputs": ("name", "file_state", "fingerprint", "documents"),
    "meta": ("key", "value"),
}
"""The columns of each table, behind the row's `number`."""

REMOVED_NOTE = "no longer among the inputs"


KNOWN_COLUMNS = (
    "number", "sha256", "status", "fingerprint", "input_key", "file_state", "input", "run", "removed",
    "text_kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What became of one input. The first fields are DOCUMENT_COLUMNS, the others STATE_COLUMNS."""

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
    seconds: float = 0.0  # to read and extract
    fingerprint: str = ""  # of the extraction that read it; "" if it is to be read again
    input_key: str = ""  # what the outcome depends on beside the content: title, date and language from elsewhere
    file_state: str = ""  # as documents.filestate has it; "" for records
    input: int | None = None  # the table that it is a record of: a number of `inputs`
    run: int = 0  # the run that read it
    removed: int = 0  # whether the last run did not meet it
    text_kept: int = 0

    def row(self) -> tuple[Any, ...]:
        """The values of the table documents; unknown texts are None."""
        return tuple([value if type(value) is int else _cell(value) for value in _VALUES(self)])

    @classmethod
    def read(cls, row: Row) -> Self:
        """The document whose row this is."""
        cells = dict(zip(STORE_TABLES["documents"], row, strict=True))
        texts = {name: cells[name] or "" for name in _TEXTS}
        return cls(**{**cells, **texts, "status": Status(cells["status"])})


def _cell(value: Any) -> Any:
    return str(value) or None if isinstance(value, str) else value


_TEXTS = (
    "sha256", "title", "published", "source", "error", "fingerprint", "input_key", "file_state",
)  # fmt: skip
_VALUES = attrgetter(*STORE_TABLES["documents"])


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the store knows of a document that an earlier run, or this one, has read."""

    number: int
    sha256: str | None
    status: str
    fingerprint: str | None
    input_key: str | None
    file_state: str | None
    input: int | None
    run: int
    removed: int
    text_kept: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds. `documents` counts the inputs of the last run, `removed` the documents that are none any
    more; events are those of both. `by_action` and the years count asserted events only.
    """

    documents: dict[Status, int]
    removed: int
    events: int
    by_action: dict[str, int]
    not_asserted: int
    first_year: int | None
    last_year: int | None


def open_store(folder: Path) -> Store:
    """Open the store of the dataset in `folder` for reading; use it as a context manager.

    Raises InputError if there is none, if it is damaged, or if another version of this program wrote it.
    """
    path = folder / STORE_NAME
    if not path.is_file():
        raise InputError(f"{folder}: holds no dataset ({STORE_NAME} is missing); make one with: extractor run.")
    with refusals(path, InputError):
        db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        db.execute(f"PRAGMA busy_timeout = {round(1000 * LOCK_WAIT_SECONDS)}")
        try:
            check_format(db, path, InputError)
            if not has_tables(db):
                raise InputError(f"{path}: was written by an earlier version; run extractor run again on its inputs.")
        except BaseException:
            db.close()
            raise
    return Store(path, db)


class Store:
    """What can be read from a store."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def read_meta(self, key: str) -> str:
        """A value kept beside the tables; "" if there is none."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def read_inputs(self) -> tuple[tuple[Path, ...], TableColumns]:
        """The paths that the last run was given, and which columns of tables hold what; no paths if that is unknown."""
        record = json.loads(self.read_meta("inputs") or '{"paths": [], "columns": {}}')
        return tuple(map(Path, record["paths"])), TableColumns(**record["columns"])

    def rows(self, table: str, *, chunk: int = 4096) -> Iterator[list[Row]]:
        """Yield the rows of `events` or `documents` in the order of the exports, at most `chunk` at a time.

        Their order and content do not depend on the order in which the documents were read. What is written
        meanwhile is not seen.
        """
        with refusals(self.path):
            yield from self._event_rows(chunk) if table == "events" else self._document_rows(chunk)

    def _event_rows(self, chunk: int) -> Iterator[list[Row]]:
        # A document's events lie in the order of its text, which decides where all else is equal.
        query = f"SELECT {columns_of(EVENT_COLUMNS)} FROM events ORDER BY {columns_of(EVENT_ORDER)}, number"
        cursor = self._db.execute(query)
        while rows := cursor.fetchmany(chunk):
            yield rows

    def _document_rows(self, chunk: int) -> Iterator[list[Row]]:
        """Documents, each with a note on the first that has the same content, and on what has been removed."""
        query = f"""
            WITH same AS (
                SELECT sha256, min(document_id) AS first FROM documents
                WHERE status = 'ok' AND sha256 IS NOT NULL AND NOT removed GROUP BY sha256 HAVING count(*) > 1
            )
            SELECT {columns_of(DOCUMENT_COLUMNS, of="documents")}, removed,
                CASE WHEN status = 'ok' AND NOT removed AND first <> document_id THEN first END
            FROM documents LEFT JOIN same ON same.sha256 = documents.sha256 ORDER BY document_id
        """
        cursor = self._db.execute(query)
        while rows := cursor.fetchmany(chunk):
            yield [_with_notes(*row) if row[-1] or row[-2] else row[:-2] for row in rows]

    def asserted_by_parties(self) -> Iterator[Event]:
        """Yield the asserted events of all documents in the order of their parties, as consolidation takes them."""
        query = f"""
            SELECT {columns_of(EVENT_COLUMNS)} FROM events WHERE modality = 'asserted' ORDER BY
            CASE WHEN counterpart_type = 'organization' THEN country ELSE min(country, counterpart) END,
            CASE WHEN counterpart_type = 'organization' THEN counterpart ELSE max(country, counterpart) END,
            counterpart_type, event_id, number
        """
        with refusals(self.path):
            yield from map(read_event, self._db.execute(query))

    def last_year(self) -> int | None:
        """The last year of asserted events but those dated after the publication of their document."""
        query = "SELECT max(year_end) FROM events WHERE modality = 'asserted' AND coalesce(flags, '') NOT LIKE ?"
        with refusals(self.path):
            found: int | None = self._db.execute(query, (f"%{Flag.AFTER_PUBLICATION}%",)).fetchone()[0]
        return found

    def find(self, document_id: str) -> KnownDocument | None:
        """What the store knows of the document with this id."""
        query = f"SELECT {columns_of(KNOWN_COLUMNS)} FROM documents WHERE document_id = ?"
        row = self._db.execute(query, (document_id,)).fetchone()
        return None if row is None else KnownDocument(*row)

    def document_ids(self) -> Iterator[str]:
        """Yield the ids of all documents."""
        yield from (document_id for (document_id,) in self._db.execute("SELECT document_id FROM documents"))

    def documents_with_events(self) -> Iterator[tuple[DocumentRow, list[Event]]]:
        """Yield all documents, each with its events in the order of its text."""
        documents = f"SELECT {columns_of(STORE_TABLES['documents'])} FROM documents ORDER BY document_id"
        events = f"SELECT {columns_of(EVENT_COLUMNS)} FROM events WHERE document_id = ? ORDER BY number"
        with refusals(self.path):
            for row in self._db.execute(documents):
                document = DocumentRow.read(row)
                yield document, [read_event(one) for one in self._db.execute(events, (document.document_id,))]

    def is_complete(self) -> bool:
        """Did the last run that wrote the store come to its end?"""
        return self.read_meta("complete") == self.read_meta("run")

    def totals(self) -> Totals:
        """Count what is in the store."""
        of_status = self._db.execute("SELECT status, count(*) FROM documents WHERE NOT removed GROUP BY 1")
        status = {Status(name): count for name, count in of_status}
        removed = self._db.execute("SELECT count(*) FROM documents WHERE removed").fetchone()[0]
        modality = Counter(dict(self._db.execute("SELECT modality, count(*) FROM events GROUP BY 1")))
        asserted = modality.pop(str(Modality.ASSERTED), 0)
        of_action = self._db.execute("SELECT action, count(*) FROM events WHERE modality = 'asserted' GROUP BY 1")
        years = self._db.execute("SELECT min(year), max(year_end) FROM events WHERE modality = 'asserted'").fetchone()
        return Totals(status, removed, asserted + modality.total(), dict(of_action), modality.total(), *years)

    def failures(self, *, limit: int) -> list[tuple[str, str]]:
        """The first failed documents, each with its reason."""
        query = "SELECT document_id, coalesce(error, '') FROM documents WHERE status = 'failed' AND NOT removed"
        return list(self._db.execute(f"{query} ORDER BY document_id LIMIT ?", (limit,)))


def _with_notes(*row: str | int | None) -> Row:
    *values, removed, same = row
    position = DOCUMENT_COLUMNS.index("error")
    notes = (values[position], same and f"same content as {same}", removed and REMOVED_NOTE)
    values[position] = "; ".join(str(note) for note in notes if note) or None
    return tuple(values)


# What reading and writing share


def columns_of(columns: Sequence[str], *, of: str = "") -> str:
    """Column names for SQL, in which `end` is a keyword."""
    return ", ".join(f'{of}."{column}"' if of else f'"{column}"' for column in columns)


def check_format(db: sqlite3.Connection, path: Path, error: type[ExtractorError]) -> None:
    """Raises `error` if a later version of this program wrote the store."""
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found > STORE_FORMAT:
        raise error(
            f"{path}: was written by a later version of extractor (its format is {found}, this version knows "
            f"{STORE_FORMAT}): update extractor, or name another folder."
        )


def has_tables(db: sqlite3.Connection) -> bool:
    """Are the tables those of this version, with their columns?"""
    return all(
        tuple(row[1] for row in db.execute(f"PRAGMA table_info({table})")) == ("number", *columns)
        for table, columns in STORE_TABLES.items()
    )


@contextmanager
def refusals(path: Path, error: type[ExtractorError] = OutputError) -> Iterator[None]:
    """Say in one sentence why SQLite or the disk refuses, as an `error`."""
    try:
        yield
    except (sqlite3.Error, OSError) as refusal:
        raise error(f"{path}: {_reason(refusal)}") from refusal


def _reason(error: sqlite3.Error | OSError) -> str:
    if isinstance(error, OSError):
        return f"the dataset cannot be written there ({error.strerror or error})."
    words = str(error)
    if "locked" in words or "busy" in words:
        return "another program holds this store; wait until it has ended, or name another folder with --out."
    if "full" in words or "disk I/O" in words:
        return (
            f"cannot be written ({words}). What was read so far is kept: make room on the disk and give the same "
            "command again to go on."
        )
    if "not a database" in words or "malformed" in words:
        return f"is damaged, or no store of extractor ({words}); move it away and run again to start over."
    return f"the dataset cannot be written there ({words})."
