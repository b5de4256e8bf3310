"""Commands that extract: many documents into a dataset, one text step by step."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.app import FAILED, Quiet, Workers, make_console
from extractor.errors import GoldError, InputError
from extractor.schema import Document, PartialDate, Status

if TYPE_CHECKING:
    from extractor.evaluation import GoldDocument

_STDIN, _TEXT = "-", "text"  # ids of documents that are no file


def _column(name: str, content: str) -> Any:
    return typer.Option(f"--{name}-column", metavar="NAME", help=f"Tables: column with {content}")


IdColumn = Annotated[str, _column("id", "the document's id.")]
TextColumn = Annotated[str, _column("text", "the text.")]
TitleColumn = Annotated[str, _column("title", "the title.")]
PublishedColumn = Annotated[str, _column("published", "the publication date.")]


class Engine(StrEnum):
    """What reads the documents of a run."""

    LOCAL = "local"
    DASK = "dask"


def run(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Folders, files or tables of documents.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset; made if it is missing.")],
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Labels to score against; default: a folder gold beside the input.")
    ] = None,
    workers: Workers = 0,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0, metavar="SECONDS", help="Give up a document after so long; 0: never.")
    ] = 300,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read everything again, also what is unchanged.")] = False,
    shard: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="Read one of N shares of the documents, such as 1/8.")
    ] = "",
    engine: Annotated[Engine, typer.Option("--engine", help="Processes of this machine, or a Dask cluster.")] = (
        Engine.LOCAL
    ),
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster; default: one made here.")
    ] = "",
    quiet: Quiet = False,
    keep_text: Annotated[bool, typer.Option("--keep-text", help="Also write the texts as read, to texts/.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV files with a byte order mark, for Excel.")] = False,
    id_column: IdColumn = "id",
    text_column: TextColumn = "text",
    title_column: TitleColumn = "title",
    published_column: PublishedColumn = "published",
) -> None:
    """Read documents, extract their events and write the dataset.

    A second run on the same --out reads only what is new or changed. A run that was stopped, however that happened,
    goes on where it was when the same command is given again.

    Example: extractor run corpus/ --out dataset/
    """
    from extractor.documents import TableColumns
    from extractor.runs import Shard
    from extractor.runs import run as run_all

    if scheduler and engine is not Engine.DASK:
        raise InputError("--scheduler belongs to --engine dask; give both.")
    columns = TableColumns(id_column, text_column, title_column, published_column)
    labels = _read_labels(gold, inputs)
    summary = run_all(
        inputs,
        out,
        workers=workers,
        timeout=timeout,
        rebuild=rebuild,
        shard=Shard.parse(shard) if shard else None,
        cluster=scheduler if engine is Engine.DASK else None,
        columns=columns,
        quiet=quiet,
        keep_text=keep_text,
        bom=bom,
    )
    if not quiet:
        from extractor.terminal import print_scores, print_summary

        console = make_console()
        print_summary(console, summary)
        if labels:
            from extractor.evaluation import evaluate_run

            evaluation = evaluate_run(labels, out, corpus=inputs[0])
            if evaluation is not None:
                console.print()
                print_scores(console, evaluation)
            elif gold is not None:
                console.print(f"Score      none: {gold} has no labels for these documents", highlight=False)
    if summary.count(Status.FAILED):
        raise typer.Exit(FAILED)


def merge(
    parts: Annotated[list[Path], typer.Argument(metavar="DATASET...", help="Folders of datasets, such as shards.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the whole dataset; made if it is missing.")],
    quiet: Quiet = False,
) -> None:
    """Put the datasets of several runs together, such as those of --shard 1/8 to 8/8.

    Example: extractor merge parts/1 parts/2 parts/3 --out dataset/
    """
    from extractor.runs import merge as merge_all
    from extractor.terminal import print_summary

    summary = merge_all(parts, out, quiet=quiet)
    if not quiet:
        print_summary(make_console(), summary)
    if summary.count(Status.FAILED):
        raise typer.Exit(FAILED)


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT_OR_FILE", help="A text, the path of a document, or -.")],
    published: Annotated[str, typer.Option("--published", metavar="DATE", help="Date of publication.")] = "",
    title: Annotated[str, typer.Option("--title", help="Title of the text.")] = "",
) -> None:
    """Show step by step what is found in one text and which rule made each event, or why there is none.

    Of a file, only the sentences in which some rule fits.

    Example: extractor explain "In 1974 Portugal established diplomatic relations with the Soviet Union."
    """
    try:
        date = PartialDate.parse(published) if published else None
    except ValueError as error:
        raise InputError(f"--published {published!r} is no date of the form 2017-09-12, 2017-09 or 2017.") from error
    document = _read_text_or_file(text)
    from extractor.explain import explain_document

    document = replace(document, published=date or document.published, title=title or document.title)
    steps = explain_document(document, brief=document.id not in (_TEXT, _STDIN))
    make_console().print(steps, highlight=False)


def _read_labels(gold: Path | None, inputs: list[Path]) -> tuple[GoldDocument, ...]:
    """The labels at `gold`; without it those of a folder `gold` beside the first input, if they can be used."""
    beside = inputs[0].resolve().parent / "gold"
    if gold is None and not any(beside.rglob("*.jsonl")):
        return ()
    from extractor.evaluation import read_gold

    if gold is not None:
        return read_gold([gold])
    try:
        return read_gold([beside])
    except GoldError as error:
        typer.echo(f"extractor: no score, since the labels beside the input cannot be used: {error}", err=True)
        return ()


def _read_text_or_file(text: str) -> Document:
    """The document at a path, or the words themselves. Raises InputError for a path that is none."""
    from extractor.documents import TableColumns, discover, read

    if text == _STDIN:
        return Document(id=_STDIN, text=sys.stdin.read())
    path = Path(text) if len(text) < 1000 else None
    try:
        is_file = path is not None and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if path is None or not is_file:
        if path is not None and len(text.split()) == 1 and (path.suffix or "/" in text):
            raise InputError(f"{text}: there is no such file.")
        return Document(id=_TEXT, text=text)
    document = next((read(source) for source in discover([path], TableColumns())), None)
    if document is None or document.status is not Status.OK:
        raise InputError(f"{text}: {document.error if document and document.error else 'no text in it'}.")
    return document
