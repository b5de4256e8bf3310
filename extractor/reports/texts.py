"""The texts of a dataset's documents: as the run kept them, or read again from where they came from.

A text is used only if it is the one that the events were read from: what it has to fit are the length or the checksum
in the table of documents, and every event's quote at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from extractor.annotation.spans import quote_of
from extractor.dataset.store import DocumentRow
from extractor.documents import TableColumns, discover, read
from extractor.runs.texts import text_file
from extractor.schema import Document, Event, PartialDate, Status


class TextState(StrEnum):
    """Whether a document's text is shown, and why not."""

    SHOWN = "shown"
    NONE = "none"  # the document has no text: it is empty, was skipped or could not be read
    MISSING = "missing"  # neither kept by the run nor found in the folder named
    CHANGED = "changed"  # found, but not the text that was read
    LEFT_OUT = "left_out"  # the report would become too large


@dataclass(frozen=True, slots=True)
class FoundText:
    """The document of row `number`; its text is empty unless `state` is SHOWN."""

    number: int
    document: Document
    state: TextState


def find_texts(
    rows: Sequence[DocumentRow],
    events: Mapping[str, Sequence[Event]],
    dataset: Path,
    corpus: Sequence[Path] = (),
    columns: TableColumns | None = None,
    *,
    most_characters: int,
) -> Iterator[FoundText]:
    """Yield every document once, in no particular but always the same order, one text in memory at a time.

    `events` by document id. `corpus`: what the run was given as inputs, in the same order. Documents with events come
    first until `most_characters` are used up. Raises InputError if a path of `corpus` does not exist.
    """
    wanted = _choose(rows, most_characters)
    changed: set[int] = set()
    shown: set[int] = set()
    for number in sorted(wanted.values()):
        text = _kept_text(dataset, rows[number])
        if text is not None and _fits(text, events.get(rows[number].document_id, ())):
            shown.add(number)
            yield FoundText(number, replace(_document(rows[number]), text=text), TextState.SHOWN)
    remaining = {document_id for document_id, number in wanted.items() if number not in shown}
    for source in discover(corpus, columns or TableColumns()) if remaining and corpus else ():
        if source.id not in remaining:
            continue
        number = wanted[source.id]
        document = read(source)
        if document.sha256 != rows[number].sha256 or not _fits(document.text, events.get(source.id, ())):
            changed.add(number)
            continue
        shown.add(number)
        remaining.remove(source.id)
        yield FoundText(number, document, TextState.SHOWN)
    for number, row in enumerate(rows):
        if number not in shown:
            yield FoundText(number, _document(row), _why_not(row, number, wanted, changed))


def _choose(rows: Sequence[DocumentRow], most_characters: int) -> dict[str, int]:
    """Number of the row by id of the documents whose texts there is room for."""
    chosen: dict[str, int] = {}
    with_text = [number for number, row in enumerate(rows) if row.status is Status.OK]
    for number in sorted(with_text, key=lambda number: (not rows[number].events, number)):
        most_characters -= rows[number].characters
        if most_characters < 0:
            break
        chosen[rows[number].document_id] = number
    return chosen


def _kept_text(dataset: Path, row: DocumentRow) -> str | None:
    try:
        with text_file(dataset, row.document_id).open(encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, ValueError):
        return None
    return text if len(text) == row.characters else None


def _fits(text: str, events: Sequence[Event]) -> bool:
    return all(quote_of(text, event.start, event.end) == event.quote for event in events)


def _document(row: DocumentRow) -> Document:
    try:
        published = PartialDate.parse(row.published) if row.published else None
    except ValueError:
        published = None
    return Document(row.document_id, title=row.title, published=published, sha256=row.sha256)


def _why_not(row: DocumentRow, number: int, wanted: Mapping[str, int], changed: set[int]) -> TextState:
    if row.status is not Status.OK:
        return TextState.NONE
    if number in changed:
        return TextState.CHANGED
    return TextState.MISSING if row.document_id in wanted else TextState.LEFT_OUT
