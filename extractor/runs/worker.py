"""Reading and extracting one document, in this process or in several, in order and with a bounded number under way.

A document on which something fails is a reading with status `failed`, also if it takes its worker process with it.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeAlias

from extractor.documents import Source, read
from extractor.schema import Document, Event, Status

Extract: TypeAlias = Callable[[Document], Sequence[Event]]
Loader: TypeAlias = Callable[[], Extract]

_SURROGATE = re.compile("[\ud800-\udfff]")

CHUNK_DOCUMENTS = 8
CHUNKS_PER_WORKER = 3  # under way at a time, so that one long document does not idle the other workers


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source. `document.text` is empty unless texts are kept; `seconds` to read and extract."""

    document: Document
    events: tuple[Event, ...] = ()
    characters: int = 0
    words: int = 0
    seconds: float = 0.0


def load_extract() -> Extract:
    """Build the pipeline (about a second) and return its extraction."""
    from extractor.pipeline import extract_document, load

    return partial(extract_document, load())


def read_all(
    sources: Iterable[Source], *, workers: int = 1, keep_text: bool = False, loader: Loader = load_extract
) -> Iterator[Reading]:
    """Yield a reading for every source, in order. `workers`: processes; 1 reads in this one.

    `loader` makes the extraction, once in each process; it must be importable by name if workers > 1.
    Raises what the loader raises, such as LexiconError.
    """
    if workers == 1:
        extract: Extract | None = None
        for source in sources:
            extract = extract or loader()
            yield process(source, extract, keep_text)
    else:
        yield from _in_processes(sources, workers, keep_text, loader)


def process(source: Source, extract: Extract, keep_text: bool = False) -> Reading:
    """Read one source and extract its events. Never raises: a bug becomes a failed document with its reason."""
    started = time.perf_counter()
    document = Document(id=_encodable(source.id))
    events: tuple[Event, ...] = ()
    try:
        document = _without_surrogates(read(source))
        if document.status is Status.OK:
            events = tuple(extract(document))
    except Exception as error:
        reason = _encodable(" ".join(f"{type(error).__name__}: {error}".split()))
        document = replace(document, status=Status.FAILED, error=f"extraction failed: {reason}")
    return Reading(
        document if keep_text else replace(document, text=""),
        events,
        len(document.text),
        len(document.text.split()),
        time.perf_counter() - started,
    )


def _without_surrogates(document: Document) -> Document:
    """Half characters, which no UTF-8 file can hold, become U+FFFD; lengths stay. They come from \\ud800 in JSON and
    from file names in another encoding.
    """
    return replace(
        document,
        id=_encodable(document.id),
        text=_encodable(document.text),
        title=_encodable(document.title),
        source=_encodable(document.source),
        error=_encodable(document.error),
    )


def _encodable(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


# Worker processes: each loads the extraction once and keeps it here.
_extract: Extract | None = None
_failure: Exception | None = None


def _start_worker(loader: Loader) -> None:
    """Load the extraction. An exception here would break the pool without a word, so it is kept for the first task."""
    global _extract, _failure
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker without a traceback
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        _extract = loader()
    except Exception as error:
        _failure = error


def _follow_parent() -> None:
    """End this process when its parent is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _process_chunk(sources: Sequence[Source], keep_text: bool) -> list[Reading]:
    if _failure is not None:
        raise _failure
    assert _extract is not None
    return [process(source, _extract, keep_text) for source in sources]


_Task: TypeAlias = tuple[list[Source], "Future[list[Reading]]"]


def _in_processes(sources: Iterable[Source], workers: int, keep_text: bool, loader: Loader) -> Iterator[Reading]:
    remaining = iter(sources)
    pending: deque[_Task] = deque()
    pool = _new_pool(workers, loader)
    try:
        while True:
            while len(pending) < workers * CHUNKS_PER_WORKER and (chunk := list(islice(remaining, CHUNK_DOCUMENTS))):
                pending.append((chunk, _submit(pool, chunk, keep_text)))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                readings = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(chunk, keep_text, loader)
                pool = _new_pool(workers, loader)
                pending = deque(
                    (chunk, _submit(pool, chunk, keep_text) if future.cancelled() or future.exception() else future)
                    for chunk, future in pending
                )
            else:
                yield from readings
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(sources: Sequence[Source], keep_text: bool, loader: Loader) -> Iterator[Reading]:
    """Read documents that were under way when a worker died, each alone: the one that kills its worker has failed."""
    pool = _new_pool(1, loader)
    try:
        for source in sources:
            try:
                yield from _submit(pool, [source], keep_text).result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                pool = _new_pool(1, loader)
                reason = "the process that read this document died (out of memory, or a crash in a library)"
                yield Reading(Document(id=source.id, status=Status.FAILED, error=reason))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _new_pool(workers: int, loader: Loader) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(loader,))


def _submit(pool: ProcessPoolExecutor, chunk: Sequence[Source], keep_text: bool) -> Future[list[Reading]]:
    """Submit a chunk; to a pool that has just broken too, as a future that says so."""
    try:
        return pool.submit(_process_chunk, chunk, keep_text)
    except BrokenProcessPool as error:
        future: Future[list[Reading]] = Future()
        future.set_exception(error)
        return future
