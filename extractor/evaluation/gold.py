"""Gold files: JSON Lines, one document a line, as the annotation guidelines say. Read strictly, never repaired."""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.errors import GoldError
from extractor.schema import FORM_ACTION, Action, Form, PartialDate

EXTENDED_FORMS = {"expelled_diplomats": "expelled", "recalled_ambassador": "recalled", "left_organization": "left"}
"""Actions next to the four, with the form each has. They are labelled, and are no part of the scores."""

_DOCUMENT_FIELDS = frozenset({"doc", "events", "ignore", "extended"})
_EVENT_FIELDS = frozenset({"action", "form", "country", "counterpart", "date", "quote", "mutual"})
_STATE = re.compile(r"[A-Z]{3}")
_ORGANIZATION = re.compile(r"[A-Z][A-Z0-9_]*")
_STATE_WITHOUT_CODE = re.compile(r"X:\S.*")
_FILE_ENDINGS = frozenset({".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".json"})


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A hand label. `date` is None only for what a scorer ignores; `country` is who acted, unless `mutual`."""

    action: str
    form: str
    country: str
    counterpart: str
    date: PartialDate | None
    quote: str
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """All labels of one document: `doc` is its id without the file ending."""

    doc: str
    events: tuple[GoldEvent, ...]
    ignore: tuple[GoldEvent, ...] = ()
    extended: tuple[GoldEvent, ...] = ()


def document_key(document_id: str) -> str:
    """The id that gold and predictions share: without the ending of a document file (`rdcr/chad.txt` → `rdcr/chad`)."""
    path = PurePosixPath(document_id)
    return str(path.with_suffix("")) if path.suffix in _FILE_ENDINGS else document_id


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the *.jsonl files in the folders named, in the order of the paths.

    Raises GoldError for a path that does not exist and for a folder without gold files.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob("*.jsonl"))
            if not found:
                raise GoldError(f"{path}: the folder holds no gold file (*.jsonl).")
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise GoldError(f"{path}: there is no such gold file or folder.")
    return files


def read_gold(paths: Iterable[Path]) -> tuple[GoldDocument, ...]:
    """Read gold files and folders of them, in order.

    Raises GoldError, naming file and line, for anything the guidelines do not allow: an unknown field or label, a form
    of another action, a code or date of the wrong shape, an empty quote, a document labelled twice.
    """
    documents: list[GoldDocument] = []
    seen: dict[str, str] = {}
    for file in gold_files(paths):
        for place, record in _records(file):
            document = _document(record, place)
            if document.doc in seen:
                raise GoldError(f"{place}: {document.doc!r} is labelled a second time; first in {seen[document.doc]}.")
            seen[document.doc] = place
            documents.append(document)
    return tuple(documents)


def hash_gold(documents: Sequence[GoldDocument]) -> str:
    """Eight hexadecimal digits of the labels' SHA-256, whatever the order of documents and of labels."""
    lines = sorted(
        "\t".join((document.doc, part, event.action, event.form, event.country, event.counterpart, str(event.date)))
        + ("\tmutual" if event.mutual else "")
        for document in documents
        for part, events in (("event", document.events), ("ignore", document.ignore))
        for event in events
    )
    names = sorted(document.doc for document in documents)
    return hashlib.sha256("\n".join(names + lines).encode()).hexdigest()[:8]


def dump_gold(documents: Iterable[GoldDocument]) -> str:
    """The documents as the lines of a gold file, which read_gold reads back."""
    lines = []
    for document in documents:
        parts = {"events": document.events, "ignore": document.ignore, "extended": document.extended}
        record = {"doc": document.doc, **{part: [_plain(event) for event in events] for part, events in parts.items()}}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def _plain(event: GoldEvent) -> dict[str, Any]:
    """A label as JSON values, what is unknown or false left out."""
    values = {"action": event.action, "form": event.form, "country": event.country, "counterpart": event.counterpart}
    date = {"date": str(event.date)} if event.date else {}
    return {**values, **date, "quote": event.quote, **({"mutual": True} if event.mutual else {})}


def _records(file: Path) -> Iterator[tuple[str, Any]]:
    """Yield (file:line, JSON value) of every line that is not blank."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{file}: cannot be read as UTF-8 text ({error}).") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield f"{file}:{number}", json.loads(line)
            except json.JSONDecodeError as error:
                raise GoldError(f"{file}:{number}: not a JSON object ({error}).") from error


def _document(record: Any, place: str) -> GoldDocument:
    if not isinstance(record, dict) or not isinstance(record.get("doc"), str) or not record["doc"].strip():
        raise GoldError(f'{place}: expected an object with "doc", the document\'s id, and "events".')
    if unknown := sorted(record.keys() - _DOCUMENT_FIELDS):
        raise GoldError(f"{place}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_DOCUMENT_FIELDS))}.")
    if "events" not in record:
        raise GoldError(f'{place}: "events" is missing; write [] for a document without events.')
    parts: dict[str, tuple[GoldEvent, ...]] = {}
    for part in ("events", "ignore", "extended"):
        values = record.get(part, [])
        if not isinstance(values, list):
            raise GoldError(f"{place}: {part!r} is not a list.")
        parts[part] = tuple(
            parse_label(value, part, f"{place}: {part}[{index}]") for index, value in enumerate(values, start=1)
        )
    return GoldDocument(document_key(record["doc"]), parts["events"], parts["ignore"], parts["extended"])


def parse_label(value: Any, part: str, place: str) -> GoldEvent:
    """Check one label of the list `part` (events, ignore or extended). Raises GoldError, naming `place`.

    What is ignored may lack a date and have an extended action; its parties may be organizations, or without a code.
    """
    if not isinstance(value, dict):
        raise GoldError(f"{place}: expected an object.")
    if unknown := sorted(value.keys() - _EVENT_FIELDS):
        raise GoldError(f"{place}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_EVENT_FIELDS))}.")
    texts = {name: value.get(name) for name in ("action", "form", "country", "counterpart", "quote")}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise GoldError(f"{place}: {name!r} is missing or not a text.")
    mutual = value.get("mutual", False)
    if not isinstance(mutual, bool):
        raise GoldError(f"{place}: 'mutual' is {mutual!r}; write true or false.")
    action, form = str(texts["action"]), str(texts["form"])
    _check_labels(action, form, part, place)
    country, counterpart = str(texts["country"]), str(texts["counterpart"])
    lenient = part != "events"
    _check_code(country, _STATE, lenient, f"{place}: country")
    organization = action in (Action.JOINED_ORGANIZATION, "left_organization")
    _check_code(counterpart, _ORGANIZATION if organization else _STATE, lenient, f"{place}: counterpart")
    date = _date(value.get("date"), lenient, place)
    return GoldEvent(action, form, country, counterpart, date, str(texts["quote"]), mutual)


def _check_labels(action: str, form: str, part: str, place: str) -> None:
    extended = action in EXTENDED_FORMS
    if not extended and action not in set(Action):
        raise GoldError(f"{place}: {action!r} is no action; known are {', '.join([*Action, *EXTENDED_FORMS])}.")
    if extended and part == "events":
        raise GoldError(f"{place}: {action!r} belongs to 'extended', not to 'events'.")
    if not extended and part == "extended":
        raise GoldError(f"{place}: {action!r} belongs to 'events', not to 'extended'.")
    right = form == EXTENDED_FORMS[action] if extended else form in set(Form) and FORM_ACTION[Form(form)] == action
    if not right:
        raise GoldError(f"{place}: {form!r} is no form of {action!r}.")


def _check_code(code: str, shape: re.Pattern[str], lenient: bool, place: str) -> None:
    if shape.fullmatch(code):
        return
    if lenient and (_STATE_WITHOUT_CODE.fullmatch(code) or _ORGANIZATION.fullmatch(code)):
        return
    hint = "; a state without a code (X:…) goes to 'ignore'" if code.startswith("X:") else ""
    raise GoldError(f"{place} {code!r} is not a code such as FRA or UN{hint}.")


def _date(value: Any, lenient: bool, place: str) -> PartialDate | None:
    if value is None and lenient:
        return None
    try:
        date = PartialDate.parse(value if isinstance(value, str) else "")
        for point in (date, date.end or date):
            if point.month is not None and not 1 <= point.month <= 12:
                raise ValueError(f"there is no month {point.month}")
            if point.month is not None and point.day is not None:
                days = monthrange(point.year, point.month)[1]
                if not 1 <= point.day <= days:
                    raise ValueError(f"the month has {days} days")
        if date.end and date.last_year < date.year:
            raise ValueError("the interval ends before it begins")
    except ValueError as error:
        what = f"date {value!r} is not EDTF such as 1960-08-11, 1960 or 1991/1994 ({error})"
        raise GoldError(f"{place}: {what}.") from error
    return date
