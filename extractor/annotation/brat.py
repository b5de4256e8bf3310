"""brat standoff: a .txt and an .ann file a document, and the configuration. A label is an event with its trigger span.

Enumerated fields are attributes, the others stand in the event's note: `country=GHA; counterpart=GBR; date=1965-12-16`.
Format: brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from extractor.annotation.labels import ACTIONS, FORMS, AnnotatedDocument, Label, Part, label_fields, read_label
from extractor.annotation.spans import check_span, unify_line_ends
from extractor.errors import GoldError
from extractor.schema import Modality

CONFIGURATION = "annotation.conf"
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "form": FORMS, "mutual": (), "list": tuple(Part), "modality": tuple(Modality),
}  # fmt: skip
NOTED = ("country", "counterpart", "date", "id")
_NOTE_TYPE = "AnnotatorNotes"


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write the collection: files are named for the documents, in the folders of their ids."""
    (folder / CONFIGURATION).write_text(configuration(), encoding="utf-8", newline="\n")
    paths = [folder / CONFIGURATION]
    for document in documents:
        path = folder / _file_name(document.doc)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = unify_line_ends(document.text)
        for ending, content in ((".txt", text), (".ann", _standoff(document.labels, text))):
            paths.append(path.with_name(path.name + ending))
            paths[-1].write_text(content, encoding="utf-8", newline="")
    return paths


def read(path: Path, annotator: str | None = None) -> Iterator[AnnotatedDocument]:
    """Read a collection. brat does not tell labels of people from those of the machine: all count as reviewed.

    Each annotator has a copy of the collection; `annotator` is not used. Raises GoldError for all that is no label.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else []
    if not files:
        raise GoldError(f"{path}: is no folder with brat annotations (*.ann).")
    for file in files:
        text_file = file.with_suffix(".txt")
        try:
            text = text_file.read_bytes().decode("utf-8")
            lines = file.read_bytes().decode("utf-8").split("\n")
        except (OSError, ValueError) as error:
            raise GoldError(f"{file}: it or its text {text_file.name} cannot be read ({error}).") from error
        doc = unquote(file.relative_to(path).with_suffix("").as_posix())
        yield AnnotatedDocument(doc, text, tuple(_labels(lines, text, file)), reviewed=True)


def configuration() -> str:
    """The annotation.conf of a collection: event types without arguments, and their attributes."""
    attributes = [
        f"{name.title()}\tArg:<EVENT>" + (f", Value:{'|'.join(values)}" if values else "")
        for name, values in ATTRIBUTES.items()
    ]
    sections = {"entities": (), "relations": (), "events": ACTIONS, "attributes": attributes}
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())


def _file_name(doc: str) -> str:
    """A path for any id; what a file system or brat would take amiss is percent-encoded."""
    parts = [quote(part, safe=" ") for part in doc.split("/")]
    if "" in parts:  # such as http://…
        return quote(doc, safe=" ")
    return "/".join(part.replace(".", "%2E") if set(part) <= {"."} else part for part in parts)


def _standoff(labels: Iterable[Label], text: str) -> str:
    lines: list[str] = []
    triggers: dict[tuple[str, int, int], str] = {}
    attributes = 0
    for number, label in enumerate(labels, start=1):
        span = (label.action, label.start, label.end)
        if span not in triggers:
            triggers[span] = f"T{len(triggers) + 1}"
            pieces = list(_lines(text, label.start, label.end))
            offsets = ";".join(f"{start} {end}" for start, end in pieces)
            covered = " ".join(text[start:end] for start, end in pieces)
            lines.append(f"{triggers[span]}\t{label.action} {offsets}\t{covered}")
        lines.append(f"E{number}\t{label.action}:{triggers[span]}")
        fields = label_fields(label)
        for name, values in ATTRIBUTES.items():
            if name in fields:
                attributes += 1
                lines.append(f"A{attributes}\t{name.title()} E{number}" + (f" {fields[name]}" if values else ""))
        note = "; ".join(f"{name}={fields[name]}" for name in NOTED if name in fields)
        lines.append(f"#{number}\t{_NOTE_TYPE} E{number}\t{note}")
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of each line in a span: brat allows no line feed in a piece."""
    for match in re.finditer(r"\S(?:[^\n]*\S)?", text[start:end]):
        yield start + match.start(), start + match.end()


def _labels(lines: Iterable[str], text: str, file: Path) -> Iterator[Label]:
    spans: dict[str, tuple[int, int]] = {}
    events: dict[str, tuple[str, str, str]] = {}  # id → type, trigger, place
    fields: dict[str, dict[str, str]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            identifier, content, *rest = line.rstrip("\r").split("\t", 2)
            words = content.split()
            if identifier[0] == "T":
                spans[identifier] = _span(content.split(" ", 1)[1], rest[0], text, place)
            elif identifier[0] == "E":
                kind, trigger = words[0].split(":")
                events[identifier] = (kind, trigger, place)
            elif identifier[0] in "AM":
                fields.setdefault(words[1], {})[words[0].lower()] = words[2] if len(words) > 2 else "yes"
            elif identifier[0] == "#" and words[0] == _NOTE_TYPE:
                fields.setdefault(words[1], {}).update(_read_note(rest[0]))
        except (ValueError, IndexError) as error:
            raise GoldError(f"{place}: is no line of brat's standoff format: {line!r}") from error
    for identifier, (kind, trigger, place) in events.items():
        if trigger not in spans:
            raise GoldError(f"{place}: the event {identifier} has no trigger {trigger}.")
        start, end = spans[trigger]
        yield read_label({**fields.get(identifier, {}), "action": kind}, start, end, text, f"{place} ({identifier})")


def _span(offsets: str, covered: str, text: str, place: str) -> tuple[int, int]:
    """From the first offset to the last, whatever pieces lie between."""
    numbers = [int(number) for piece in offsets.split(";") for number in piece.split(" ")]
    return check_span(text, min(numbers), max(numbers), covered, place)


def _read_note(note: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in note.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
