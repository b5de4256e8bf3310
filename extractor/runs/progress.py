"""What a person sees while documents are read: a bar on a terminal, a line now and then elsewhere. All on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

LINE_SECONDS = 10.0
BAR_SECONDS = 0.1  # to move the bar takes as long as to see that a record holds no event

Advance: TypeAlias = Callable[[int, int], None]
"""Called with the numbers of events and of documents that are done, read or found unchanged."""


def tell(message: str, *, quiet: bool) -> None:
    """One line for the person who waits."""
    if not quiet:
        print(f"extractor: {message}", file=sys.stderr, flush=True)


@contextmanager
def show_progress(*, quiet: bool, count: Callable[[], int]) -> Iterator[Advance]:
    """Show progress until the block ends. `count` gives the number of documents; it is called for a bar only."""
    if quiet:
        yield lambda events, documents: None
    elif sys.stderr.isatty():
        with _bar(count()) as advance:
            yield advance
    else:
        yield _lines()


@contextmanager
def _bar(total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("documents, {task.fields[events]:,} events, {task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    started = shown = time.monotonic()
    done = events_so_far = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, events=0, rate="")

        def advance(events: int, documents: int) -> None:
            nonlocal done, events_so_far, shown
            done += documents
            events_so_far += events
            if (now := time.monotonic()) - shown >= BAR_SECONDS or done == total:
                shown = now
                progress.update(task, completed=done, events=events_so_far, rate=_rate(done, now - started))

        yield advance


def _lines() -> Advance:
    started = last = time.monotonic()
    done = events_so_far = 0

    def advance(events: int, documents: int) -> None:
        nonlocal done, events_so_far, last
        done += documents
        events_so_far += events
        if (now := time.monotonic()) - last >= LINE_SECONDS:
            last = now
            seconds = now - started
            print(
                f"{done:,} documents, {events_so_far:,} events, {_rate(done, seconds)}, {seconds:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    return advance


def _rate(documents: int, seconds: float) -> str:
    return f"{documents / seconds:,.0f}/s" if seconds > 1 else ""
