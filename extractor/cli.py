"""The command line: parse, call one function, choose the exit code.

Exit codes. 0: all documents were read. 1: some failed, or the score is under --fail-under. 2: the command line or a
file named on it is wrong, told in one sentence. 130: interrupted.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from extractor.errors import ExtractorError, GoldError, InputError
from extractor.schema import Document, PartialDate, Status

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.evaluation import GoldDocument

FAILED, WRONG, INTERRUPTED = 1, 2, 130
_STDIN, _TEXT = "-", "text"  # ids of documents that are no file


class Commands(TyperGroup):
    """Commands that end with a sentence and an exit code where others would print a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            typer.echo(f"extractor: {error}", err=True)
            raise typer.Exit(WRONG) from error
        except KeyboardInterrupt as error:
            typer.echo("extractor: interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _column(name: str, content: str) -> Any:
    return typer.Option(f"--{name}-column", metavar="NAME", help=f"Tables: column with {content}")


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Workers = Annotated[int, typer.Option("--workers", "-w", min=0, help="Processes; 0 is one for each processor.")]
IdColumn = Annotated[str, _column("id", "the document's id.")]
TextColumn = Annotated[str, _column("text", "the text.")]
TitleColumn = Annotated[str, _column("title", "the title.")]
PublishedColumn = Annotated[str, _column("published", "the publication date.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Documents in, an auditable dataset of diplomatic events out."""


@app.command()
def run(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Folders, files or tables of documents.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset; made if it is missing.")],
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Labels to score against; default: a folder gold beside the input.")
    ] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
    keep_text: Annotated[bool, typer.Option("--keep-text", help="Also write the texts as read, to texts/.")] = False,
    id_column: IdColumn = "id",
    text_column: TextColumn = "text",
    title_column: TitleColumn = "title",
    published_column: PublishedColumn = "published",
) -> None:
    """Read documents, extract their events and write the dataset.

    Example: extractor run corpus/ --out dataset/
    """
    from extractor.documents import TableColumns
    from extractor.evaluation import evaluate_run
    from extractor.runs import run as run_all
    from extractor.terminal import print_scores, print_summary

    columns = TableColumns(id_column, text_column, title_column, published_column)
    labels = _read_labels(gold, inputs)
    summary = run_all(inputs, out, workers=workers, columns=columns, quiet=quiet, keep_text=keep_text)
    if not quiet:
        console = _console()
        print_summary(console, summary)
        if labels:
            evaluation = evaluate_run(labels, out, corpus=inputs[0])
            if evaluation is not None:
                console.print()
                print_scores(console, evaluation)
            elif gold is not None:
                console.print(f"Score      none: {gold} has no labels for these documents", highlight=False)
    if summary.count(Status.FAILED):
        raise typer.Exit(FAILED)


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold files (*.jsonl) or folders of them.")],
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Extract from the labelled documents here.")] = None,
    predictions: Annotated[Path | None, typer.Option("--predictions", help="Score this table of events.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Also list every false positive and every miss.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON; with --errors, the errors too.")] = False,
    by_genre: Annotated[bool, typer.Option("--by-genre", help="Also score each genre.")] = False,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", min=0, max=1, metavar="F1", help="Exit with 1 if F1 is lower.")
    ] = None,
    workers: Workers = 1,
) -> None:
    """Score extraction against gold labels: precision, recall and F1 by action.

    Example: extractor evaluate gold/ --corpus corpus/ --errors
    """
    from extractor.evaluation import evaluate_corpus, evaluate_predictions

    if predictions is not None:
        evaluation = evaluate_predictions(gold, predictions, corpus=corpus)
    elif corpus is not None:
        evaluation = evaluate_corpus(gold, corpus, workers=workers)
    else:
        raise InputError("evaluate needs --corpus DIR, to extract from, or --predictions FILE, a table of events.")
    if json:
        from json import dumps

        listed = {"errors": [case.as_dict() for case in evaluation.errors]} if errors else {}
        typer.echo(dumps({**evaluation.as_dict(), **listed}, ensure_ascii=False, indent=2))
    else:
        from extractor.terminal import print_errors, print_scores

        console = _console()
        if errors:
            print_errors(console, evaluation.errors)
        print_scores(console, evaluation, by_genre=by_genre)
    f1 = evaluation.scores.total.f1
    if fail_under is not None and (f1 is None or f1 < fail_under):
        reached = "undefined" if f1 is None else f"{f1:.4f}"
        typer.echo(f"extractor: F1 is {reached}, under the {fail_under} asked for.", err=True)
        raise typer.Exit(FAILED)


@app.command()
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
    _console().print(steps, highlight=False)


def main() -> None:
    """Entry point of the command `extractor`."""
    app(prog_name="extractor")


def _console() -> Console:
    from rich.console import Console

    return Console()


def _read_labels(gold: Path | None, inputs: list[Path]) -> tuple[GoldDocument, ...]:
    """The labels at `gold`; without it those of a folder `gold` beside the first input, if they can be used."""
    from extractor.evaluation import read_gold

    if gold is not None:
        return read_gold([gold])
    beside = inputs[0].resolve().parent / "gold"
    if not any(beside.rglob("*.jsonl")):
        return ()
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


if __name__ == "__main__":
    main()
