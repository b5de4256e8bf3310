"""One run: what is new or changed under the inputs is read, its events go into a store, and the exports are made of it.

inputs → sources that the store does not hold → readings, by processes here or on a cluster → store → exports
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import extractor
from extractor.dataset.exports import EXPORTS, REPORT_NAME, export_changes
from extractor.dataset.fingerprint import extraction_fingerprint
from extractor.dataset.package import PACKAGE_FILES, write_package
from extractor.dataset.store import STORE_NAME, Totals
from extractor.dataset.writer import LOCK_NAME, StoreWriter
from extractor.documents import Source, TableColumns
from extractor.documents.sources import SkipTable, number_repeated, walk
from extractor.documents.tables import count_records
from extractor.errors import InputError
from extractor.runs.cluster import ClusterPool
from extractor.runs.pool import WorkerPool, processors
from extractor.runs.progress import show_progress, tell
from extractor.runs.resume import Resume
from extractor.runs.shards import Shard
from extractor.runs.sieve import sift
from extractor.runs.texts import text_file, write_text
from extractor.runs.worker import Loader, Reading
from extractor.schema import Status

FAILURES_NAMED = 10
TIMEOUT_SECONDS = 300.0


@dataclass(frozen=True, slots=True, repr=False)
class RunSummary:
    """What a run did. `failures` names at most FAILURES_NAMED documents; `seconds` is the whole run's wall time.

    Of the documents, `read` were read in this run and `unchanged` were not, since the store had them already.
    """

    out: Path
    totals: Totals
    failures: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]
    read: int
    unchanged: int
    characters: int
    seconds: float

    def __repr__(self) -> str:
        """<RunSummary dataset: 136 documents (1 failed), 1,909 events>"""
        failed = f" ({self.count(Status.FAILED):,} failed)" if self.count(Status.FAILED) else ""
        return f"<RunSummary {self.out}: {self.documents:,} documents{failed}, {self.totals.events:,} events>"

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
    workers: int = 0,
    timeout: float = TIMEOUT_SECONDS,
    rebuild: bool = False,
    shard: Shard | None = None,
    cluster: str | None = None,
    columns: TableColumns | None = None,
    quiet: bool = True,
    keep_text: bool = False,
    bom: bool = False,
    loader: Loader | None = None,
    start_method: str = "spawn",
) -> RunSummary:
    """Read what is new or changed under `inputs` (folders, files, tables) and bring the dataset in `out` up to date.

    workers: processes; 0 is one for each processor. timeout: seconds for one document; 0 is no limit.
    rebuild: read everything again. shard: read this share of the documents only. cluster: have a Dask cluster read,
    given by the address or file of its scheduler, or by "" for one that is made on this machine.
    keep_text: also write texts/DOCUMENT_ID.txt, the texts as read. bom: CSV files begin with a byte order mark.
    loader: makes the extraction in each process.
    A document that cannot be read is a row with the reason. The exports depend neither on the number of workers nor on
    how often the run was interrupted before. Inputs of earlier runs that are gone stay in the dataset, marked.

    Raises InputError for an input that does not exist, OutputError if `out` cannot be written, WorkerError if no
    process can be started, and KeyboardInterrupt, when what was read is in the store.
    """
    started = time.perf_counter()
    if workers < 0:
        raise InputError(f"{workers} workers are not possible; 0 means one for each processor.")
    columns = columns or TableColumns()
    walk_inputs = partial(_walk, inputs, columns, out, shard)
    walk_inputs(lambda path, table_id: True)  # a wrong input is told before anything is written
    characters = 0
    with StoreWriter(out) as store:
        _announce(store, rebuild, quiet)
        with show_progress(quiet=quiet, count=partial(_count, walk_inputs)) as advance:
            resume = Resume(
                store,
                columns,
                shard=str(shard or ""),
                has_text=(lambda document_id: text_file(out, document_id).is_file()) if keep_text else None,
                advance=advance,
            )
            sources = resume.select(number_repeated(walk_inputs(resume.skip_table), resume.is_taken))

            def record(reading: Reading) -> None:
                nonlocal characters
                characters += reading.characters
                _record(reading, resume, out, keep_text)

            if loader is None:
                sources = _sifted(sources, record)
            options: dict[str, Any] = {"timeout": timeout, "keep_text": keep_text, "loader": loader}
            workers = workers or processors()
            pool = (
                WorkerPool(workers, start_method=start_method, **options)
                if cluster is None
                else ClusterPool(cluster, workers, **options)
            )
            try:
                with pool:
                    for reading in pool.read(sources):
                        record(reading)
            except KeyboardInterrupt:
                store.flush()
                raise KeyboardInterrupt(
                    f"interrupted; the {resume.read:,} documents read are in {store.path}. "
                    "Give the same command again to go on."
                ) from None
        store.note_inputs(inputs, columns)
        for document_id in resume.finish():
            with suppress(OSError):
                text_file(out, document_id).unlink()
        files = (*export_changes(store, out, bom=bom), *write_package(out), store.path)
        totals, failures = store.totals(), tuple(store.failures(limit=FAILURES_NAMED))
    seconds = time.perf_counter() - started
    return RunSummary(out, totals, failures, files, resume.read, resume.unchanged, characters, seconds)


def _sifted(sources: Iterator[Source], record: Callable[[Reading], None]) -> Iterator[Source]:
    """The sources that a process must read; what is read at once is recorded at once."""
    for source in sources:
        if (reading := sift(source)) is None:
            yield source
        else:
            record(reading)


def _record(reading: Reading, resume: Resume, out: Path, keep_text: bool) -> None:
    """The text is written before the row that says so."""
    document = reading.document
    has_text = keep_text and document.status is Status.OK
    if has_text:
        write_text(out, document.id, document.text)
    resume.record(reading, text_kept=has_text)


def _announce(store: StoreWriter, rebuild: bool, quiet: bool) -> None:
    """Say why documents that the store holds are read again."""
    if rebuild:
        store.outdate_all()
        return
    if store.started_over:
        tell(f"{store.path} was written by an earlier version; all documents are read again.", quiet=quiet)
    count, version = store.count_outdated(extraction_fingerprint())
    if count:
        now = extractor.__version__
        change = f"from {version} to {now}" if version != now else f"in its rules or libraries (still {now})"
        tell(f"extractor has changed {change}; the {count:,} documents read before are read again.", quiet=quiet)


def _walk(
    inputs: Sequence[Path], columns: TableColumns, out: Path, shard: Shard | None, skip_table: SkipTable
) -> Iterator[Source]:
    """All sources of a shard but the files of an earlier run, where the output folder is an input or lies in one."""
    found = walk(inputs, columns, skip_table)
    resolved = out.resolve()
    folders = [path.resolve() for path in inputs if path.is_dir()]
    real_folder = cache(Path.resolve)
    if any(folder in resolved.parents for folder in folders):
        found = (
            source
            for source in found
            if resolved != (parent := real_folder(source.path.parent)) and resolved not in parent.parents
        )
    elif resolved in folders:
        own = (*EXPORTS, *PACKAGE_FILES, REPORT_NAME, STORE_NAME, f"{STORE_NAME}-wal", f"{STORE_NAME}-shm", LOCK_NAME)
        found = (
            source for source in found if source.path.name not in own or real_folder(source.path.parent) != resolved
        )
    return found if shard is None else (source for source in found if shard.has(source.id))


def _count(walk_inputs: Callable[[SkipTable], Iterator[Source]]) -> int:
    """The number of documents, without reading tables record by record."""
    records = 0

    def count_table(path: Path, table_id: str) -> bool:
        nonlocal records
        records += count_records(path)
        return True

    return sum(1 for _ in walk_inputs(count_table)) + records
