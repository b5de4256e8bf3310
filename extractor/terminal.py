"""What the commands print: a summary of a run, tables of scores, lists of errors. Made for reading, not for parsing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.evaluation import Agreement, Counts, Evaluation, Scores
from extractor.evaluation.comparison import Side, Tally, tally, tally_by
from extractor.evaluation.errors import ErrorCase
from extractor.evaluation.scores import Interval, Ratio
from extractor.reports import ReportSummary
from extractor.reports.chronology import Entry
from extractor.reports.texts import TextState
from extractor.runs import RunSummary
from extractor.schema import ACTION_TITLES, Action, Certainty, Form, Status


def print_summary(console: Console, summary: RunSummary) -> None:
    """What was read, what was found, what was written, and which documents failed."""
    counts = {status: summary.count(status) for status in Status}
    parts = [f"[bold]{counts[Status.OK]:,} read[/]"]
    parts += [f"{counts[status]:,} {status}" for status in (Status.EMPTY, Status.SKIPPED) if counts[status]]
    if counts[Status.FAILED]:
        parts.append(f"[red]{counts[Status.FAILED]:,} failed[/]")
    if summary.documents == 0:
        parts = ["none found"]
    size = f", {summary.characters:,} characters" if summary.characters else ""
    console.print(f"[bold]Documents[/]  {', '.join(parts)}{size} in {_duration(summary.seconds)}")
    if summary.unchanged:
        console.print(f"  {summary.read:,} new or changed, {summary.unchanged:,} unchanged and not read again")
    if summary.totals.removed:
        console.print(f"  {summary.totals.removed:,} more are no longer among the inputs; they stay in the dataset")
    for document_id, reason in summary.failures:
        console.print(Text.assemble("  failed: ", (document_id, "red"), f": {reason}"))
    if (more := counts[Status.FAILED] - len(summary.failures)) > 0:
        console.print(f"  … and {more:,} more; see the column error in documents.csv")
    _print_events(console, summary)
    console.print(Text.assemble(("Written    ", "bold"), f"{_names(summary.files)} in {summary.out}"), soft_wrap=True)


def _names(files: Sequence[Path]) -> str:
    """File names, those that differ in the ending only as one: `events.csv .parquet .jsonl, facts.csv .parquet`."""
    endings: dict[str, list[str]] = {}
    for file in files:
        endings.setdefault(file.stem, []).append(file.suffix)
    return ", ".join(stem + " ".join(own) for stem, own in endings.items())


def _print_events(console: Console, summary: RunSummary) -> None:
    totals = summary.totals
    asserted = totals.events - totals.not_asserted
    years = ""
    if totals.first_year is not None:
        span = {totals.first_year, totals.last_year}
        years = ", " + "–".join(str(year) for year in sorted(year for year in span if year is not None))
    console.print(f"[bold]Events[/]     [bold]{asserted:,} asserted[/]{years}", highlight=False)
    for action, label in ACTION_TITLES.items():
        console.print(f"  {totals.by_action.get(action, 0):>8,}  {label}", highlight=False)
    if totals.not_asserted:
        console.print(f"  {totals.not_asserted:>8,}  negated, planned, attempted …: in the table, not in the facts")


def print_scores(console: Console, evaluation: Evaluation, *, by_genre: bool = False) -> None:
    """Scores by action and over all, with the interval of F1, what is right among the hits, and the signature."""
    scores = evaluation.scores
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "precision", "recall", "F1", "95 %", "right", "wrong", "missed"):
        table.add_column(heading, justify="left" if not heading else "right")
    for action, counts in scores.by_action.items():
        table.add_row(*_cells(ACTION_TITLES[action], counts, scores.action_intervals[action]))
    table.add_row(*_cells("all", scores.total, scores.interval), style="bold")
    table.add_row(*_cells("all, strict", scores.strict, None))
    if by_genre:
        table.add_section()
        for genre, counts in scores.by_genre.items():
            table.add_row(*_cells(genre, counts, None))
    console.print(table)
    console.print(f"Right among the hits: {_among(scores)}. Strict asks for all three.", highlight=False)
    if evaluation.unread:
        names = ", ".join(evaluation.unread[:5]) + (" …" if len(evaluation.unread) > 5 else "")
        console.print(Text(f"Without a text that could be read, so all missed: {len(evaluation.unread):,} ({names})"))
    if evaluation.left_out:
        console.print(f"Labelled documents that are no part of this run: {evaluation.left_out:,}", highlight=False)
    console.print(Text(str(evaluation.signature), style="dim"), soft_wrap=True)


def print_agreement(console: Console, agreement: Agreement) -> None:
    """Each disagreement, then the agreement by action and over all."""
    for case in agreement.disagreements:
        head = Text.assemble((f"only {case.listed_by}", "yellow"), f"  {case.doc}  ", (str(case.key), "bold"))
        console.print(head, soft_wrap=True)
        for words in (case.near, case.quote, case.other_quote):
            if words:
                console.print(Text(f"    {' '.join(words.split())}"), soft_wrap=True)
    scores = agreement.scores
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "F1", "95 %", "alpha", "both", "only first", "only second"):
        table.add_column(heading, justify="left" if not heading else "right")
    rows: list[tuple[Action | None, Counts, Interval | None]] = [
        *((action, counts, scores.action_intervals[action]) for action, counts in scores.by_action.items()),
        (None, scores.total, scores.interval),
    ]
    for action, counts, interval in rows:
        alpha = agreement.alpha[action]
        numbers = [_ratio(counts.f1), _ends(interval), _ratio(alpha), *map(str, (counts.tp, counts.fn, counts.fp))]
        table.add_row(ACTION_TITLES[action] if action else "all", *numbers, style=None if action else "bold")
    settled = agreement.settled
    numbers = [_ratio(settled.f1), "", "", *map(str, (settled.tp, settled.fn, settled.fp))]
    table.add_row("all, without what either ignores", *numbers)
    console.print(table)
    console.print(f"Agreed among what both list: {_among(scores)}.", highlight=False)
    console.print(f"Documents that both have labelled: {scores.documents:,}", highlight=False)
    for side, documents in (("first", agreement.only_first), ("second", agreement.only_second)):
        if documents:
            console.print(f"Labelled by the {side} alone, left out: {len(documents):,}", highlight=False)


def print_comparison(console: Console, dataset: Side, reference: Side) -> None:
    """Coverage of the reference and agreement with it, over all, by decade and by country."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "coverage", "agreement", "both", "agree", "only dataset", "only reference"):
        table.add_column(heading, justify="left" if not heading else "right")

    def add(name: str, one: Tally, style: str | None = None) -> None:
        counts = (one.both, one.agree, one.only_dataset, one.only_reference)
        table.add_row(name, _ratio(one.coverage), _ratio(one.agreement), *(f"{n:,}" for n in counts), style=style)

    add("all", tally(dataset, reference), "bold")
    for group in ("decade", "country"):
        table.add_section()
        for name, one in tally_by(dataset, reference, group).items():
            add(name, one)
    console.print(table)


