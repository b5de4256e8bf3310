"""What has been changed in a dataset, or in the documents behind it, is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_extraction import load_fake

from extractor.errors import InputError
from extractor.runs import run
from extractor.runs.verification import Verification, check_cell, verify
from extractor.tables import EVENTS, TABLES

SENTENCE = "The ministry said in the evening that it had nothing to add to the note of the day before.\n"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{SENTENCE}severed GHA GBR 1965\nplanned GHA FRA\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"{SENTENCE}severed TZA GBR 1965\n", encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"no PDF")
    (folder / "table.csv").write_text(f'key,text\nr1,"{SENTENCE}severed KEN SOM 1976"\n', encoding="utf-8")
    run([folder], tmp_path / "out", loader=load_fake, workers=1, keep_text=True)
    return tmp_path / "out"


def words(done: Verification) -> str:
    return "\n".join(f"{problem.where}: {problem.what}" for problem in done.problems)


def change(path: Path, pattern: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, new, text, count=1, flags=re.M)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_a_dataset_as_it_was_written(dataset: Path) -> None:
    done = verify(dataset)
    assert words(done) == ""
    assert (done.documents, done.events, done.removed) == (4, 4, 0)
    assert done.rows["events.csv"] == done.rows["events.parquet"] == done.rows["events.jsonl"] == 4
    assert {f"{table.name}.csv" for table in TABLES} <= set(done.rows)


@pytest.mark.parametrize(
    ("pattern", "new", "found"),
    [
        ("severed GHA GBR 1965,91", "severed GHA GBR 1966,91", "quotes 'severed GHA GBR 1966', and a.txt has"),
        (",91,", ",92,", "quotes 'severed GHA GBR 1965', and a.txt has 'evered"),
        (",91,111,", ",91,9999,", "has the span 91–9999, which is not in a.txt"),
        ("high,severed,severed GHA", "high,broke,severed GHA", "has the trigger 'broke', which is not in a.txt"),
        ("^a.txt:91,a.txt", "a.txt:91,z.txt", "names 'z.txt' in document_id, which documents does not have"),
        ("^a.txt:91,", "b.txt:91,", "events.csv, b.txt:91: stands there a second time"),
        ("^(a.txt:91,a.txt),severed", r"\1,broken", "has 'broken' in action, which is none of established"),
        ("state,false", "state,no", "has 'no' in mutual, which is neither true nor false"),
        (",1965,1965,1965,", ",1965,MCMLXV,1965,", "has 'MCMLXV' in year, which is no number"),
        (",1965,1965,1965,", ",1965-13-x,1965,1965,", "in date, which is no date such as"),
        ("^(a.txt:91,a.txt,severed,severed),GHA", r"\1,", "has nothing in country"),
        ("^event_id,document_id", "document_id,event_id", "has the columns document_id, event_id, action"),
    ],
)
def test_a_cell_that_was_changed(dataset: Path, pattern: str, new: str, found: str) -> None:
    change(dataset / "events.csv", pattern, new)
    assert found in words(verify(dataset))


def test_a_row_that_was_taken_out(dataset: Path) -> None:
    change(dataset / "events.csv", r"^a.txt:91,.*\n", "")
    told = words(verify(dataset))
    assert "documents.csv, a.txt: counts 2 events, not 1" in told
    assert "events.parquet: and events.csv differ from row 1 on" in told
    assert "names 'a.txt:91' in event_ids, which events does not have" in told


def test_a_document_that_was_changed(dataset: Path) -> None:
    change(dataset.parent / "in" / "a.txt", "evening", "mornings")
    told = words(verify(dataset))
    assert "documents.csv, a.txt: has the hash" in told and "it is another text now" in told
    assert re.search(r"a.txt: counts \d+ characters, and its source \d+", told)
    assert "events.csv, a.txt:91: quotes" in told and "b.txt" not in told


def test_a_document_that_is_gone(dataset: Path) -> None:
    (dataset.parent / "in" / "a.txt").unlink()
    assert words(verify(dataset)) == "documents.csv, a.txt: has no source among the inputs"


def test_a_document_that_is_known_to_be_gone(dataset: Path) -> None:
    (dataset.parent / "in" / "a.txt").unlink()
    run([dataset.parent / "in"], dataset, loader=load_fake, workers=1, keep_text=True)
    done = verify(dataset)
    assert words(done) == "" and done.removed == 1


def test_documents_that_have_moved(dataset: Path) -> None:
    moved = (dataset.parent / "in").rename(dataset.parent / "elsewhere")
    assert words(verify(dataset, [moved])) == ""
    done = verify(dataset)  # against the texts kept
    assert (words(done), done.documents) == ("", 3)


def test_nothing_to_compare_with(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no dataset \(documents.csv is missing\)"):
        verify(tmp_path)
    (dataset.parent / "in").rename(dataset.parent / "elsewhere")
    (dataset / "texts").rename(dataset.parent / "texts")
    with pytest.raises(InputError, match="name them: --corpus"):
        verify(dataset)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_damaged_copies(dataset: Path, damage: Callable[[Path], None]) -> None:
    damage(dataset / "events.parquet")
    if (dataset / "events.parquet").exists():
        with pytest.raises(InputError, match=r"events\.parquet: cannot be read as Parquet"):
            verify(dataset)
    else:
        assert "events.parquet" not in verify(dataset).rows


def test_unknown_values_are_empty_cells() -> None:
    columns = {column.name: column for column in EVENTS.columns}
    assert check_cell(columns["year"], "") == ""
    assert check_cell(columns["flags"], "") == ""
    assert check_cell(columns["country"], "") == "has nothing in country"
