"""The same on a Dask cluster: its workers read documents, this process writes what they find.

A worker of the cluster does not read documents itself but has processes of its own do it, as a run on one machine has:
a document that kills its process, or takes too long, becomes the same row on a cluster. A worker that is lost costs
time only: Dask gives what it had to do to another, and reading a document twice changes nothing.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from extractor.dataset.fingerprint import extraction_fingerprint
from extractor.documents import Source
from extractor.errors import InputError, WorkerError
from extractor.runs.pool import CHUNKS_AHEAD, WorkerPool, failed_by_death, make_chunks
from extractor.runs.worker import Loader, Reading

CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the workers of the cluster read; equal readers share their processes."""

    fingerprint: str
    timeout: float
    keep_text: bool
    loader: Loader | None

    def read(self, sources: list[Source]) -> list[Reading]:
        """Runs in a thread of a worker of the cluster, which keeps its process for the next call."""
        if extraction_fingerprint() != self.fingerprint:
            raise InputError("the workers of the cluster run another version of extractor: install the same on all.")
        # A nanny makes its worker a daemon, which may have no children. These end with it, however it ends.
        multiprocessing.current_process().daemon = False
        with _pools_lock:
            key = threading.get_ident(), self
            pool = _pools.setdefault(key, WorkerPool(1, **self._options()))
        return list(pool.read(sources))

    def _options(self) -> dict[str, Any]:
        return {"timeout": self.timeout, "keep_text": self.keep_text, "loader": self.loader}


_pools: dict[tuple[int, _Reader], WorkerPool] = {}
_pools_lock = threading.Lock()


def _close_pools() -> None:
    """Runs on every worker of the cluster when the run is over."""
    with _pools_lock:
        for pool in _pools.values():
            pool.close()
        _pools.clear()


class ClusterPool:
    """The workers of a Dask cluster; use it as a context manager.

    scheduler: address of a running cluster, or the path of its scheduler file; "" for a cluster on this machine with
    `workers` workers, which ends with the run. Paths of documents must mean the same on all machines.
    Raises InputError if Dask is not installed or no scheduler answers.
    """

    def __init__(
        self,
        scheduler: str,
        workers: int,
        *,
        timeout: float = 0,
        keep_text: bool = False,
        loader: Loader | None = None,
    ) -> None:
        self._scheduler = scheduler
        self._workers = workers
        self._reader = _Reader(extraction_fingerprint(), timeout, keep_text, loader)
        self._stack = ExitStack()
        self._client: Any = None

    def __enter__(self) -> Self:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise InputError("--engine dask needs Dask; install it with: pip install 'extractor[cluster]'") from None
        with ExitStack() as stack:
            if not self._scheduler:
                cluster = stack.enter_context(
                    LocalCluster(
                        n_workers=self._workers,
                        threads_per_worker=1,
                        memory_limit=0,
                        dashboard_address="127.0.0.1:0",
                        silence_logs=logging.CRITICAL,
                    )
                )
                where = {"address": cluster}
            elif "://" in self._scheduler:
                where = {"address": self._scheduler}
            else:
                where = {"scheduler_file": self._scheduler}
            try:
                self._client = stack.enter_context(Client(**where, timeout=CONNECT_SECONDS, set_as_default=False))
            except (OSError, TimeoutError, ValueError) as error:
                raise InputError(f"--scheduler {self._scheduler}: no Dask scheduler answers there.") from error
            stack.callback(self._close_pools)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def read(self, sources: Iterable[Source]) -> Iterator[Reading]:
        """Yield a reading for every source, in the order in which they are done. Raises what the loader raises."""
        from distributed import CancelledError, KilledWorker, as_completed

        chunks = make_chunks(sources)
        again: list[list[Source]] = []
        under_way: dict[Any, list[Source]] = {}
        completed = as_completed(loop=self._client.loop)
        while True:
            while len(under_way) < self._enough() and (chunk := again.pop() if again else next(chunks, None)):
                future = self._client.submit(self._reader.read, chunk, pure=False)
                under_way[future] = chunk
                completed.add(future)
            if not under_way:
                return
            future = next(completed)
            chunk = under_way.pop(future)
            try:
                readings = future.result()
            except KilledWorker:  # several workers were lost with it
                if len(chunk) == 1:
                    yield failed_by_death(chunk[0], "and its worker with it")
                again += [[source] for source in chunk if len(chunk) > 1]
            except CancelledError as error:
                raise WorkerError("the Dask cluster has ended. Give the same command again to go on.") from error
            else:
                yield from readings
            future.release()

    def _enough(self) -> int:
        """How many chunks to have under way: clusters grow and shrink."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, CHUNKS_AHEAD * threads)

    def _close_pools(self) -> None:
        with suppress(Exception):  # workers that are gone
            self._client.run(_close_pools)