def print_errors(console: Console, errors: Sequence[ErrorCase]) -> None:
    """Each error with what is different and the words on both sides."""
    for case in errors:
        style = "red" if case.kind == "false positive" else "yellow"
        head = Text.assemble((str(case.kind), style), f"  {case.doc}  ", (str(case.key), "bold"))
        console.print(head, soft_wrap=True)
        rows: Mapping[str, str] = {
            "": case.near,
            "text": case.predicted_quote,
            "gold": case.gold_quote,
            "rule": " · ".join(part for part in (case.rule, case.trigger) if part),
        }
        for name, words in rows.items():
            if words:
                console.print(Text(f"    {name:5}{' '.join(words.split())}"), soft_wrap=True)


_ACTION_STYLES = {
    Action.ESTABLISHED: "green",
    Action.SEVERED: "red",
    Action.EXPELLED_AMBASSADOR: "magenta",
    Action.JOINED_ORGANIZATION: "blue",
}
_CERTAINTY_MARKS = {Certainty.HIGH: "●●●", Certainty.MEDIUM: "●●○", Certainty.LOW: "●○○"}


def print_chronology(console: Console, party: str, entries: Sequence[Entry], *, all_sources: bool = False) -> None:
    """One fact after the other: date, what happened with whom, how certain, the sentence and where it stands."""
    documents = {mention.document_id for entry in entries for mention in entry.mentions}
    console.print(Text.assemble((party, "bold"), f"  facts: {len(entries):,}, documents: {len(documents):,}"))
    for entry in entries:
        fact = entry.fact
        outward = fact.country == party
        name = fact.counterpart_name if outward else fact.country_name
        arrow = "↔" if fact.mutual else "→" if outward else "←"
        line = Text.assemble(
            (f"{fact.date or 'no date'!s:<11}", "bold"), f" {arrow} ", (name, "bold"), f" {entry.other}  "
        )
        line.append(ACTION_TITLES[fact.action], style=_ACTION_STYLES[fact.action])
        line.append(f" ({fact.form})" if fact.form not in (fact.action, *_PLAIN_FORMS) else "")
        line.append(f"  {_CERTAINTY_MARKS[fact.certainty]}", style="dim")
        console.print()
        console.print(line)
        for mention in entry.mentions if all_sources else entry.mentions[:1]:
            console.print(Padding(Text(mention.quote, style="italic"), (0, 0, 0, 12)))
            console.print(Padding(Text(f"{mention.document_id}:{mention.start}–{mention.end}", "dim"), (0, 0, 0, 12)))
        if not all_sources and fact.n_mentions > 1:
            also = sorted({mention.document_id for mention in entry.mentions[1:]})
            console.print(Padding(Text(f"also {', '.join(also)}", "dim"), (0, 0, 0, 12)))
        notes = [f"⚑ {flag.description}" for flag in fact.flags]
        notes += ["⚑ another document gives another date"] if fact.conflicts_with else []
        for note in notes:
            console.print(Padding(Text(note, "yellow"), (0, 0, 0, 12)))


