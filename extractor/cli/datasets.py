"""Commands on a dataset that a run has written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.app import FAILED, make_console

PROBLEMS_LISTED = 50


def verify(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="Folder that extractor run has written.")],
    corpus: Annotated[
        list[Path] | None, typer.Option("--corpus", help="Where the documents are now; default: where they were read.")
    ] = None,
) -> None:
    """Check every row: columns, types, labels, keys; hash, offsets and quote against its source.

    Example: extractor verify dataset/
    """
    from extractor.runs.verification import verify as check

    done = check(dataset, corpus or ())
    console = make_console()
    for problem in done.problems[:PROBLEMS_LISTED]:
        console.print(f"{problem.where}: {problem.what}", highlight=False, markup=False, soft_wrap=True)
    if (more := len(done.problems) - PROBLEMS_LISTED) > 0:
        console.print(f"… and {more:,} more", highlight=False)
    rows = ", ".join(f"{name} {count:,}" for name, count in done.rows.items())
    console.print(f"Rows checked: {rows}", highlight=False, soft_wrap=True)
    console.print(f"Compared with their sources: {done.documents:,} documents, {done.events:,} events", highlight=False)
    if done.removed:
        console.print(f"No longer among the inputs, not compared: {done.removed:,} documents", highlight=False)
    console.print(f"Problems: {len(done.problems):,}", highlight=False, style="red" if done.problems else "green")
    if done.problems:
        raise typer.Exit(FAILED)
