"""Reading and extracting one document, and the life of a process that does so on behalf of another.

A document on which something fails is a reading with status `failed`.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, TypeAlias

from extractor.documents import Source, read
from extractor.documents.sources import encodable
from extractor.errors import WorkerError
from extractor.schema import Document, Event, Status

Extract: TypeAlias = Callable[[Document], Sequence[Event]]
Loader: TypeAlias = Callable[[], Extract]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source. `document.text` may be empty unless texts are kept; `seconds` to read and extract."""

    document: Document
    events: tuple[Event, ...] = ()
    characters: int = 0
    seconds: float = 0.0


def load_extract() -> Extract:
    """Build the pipeline (about a second) and return its extraction."""
    from extractor.pipeline import extract_document, load

    return partial(extract_document, load())


def process(source: Source, extract: Extract, keep_text: bool = False) -> Reading:
    """Read one source and extract its events. Never raises: a bug becomes a failed document with its reason."""
    started = time.perf_counter()
    document = Document(id=encodable(source.id))
    events: tuple[Event, ...] = ()
    try:
        document = read_encodable(source)
        if document.status is Status.OK:
            events = tuple(extract(document))
    except Exception as error:
        reason = encodable(" ".join(f"{type(error).__name__}: {error}".split()))
        document = replace(document, status=Status.FAILED, error=f"extraction failed: {reason}")
    return Reading(
        document if keep_text else replace(document, text=""),
        events,
        len(document.text),
        time.perf_counter() - started,
    )


def read_encodable(source: Source) -> Document:
    """Read one source; half characters become U+FFFD, and lengths stay."""
    document = read(source)
    parts = document.id, document.text, document.title, document.source, document.error
    clean = tuple(map(encodable, parts))
    if clean == parts:
        return document
    id, text, title, origin, error = clean
    return replace(document, id=id, text=text, title=title, source=origin, error=error)


class Clock:
    """What the process that reads a document tells the one that waits for it, in memory that both see."""

    FIELDS = 3  # doubles: documents begun so far, when the last one was begun or 0, 1 when the extraction is loaded

    def __init__(self, shared: Any) -> None:
        self._shared = shared

    def load(self) -> None:
        self._shared[2] = 1

    def begin(self) -> None:
        self._shared[0] += 1
        self._shared[1] = time.monotonic()

    def end(self) -> None:
        self._shared[1] = 0

    @property
    def is_loaded(self) -> bool:
        return bool(self._shared[2])

    @property
    def under_way(self) -> tuple[int, float] | None:
        """How many documents were begun before the one under way, and when that was begun; None between documents."""
        begun, since = int(self._shared[0]), float(self._shared[1])
        return (begun - 1, since) if since else None


def serve(tasks: Connection, shared: Any, loader: Loader, keep_text: bool) -> None:
    """The life of a worker process: load the extraction, then answer each list of sources with a list of readings.

    It ends when the process that started it ends, however that went. An exception is an answer too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    clock = Clock(shared)
    waiting: SimpleQueue[Sequence[Source] | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(tasks, waiting), daemon=True).start()
    try:
        extract = loader()
        clock.load()
        while (sources := waiting.get()) is not None:
            readings = []
            for source in sources:
                clock.begin()
                readings.append(process(source, extract, keep_text))
                clock.end()
            tasks.send(readings)
    except Exception as error:
        with suppress(OSError):  # nobody listens any more
            tasks.send(_sendable(error))


def _receive(tasks: Connection, waiting: SimpleQueue[Sequence[Source] | None]) -> None:
    """Take tasks as they come, so that nobody waits to send one; end this process when its parent is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    while True:
        ready = wait([tasks, parent.sentinel])
        if parent.sentinel in ready:
            os._exit(1)
        try:
            waiting.put(tasks.recv())
        except Exception:  # the other end is closed, or sent what cannot be read here
            waiting.put(None)
            return


def _sendable(error: Exception) -> Exception:
    """The exception, or its words if it cannot be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return WorkerError(f"{type(error).__name__}: {error}")
    return error
