"""The command line: parse, call one function, choose the exit code. One module a group of commands."""

from __future__ import annotations

from extractor.cli.annotation import annotate
from extractor.cli.app import app
from extractor.cli.comparison import compare
from extractor.cli.datasets import verify
from extractor.cli.evaluation import agree, evaluate
from extractor.cli.extraction import explain, merge, run
from extractor.cli.reports import report, show

COMMANDS = (
    run,
    merge,
    report,
    show,
    verify,
    evaluate,
    explain,
    agree,
    compare,
)  # in the order in which help lists them

for command in COMMANDS:
    app.command()(command)
app.add_typer(annotate, name="annotate")


def main() -> None:
    """Entry point of the command `extractor`."""
    app(prog_name="extractor")


__all__ = ["COMMANDS", "app", "main"]
