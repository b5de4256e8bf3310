"""Predicted events as a scorer sees them: from Event records, or from a table of events in any exported format."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheets import unescape
from extractor.errors import InputError
from extractor.schema import Event, Modality

REQUIRED_COLUMNS = ("document_id", "action", "country", "counterpart", "year")


@dataclass(frozen=True, slots=True)
class Prediction:
    """One row of an events table. Texts are empty and years None where the table has nothing."""

    document_id: str
    action: str
    country: str
    counterpart: str
    year: int | None
    year_end: int | None
    form: str = ""
    date: str = ""
    modality: str = Modality.ASSERTED
    trigger: str = ""
    quote: str = ""
    rule: str = ""


def from_events(events: Iterable[Event]) -> list[Prediction]:
    """The same events, as predictions."""
    return [
        Prediction(
            document_id=event.document_id,
            action=event.action,
            country=event.country,
            counterpart=event.counterpart,
            year=event.year,
            year_end=event.year_end if event.year_end is not None else event.year,
            form=event.form,
            date=str(event.date or ""),
            modality=event.modality,
            trigger=event.trigger,
            quote=event.quote,
            rule=event.rule,
        )
        for event in events
    ]


def read_predictions(file: Path) -> list[Prediction]:
    """Read events.csv, events.jsonl or events.parquet, or a table of another tool with at least REQUIRED_COLUMNS.

    Rows without a modality count as asserted; `year_end` defaults to `year`.
    Raises InputError if the file cannot be read, lacks a column or has a year that is no number.
    """
    if not file.is_file():
        raise InputError(f"{file}: there is no such file of predicted events.")
    try:
        rows = _rows(file)
    except (OSError, ValueError, csv.Error) as error:  # broken encodings, JSON and Parquet are ValueErrors
        raise InputError(f"{file}: cannot be read as a table of events ({error}).") from error
    predictions = []
    for number, row in enumerate(rows, start=1):
        if missing := [name for name in REQUIRED_COLUMNS if name not in row]:
            raise InputError(f"{file}: row {number} has no {missing[0]!r}; needed are {', '.join(REQUIRED_COLUMNS)}.")
        try:
            predictions.append(_prediction(row))
        except (ValueError, OverflowError) as error:
            raise InputError(f"{file}: row {number} has a year that is no number ({error}).") from error
    return predictions


def _rows(file: Path) -> list[Mapping[str, Any]]:
    ending = file.suffix.lower()
    if ending == ".parquet":
        import pyarrow.parquet as pq

        rows: list[Mapping[str, Any]] = pq.read_table(file).to_pylist()
        return rows
    if ending in (".jsonl", ".json"):
        values = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
        if not all(isinstance(value, dict) for value in values):
            raise ValueError("every line must be a JSON object")
        return values
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := [name for name in REQUIRED_COLUMNS if name not in (reader.fieldnames or ())]:
            raise ValueError(f"no column {missing[0]!r}; needed are {', '.join(REQUIRED_COLUMNS)}")
        return [{name: unescape(cell or "") for name, cell in row.items() if name} for row in reader]


def _prediction(row: Mapping[str, Any]) -> Prediction:
    year = _year(row.get("year"))
    year_end = _year(row.get("year_end"))
    texts = {name: _text(row.get(name)) for name in ("form", "date", "trigger", "rule")}
    return Prediction(
        document_id=_text(row["document_id"]),
        action=_text(row["action"]),
        country=_text(row["country"]),
        counterpart=_text(row["counterpart"]),
        year=year,
        year_end=year if year_end is None else year_end,
        modality=_text(row.get("modality")) or Modality.ASSERTED,
        quote=_text(row.get("quote")) or _text(row.get("sentence")),
        **texts,
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _year(value: Any) -> int | None:
    """A year, also one that a spreadsheet made a float; None where there is nothing."""
    return None if value is None or str(value) in ("", "nan") else int(float(value))
