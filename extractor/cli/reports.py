"""Commands that show a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.app import Quiet, make_console
from extractor.cli.extraction import IdColumn, PublishedColumn, TextColumn, TitleColumn
from extractor.schema import Action

Dataset = Annotated[Path, typer.Argument(metavar="DATASET", help="Folder that `extractor run --out` has written.")]


def report(
    dataset: Dataset,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: report.html in it.")] = None,
    corpus: Annotated[
        list[Path] | None, typer.Option("--corpus", help="Inputs of the run, to show the texts of the documents.")
    ] = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Labels, to show how accurate the dataset is.")] = None,
    title: Annotated[str, typer.Option("--title", help="Heading of the report.")] = "",
    quiet: Quiet = False,
    id_column: IdColumn = "id",
    text_column: TextColumn = "text",
    title_column: TitleColumn = "title",
    published_column: PublishedColumn = "published",
) -> None:
    """Write one HTML file that shows every event in its document, with filters, a timeline and a map.

    The texts are those that `extractor run --keep-text` kept, or those of --corpus.

    Example: extractor report dataset/ --corpus corpus/
    """
    from extractor.documents import TableColumns
    from extractor.reports import report as write_report
    from extractor.terminal import print_report

    columns = TableColumns(id_column, text_column, title_column, published_column)
    summary = write_report(dataset, out=out, corpus=corpus or (), columns=columns, gold=gold, title=title)
    if not quiet:
        print_report(make_console(), summary, unscored=None if summary.scored else gold)


def show(
    dataset: Dataset,
    country: Annotated[str, typer.Option("--country", "-c", help="State or organization: a code or a name.")],
    other: Annotated[str, typer.Option("--with", help="Only with this other party.")] = "",
    action: Annotated[list[Action] | None, typer.Option("--action", help="Only this action; may be repeated.")] = None,
    first: Annotated[int, typer.Option("--from", metavar="YEAR", help="From this year on.")] = 0,
    last: Annotated[int, typer.Option("--to", metavar="YEAR", help="Up to this year.")] = 9999,
    all_sources: Annotated[bool, typer.Option("--all", help="All sentences of a fact, not one only.")] = False,
) -> None:
    """Print what a dataset tells of one country as a chronology, each fact with its sentence and sources.

    Example: extractor show dataset/ --country PRK
    """
    from extractor.reports.chronology import chronology, find_party
    from extractor.terminal import print_chronology

    party, partner = find_party(country), find_party(other) if other else ""
    entries = chronology(dataset, party, other=partner, actions=action or (), first=first, last=last)
    print_chronology(make_console(), party, entries, all_sources=all_sources)
