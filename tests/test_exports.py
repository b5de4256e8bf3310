"""The exported files: the same rows in each, typed, sorted, and the same bytes whenever they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from fake_extraction import make_event

from extractor import to_frame
from extractor.dataset import StoreWriter, export
from extractor.dataset import exports as exports_module
from extractor.dataset.exports import EXPORTS
from extractor.dataset.store import DocumentRow
from extractor.errors import OutputError
from extractor.schema import DOCUMENT_COLUMNS, EVENT_COLUMNS, Event, Status

QUOTE = 'severed GHA GBR 1965, "quoted", ünïcode — and\na second line\r\nand a third\rend'


def document_row(document_id: str, events: int, *, status: Status = Status.OK, error: str = "") -> DocumentRow:
    return DocumentRow(document_id, "ab" * 32, "", "1965-12", "", 20, status, error, events, "0.1.0", 0.5)


def sample_events() -> list[Event]:
    return [
        make_event("b.txt", "planned GHA GBR", 0, ["planned", "GHA", "GBR"]),
        make_event("a.txt", QUOTE, 40, ["severed", "GHA", "GBR", "1965"]),
        make_event("a.txt", "severed GHA BEL 1964", 7, ["severed", "GHA", "BEL", "1964"]),
        make_event("a.txt", "severed BEL GHA 1964", 7, ["severed", "BEL", "GHA", "1964"]),
    ]


def write(folder: Path, events: list[Event]) -> Path:
    with StoreWriter(folder) as store:
        for document_id in dict.fromkeys(event.document_id for event in events):
            own = [event for event in events if event.document_id == document_id]
            store.add(document_row(document_id, len(own)), own)
        store.add(document_row("c.pdf", 0, status=Status.FAILED, error="damaged"), [])
        store.flush()
        export(store, folder)
    return folder


def test_the_same_rows_in_every_format(tmp_path: Path) -> None:
    write(tmp_path, sample_events())
    csv = pd.read_csv(tmp_path / "events.csv", dtype={"year": "Int64", "year_end": "Int64"}, lineterminator="\n")
    parquet = pd.read_parquet(tmp_path / "events.parquet")
    records = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert tuple(csv.columns) == tuple(parquet.columns) == tuple(records[0]) == EVENT_COLUMNS
    order = [("a.txt", 7, "BEL"), ("a.txt", 7, "GHA"), ("a.txt", 40, "GHA"), ("b.txt", 0, "GHA")]
    for table in (csv, parquet, pd.DataFrame(records)):
        rows = zip(table["document_id"], table["start"], table["country"], strict=True)
        assert [(document, int(start), country) for document, start, country in rows] == order
        assert list(table["quote"])[2] == QUOTE
        assert list(table["mutual"]) == [False, False, False, True]
        assert [None if pd.isna(year) else int(year) for year in table["year"]] == [1964, 1964, 1965, None]
    assert records[3]["date"] is None
    assert records[3]["date_basis"] is None
    assert records[0]["year"] == 1964 and isinstance(records[0]["year"], int)
    assert records[0]["mutual"] is False


def test_types_survive_parquet(tmp_path: Path) -> None:
    write(tmp_path, sample_events())
    events = pd.read_parquet(tmp_path / "events.parquet")
    expected = to_frame(sorted(sample_events(), key=lambda event: (event.document_id, event.start, event.country)))
    pd.testing.assert_frame_equal(events, expected)
    assert {str(events[name].dtype) for name in ("year", "year_end", "start", "end")} == {"Int64"}
    assert str(events["mutual"].dtype) == "boolean"
    documents = pd.read_parquet(tmp_path / "documents.parquet")
    assert tuple(documents.columns) == DOCUMENT_COLUMNS
    assert documents["title"].isna().all()


def test_csv_is_plain(tmp_path: Path) -> None:
    write(tmp_path, sample_events()[:1])
    lines = (tmp_path / "events.csv").read_bytes().decode("utf-8").split("\n")
    assert lines[0] == ",".join(EVENT_COLUMNS)
    assert lines[1] == (
        "b.txt:0,b.txt,severed,severed,GHA,Gha,GBR,Gbr,state,true,,,,,planned,high,planned,planned GHA GBR,0,15,fake,"
    )
    assert lines[2:] == [""]
    documents = (tmp_path / "documents.csv").read_text(encoding="utf-8").splitlines()
    assert documents[1] == f"b.txt,{'ab' * 32},,1965-12,,20,ok,,1,0.1.0"
    assert documents[2] == f"c.pdf,{'ab' * 32},,1965-12,,20,failed,damaged,0,0.1.0"


def test_same_bytes_whatever_the_order_of_writing(tmp_path: Path) -> None:
    first = write(tmp_path / "one", sample_events())
    second = write(tmp_path / "two", sample_events()[::-1])
    for name in EXPORTS:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_chunks_change_nothing_but_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(tmp_path / "whole", sample_events())
    monkeypatch.setattr(exports_module, "CHUNK_ROWS", 1)
    chunked = write(tmp_path / "chunked", sample_events())
    for name in EXPORTS:
        if name.endswith(".parquet"):
            pd.testing.assert_frame_equal(pd.read_parquet(whole / name), pd.read_parquet(chunked / name))
        else:
            assert (whole / name).read_bytes() == (chunked / name).read_bytes()


def test_no_events_are_tables_with_columns(tmp_path: Path) -> None:
    write(tmp_path, [])
    assert tuple(pd.read_csv(tmp_path / "events.csv").columns) == EVENT_COLUMNS
    assert tuple(pd.read_parquet(tmp_path / "events.parquet").columns) == EVENT_COLUMNS
    assert (tmp_path / "events.jsonl").read_bytes() == b""
    assert list(to_frame([]).columns) == list(EVENT_COLUMNS)


def test_nothing_temporary_is_left(tmp_path: Path) -> None:
    write(tmp_path, sample_events())
    assert {path.name for path in tmp_path.iterdir()} == {*EXPORTS, "store.sqlite"}


def test_an_interrupted_run_leaves_the_files_of_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, sample_events())
    before = {name: (tmp_path / name).read_bytes() for name in EXPORTS}
    with pytest.raises(KeyboardInterrupt), StoreWriter(tmp_path) as store:
        store.add(document_row("z.txt", 0), [])
        raise KeyboardInterrupt
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != "store.sqlite"} == before


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        StoreWriter(tmp_path / "file" / "dataset")


def test_a_disk_that_refuses_while_exporting(tmp_path: Path) -> None:
    write(tmp_path, sample_events())
    before = (tmp_path / "events.csv").read_bytes()
    with StoreWriter(tmp_path) as store:
        (tmp_path / ".events.jsonl.partial").mkdir()
        with pytest.raises(OutputError, match="cannot be written"):
            export(store, tmp_path)
    assert (tmp_path / "events.csv").read_bytes() == before
