"""Processes that read documents: as many as there is work for, each watched, none trusted.

A document that takes its process with it, or takes too long, is a reading with status `failed`; the others are read by
another process. Neither tasks nor answers pile up: a process has at most CHUNKS_AHEAD chunks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from extractor.documents import Source
from extractor.errors import WorkerError
from extractor.runs.worker import Clock, Loader, Reading, load_extract, process, serve
from extractor.schema import Document, Status

CHUNK_CHARACTERS = 65_536
CHUNKS_AHEAD = 2  # one being read, one to go on with
FILE_CHARACTERS = 16_384  # what a file counts for; records count for their length
RECORD_CHARACTERS = 512  # and so much for the work that any record makes
START_ATTEMPTS = 3
READ_ATTEMPTS = 2  # a process can die through no fault of the document that it was reading

DIED = "the process that read this document died"


def read_all(
    sources: Iterable[Source], *, workers: int = 1, keep_text: bool = False, loader: Loader | None = None
) -> Iterator[Reading]:
    """Yield a reading for every source, in order: with one worker read in this process, else by several.

    workers: processes; 0 is one for each processor. Raises what the loader raises, such as LexiconError.
    """
    if workers == 1:
        extract = None
        for source in sources:
            extract = extract or (loader or load_extract)()
            yield process(source, extract, keep_text)
    else:
        with WorkerPool(workers or processors(), keep_text=keep_text, loader=loader) as pool:
            yield from _in_order(sources, pool)


def _in_order(sources: Iterable[Source], pool: WorkerPool) -> Iterator[Reading]:
    """What a pool reads, in the order of the sources."""
    order: deque[str] = deque()

    def note_order() -> Iterator[Source]:
        for source in sources:
            order.append(source.id)
            yield source

    done: dict[str, Reading] = {}
    for reading in pool.read(note_order()):
        done[reading.document.id] = reading
        while order and order[0] in done:
            yield done.pop(order.popleft())


@dataclass(slots=True)
class _Worker:
    """A process, and what it has been given to do."""

    process: Any
    tasks: Connection
    clock: Clock
    chunks: deque[list[Source]] = field(default_factory=deque)
    answered: int = 0  # documents

    def find(self, begun: int) -> Source | None:
        """The document before which so many were begun."""
        sources = [source for chunk in self.chunks for source in chunk]
        return sources[begun - self.answered] if 0 <= begun - self.answered < len(sources) else None


class WorkerPool:
    """Processes that read documents; use it as a context manager, for any number of calls of `read`.

    workers: how many at most; they start when there is something to do. timeout: seconds for one document; 0 for no
    limit. start_method: "spawn", "fork" or "forkserver", as multiprocessing has them. `loader` makes the extraction,
    once in each process, in place of this package's own; it must be importable by name.
    """

    def __init__(
        self,
        workers: int,
        *,
        timeout: float = 0,
        keep_text: bool = False,
        loader: Loader | None = None,
        start_method: str = "spawn",
    ) -> None:
        self._limit = workers
        self._timeout = timeout
        self._keep_text = keep_text
        self._loader = loader or load_extract
        self._context: Any = multiprocessing.get_context(start_method)
        self._workers: list[_Worker] = []
        self._attempts: Counter[str] = Counter()
        self._starts_failed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def read(self, sources: Iterable[Source]) -> Iterator[Reading]:
        """Yield a reading for every source, in the order in which they are done.

        Raises what the loader raises, and WorkerError if processes cannot be started.
        """
        chunks = make_chunks(sources)
        again: deque[list[Source]] = deque()
        while True:
            self._give_out(chunks, again)
            busy = [worker for worker in self._workers if worker.chunks]
            if not busy:
                return
            ready = set(wait([end for one in busy for end in (one.tasks, one.process.sentinel)], self._patience(busy)))
            for worker in busy:
                if worker.tasks in ready:
                    yield from self._receive(worker, again)
                elif worker.process.sentinel in ready:
                    yield from self._bury(worker, again)
                elif self._is_late(worker):
                    yield from self._stop_late(worker, again)

    def _give_out(self, chunks: Iterator[list[Source]], again: deque[list[Source]]) -> None:
        """Give chunks to those who have fewest, until all have enough; start a process if all have something."""
        while True:
            worker = min(self._workers, key=lambda one: len(one.chunks), default=None)
            may_start = len(self._workers) < self._limit
            if worker is not None and len(worker.chunks) >= CHUNKS_AHEAD and not may_start:
                return
            chunk = again.popleft() if again else next(chunks, None)
            if chunk is None:
                return
            if worker is None or (worker.chunks and may_start):
                worker = self._start()
            worker.chunks.append(chunk)
            with suppress(OSError):  # the process has died: `read` will see it
                worker.tasks.send(chunk)

    def _receive(self, worker: _Worker, again: deque[list[Source]]) -> Iterator[Reading]:
        try:
            answer = worker.tasks.recv()
        except (EOFError, OSError):
            yield from self._bury(worker, again)
            return
        if isinstance(answer, Exception):
            raise answer
        self._starts_failed = 0
        worker.answered += len(worker.chunks.popleft())
        yield from answer

    def _bury(self, worker: _Worker, again: deque[list[Source]]) -> Iterator[Reading]:
        """A process has died: read again what it had been given; the document that it was reading, alone and last."""
        under_way = worker.clock.under_way
        source = worker.find(under_way[0]) if under_way else None
        self._end(worker)
        self._workers.remove(worker)
        if source is None:
            self._starts_failed += 1
            if self._starts_failed >= START_ATTEMPTS:
                raise WorkerError(
                    f"{START_ATTEMPTS} worker processes have died before reading anything "
                    f"({_exit_reason(worker.process)}). Is there memory for {self._limit}? Try fewer --workers. "
                    "A script of your own must call run() below: if __name__ == '__main__'"
                )
        self._put_back(worker, source, again)
        if source is not None:
            self._attempts[source.id] += 1
            if self._attempts[source.id] >= READ_ATTEMPTS:
                del self._attempts[source.id]
                yield failed_by_death(source, f"({_exit_reason(worker.process)})")
            else:
                again.append([source])

    def _stop_late(self, worker: _Worker, again: deque[list[Source]]) -> Iterator[Reading]:
        """A document takes too long: end its process, and read the others again."""
        late = worker.clock.under_way
        self._end(worker)
        self._workers.remove(worker)
        source = worker.find(late[0]) if late and late == worker.clock.under_way else None  # None: just in time
        self._put_back(worker, source, again)
        if source is not None:
            yield _failed(source, f"reading it took longer than {self._timeout:g} s (--timeout)")

    @staticmethod
    def _put_back(worker: _Worker, source: Source | None, again: deque[list[Source]]) -> None:
        left = [[one for one in chunk if one is not source] for chunk in worker.chunks]
        again.extend(chunk for chunk in left if chunk)

    def _is_late(self, worker: _Worker) -> bool:
        under_way = worker.clock.under_way
        return bool(self._timeout and under_way and time.monotonic() - under_way[1] > self._timeout)

    def _patience(self, busy: Sequence[_Worker]) -> float | None:
        """Seconds until the first document could be late; None if none can."""
        if not self._timeout:
            return None
        begun = [under_way[1] for worker in busy if (under_way := worker.clock.under_way)]
        return max(0.01, min(begun, default=time.monotonic()) + self._timeout - time.monotonic())

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        shared = self._context.RawArray("d", Clock.FIELDS)
        arguments = (theirs, shared, self._loader, self._keep_text)
        process = self._context.Process(target=serve, args=arguments, name="extractor worker")
        try:
            with _without_interrupts():
                process.start()
        except OSError as error:
            raise WorkerError(f"no worker process can be started ({error.strerror or error}).") from error
        theirs.close()
        worker = _Worker(process, ours, Clock(shared))
        self._workers.append(worker)
        return worker

    @staticmethod
    def _end(worker: _Worker) -> None:
        worker.tasks.close()
        worker.process.kill()
        worker.process.join()


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def make_chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Lists of sources: the first ones short, so that few documents spread over many processes, then of even size."""
    chunk: list[Source] = []
    characters, enough = 0, 1
    for source in sources:
        chunk.append(source)
        characters += FILE_CHARACTERS if source.record is None else RECORD_CHARACTERS + len(source.record.text)
        if characters >= enough:
            yield chunk
            chunk, characters, enough = [], 0, min(CHUNK_CHARACTERS, 2 * enough + 256)
    if chunk:
        yield chunk


def failed_by_death(source: Source, how: str) -> Reading:
    """What becomes of a document that has taken its process with it."""
    return _failed(source, f"{DIED} {how}")


def _failed(source: Source, reason: str) -> Reading:
    return Reading(Document(id=source.id, status=Status.FAILED, error=reason))


def _exit_reason(process: Any) -> str:
    """What a process ended with, for people."""
    code = process.exitcode
    if code is None or code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return f"{name}: out of memory?" if name == "SIGKILL" else f"{name}: a crash in a library"
    return f"signal {-code}"


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts, which would show a traceback. The process inherits this."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
