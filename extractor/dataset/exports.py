"""Write a store as CSV, Parquet and JSON Lines: the same rows in the same order, byte for byte the same on every run.

Memory holds one chunk of rows at a time. Each file is written under a temporary name; all take their names at the end.
"""

from __future__ import annotations

import csv
import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from extractor.dataset.derived import DERIVED, derive
from extractor.dataset.fingerprint import export_fingerprint
from extractor.dataset.frames import BOOLEAN_COLUMNS, INTEGER_COLUMNS, Row, rows_to_frame
from extractor.dataset.spreadsheets import escape_all
from extractor.dataset.store import Store
from extractor.dataset.writer import StoreWriter
from extractor.documents.filestate import state_of
from extractor.errors import OutputError
from extractor.tables import TABLES

EXPORTS = (
    "events.csv", "events.parquet", "events.jsonl", "documents.csv", "documents.parquet",
    *(f"{table.name}{ending}" for table in DERIVED for ending in (".csv", ".parquet")),
)  # fmt: skip
REPORT_NAME = "report.html"  # written beside the exports, when asked for
COLUMNS = {table.name: table.names for table in TABLES}
CHUNK_ROWS = 4096

Values: TypeAlias = list[Sequence[Any]]
"""A chunk of a table: for each column the cells of its rows."""


class Writer(Protocol):
    """Writes one file, chunk by chunk."""

    def write(self, values: Values) -> None: ...
    def close(self) -> None: ...


def export_changes(store: StoreWriter, folder: Path, *, bom: bool = False) -> list[Path]:
    """Write all exports, unless they are still those of this store, written by this version. Returns their paths.

    Raises OutputError if the disk refuses; then no file is changed.
    """
    paths = [folder / name for name in EXPORTS]
    if store.read_exported() != _describe(paths, bom):
        export(store, folder, bom=bom)
        store.note_exported(_describe(paths, bom))
    return paths


def _describe(paths: Sequence[Path], bom: bool) -> str:
    """What makes exports what they are: this version, the option, the state of each file, or that it is missing."""
    states = {path.name: state_of(path.stat()) if path.is_file() else "missing" for path in paths}
    return json.dumps({"export": export_fingerprint(), "bom": bom, "files": states}, sort_keys=True)


def export(store: Store, folder: Path, names: Sequence[str] = EXPORTS, *, bom: bool = False) -> list[Path]:
    """Write the files `names`, each a table's name with the ending of its format. Returns their paths.

    bom: CSV files begin with a byte order mark.

    Raises OutputError if the disk refuses; then no file is changed.
    """
    partial = {folder / name: folder / f".{name}.partial" for name in names}
    try:
        for tables in (("documents",), ("events",), tuple(table.name for table in DERIVED)):
            paths = [path for path in partial if path.stem in tables]
            if paths:
                _write(_chunks(store, tables), paths, partial, bom)
        for temporary in partial.values():
            _make_durable(temporary)
        for path, temporary in partial.items():
            temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{folder}: the dataset cannot be written there ({error.strerror or error}).") from error
    finally:
        for temporary in partial.values():
            with suppress(OSError):
                temporary.unlink()
    return list(partial)


def _make_durable(path: Path) -> None:
    """Have the disk hold a file before it takes the place of another, so that not even a power cut empties it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _chunks(store: Store, tables: tuple[str, ...]) -> Iterator[tuple[str, list[Row]]]:
    """(table, rows) chunk by chunk; facts and panels are made together."""
    if len(tables) > 1:
        yield from derive(store, chunk=CHUNK_ROWS)
    else:
        yield from ((tables[0], rows) for rows in store.rows(tables[0], chunk=CHUNK_ROWS))


def _write(
    chunks: Iterable[tuple[str, list[Row]]], paths: Sequence[Path], partial: dict[Path, Path], bom: bool
) -> None:
    writer_of: dict[str, Callable[[Path, Sequence[str]], Writer]] = WRITERS | {
        ".csv": functools.partial(CsvWriter, bom=bom)
    }
    with ExitStack() as stack:
        writers = {
            path: stack.enter_context(closing(writer_of[path.suffix](partial[path], COLUMNS[path.stem])))
            for path in paths
        }
        for table, rows in chunks:
            values = _columns_of(rows, COLUMNS[table])
            for path, writer in writers.items():
                if path.stem == table:
                    writer.write(values)


def _columns_of(rows: list[Row], columns: Sequence[str]) -> Values:
    """The cells by column; 0 and 1 become booleans where they mean them."""
    return [
        [None if cell is None else bool(cell) for cell in cells] if column in BOOLEAN_COLUMNS else cells
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]


class CsvWriter:
    """UTF-8, line feeds, `true`/`false`, nothing where a value is unknown; no cell is a formula.

    bom: begin with a byte order mark, by which Excel knows UTF-8.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, bom: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
        self._columns = columns
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(columns)

    def write(self, values: Values) -> None:
        self._rows.writerows(zip(*map(_csv_cells, self._columns, values), strict=True))

    def close(self) -> None:
        self._file.close()


def _csv_cells(column: str, cells: Sequence[Any]) -> Sequence[Any]:
    if column in BOOLEAN_COLUMNS:
        return [None if cell is None else "true" if cell else "false" for cell in cells]
    return cells if column in INTEGER_COLUMNS else escape_all(cells)


class JsonLinesWriter:
    """One JSON object a row, with every column; null where a value is unknown."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._columns = columns

    def write(self, values: Values) -> None:
        for row in zip(*values, strict=True):
            record = dict(zip(self._columns, row, strict=True))
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class ParquetWriter:
    """Typed columns, which pandas reads back as nullable integers, booleans and text; one row group a chunk."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._arrow = pa
        types = {"Int64": pa.int64(), "boolean": pa.bool_(), "string": pa.string()}
        empty = rows_to_frame([], columns)
        fields = [pa.field(column, types[str(empty[column].dtype)]) for column in columns]
        metadata = pa.Schema.from_pandas(empty, preserve_index=False).metadata  # names the pandas types
        self._schema = pa.schema(fields, metadata=metadata)
        self._file: Any = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, values: Values) -> None:
        pa = self._arrow
        arrays = [pa.array(cells, type=field.type) for cells, field in zip(values, self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._file.close()


WRITERS: dict[str, Callable[[Path, Sequence[str]], Writer]] = {
    ".csv": CsvWriter,
    ".jsonl": JsonLinesWriter,
    ".parquet": ParquetWriter,
}

assert set(WRITERS) == {Path(name).suffix for name in EXPORTS}
