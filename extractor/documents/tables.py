"""Tables with a document a record: CSV, TSV, JSON Lines and Parquet, read lazily."""

from __future__ import annotations

import codecs
import csv
import hashlib
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from extractor.documents.encoding import detect_encoding, is_binary
from extractor.documents.sources import Record, Source, TableColumns, describe_os_error
from extractor.errors import InputError

TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"))
_SAMPLE_BYTES = 1 << 20
_PEEKED_RECORDS = 100
_BATCH_ROWS = 256
_EXTRA_FIELDS = (("source", "source"), ("language", "language"))  # read under these names where a table has them
# Values that orjson, several times as fast, reads and writes just as json does. It reads long numbers as floats.
_PLAIN = frozenset((str, int, bool, type(None)))


class _TableError(Exception):
    """What is wrong with a table as a whole, as a sentence."""


def check_table(path: Path, columns: TableColumns) -> None:
    """Raises InputError if the table can be read but has no text column. A damaged table is a failed document."""
    try:
        found = _column_names(path)
    except (_TableError, OSError):
        return
    if found and columns.text not in found:
        raise InputError(
            f"{path} has no column '{columns.text}' to read texts from; it has: {', '.join(found)}. "
            "Name the column that holds the text."
        )


def table_sources(path: Path, table_id: str, columns: TableColumns) -> Iterator[Source]:
    """One source a record. What cannot be read is a failed source; the records before and behind it are kept."""
    number = 0
    try:
        found = _column_names(path)
        if found and columns.text not in found:
            names = ", ".join(found)
            yield Source(table_id, path, problem=f"the table has no column '{columns.text}' (columns: {names})")
            return
        for number, row in enumerate(_rows(path), 1):
            yield _record_source(row, path, f"{table_id}#{number}", columns)
    except OSError as error:
        yield Source(table_id, path, problem=f"the file {describe_os_error(error)}", failed=True)
        return
    except _TableError as error:
        behind = f" after record {number}" if number else ""
        yield Source(f"{table_id}#{number + 1}" if number else table_id, path, problem=f"{error}{behind}", failed=True)
        return
    if not number:
        yield Source(table_id, path, record=Record(problem="the table has no records"))


def count_records(path: Path) -> int:
    """About how many sources `table_sources` gives, in a fraction of its time: damaged tables give fewer."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return int(_open_parquet(path).metadata.num_rows)
        if suffix in (".jsonl", ".ndjson"):
            with path.open("rb") as file:
                return sum(1 for line in file if not line.isspace())
        return sum(1 for _ in _csv_rows(path))
    except (_TableError, OSError):
        return 1


def _record_source(row: Mapping[str, Any] | str, path: Path, fallback_id: str, columns: TableColumns) -> Source:
    if isinstance(row, str):  # a line that is no record
        digest = hashlib.sha256(row.encode("utf-8", errors="replace")).hexdigest()
        return Source(fallback_id, path, Record(sha256=digest, problem="the line is not a JSON object", failed=True))
    text = row.get(columns.text)
    problem = ""
    if text is None or text == "":
        text, problem = "", f"the record has no text in '{columns.text}'"
    elif not isinstance(text, str):
        text, problem = "", f"'{columns.text}' holds something that is not text"
    fields = (("title", columns.title), ("published", columns.published), *_EXTRA_FIELDS)
    overrides = {name: value for name, column in fields if (value := _cell(row, column))}
    return Source(_cell(row, columns.id) or fallback_id, path, Record(text, _digest(row), problem), overrides)


def _cell(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value).strip()


def _digest(row: Mapping[str, Any]) -> str:
    """The hash of a record, whatever the order of its fields."""
    if _PLAIN.issuperset(map(type, row.values())):
        with suppress(TypeError):  # half characters, numbers of more than 64 bits
            return hashlib.sha256(orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()
    canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8", errors="surrogatepass")).hexdigest()


def _column_names(path: Path) -> list[str]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return list(_open_parquet(path).schema_arrow.names)
    if suffix in (".jsonl", ".ndjson"):
        # Records may differ; only a name that is in none of the first ones is taken for missing.
        peeked = itertools.islice(_json_rows(path), _PEEKED_RECORDS)
        return list(dict.fromkeys(str(key) for row in peeked if not isinstance(row, str) for key in row))
    with _open_text(path) as lines:
        return list(_csv_reader(lines, path).fieldnames or ())


def _rows(path: Path) -> Iterator[Mapping[str, Any] | str]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _parquet_rows(path)
    elif suffix in (".jsonl", ".ndjson"):
        yield from _json_rows(path)
    else:
        yield from _csv_rows(path)


def _open_text(path: Path) -> Any:
    encoding = _detect_table_encoding(path)
    return path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")


def _detect_table_encoding(path: Path) -> str:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    if sample.startswith((b"PAR1", b"PK\x03\x04", b"%PDF-")) or is_binary(sample):
        raise _TableError("binary data in a file that should be a text table")
    # A sample may end inside a character: the last bytes say nothing about the encoding.
    cut = sample[:-4] if len(sample) == _SAMPLE_BYTES else sample
    return detect_encoding(cut if _ends_whole(cut) else cut.rsplit(b"\n", 1)[0])


def _ends_whole(data: bytes) -> bool:
    return not data or data[-1] < 0x80


def _csv_reader(lines: Any, path: Path) -> csv.DictReader[str]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a document is longer than the 128 KB allowed by default
    delimiter = "\t"
    if path.suffix.lower() == ".csv":
        header = lines.readline()
        lines.seek(0)
        delimiter = max(",;\t", key=header.count)  # a tie, as in a single column, is a comma
    return csv.DictReader(lines, delimiter=delimiter)


def _csv_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with _open_text(path) as lines:
        try:
            for row in _csv_reader(lines, path):
                yield {key: value for key, value in row.items() if key is not None}
        except csv.Error:
            raise _TableError("the table cannot be read as CSV") from None


def _json_rows(path: Path) -> Iterator[Mapping[str, Any] | str]:
    """The records, and what stands in lines that are none."""
    if not _detect_table_encoding(path).startswith("utf-8"):
        with _open_text(path) as text:
            yield from map(_parse_json, filter(str.strip, text))
        return
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        for line in _split_at_returns(file):
            with suppress(ValueError):
                row = orjson.loads(line)
                if type(row) is dict and _PLAIN.issuperset(map(type, row.values())):
                    yield row
                    continue
            words = line.decode("utf-8", errors="replace")
            if not words.isspace():
                yield _parse_json(words)


def _split_at_returns(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines end where they do in text files: also at "\\r" alone, which JSON has within no string."""
    for line in lines:
        if b"\r" in line:
            yield from line.splitlines(keepends=True)
        else:
            yield line


def _parse_json(line: str) -> Mapping[str, Any] | str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return line
    return row if isinstance(row, dict) else line


def _open_parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("rb"):  # the system's own error, before Arrow words it
        pass
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        raise _TableError("the Parquet file is damaged or cut short") from None


def _parquet_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa

    table = _open_parquet(path)
    try:
        for batch in table.iter_batches(batch_size=_BATCH_ROWS):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError):
        raise _TableError("the Parquet file is damaged") from None
    finally:
        table.close()
