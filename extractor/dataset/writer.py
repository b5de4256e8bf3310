"""Writing a store: by one process, in batches, each document and its events in one transaction.

Killed at any moment, a store holds what was committed, and the next run goes on from there.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor.dataset.frames import event_row
from extractor.dataset.store import (
    EVENT_ORDER,
    LOCK_WAIT_SECONDS,
    STORE_FORMAT,
    STORE_NAME,
    STORE_TABLES,
    DocumentRow,
    Store,
    check_format,
    columns_of,
    has_tables,
    refusals,
)
from extractor.documents import TableColumns
from extractor.errors import OutputError
from extractor.schema import Event

LOCK_NAME = ".store.lock"
BATCH_DOCUMENTS = 256
BATCH_SECONDS = 1.0


class StoreWriter(Store):
    """A store that is being written, which nobody else can write meanwhile; use it as a context manager.

    Raises OutputError wherever the disk refuses, if another program writes the store, and if a later version wrote it.
    """

    def __init__(self, folder: Path) -> None:
        with refusals(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = _Lock(folder / LOCK_NAME)
        path = folder / STORE_NAME
        try:
            with refusals(path):
                super().__init__(path, sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS))
                check_format(self._db, path, OutputError)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self.started_over = self._make_tables()
                self.run = self._begin_run()
        except BaseException:
            with suppress(AttributeError):
                self._db.close()
            self._lock.release()
            raise
        self._documents: dict[str, tuple[DocumentRow, Sequence[Event]]] = {}
        self._replaced: set[str] = set()  # ids of those of them that the store has already
        self._statements: list[tuple[str, tuple[Any, ...]]] = []
        self._exports_change = False  # whether what is waiting shows in the exports
        self._flushed = time.monotonic()

    def _make_tables(self) -> bool:
        """Make the tables where they are missing or those of an earlier version. Returns whether those are dropped."""
        if has_tables(self._db):
            return False
        self._db.execute("BEGIN IMMEDIATE")
        found = [name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in found:
            self._db.execute(f'DROP TABLE "{name}"')
        for table, columns in STORE_TABLES.items():
            self._db.execute(f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, {columns_of(columns)})")
        self._db.execute("CREATE UNIQUE INDEX documents_id ON documents (document_id)")
        self._db.execute(f"CREATE INDEX events_order ON events ({columns_of(EVENT_ORDER)})")
        self._db.execute("CREATE UNIQUE INDEX inputs_name ON inputs (name)")
        self._db.execute("CREATE UNIQUE INDEX meta_key ON meta (key)")
        self._db.execute(f"PRAGMA user_version = {STORE_FORMAT}")
        self._db.execute("COMMIT")
        return "documents" in found

    def _begin_run(self) -> int:
        """The number of this run; every run has a higher one than those before. Fails if the store is locked."""
        self._db.execute("BEGIN IMMEDIATE")
        run = int(self.read_meta("run") or 0) + 1
        self._write_meta("run", str(run))
        self._db.execute("COMMIT")
        return run

    def close(self) -> None:
        """End writing. What is not flushed is lost. Without readers, the store is one file again."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()
        self._lock.release()

    # Reading what earlier runs left

    def count_outdated(self, fingerprint: str) -> tuple[int, str]:
        """How many documents another extraction has read, and the version of one of them."""
        query = """
            SELECT count(*), max(extractor_version) FROM documents
            WHERE NOT removed AND fingerprint <> ?
        """
        count, version = self._db.execute(query, (fingerprint,)).fetchone()
        return count, version or ""

    def find_input(self, name: str) -> tuple[int, str, str, int] | None:
        """Number, state, fingerprint and number of documents of a table that was read to its end before."""
        query = (
            "SELECT number, file_state, fingerprint, documents FROM inputs WHERE name = ? AND file_state IS NOT NULL"
        )
        row: tuple[int, str, str, int] | None = self._db.execute(query, (name,)).fetchone()
        return row

    def unmet(self, met: Callable[[int], bool] = lambda number: False, skipped: Iterable[int] = ()) -> list[int]:
        """Numbers of the documents that this run has neither read nor met, nor passed over with their table."""
        marks = ", ".join(str(number) for number in skipped)
        query = f"""
            SELECT number FROM documents
            WHERE NOT removed AND run <> ? AND (input IS NULL OR input NOT IN ({marks}))
        """
        return [number for (number,) in self._db.execute(query, (self.run,)) if not met(number)]

    # Writing. Everything waits for the next flush, in which it becomes durable together.

    def add(self, document: DocumentRow, events: Sequence[Event], *, is_new: bool = False) -> None:
        """Write one document and its events in place of what the store has under this id; `is_new`: it has nothing."""
        self._documents[document.document_id] = document, events
        if not is_new:
            self._replaced.add(document.document_id)
        if len(self._documents) >= BATCH_DOCUMENTS or time.monotonic() - self._flushed >= BATCH_SECONDS:
            self.flush()

    def find_waiting(self, document_id: str) -> DocumentRow | None:
        """The document with this id among those that are not flushed."""
        return self._documents[document_id][0] if document_id in self._documents else None

    def touch(self, number: int, *, file_state: str, input: int | None) -> None:
        """Note where a known document, which is unchanged, was found."""
        self._later(
            "UPDATE documents SET file_state = ?, input = ? WHERE number = ?",
            file_state or None, input, number,
        )  # fmt: skip

    def start_input(self, name: str) -> int:
        """The number of a table that is about to be read; until `finish_input` it cannot be passed over."""
        with refusals(self.path):
            self._db.execute("INSERT OR IGNORE INTO inputs (name) VALUES (?)", (name,))
            self._db.execute("UPDATE inputs SET file_state = NULL WHERE name = ?", (name,))
            return int(self._db.execute("SELECT number FROM inputs WHERE name = ?", (name,)).fetchone()[0])

    def finish_input(self, number: int, *, file_state: str, fingerprint: str, documents: int) -> None:
        """Note that all records of a table are in the store, as it was when it had this file_state."""
        self._later(
            "UPDATE inputs SET file_state = ?, fingerprint = ?, documents = ? WHERE number = ?",
            file_state, fingerprint, documents, number,
        )  # fmt: skip

    def forget_input(self, number: int) -> None:
        """Have a table read record by record when it is met again."""
        self._later("UPDATE inputs SET file_state = NULL WHERE number = ?", number)

    def forget_inputs_except(self, numbers: Iterable[int]) -> None:
        """The same for all tables but these, which are the inputs of this run."""
        others = f"FROM inputs WHERE file_state IS NOT NULL AND number NOT IN ({', '.join(map(str, numbers))})"
        if self._db.execute(f"SELECT 1 {others} LIMIT 1").fetchone():
            self._later(f"UPDATE inputs SET file_state = NULL WHERE number IN (SELECT number {others})")

    def outdate_all(self) -> None:
        """Have everything read again; what is not met until the end of a run is dropped by `drop_outdated`."""
        self._later("UPDATE documents SET fingerprint = NULL")
        self._later("UPDATE inputs SET file_state = NULL")
        self.flush()

    def drop_outdated(self) -> list[str]:
        """Drop the documents that `outdate_all` has marked and that no run has met since. Returns their ids."""
        outdated = "FROM documents WHERE fingerprint IS NULL"
        ids = [document_id for (document_id,) in self._db.execute(f"SELECT document_id {outdated}")]
        if ids:
            self._later(f"DELETE FROM events WHERE document_id IN (SELECT document_id {outdated})")
            self._later(f"DELETE {outdated}")
            self._exports_change = True
        return ids

    def mark_removed(self, numbers: Iterable[int]) -> None:
        """Mark documents that are no inputs any more."""
        for number in numbers:
            self._later("UPDATE documents SET removed = 1 WHERE number = ?", number)
            self._exports_change = True

    def unmark_removed(self, number: int) -> None:
        """Note that a document is an input again."""
        self._later("UPDATE documents SET removed = 0 WHERE number = ?", number)
        self._exports_change = True

    def note_complete(self, shard: str) -> None:
        """Note that all inputs of this run, or of this shard of them, are in the store."""
        with refusals(self.path):
            self._write_meta("complete", str(self.run))
            self._write_meta("shard", shard)

    def note_exported(self, state: str) -> None:
        """Keep a description of the exported files until the next change of the store."""
        with refusals(self.path):
            self._write_meta("exported", state)

    def note_inputs(self, inputs: Sequence[Path], columns: TableColumns) -> None:
        """Keep where the documents are, for whoever checks the dataset against them."""
        record = {"paths": [str(path.resolve()) for path in inputs], "columns": asdict(columns)}
        with refusals(self.path):
            self._write_meta("inputs", json.dumps(record))

    def read_exported(self) -> str:
        """The description of the exported files, "" if the store has changed since."""
        return self.read_meta("exported")

    def _later(self, statement: str, *values: Any) -> None:
        """Execute an SQL statement in the next flush, behind the documents that are waiting."""
        self._statements.append((statement, values))

    def _write_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        columns = STORE_TABLES[table]
        marks = ", ".join("?" * len(columns))
        self._db.executemany(f"INSERT INTO {table} ({columns_of(columns)}) VALUES ({marks})", rows)

    def flush(self) -> None:
        """Commit all that is waiting, or nothing of it."""
        self._flushed = time.monotonic()
        if not self._documents and not self._statements:
            return
        documents = self._documents.values()
        replaced = [(document_id,) for document_id in self._replaced]
        with refusals(self.path):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                if documents or self._exports_change:
                    self._db.execute("DELETE FROM meta WHERE key = 'exported'")
                self._db.executemany("DELETE FROM events WHERE document_id = ?", replaced)
                self._db.executemany("DELETE FROM documents WHERE document_id = ?", replaced)
                self._insert("documents", (document.row() for document, _ in documents))
                self._insert("events", (event_row(event) for _, events in documents for event in events))
                for statement, values in self._statements:
                    self._db.execute(statement, values)
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
        self._documents.clear()
        self._replaced.clear()
        self._statements.clear()
        self._exports_change = False


class _Lock:
    """Held by the one process that writes a dataset; the system frees it whatever becomes of that process.

    It is the lock of an empty SQLite file: the same on every platform, and not inherited by forked processes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with refusals(path.parent):
            path.touch()  # the system's own reason why not, before SQLite words it
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            try:
                self._db.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error:
                self._db.close()
                raise

    def release(self) -> None:
        with suppress(OSError):
            self._path.unlink()
        self._db.close()
