"""The whole of a report: a dataset in, one HTML file out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import extractor
from extractor.dataset.exports import REPORT_NAME
from extractor.documents import TableColumns
from extractor.errors import InputError
from extractor.evaluation import Counts, Evaluation, evaluate_run, read_gold
from extractor.evaluation.scores import Interval
from extractor.reports.evidence import EvidenceFinder, only_quotes
from extractor.reports.page import write_page
from extractor.reports.payload import build_tables, build_text
from extractor.reports.records import read_records
from extractor.reports.texts import FoundText, TextState, find_texts
from extractor.schema import ACTION_TITLES, Event

MOST_CHARACTERS = 60_000_000  # of texts in one report


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a report shows. `texts` counts the documents by whether their text is shown; `scored` says whether the gold
    labels, if there were any, have documents of this dataset.
    """

    out: Path
    events: int
    documents: int
    texts: Mapping[TextState, int]
    bytes: int
    scored: bool


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The scores of one part of the gold labels."""

    part: str
    evaluation: Evaluation


def report(
    dataset: Path,
    *,
    out: Path | None = None,
    corpus: Sequence[Path] = (),
    columns: TableColumns | None = None,
    gold: Path | None = None,
    title: str = "",
    most_characters: int = MOST_CHARACTERS,
) -> ReportSummary:
    """Write the report of the dataset in the folder `dataset`; `out` is REPORT_NAME in it by default.

    corpus: the inputs of the run, to read the texts again where the run did not keep them. gold: labels to score
    against. most_characters: how much text the file may hold; documents with events come first.
    Raises InputError, GoldError and OutputError.
    """
    if missing := [path for path in corpus if not path.exists()]:
        raise InputError(f"{missing[0]} does not exist; name the inputs of the run.")
    out = out or dataset / REPORT_NAME
    records = read_records(dataset)
    rows, events = records.documents, records.events
    accuracy = _score(gold, dataset, corpus) if gold is not None else []
    found = find_texts(rows, records.by_document(), dataset, corpus, columns, most_characters=most_characters)
    states: Counter[TextState] = Counter()
    context = {
        "title": title or "Diplomatic events",
        "version": extractor.__version__,
        "dataset": dataset.resolve().name,
        "statuses": Counter(row.status for row in rows),
        "accuracy": [_accuracy_table(part) for part in accuracy],
        "years": _years(events),
        "events": len(events),
    }
    write_page(out, build_tables(rows, events), _texts(found, events, states), context)
    return ReportSummary(out, len(events), len(rows), states, out.stat().st_size, bool(accuracy))


def _texts(
    found: Iterator[FoundText], events: Sequence[Event], states: Counter[TextState]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The text of each document with its marks; of one whose text is not there, its sentences. Counts into `states`."""
    finder = EvidenceFinder()
    numbers: dict[str, list[int]] = {}
    for number, event in enumerate(events):
        numbers.setdefault(event.document_id, []).append(number)
    for one in found:
        rows = numbers.get(one.document.id, [])
        own = [events[number] for number in rows]
        shown = one.state is TextState.SHOWN
        states[one.state] += 1
        document = one.document
        if not shown:
            document, own = only_quotes(document, own)
        marks = finder.find(document, own)
        yield one.number, {"state": one.state, **build_text(document.text, rows, own, marks, whole=shown)}


def _score(gold: Path, dataset: Path, corpus: Sequence[Path]) -> list[Accuracy]:
    """The scores of each folder of labels below `gold` that has documents of this dataset, and of all of them."""
    parts = sorted(path for path in gold.iterdir() if path.is_dir()) if gold.is_dir() else []
    genres = corpus[0] if corpus else None
    found = []
    for part in [*(path for path in parts if any(path.rglob("*.jsonl"))), gold]:
        evaluation = evaluate_run(read_gold([part]), dataset, corpus=genres)
        if evaluation is not None:
            found.append(Accuracy("all" if part == gold else part.name, evaluation))
    return found if len(found) > 2 else found[-1:]


def _accuracy_table(accuracy: Accuracy) -> dict[str, Any]:
    scores = accuracy.evaluation.scores
    rows = [
        _accuracy_row(action, ACTION_TITLES[action], counts, scores.action_intervals[action])
        for action, counts in scores.by_action.items()
    ]
    return {
        "part": accuracy.part,
        "documents": scores.documents,
        "rows": [*rows, _accuracy_row("all", "all", scores.total, scores.interval)],
        "details": [
            ("full date", scores.full_date.share),
            ("who acted", scores.direction.share),
            ("form", scores.form.share),
        ],
        "signature": str(accuracy.evaluation.signature),
    }


def _accuracy_row(key: str, name: str, counts: Counts, interval: Interval | None) -> dict[str, Any]:
    return {"key": key, "name": name, "counts": counts, "interval": interval}


def _years(events: Sequence[Event]) -> tuple[int, int] | None:
    years = [event.year for event in events if event.year is not None]
    return (min(years), max(years)) if years else None
