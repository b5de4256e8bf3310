"""Datasets of parts of the inputs → one dataset, as if one run had read them all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.dataset.exports import export_changes
from extractor.dataset.store import DocumentRow, open_store
from extractor.dataset.writer import StoreWriter
from extractor.errors import InputError, OutputError
from extractor.runs.progress import tell
from extractor.runs.run import FAILURES_NAMED, RunSummary
from extractor.runs.shards import Shard
from extractor.runs.texts import text_file, write_text


def merge(parts: Sequence[Path], out: Path, *, quiet: bool = True) -> RunSummary:
    """Bring the dataset in `out` up to date with those in `parts`, such as the shards of one run.

    What else is in `out` stays, marked. Raises InputError for a part that is none or is not finished, for shards that
    are missing, and for a document of which two parts tell different things; OutputError if `out` cannot be written.
    """
    started = time.perf_counter()
    if out.resolve() in [part.resolve() for part in parts]:
        raise InputError(f"{out}: is a part itself; name another folder with --out.")
    _check(parts)
    documents = 0
    fingerprints: set[str] = set()
    with StoreWriter(out) as store:
        for part in parts:
            with open_store(part) as reader:
                for document, events in reader.documents_with_events():
                    if not _is_told(store, document, part):
                        if document.text_kept:
                            _copy_text(part, out, document.document_id)
                        store.add(replace(document, input=None, run=store.run), events)
                        fingerprints.add(document.fingerprint)
                        documents += 1
            store.flush()
        store.mark_removed(store.unmet())
        store.flush()
        store.note_complete("")
        if len(fingerprints) > 1:
            tell(
                "the parts were read by different versions of extractor; see the column extractor_version.", quiet=quiet
            )
        files = (*export_changes(store, out), store.path)
        totals, failures = store.totals(), tuple(store.failures(limit=FAILURES_NAMED))
    return RunSummary(out, totals, failures, files, documents, 0, 0, time.perf_counter() - started)


def _check(parts: Sequence[Path]) -> None:
    """Are all parts finished, and no shard missing?"""
    found: set[Shard] = set()
    for part in parts:
        with open_store(part) as reader:
            if not reader.is_complete():
                raise InputError(f"{part}: its run was interrupted; give its command again, then merge.")
            if shard := reader.read_meta("shard"):
                found.add(Shard.parse(shard))
    for count in {shard.count for shard in found}:
        missing = [str(shard) for shard in map(lambda i: Shard(i, count), range(1, count + 1)) if shard not in found]
        if missing:
            raise InputError(f"of {count} shards there is no {', '.join(missing)}; name the datasets of all of them.")


def _is_told(store: StoreWriter, document: DocumentRow, part: Path) -> bool:
    """Has another part told the same of this document? Raises InputError if it has told something else."""
    known = store.find(document.document_id)
    if known is None or known.run != store.run or known.removed:
        return False
    same = (known.sha256 or "", known.input_key or "") == (document.sha256, document.input_key)
    if not same and not document.removed:
        raise InputError(f"{part}: its document {document.document_id} is another one in a part before.")
    return True


def _copy_text(part: Path, out: Path, document_id: str) -> None:
    path = text_file(part, document_id)
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise OutputError(f"{path}: the text cannot be read ({error.strerror or error}).") from error
    write_text(out, document_id, text)
