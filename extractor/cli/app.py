"""What all commands share: the application, its exit codes, the options that several commands have.

Exit codes. 0: all documents were read. 1: some failed, or the score is under --fail-under. 2: the command line or a
file named on it is wrong, told in one sentence. 130: interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from rich.console import Console

FAILED, WRONG, INTERRUPTED = 1, 2, 130


class Commands(TyperGroup):
    """Commands that end with a sentence and an exit code where others would print a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            typer.echo(f"extractor: {error}", err=True)
            raise typer.Exit(WRONG) from error
        except KeyboardInterrupt as error:
            typer.echo(f"extractor: {error or 'interrupted'}", err=True)
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Workers = Annotated[int, typer.Option("--workers", "-w", min=0, help="Processes; 0 is one for each processor.")]


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


def make_console() -> Console:
    """Where a command prints what people read."""
    from rich.console import Console

    return Console()