_PLAIN_FORMS = frozenset({Form.RELATIONS, Form.EXPELLED, Form.JOINED})

_TEXT_NOTES = {
    TextState.MISSING: "not at hand, shown by their sentences alone: name the documents with --corpus",
    TextState.CHANGED: "changed since they were read, shown by their sentences alone",
    TextState.LEFT_OUT: "left out for size, shown by their sentences alone",
}


def print_report(console: Console, summary: ReportSummary, *, unscored: Path | None = None) -> None:
    """Where the report is, and whose texts it could not show. `unscored`: labels that were given in vain."""
    texts = summary.texts
    console.print(f"[bold]Texts[/]      {texts.get(TextState.SHOWN, 0):,} shown", highlight=False)
    for state, note in _TEXT_NOTES.items():
        if texts.get(state):
            console.print(f"  {texts[state]:>8,}  {note}", highlight=False, soft_wrap=True)
    if unscored:
        console.print(f"[bold]Score[/]      none: {unscored} has no labels for these documents", highlight=False)
    size = f"{summary.events:,} events, {summary.bytes / 1e6:.1f} MB"
    console.print(Text.assemble(("Report     ", "bold"), str(summary.out), (f"  {size}", "dim")), soft_wrap=True)


def _cells(name: str, counts: Counts, interval: Interval | None) -> tuple[str, ...]:
    ratios = map(_ratio, (counts.precision, counts.recall, counts.f1))
    return (name, *ratios, _ends(interval), *(f"{count:,}" for count in (counts.tp, counts.fp, counts.fn)))


def _among(scores: Scores) -> str:
    """What is right, or the same on both sides, besides the key."""
    details = (("full date", scores.full_date), ("who acted", scores.direction), ("form", scores.form))
    return ", ".join(f"{name} {_percent(ratio)}" for name, ratio in details)


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _ends(interval: Interval | None) -> str:
    return f"{interval.low:.3f}–{interval.high:.3f}" if interval else ""


def _percent(ratio: Ratio) -> str:
    return "–" if ratio.share is None else f"{100 * ratio.share:.1f} %"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
