"""The whole of an evaluation: gold files and predictions in, scores, errors and a signature out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheets import read_csv
from extractor.documents import TableColumns, discover
from extractor.errors import InputError
from extractor.evaluation.errors import ErrorCase, list_errors
from extractor.evaluation.gold import GoldDocument, document_key, read_gold
from extractor.evaluation.predictions import Prediction, from_events, read_predictions
from extractor.evaluation.scores import Scores, match, score
from extractor.evaluation.signature import Signature, sign
from extractor.runs import read_all
from extractor.runs.worker import Loader

MANIFEST_NAME = "manifest.csv"
SIDECAR = "metadata.csv"
_ID_COLUMNS = ("document_id", "doc", "id", "path", "file")


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """`unread` are the labelled documents that have no text or could not be read; their labels count as missed."""

    scores: Scores
    errors: tuple[ErrorCase, ...]
    signature: Signature
    unread: tuple[str, ...] = ()
    left_out: int = 0  # labelled documents that are no part of the run that was scored

    def __repr__(self) -> str:
        """<Evaluation F1 0.57 (precision 0.71, recall 0.48) on 112 documents; SIGNATURE>"""
        total = self.scores.total
        f1, *ratios = ("–" if x is None else f"{x:.2f}" for x in (total.f1, total.precision, total.recall))
        words = f"F1 {f1} (precision {ratios[0]}, recall {ratios[1]}) on {self.scores.documents} documents"
        return f"<Evaluation {words}; {self.signature}>"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the errors."""
        return {**self.scores.as_dict(), "unread": list(self.unread), "signature": str(self.signature)}


def evaluate_predictions(gold_paths: Sequence[Path], file: Path, *, corpus: Path | None = None) -> Evaluation:
    """Score a table of events. `corpus` may hold a manifest with the genres. Raises GoldError and InputError."""
    gold = read_gold(gold_paths)
    return _evaluate(gold, read_predictions(file), sign(gold, predictions=file), corpus)


def evaluate_corpus(
    gold_paths: Sequence[Path],
    corpus: Path,
    *,
    columns: TableColumns | None = None,
    workers: int = 1,
    loader: Loader | None = None,
) -> Evaluation:
    """Extract events from the labelled documents of `corpus` and score them. Nothing is written.

    Raises GoldError, and InputError if there is no such corpus or if it has none of the labelled documents.
    """
    gold = read_gold(gold_paths)
    labelled = {document.doc for document in gold}
    found = discover([corpus], columns or TableColumns())
    sources = (source for source in found if document_key(source.id) in labelled)
    predictions: list[Prediction] = []
    read: set[str] = set()
    failed: set[str] = set()
    for reading in read_all(sources, workers=workers, loader=loader):
        doc = document_key(reading.document.id)
        (read if reading.document.status == "ok" else failed).add(doc)
        predictions += from_events(reading.events)
    if gold and not read and not failed:
        example = min(labelled)
        raise InputError(f"{corpus}: has none of the {len(gold)} labelled documents, such as {example!r}.")
    return _evaluate(gold, predictions, sign(gold), corpus, tuple(sorted(labelled - read)))


def evaluate_run(gold: Sequence[GoldDocument], out: Path, *, corpus: Path | None = None) -> Evaluation | None:
    """Score the dataset that a run wrote to `out`, on the labelled documents that it has read.

    None if it has read none of them.
    """
    seen = {document_key(row["document_id"]) for row in read_csv(out / "documents.csv")}
    part = [document for document in gold if document.doc in seen]
    if not part:
        return None
    predictions = read_predictions(out / "events.jsonl")
    return _evaluate(part, predictions, sign(part), corpus, left_out=len(gold) - len(part))


def read_genres(corpus: Path | None) -> Callable[[str], str]:
    """The genre of a document id: as a table in `corpus` has it, else the first folder of the id.

    The table is manifest.csv or the sidecar metadata.csv, with a column `genre` and one of document_id, doc, id, path,
    file. A manifest without them raises InputError.
    """
    genres: dict[str, str] = {}
    for name in (MANIFEST_NAME, SIDECAR):
        table = corpus / name if corpus is not None else None
        if table is None or not table.is_file():
            continue
        try:
            with table.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, ValueError, csv.Error) as error:
            raise InputError(f"{table}: cannot be read as a table ({error}).") from error
        columns = rows[0].keys() if rows else ()
        id_column = next((column for column in _ID_COLUMNS if column in columns), None)
        if id_column is not None and "genre" in columns:
            genres |= {document_key(row[id_column] or ""): row["genre"] for row in rows if row["genre"]}
        elif rows and name == MANIFEST_NAME:
            raise InputError(f"{table}: needs a column 'genre' and one of {', '.join(_ID_COLUMNS)}.")
    return lambda doc: genres.get(doc) or (doc.split("/")[0] if "/" in doc else "other")


def dump_errors(errors: Sequence[ErrorCase]) -> str:
    """All errors as JSON Lines."""
    return "".join(json.dumps(case.as_dict(), ensure_ascii=False) + "\n" for case in errors)


def _evaluate(
    gold: Sequence[GoldDocument],
    predictions: Sequence[Prediction],
    signature: Signature,
    corpus: Path | None,
    unread: tuple[str, ...] = (),
    left_out: int = 0,
) -> Evaluation:
    matches = match(gold, predictions)
    scores = score(matches, genre_of=read_genres(corpus))
    return Evaluation(scores, tuple(list_errors(matches)), signature, unread, left_out)
