"""Checking a dataset: every row against the description of its table, and every event against its source.

Read are the exported files, not the store, since those are what people pass on and change.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheets import read_csv
from extractor.dataset.store import REMOVED_NOTE, open_store
from extractor.documents import TableColumns, discover, read
from extractor.errors import InputError
from extractor.runs.texts import TEXTS_FOLDER, text_file
from extractor.schema import Document, PartialDate, Status
from extractor.tables import DOCUMENTS, EVENTS, TABLES, Column, Table, Type

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `where`: the file, and the key of the row; `what`: a sentence without a subject."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """`rows` by file; `documents`, `events`: how many were compared with their source; `removed`: documents whose
    source is known to be gone, which cannot be.
    """

    rows: Mapping[str, int]
    documents: int
    events: int
    removed: int
    problems: tuple[Problem, ...]


def verify(folder: Path, inputs: Sequence[Path] = (), *, columns: TableColumns | None = None) -> Verification:
    """Check the dataset in `folder`: columns, types, labels, keys, references; that all formats hold the same rows;
    and that each event's quote stands at its offsets in a document of the same hash.

    inputs: where the documents are; without them as the store says, or else the texts kept with the dataset, whose
    documents' hashes cannot be checked. Raises InputError if there is no dataset or nothing to compare it with.
    """
    for table in (DOCUMENTS, EVENTS):
        if not (folder / f"{table.name}.csv").is_file():
            raise InputError(f"{folder}: holds no dataset ({table.name}.csv is missing); make one with: extractor run.")
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    keys: dict[tuple[str, str], set[str]] = {}
    for table in TABLES:
        if (folder / f"{table.name}.csv").is_file():
            rows[f"{table.name}.csv"] = _check_table(folder, table, keys, problems)
            for ending in (".parquet", ".jsonl"):
                if (folder / f"{table.name}{ending}").is_file():
                    rows[f"{table.name}{ending}"] = _check_copy(folder, table, ending, problems)
    documents, events, removed = _check_sources(folder, _find_documents(folder, inputs, columns), problems)
    return Verification(rows, documents, events, removed, tuple(problems))


# Rows against the description of their table


def _check_table(folder: Path, table: Table, keys: dict[tuple[str, str], set[str]], problems: list[Problem]) -> int:
    """Check one CSV file; put its keys into `keys` for the tables behind. Returns its number of rows."""
    name = f"{table.name}.csv"
    count = 0
    seen: set[tuple[str, ...]] = set()
    own: set[str] = keys.setdefault((table.name, table.key[0]), set())
    later: list[tuple[str, str]] = []  # references to rows of the same table
    for count, row in enumerate(read_csv(folder / name), start=1):
        if count == 1 and tuple(row) != table.names:
            problems.append(Problem(name, f"has the columns {', '.join(row)}, not {', '.join(table.names)}"))
            return count
        key = tuple(row[column] for column in table.key)
        where = f"{name}, {' '.join(key)}"
        if key in seen:
            problems.append(Problem(where, "stands there a second time"))
        seen.add(key)
        own.add(row[table.key[0]])
        problems += [Problem(where, what) for column in table.columns if (what := check_cell(column, row[column.name]))]
        for reference in table.references:
            cell = row[reference.column]
            items = _items(cell) if _type_of(table, reference.column) is Type.LIST else [cell]
            if reference.table == table.name:
                later += [(where, item) for item in items]
            elif (reference.table, reference.key) in keys:
                known = keys[reference.table, reference.key]
                problems += [
                    Problem(where, f"names {item!r} in {reference.column}, which {reference.table} does not have")
                    for item in items
                    if item not in known
                ]
    for where, item in later:
        if item not in own:
            problems.append(Problem(where, f"names {item!r}, which {table.name} does not have"))
    return count


def check_cell(column: Column, cell: str) -> str:
    """What is wrong with a cell of a CSV file, as a sentence without a subject; "" if nothing is."""
    if cell == "":
        return f"has nothing in {column.name}" if column.required else ""
    values = _items(cell) if column.type is Type.LIST else [cell]
    if column.labels is not None and not set(values) <= set(column.labels):
        return f"has {cell!r} in {column.name}, which is none of {', '.join(filter(None, column.labels))}"
    if column.type is Type.BOOLEAN and cell not in ("true", "false"):
        return f"has {cell!r} in {column.name}, which is neither true nor false"
    try:
        if column.type is Type.INTEGER:
            int(cell)
        elif column.type is Type.DATE:
            PartialDate.parse(cell)
    except ValueError:
        kind = "number" if column.type is Type.INTEGER else "date such as 1960-08-11, 1960-08, 1960 or 1991/1994"
        return f"has {cell!r} in {column.name}, which is no {kind}"
    return ""


def _type_of(table: Table, name: str) -> Type:
    return next(column.type for column in table.columns if column.name == name)


def _items(cell: str) -> list[str]:
    return [item.replace("%3B", ";") for item in cell.split(";")] if cell else []


def _check_copy(folder: Path, table: Table, ending: str, problems: list[Problem]) -> int:
    """Compare a Parquet or JSON Lines file with the CSV file, row by row, up to the first difference."""
    name = f"{table.name}{ending}"
    records = _parquet_rows(folder / name) if ending == ".parquet" else _json_rows(folder / name)
    pairs = zip_longest(records, read_csv(folder / f"{table.name}.csv"), fillvalue=_MISSING)
    count = 0
    for count, (record, row) in enumerate(pairs, start=1):
        if record is _MISSING or row is _MISSING or record != row:
            problems.append(Problem(name, f"and {table.name}.csv differ from row {count} on"))
            break
    return count


def _parquet_rows(path: Path) -> Iterator[dict[str, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(path).iter_batches():
            yield from (_as_cells(row) for row in batch.to_pylist())
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: cannot be read as Parquet ({error}).") from error


def _json_rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from (_as_cells(json.loads(line)) for line in lines)
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: cannot be read as JSON Lines ({error}).") from error


def _as_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """The values as CSV has them."""
    words = {None: "", True: "true", False: "false"}
    return {
        name: words[value] if value is None or isinstance(value, bool) else str(value) for name, value in row.items()
    }


# Rows against their sources


def _find_documents(folder: Path, inputs: Sequence[Path], columns: TableColumns | None) -> Iterator[Document]:
    """The documents as they are now. Those from texts kept with the dataset have no hash."""
    if not inputs:
        try:
            with open_store(folder) as store:
                inputs, columns = store.read_inputs()
        except InputError:
            inputs = ()
        inputs = [path for path in inputs if path.exists()]
    if inputs:
        return (read(source) for source in discover(inputs, columns or TableColumns()))
    if (folder / TEXTS_FOLDER).is_dir():
        return _kept_texts(folder)
    raise InputError(f"{folder}: the documents that it was made from are not known; name them: --corpus FOLDER.")


def _kept_texts(folder: Path) -> Iterator[Document]:
    for row in read_csv(folder / "documents.csv"):
        path = text_file(folder, row["document_id"])
        if path.is_file():
            yield Document(row["document_id"], path.read_bytes().decode("utf-8", errors="replace"))


def _check_sources(folder: Path, documents: Iterable[Document], problems: list[Problem]) -> tuple[int, int, int]:
    """Numbers of documents and events compared, and of documents whose source is known to be gone."""
    rows = {row["document_id"]: row for row in read_csv(folder / "documents.csv")}
    events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for event in read_csv(folder / "events.csv"):
        events[event["document_id"]].append(event)
    compared = Counter[str]()
    for document in documents:
        row = rows.pop(document.id, None)
        if row is None:
            continue
        compared["documents"] += 1
        problems += (Problem(f"documents.csv, {document.id}", what) for what in _check_document(row, document))
        if len(own := events.get(document.id, [])) != _number(row["events"]):
            problems.append(Problem(f"documents.csv, {document.id}", f"counts {row['events']} events, not {len(own)}"))
        words = " ".join(document.text.split())
        for event in own:
            compared["events"] += 1
            problems += (
                Problem(f"events.csv, {event['event_id']}", what) for what in _check_event(event, document, words)
            )
    removed = {name for name, row in rows.items() if REMOVED_NOTE in row["error"]}
    problems += (
        Problem(f"documents.csv, {name}", "has no source among the inputs")
        for name, row in rows.items()
        if name not in removed and (row["status"] == Status.OK or events[name])
    )
    return compared["documents"], compared["events"], len(removed)


def _check_document(row: Mapping[str, str], document: Document) -> Iterator[str]:
    if document.sha256 and row["sha256"] != document.sha256:
        yield f"has the hash {row['sha256'][:12]}…, and its source {document.sha256[:12]}…: it is another text now"
    if row["status"] == Status.OK and _number(row["characters"]) != len(document.text):
        yield f"counts {row['characters']} characters, and its source {len(document.text)}"


def _check_event(event: Mapping[str, str], document: Document, words: str) -> Iterator[str]:
    start, end = _number(event["start"]), _number(event["end"])
    if not 0 <= start < end <= len(document.text):
        yield f"has the span {event['start']}–{event['end']}, which is not in {document.id}"
    elif (found := " ".join(document.text[start:end].split())) != event["quote"]:
        yield f"quotes {_shortened(event['quote'])!r}, and {document.id} has {_shortened(found)!r} there"
    if event["trigger"] not in words:
        yield f"has the trigger {event['trigger']!r}, which is not in {document.id}"


def _number(cell: str) -> int:
    return int(cell) if cell.isdecimal() else -1


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
