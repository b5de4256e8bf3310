"""The command that compares a dataset with a reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.app import make_console
from extractor.errors import InputError


def compare(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="facts.csv of a dataset.")],
    reference: Annotated[Path, typer.Argument(metavar="REFERENCE", help="Your copy of the reference, as CSV.")],
    kind: Annotated[
        str, typer.Option("--kind", help="events, cow-exchange (Diplomatic Exchange) or cow-igo (IGO v3, state-years).")
    ] = "events",
    columns: Annotated[
        str, typer.Option("--columns", metavar="A,B,YEAR", help="Events: columns of the two parties and the year.")
    ] = "ccode1,ccode2,year",
    value: Annotated[str, typer.Option("--value", help="Events: column above 0 where the row holds.")] = "",
    codes: Annotated[str, typer.Option("--codes", help="Events: codes of the reference: cow, gw or iso.")] = "cow",
    action: Annotated[str, typer.Option("--action", help="Events: the action to compare.")] = "established",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Also write every unit to this CSV file.")] = None,
) -> None:
    """Compare facts with a reference: coverage, agreement, what either has alone, by decade and country.

    Example: extractor compare dataset/facts.csv DiplomaticExchange.csv --kind cow-exchange --out compared.csv
    """
    from extractor.evaluation import comparison
    from extractor.schema import Action
    from extractor.terminal import print_comparison

    names = columns.split(",")
    if len(names) != 3 or codes not in comparison.CODES or action not in set(Action):
        known = f"three columns, one of {', '.join(comparison.CODES)}, and one of {', '.join(Action)}"
        raise InputError(f"--columns, --codes and --action take {known}.")
    if kind == "events":
        ours = comparison.read_events(facts, codes=codes, action=action)
        theirs = comparison.read_pairs(reference, names, value)
    elif kind == "cow-exchange":
        ours = comparison.read_relations(facts)
        theirs = comparison.read_pairs(reference, ("ccode1", "ccode2", "year"), "DE")
    elif kind == "cow-igo":
        ours = comparison.read_memberships(facts)
        theirs = comparison.read_wide(reference, {code for unit in ours for code in unit[:2] if not code.isdecimal()})
    else:
        raise InputError(f"--kind {kind!r} is none of events, cow-exchange, cow-igo.")
    print_comparison(make_console(), ours, theirs)
    if out is not None:
        comparison.write_comparison(ours, theirs, out)
