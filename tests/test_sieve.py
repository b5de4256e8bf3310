"""Records without events are told apart where they are read, and are what a process would have made of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from extractor.documents import Source, discover, read
from extractor.documents.sources import Record
from extractor.runs.sieve import sift
from extractor.runs.worker import load_extract, process
from extractor.schema import Status

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EXTRACT = load_extract()
OTHER_RECORDS = [
    Source(
        "foreign", Path("t.jsonl"), Record("El gobierno de los dos países, que se reunió con el ministro. " * 9, "1")
    ),
    Source("empty", Path("t.jsonl"), Record("", "2", "the record has no text in 'text'")),
    Source("failed", Path("t.jsonl"), Record("", "3", "the line is not a JSON object", failed=True)),
    Source("half", Path("t.jsonl"), Record("Half a \ud800 character.", "4"), {"title": "\udc80", "published": "never"}),
]


def records() -> list[Source]:
    """Each paragraph of the corpus as a record, and some that are no documents."""
    found = []
    for number, document in enumerate(map(read, discover([CORPUS / "dev"]))):
        for place, text in enumerate(document.text.split("\n\n")):
            found.append(Source(f"{number}.{place}", Path("t.jsonl"), Record(text, "5"), {"published": "1975-03-10"}))
    return found + OTHER_RECORDS


def test_what_is_sifted_is_read_as_by_a_process() -> None:
    statuses = set()
    for source in records():
        reading = sift(source)
        if reading is not None:
            statuses.add(reading.document.status)
            assert replace(reading, seconds=0) == replace(process(source, EXTRACT, True), seconds=0)
    assert statuses == set(Status)


def test_what_can_hold_an_event_is_left_to_a_process() -> None:
    assert sift(Source("1", Path("t.jsonl"), Record("Chad recognized Nepal."))) is None
    assert sift(Source("2", Path("t.jsonl"), Record("Chad went to market."))) is not None
    assert sift(Source("a.txt", Path("a.txt"))) is None  # a file, whatever is in it
