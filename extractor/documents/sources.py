"""Inputs that a user names → sources, one a document, in an order that does not depend on the file system."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from extractor.errors import InputError

SIDECAR = "metadata.csv"


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which columns of a table hold what. Columns that a table lacks are left out, except `text`."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    published: str = "published"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: its text, and the hash of the whole row. `problem`: why it has no text."""

    text: str = ""
    sha256: str = ""
    problem: str = ""
    failed: bool = False

    def __reduce__(self) -> tuple[Any, ...]:  # a third of the time that dataclasses take to be sent to a process
        return Record, (self.text, self.sha256, self.problem, self.failed)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from. Small, picklable, and read only by `read`.

    `overrides`: title, published, source, language from a table's columns or a sidecar; they win over the file's own.
    `problem`: why there is nothing to read here (a kind of file nobody knows, a folder that cannot be listed).
    """

    id: str
    path: Path
    record: Record | None = None
    overrides: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    failed: bool = False  # whether the problem is a failure; otherwise the source is skipped

    def __reduce__(self) -> tuple[Any, ...]:
        return Source, (self.id, self.path, self.record, self.overrides, self.problem, self.failed)


SkipTable: TypeAlias = Callable[[Path, str], bool]
"""Asked with path and id when a table is met: shall it be passed over?"""

_SURROGATE = re.compile("[\ud800-\udfff]")


def discover(inputs: Sequence[Path], columns: TableColumns = TableColumns()) -> Iterator[Source]:
    """The documents in folders (recursively, sorted by name), files and tables, each exactly once per naming.

    An id that occurs again gets "#2", "#3", … so that no document hides another.
    Raises InputError, before anything is read, if a path is missing or a table named directly has no text column.
    """
    return _remember(walk(inputs, columns))


def walk(
    inputs: Sequence[Path], columns: TableColumns, skip_table: SkipTable = lambda path, table_id: False
) -> Iterator[Source]:
    """The same without numbers: an id may occur again."""
    from extractor.documents.tables import TABLE_SUFFIXES, check_table

    paths = [Path(path) for path in inputs]
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist; name a folder, a document or a table.")
        if path.is_file() and path.suffix.lower() in TABLE_SUFFIXES:
            check_table(path, columns)
    return _walk_inputs(paths, columns, skip_table)


def _remember(sources: Iterator[Source]) -> Iterator[Source]:
    seen: set[str] = set()
    for source in number_repeated(sources, seen.__contains__):
        seen.add(source.id)
        yield source


def number_repeated(sources: Iterator[Source], is_taken: Callable[[str], bool]) -> Iterator[Source]:
    """Give an id that is taken a number. Half characters, which no UTF-8 file can hold, become U+FFFD."""
    numbers: dict[str, int] = {}  # of repeated ids alone: those behind have higher ones
    for source in sources:
        first = unique = encodable(source.id)
        while is_taken(unique):
            numbers[first] = numbers.get(first, 1) + 1
            unique = f"{first}#{numbers[first]}"
        yield source if unique == source.id else replace(source, id=unique)


def encodable(text: str) -> str:
    """The text without half characters. They come from \\ud800 in JSON and from file names in another encoding."""
    if text.isascii():
        return text
    try:
        text.encode()  # far faster than a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def _walk_inputs(paths: Sequence[Path], columns: TableColumns, skip_table: SkipTable) -> Iterator[Source]:
    for path in paths:
        if path.is_dir():
            yield from _walk_folder(path, "", {}, columns, frozenset(), skip_table)
        else:
            sidecar, _ = _read_sidecar(path.parent, "")
            yield from _file_sources(path, path.name, sidecar, columns, skip_table)


def _walk_folder(
    folder: Path,
    prefix: str,
    inherited: dict[str, dict[str, str]],
    columns: TableColumns,
    above: frozenset[str],
    skip_table: SkipTable,
) -> Iterator[Source]:
    """`prefix`: the folder's path in the input folder, with a final "/". `above`: the folders that contain it."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        problem = f"the folder {describe_os_error(error)}"
        yield Source(prefix.rstrip("/") or folder.name, folder, problem=problem, failed=True)
        return
    real = os.path.realpath(folder)
    if real in above:
        return  # a link back to a folder that is being walked: everything in it is found there
    sidecar, problems = _read_sidecar(folder, prefix) if SIDECAR in names else ({}, [])
    yield from problems
    overrides = inherited | {target: inherited.get(target, {}) | fields for target, fields in sidecar.items()}
    for name in names:
        if name.startswith((".", "~$")) or name == SIDECAR:
            continue
        path = folder / name
        if Path(name).stem.upper() == "README" and path.is_file():
            yield Source(
                prefix + name, path, problem="a note about the folder, not a document; name it to have it read"
            )
            continue
        if path.is_dir():
            yield from _walk_folder(path, f"{prefix}{name}/", overrides, columns, above | {real}, skip_table)
        else:
            yield from _file_sources(path, prefix + name, overrides, columns, skip_table)


def _file_sources(
    path: Path,
    source_id: str,
    sidecar: dict[str, dict[str, str]],
    columns: TableColumns,
    skip_table: SkipTable,
) -> Iterator[Source]:
    from extractor.documents.tables import TABLE_SUFFIXES, table_sources

    if path.suffix.lower() in TABLE_SUFFIXES:
        if not skip_table(path, source_id):
            yield from table_sources(path, source_id, columns)
        return
    yield Source(source_id, path, overrides=sidecar.get(source_id, {}))


def _read_sidecar(folder: Path, prefix: str) -> tuple[dict[str, dict[str, str]], list[Source]]:
    """The overrides by document id, and a source for everything in the sidecar that cannot be used."""
    path, own_id = folder / SIDECAR, prefix + SIDECAR
    if not path.is_file():
        return {}, []
    overrides: dict[str, dict[str, str]] = {}
    problems: list[Source] = []
    try:
        from extractor.documents.encoding import decode_text

        rows = csv.DictReader(decode_text(path.read_bytes()).splitlines(keepends=True))
        if "path" not in (rows.fieldnames or ()):
            found = ", ".join(rows.fieldnames or ()) or "none"
            problem = f"sidecar without a column 'path' (columns: {found})"
            return {}, [Source(own_id, path, problem=problem, failed=True)]
        for number, row in enumerate(rows, 1):
            target = (row.get("path") or "").strip().replace("\\", "/").removeprefix("./")
            if not target or not (folder / target).exists():
                problem = f"the sidecar names '{target}', which does not exist"
                problems.append(Source(f"{own_id}#{number}", path, problem=problem, failed=True))
                continue
            kept = {key: (row.get(key) or "").strip() for key in ("title", "published", "source", "language")}
            overrides[prefix + target] = {key: value for key, value in kept.items() if value}
    except OSError as error:
        problems.append(Source(own_id, path, problem=f"the sidecar {describe_os_error(error)}", failed=True))
    except csv.Error:
        problems.append(Source(own_id, path, problem="the sidecar is not a readable CSV file", failed=True))
    return overrides, problems


def describe_os_error(error: OSError) -> str:
    """What follows "the file": a predicate without class names or numbers."""
    if isinstance(error, PermissionError):
        return "cannot be read: no permission"
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    return f"cannot be read: {(error.strerror or 'input/output error').lower()}"
