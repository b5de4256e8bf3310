"""Records without events are told apart where they are read, and are what a process would have made of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from small_corpora import read_exports

from extractor.documents import Source, discover, read
from extractor.documents.sources import Record
from extractor.runs import run
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


def test_a_run_that_sifts_makes_the_same_dataset(tmp_path: Path) -> None:
    """As one in which processes read every record."""
    table = tmp_path / "t.jsonl"
    texts = [source.record.text for source in records() if source.record is not None]
    lines = [json.dumps({"id": f"{number:04}", "text": text}) for number, text in enumerate(texts)]
    table.write_text("\n".join(lines), encoding="utf-8")
    run([table], tmp_path / "sifted", workers=2, start_method="fork")
    run([table], tmp_path / "not", workers=1, start_method="fork", loader=load_extract)
    sifted, others = read_exports(tmp_path / "sifted"), read_exports(tmp_path / "not")
    assert sifted == others
