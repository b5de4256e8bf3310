"""One run: every document under the inputs is read, its events go into a store, and the exports are written from it."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import extractor
from extractor.dataset.exports import EXPORTS, export
from extractor.dataset.store import STORE_NAME, DocumentRow, Store, Totals
from extractor.documents import Source, TableColumns, discover
from extractor.errors import InputError, OutputError
from extractor.runs.progress import show_progress
from extractor.runs.worker import Loader, Reading, load_extract, read_all
from extractor.schema import Status

FAILURES_NAMED = 10
TEXTS_FOLDER = "texts"
_LONGEST_NAME_BYTES = 200  # most file systems take 255
_UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*]')


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did. `failures` names at most FAILURES_NAMED documents; `seconds` is the whole run's wall time."""

    out: Path
    totals: Totals
    failures: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]
    words: int
    seconds: float

    @property
    def documents(self) -> int:
        return sum(self.totals.documents.values())

    def count(self, status: Status) -> int:
        """Number of documents with this status."""
        return self.totals.documents.get(status, 0)


def run(
    inputs: Sequence[Path],
    out: Path,
    *,
    workers: int = 1,
    columns: TableColumns | None = None,
    quiet: bool = True,
    keep_text: bool = False,
    loader: Loader = load_extract,
) -> RunSummary:
    """Read all documents under `inputs` (folders, files, tables) and write the dataset into the folder `out`.

    workers: processes; 0 is one for each processor. keep_text: also write texts/DOCUMENT_ID.txt, the texts as read.
    A document that cannot be read is a row with the reason. The dataset is the same whatever the number of workers.
    Raises InputError for an input that does not exist and OutputError if `out` cannot be written.
    """
    started = time.perf_counter()
    if workers < 0:
        raise InputError(f"{workers} workers are not possible; 0 means one for each processor.")
    columns = columns or TableColumns()
    sources = _find_sources(inputs, columns, out)  # a wrong input is told before anything is written
    words = 0
    with Store(out) as store:
        readings = read_all(sources, workers=workers or processors(), keep_text=keep_text, loader=loader)
        with show_progress(quiet=quiet, count=partial(_count_sources, inputs, columns, out)) as advance:
            for reading in readings:
                store.add(_document_row(reading, store), reading.events)
                if keep_text and reading.document.status is Status.OK:
                    _write_text(out, reading)
                words += reading.words
                advance(len(reading.events))
        files = export(store, out)
        totals, failures = store.totals(), tuple(store.failures(limit=FAILURES_NAMED))
        files.append(store.commit())
    return RunSummary(out, totals, failures, tuple(files), words, time.perf_counter() - started)


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def text_file(out: Path, document_id: str) -> Path:
    """Where the text of a document is kept: below texts/, whatever characters its id has."""
    parts = [_UNSAFE.sub("_", part) for part in document_id.split("/") if part not in ("", ".", "..")]
    *folders, name = [_shortened(part) for part in parts] or ["document"]
    return out.joinpath(TEXTS_FOLDER, *folders, f"{name}.txt")


def _shortened(name: str) -> str:
    """A file name that every file system takes; a long one ends in a hash of the whole."""
    if len(name.encode()) <= _LONGEST_NAME_BYTES:
        return name
    start = name.encode()[: _LONGEST_NAME_BYTES - 9].decode(errors="ignore")
    return f"{start}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _find_sources(inputs: Sequence[Path], columns: TableColumns, out: Path) -> Iterator[Source]:
    """All sources but the files of an earlier run, where the output folder is an input or lies in one."""
    found = discover(inputs, columns)
    resolved = out.resolve()
    folders = [path.resolve() for path in inputs if path.is_dir()]
    if any(folder in resolved.parents for folder in folders):
        return (source for source in found if resolved not in source.path.resolve().parents)
    if resolved in folders:
        own = {resolved / name for name in (*EXPORTS, STORE_NAME)}
        return (source for source in found if source.path.resolve() not in own)
    return found


def _count_sources(inputs: Sequence[Path], columns: TableColumns, out: Path) -> int:
    return sum(1 for _ in _find_sources(inputs, columns, out))


def _document_row(reading: Reading, store: Store) -> DocumentRow:
    document = reading.document
    notes = [document.error]
    if document.status is Status.OK and document.sha256 and (same := store.find_content(document.sha256)) is not None:
        notes.append(f"same content as {same}")
    return DocumentRow(
        document_id=document.id,
        sha256=document.sha256,
        title=document.title,
        published=str(document.published or ""),
        source=document.source,
        characters=reading.characters,
        status=document.status,
        error="; ".join(filter(None, notes)),
        events=len(reading.events),
        extractor_version=extractor.__version__,
        seconds=reading.seconds,
    )


def _write_text(out: Path, reading: Reading) -> None:
    """Write the text as read, its line ends untouched, so that event offsets point into the file's characters."""
    path = text_file(out, reading.document.id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reading.document.text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{path}: the text cannot be written ({error.strerror or error}).") from error
