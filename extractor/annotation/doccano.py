"""doccano: JSON Lines for sequence labelling. doccano keeps no fields of a span, so a label's name is the whole event:
`severed | severed | GHA | GBR | 1965-12-16`, then where they apply `mutual`, a modality, `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.annotation.jsonl import read_records, write_records
from extractor.annotation.labels import ACTIONS, AnnotatedDocument, Label, Part, label_fields, read_label
from extractor.annotation.spans import check_span, unify_line_ends
from extractor.errors import GoldError
from extractor.schema import Modality

FILE = "documents.jsonl"
_ORDER = ("action", "form", "country", "counterpart", "date")


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write documents.jsonl, to be imported in the format JSONL."""
    records = (
        {
            "text": unify_line_ends(document.text),
            "label": [[label.start, label.end, name_label(label)] for label in document.labels],
            "doc": document.doc,
        }
        for document in documents
    )
    return [write_records(records, folder / FILE)]


def read(path: Path, annotator: str | None = None) -> Iterator[AnnotatedDocument]:
    """Read an export in the format JSONL, of a project with or without relations; all labels count as reviewed.

    doccano exports a file an annotator; `annotator` is not used. Raises GoldError for all that is no label.
    """
    for place, record in read_records(path / FILE if path.is_dir() else path):
        try:
            doc, text = record.get("doc") or record["meta"]["doc"], str(record["text"])
            spans = record["label"] if "label" in record else [*map(_span, record["entities"])]
            labels = tuple(
                parse_name(name, *check_span(text, start, end, None, place), text, f"{place} ({doc}), label {name!r}")
                for start, end, name in spans
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GoldError(f"{place}: is no document that was exported from here ({error!r}).") from error
        yield AnnotatedDocument(str(doc), text, labels, reviewed=True)


def name_label(label: Label) -> str:
    """The name of a label, from which parse_name reads it back."""
    fields = label_fields(label)
    flags = ["mutual"] if label.mutual else []
    flags += [fields[name] for name in ("modality", "list") if name in fields]
    return " | ".join([*(fields.get(name, "-") for name in _ORDER), *flags])


def parse_name(name: str, start: int, end: int, text: str, place: str) -> Label:
    """Raises GoldError, naming `place`."""
    values = [value.strip() for value in name.split("|")]
    if values[0] not in ACTIONS or len(values) < len(_ORDER):
        raise GoldError(f"{place}: is not of the form {' | '.join(_ORDER)}, such as {_EXAMPLE!r}.")
    fields = {field: value for field, value in zip(_ORDER, values, strict=False) if value != "-"}
    for flag in values[len(_ORDER) :]:
        field = "list" if flag in set(Part) else "modality" if flag in set(Modality) else flag
        if field == flag != "mutual":
            raise GoldError(f"{place}: {flag!r} is none of mutual, {', '.join([*Modality, *Part])}.")
        fields[field] = flag
    return read_label(fields, start, end, text, place)


_EXAMPLE = "severed | severed | GHA | GBR | 1965-12-16"


def _span(entity: dict[str, Any]) -> tuple[int, int, str]:
    return entity["start_offset"], entity["end_offset"], entity["label"]
