"""The gold format with the text, and with each label's span, id and modality: for scripts and other tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.annotation.labels import AnnotatedDocument, Label, Part, label_fields, read_label
from extractor.annotation.spans import check_span
from extractor.errors import GoldError

FILE = "documents.jsonl"


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write documents.jsonl."""
    records = (
        {
            "doc": document.doc,
            "text": document.text,
            **{part: [_plain(one, document.text) for one in document.labels if one.part is part] for part in Part},
            "reviewed": document.reviewed,
        }
        for document in documents
    )
    return [write_records(records, folder / FILE)]


def read(path: Path, annotator: str | None = None) -> Iterator[AnnotatedDocument]:
    """Read the file back, changed or not; `annotator` is not used. Raises GoldError for all that is no label."""
    for place, record in read_records(path / FILE if path.is_dir() else path):
        try:
            doc, text = str(record["doc"]), str(record["text"])
            labels = tuple(
                _label(value, part, text, f"{place}: {part}[{number}]")
                for part in Part
                for number, value in enumerate(record.get(part, ()), start=1)
            )
            reviewed = bool(record.get("reviewed", True))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GoldError(f"{place}: is no document that was exported from here ({error!r}).") from error
        yield AnnotatedDocument(doc, text, labels, reviewed)


def write_records(records: Iterable[dict[str, Any]], file: Path) -> Path:
    """Write JSON Lines. Returns the path."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return file


def read_records(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (file:line, object) of JSON Lines. Raises GoldError for what is none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: cannot be read as JSON Lines ({error}).") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise GoldError(f"{file}:{number}: not a JSON object ({error}).") from error
            if not isinstance(record, dict):
                raise GoldError(f"{file}:{number}: not a JSON object.")
            yield f"{file}:{number}", record


def _plain(label: Label, text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {name: value for name, value in label_fields(label).items() if name != "list"}
    if label.mutual:
        fields["mutual"] = True
    return {**fields, "quote": text[label.start : label.end], "start": label.start, "end": label.end}


def _label(value: dict[str, Any], part: Part, text: str, place: str) -> Label:
    start, end = check_span(text, int(value["start"]), int(value["end"]), str(value["quote"]), place)
    return read_label({**value, "list": part}, start, end, text, place)
