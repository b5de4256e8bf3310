"""Commands of the annotation loop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.app import Workers, make_console

annotate = typer.Typer(no_args_is_help=True)

Format = Annotated[
    str, typer.Option("--format", "-f", help="label-studio, brat, doccano, docbin, jsonl; export only: web-annotation.")
]


@annotate.callback()
def options() -> None:
    """Send documents to an annotation tool with labels to correct, and turn its labels into gold.

    Example: extractor annotate export corpus/ --format label-studio --out tasks/
    """


@annotate.command("export")
def export_labels(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Folders, files or tables of documents.")],
    format_name: Format,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files; made if it is missing.")],
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", help="Start from these labels instead of extracting.")
    ] = None,
    workers: Workers = 1,
) -> None:
    """Write documents with the extracted events, or with gold labels, for an annotation tool.

    Example: extractor annotate export corpus/ --format brat --out brat/ --gold gold/dev
    """
    from extractor.annotation import export_annotations

    done = export_annotations(inputs, out, format_name, gold=gold or (), workers=workers)
    console = make_console()
    console.print(f"{done.documents:,} documents with {done.labels:,} labels in {out}", highlight=False, soft_wrap=True)
    if done.unlabelled:
        console.print(f"{done.unlabelled:,} documents without gold labels left out", highlight=False)


@annotate.command("import")
def import_labels(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder that the tool exported.")],
    format_name: Format,
    out: Annotated[Path, typer.Option("--out", "-o", help="Gold file to write; must not exist.")],
    corpus: Annotated[
        list[Path] | None, typer.Option("--corpus", help="Check the texts against the documents here.")
    ] = None,
    annotator: Annotated[
        str | None, typer.Option("--annotator", help="Label Studio: id or e-mail of whose annotations to take.")
    ] = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Also take the labels of documents that nobody annotated.")
    ] = False,
) -> None:
    """Turn the labels of an annotation tool into a gold file, with every span checked against its words.

    Example: extractor annotate import project-1.json --format label-studio --out gold/mine.jsonl --corpus corpus/
    """
    from extractor.annotation import import_annotations

    done = import_annotations(path, out, format_name, corpus=corpus or (), annotator=annotator, unreviewed=unreviewed)
    console = make_console()
    parts = {name: sum(len(getattr(one, name)) for one in done.documents) for name in ("events", "ignore", "extended")}
    counts = ", ".join(f"{count:,} {name}" for name, count in parts.items())
    console.print(f"{len(done.documents):,} documents: {counts}, in {out}", highlight=False, soft_wrap=True)
    if done.not_asserted:
        console.print(f"{done.not_asserted:,} labels left out: not asserted", highlight=False)
    if done.unreviewed:
        console.print(f"{len(done.unreviewed):,} documents left out: nobody annotated them", highlight=False)
