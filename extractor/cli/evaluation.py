"""Commands that measure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.app import FAILED, Workers, make_console
from extractor.errors import InputError


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

        console = make_console()
        if errors:
            print_errors(console, evaluation.errors)
        print_scores(console, evaluation, by_genre=by_genre)
    f1 = evaluation.scores.total.f1
    if fail_under is not None and (f1 is None or f1 < fail_under):
        reached = "undefined" if f1 is None else f"{f1:.4f}"
        typer.echo(f"extractor: F1 is {reached}, under the {fail_under} asked for.", err=True)
        raise typer.Exit(FAILED)


def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="Gold file or folder of the first annotator.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Gold file or folder of the second annotator.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with the disagreements.")] = False,
) -> None:
    """Measure how two annotators agree on events: F1 and Krippendorff's alpha by action, and every disagreement.

    Example: extractor agree gold/first.jsonl gold/second.jsonl
    """
    from extractor.evaluation import agree as measure

    agreement = measure([first], [second])
    if json:
        from json import dumps

        listed = {"disagreements": [one.as_dict() for one in agreement.disagreements]}
        typer.echo(dumps({**agreement.as_dict(), **listed}, ensure_ascii=False, indent=2))
    else:
        from extractor.terminal import print_agreement

        print_agreement(make_console(), agreement)
