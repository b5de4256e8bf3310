"""Runs over many documents: order, failures, dying workers, and the same dataset whatever the number of workers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from fake_extraction import load_broken, load_fake
from small_corpora import many, read_documents, read_exports, write_corpus

from extractor.dataset.exports import EXPORTS
from extractor.dataset.package import PACKAGE_FILES
from extractor.errors import InputError, OutputError
from extractor.runs import run
from extractor.runs.texts import text_file
from extractor.schema import Status


def test_summary_and_tables(tmp_path: Path) -> None:
    texts = {
        "a.txt": "severed GHA GBR 1965\nplanned GHA FRA\n",
        "b/c.txt": "severed GHA BEL 1960\n",
        "bad.txt": "raise\n",
        "other.xyz": "",
    }
    corpus = write_corpus(tmp_path / "in", texts)
    (corpus / "empty.txt").write_text("", encoding="utf-8")
    summary = run([corpus], tmp_path / "out", loader=load_fake)
    assert summary.totals.documents == {Status.OK: 2, Status.FAILED: 1, Status.SKIPPED: 1, Status.EMPTY: 1}
    assert summary.totals.by_action == {"severed": 2}
    assert (summary.totals.events, summary.totals.not_asserted) == (3, 1)
    assert (summary.totals.first_year, summary.totals.last_year) == (1960, 1965)
    assert summary.failures == (("bad.txt", "extraction failed: KeyError: 'a bug\\nin a rule'"),)
    assert [path.name for path in summary.files] == [*EXPORTS, *PACKAGE_FILES, "store.sqlite"]
    rows = read_documents(tmp_path / "out")
    assert list(rows.index) == ["a.txt", "b/c.txt", "bad.txt", "empty.txt", "other.xyz"]
    assert list(rows["events"]) == [2, 1, 0, 0, 0]
    with sqlite3.connect(tmp_path / "out" / "store.sqlite") as store:
        assert store.execute("SELECT count(*), count(seconds) FROM documents").fetchone() == (5, 5)


def test_same_bytes_for_any_number_of_workers_and_again(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", {**many(60), "bad.txt": "raise\n"})
    outs = [tmp_path / name for name in ("one", "again", "three")]
    for out, workers in zip(outs, (1, 1, 3), strict=True):
        run([corpus], out, workers=workers, loader=load_fake)
    assert read_exports(outs[0]) == read_exports(outs[1]) == read_exports(outs[2])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pipeline_that_cannot_be_loaded_stops_the_run(tmp_path: Path, workers: int) -> None:
    corpus = write_corpus(tmp_path / "in", many(3))
    with pytest.raises(ValueError, match="the lexicon is broken"):
        run([corpus], tmp_path / "out", workers=workers, loader=load_broken)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["store.sqlite"]


def test_same_content_twice_is_read_twice_and_noted(tmp_path: Path) -> None:
    text = "severed GHA GBR 1965\n"
    corpus = write_corpus(tmp_path / "in", {"a.txt": text, "b.txt": text, "c.txt": text})
    summary = run([corpus], tmp_path / "out", loader=load_fake)
    rows = read_documents(tmp_path / "out")
    assert list(rows["error"]) == ["", "same content as a.txt", "same content as a.txt"]
    assert set(rows["status"]) == {"ok"}
    assert summary.totals.events == 3


def test_kept_texts_give_the_quotes(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", {"sub/a.txt": "severed GHA GBR 1965\r\nsevered GHA FRA 1966\n"})
    run([corpus], tmp_path / "out", loader=load_fake, keep_text=True)
    with text_file(tmp_path / "out", "sub/a.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    for row in pd.read_csv(tmp_path / "out" / "events.csv").itertuples():
        assert text[int(str(row.start)) : int(str(row.end))].strip() == str(row.quote).strip()


@pytest.mark.parametrize("document_id", ["../../etc/passwd", "/a//b", "a:b?c*", "n" * 400, "ü" * 200, ".", "con\ntrol"])
def test_kept_texts_stay_in_their_folder(tmp_path: Path, document_id: str) -> None:
    path = text_file(tmp_path, document_id)
    assert (tmp_path / "texts").resolve() in path.resolve().parents
    path.parent.mkdir(parents=True)
    path.write_text("", encoding="utf-8")


def test_a_table_of_records_and_half_characters(tmp_path: Path) -> None:
    table = tmp_path / "table.jsonl"
    table.write_text(
        '{"id": "one", "text": "The note said \\ud800 and the talks went on.\\nsevered GHA GBR 1965"}\n'
        '{"id": "two\\udfff", "text": "It was the day of the talks.\\nsevered GHA FRA 1966", "title": "\\ud83d"}\n',
        encoding="utf-8",
    )
    summary = run([table], tmp_path / "out", loader=load_fake)
    assert summary.totals.documents == {Status.OK: 2}
    assert summary.totals.events == 2


def test_an_output_folder_inside_the_input_is_not_read(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(2))
    for _ in range(2):
        summary = run([corpus], corpus / "dataset", loader=load_fake, keep_text=True)
        assert summary.documents == 2
    for _ in range(2):
        summary = run([corpus / "0"], corpus / "0", loader=load_fake)
        assert summary.documents == 1


def test_wrong_input_and_output(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(1))
    with pytest.raises(InputError, match="does not exist"):
        run([tmp_path / "nowhere"], tmp_path / "out", loader=load_fake)
    assert not (tmp_path / "out").exists()
    with pytest.raises(OutputError, match="cannot be written"):
        run([corpus], corpus / "0" / "000.txt", loader=load_fake)
    with pytest.raises(InputError, match="workers"):
        run([corpus], tmp_path / "out", workers=-1, loader=load_fake)


def test_an_empty_folder_is_an_empty_dataset(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    summary = run([tmp_path / "in"], tmp_path / "out", workers=2, loader=load_fake)
    assert summary.documents == 0
    assert len(pd.read_csv(tmp_path / "out" / "events.csv")) == 0
