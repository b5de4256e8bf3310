"""spaCy's DocBin: docs with a span group `events` for training, and the labels with all their fields in `user_data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.annotation.labels import AnnotatedDocument, Label, label_fields, read_label
from extractor.annotation.spans import check_span
from extractor.errors import GoldError

if TYPE_CHECKING:
    from spacy.language import Language

FILE = "documents.spacy"
SPANS_KEY = "events"
_KEY = "extractor"  # in user_data


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write documents.spacy. Spans are those of the labels, widened to whole tokens; their id is the label's."""
    from spacy.tokens import DocBin, SpanGroup

    nlp = _tokenizer()
    docs = DocBin(store_user_data=True)
    for document in documents:
        doc = nlp.make_doc(document.text)
        spans = [
            doc.char_span(label.start, label.end, label.action, alignment_mode="expand", span_id=label.id)
            for label in document.labels
        ]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=[span for span in spans if span is not None])
        labels = [{**label_fields(label), "start": label.start, "end": label.end} for label in document.labels]
        doc.user_data[_KEY] = {"doc": document.doc, "reviewed": document.reviewed, "labels": labels}
        docs.add(doc)
    docs.to_disk(folder / FILE)
    return [folder / FILE]


def read(path: Path, annotator: str | None = None) -> Iterator[AnnotatedDocument]:
    """Read the labels in `user_data`; `annotator` is not used. Raises GoldError for a file without them."""
    from spacy.tokens import DocBin

    file = path / FILE if path.is_dir() else path
    try:
        docs = list(DocBin(store_user_data=True).from_disk(file).get_docs(_tokenizer().vocab))
    except Exception as error:  # zlib's, msgpack's or the disk's
        raise GoldError(f"{file}: cannot be read as a spaCy DocBin ({error}).") from error
    for number, doc in enumerate(docs, start=1):
        place = f"{file}: doc {number}"
        try:
            record = doc.user_data[_KEY]
            labels = tuple(_label(value, doc.text, f"{place} ({record['doc']})") for value in record["labels"])
            yield AnnotatedDocument(str(record["doc"]), doc.text, labels, bool(record["reviewed"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GoldError(f"{place} has no labels in user_data[{_KEY!r}] ({error!r}).") from error


@cache
def _tokenizer() -> Language:
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 100_000_000
    return nlp


def _label(value: dict[str, Any], text: str, place: str) -> Label:
    start, end = check_span(text, int(value["start"]), int(value["end"]), None, place)
    return read_label(value, start, end, text, place)
