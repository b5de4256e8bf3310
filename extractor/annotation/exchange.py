"""Documents out to annotation tools with labels to start from, and back into a gold file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from extractor.annotation import brat, docbin, doccano, jsonl, label_studio, web_annotation
from extractor.annotation.labels import AnnotatedDocument, check_distinct, label_events, label_gold, to_gold
from extractor.annotation.spans import unify_line_ends
from extractor.documents import TableColumns, discover
from extractor.errors import GoldError, InputError, OutputError
from extractor.evaluation.gold import GoldDocument, document_key, dump_gold, read_gold
from extractor.runs import read_all
from extractor.runs.worker import Loader, load_extract
from extractor.schema import Document, Modality, Status

_Value = TypeVar("_Value")
Write: TypeAlias = Callable[[Iterable[AnnotatedDocument], Path], list[Path]]
Read: TypeAlias = Callable[[Path, str | None], Iterator[AnnotatedDocument]]

WRITERS: Mapping[str, Write] = {
    "label-studio": label_studio.write,
    "brat": brat.write,
    "doccano": doccano.write,
    "docbin": docbin.write,
    "jsonl": jsonl.write,
    "web-annotation": web_annotation.write,
}
READERS: Mapping[str, Read] = {
    "label-studio": label_studio.read,
    "brat": brat.read,
    "doccano": doccano.read,
    "docbin": docbin.read,
    "jsonl": jsonl.read,
}


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was exported. `unlabelled`: documents of the input that the gold files do not name, and left out."""

    files: tuple[Path, ...]
    documents: int
    labels: int
    unlabelled: int = 0


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What went into a gold file. `not_asserted`: labels left out; `unreviewed`: documents nobody annotated."""

    file: Path
    documents: tuple[GoldDocument, ...]
    not_asserted: int
    unreviewed: tuple[str, ...]


def export_annotations(
    inputs: Sequence[Path],
    folder: Path,
    format_name: str,
    *,
    gold: Sequence[Path] = (),
    columns: TableColumns | None = None,
    workers: int = 1,
    loader: Loader = load_extract,
) -> ExportSummary:
    """Write the documents under `inputs` for an annotation tool, with the extractor's events, or with the labels of
    `gold` if it is given, as labels to start from.

    Raises InputError for an unknown format, two documents of one id or none at all, GoldError, and OutputError.
    """
    write = _choose(WRITERS, format_name)
    sources = discover(inputs, columns or TableColumns())
    if gold:
        golds = {one.doc: one for one in read_gold(gold)}
        readings = read_all(sources, keep_text=True, loader=_load_nothing)
        found = [one.document for one in readings if one.document.status is Status.OK]
        labelled = [document for document in found if document_key(document.id) in golds]
        if missing := golds.keys() - {document_key(document.id) for document in labelled}:
            raise GoldError(f"{min(missing)}: is labelled, and there is no such document that can be read.")
        documents = [label_gold(document, golds[document_key(document.id)]) for document in labelled]
        unlabelled = len(found) - len(labelled)
    else:
        readings = read_all(sources, workers=workers, keep_text=True, loader=loader)
        documents = [label_events(one.document, one.events) for one in readings if one.document.status is Status.OK]
        unlabelled = 0
    if not documents:
        raise InputError(f"{', '.join(map(str, inputs))}: there is no document that can be read.")
    check_distinct(documents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = write(documents, folder)
    except OSError as error:
        raise OutputError(f"{folder}: the annotations cannot be written ({error.strerror or error}).") from error
    return ExportSummary(tuple(files), len(documents), sum(len(one.labels) for one in documents), unlabelled)


def import_annotations(
    path: Path,
    file: Path,
    format_name: str,
    *,
    corpus: Sequence[Path] = (),
    columns: TableColumns | None = None,
    annotator: str | None = None,
    unreviewed: bool = False,
) -> ImportSummary:
    """Write what an annotation tool gives back as the gold file `file`, which must not exist.

    Each label's span is checked against its words; with `corpus`, each text also against the document.
    unreviewed: take the labels of documents nobody annotated too, which are the machine's.
    Raises InputError for an unknown format or a `file` that exists, GoldError for what gold does not allow, and
    OutputError.
    """
    read = _choose(READERS, format_name)
    if file.exists():
        raise InputError(f"{file} exists; gold is not overwritten, so name another file.")
    found = tuple(read(path, annotator))
    check_distinct(found)
    kept = [document for document in found if document.reviewed or unreviewed]
    if corpus:
        _check_texts(kept, corpus, columns or TableColumns())
    golds = tuple(to_gold(document) for document in kept)
    not_asserted = sum(label.modality is not Modality.ASSERTED for one in kept for label in one.labels)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dump_gold(golds), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{file}: the labels cannot be written ({error.strerror or error}).") from error
    return ImportSummary(file, golds, not_asserted, tuple(one.doc for one in found if one not in kept))


def _choose(table: Mapping[str, _Value], name: str) -> _Value:
    if name not in table:
        raise InputError(f"{name!r} is no format that can be used here; known are {', '.join(table)}.")
    return table[name]


def _check_texts(documents: Iterable[AnnotatedDocument], corpus: Sequence[Path], columns: TableColumns) -> None:
    """Raises GoldError for a document that is not in the corpus, or whose text is another there."""
    readings = read_all(discover(corpus, columns), keep_text=True, loader=_load_nothing)
    texts = {document_key(one.document.id): unify_line_ends(one.document.text) for one in readings}
    for document in documents:
        text = texts.get(document.doc)
        if text is None:
            raise GoldError(f"{document.doc}: there is no such document in {', '.join(map(str, corpus))}.")
        mine = unify_line_ends(document.text)
        if mine != text:
            at = next((i for i, (one, other) in enumerate(zip(mine, text, strict=False)) if one != other), None)
            place = min(len(mine), len(text)) if at is None else at
            raise GoldError(
                f"{document.doc}: the annotated text is not that of the document, from character {place} on."
            )


def _load_nothing() -> Callable[[Document], tuple[()]]:
    """An extraction that finds nothing, for reading documents only."""
    return _find_nothing


def _find_nothing(document: Document) -> tuple[()]:
    return ()
