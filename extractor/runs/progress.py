"""What a person sees while documents are read: a bar on a terminal, a line now and then elsewhere. All on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

LINE_SECONDS = 10.0

Advance: TypeAlias = Callable[[int], None]
"""Called after every document with the number of its events."""


@contextmanager
def show_progress(*, quiet: bool, count: Callable[[], int]) -> Iterator[Advance]:
    """Show progress until the block ends. `count` gives the number of documents; it is called for a bar only."""
    if quiet:
        yield lambda events: None
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
        TextColumn("documents, {task.fields[events]:,} events"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    events_so_far = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, events=0)

        def advance(events: int) -> None:
            nonlocal events_so_far
            events_so_far += events
            progress.update(task, advance=1, events=events_so_far)

        yield advance


def _lines() -> Advance:
    started = last = time.monotonic()
    documents = events_so_far = 0

    def advance(events: int) -> None:
        nonlocal documents, events_so_far, last
        documents += 1
        events_so_far += events
        if (now := time.monotonic()) - last >= LINE_SECONDS:
            last = now
            print(
                f"{documents:,} documents read, {events_so_far:,} events, {now - started:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    return advance
