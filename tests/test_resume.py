"""What a second run on the same dataset reads again, and that the dataset is that of a run which reads everything."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest
from fake_extraction import load_fake
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpora import FAMILIAR, many, read_documents, read_exports, write_corpus, write_table

from extractor.dataset import fingerprint
from extractor.dataset.store import REMOVED_NOTE
from extractor.documents import TableColumns
from extractor.runs import RunSummary
from extractor.runs import run as run_all
from extractor.runs.texts import text_file

run = partial(run_all, workers=1, loader=load_fake, start_method="fork")


def counts(summary: RunSummary) -> tuple[int, int, int]:
    """Documents read, unchanged and removed."""
    return summary.read, summary.unchanged, summary.totals.removed


def set_version(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(fingerprint, "_fingerprint", lambda layers, libraries: version)


# Files


def test_only_what_is_new_or_changed_is_read(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(6)), tmp_path / "out"
    assert counts(run([corpus], out)) == (6, 0, 0)
    assert counts(run([corpus], out)) == (0, 6, 0)
    write_corpus(corpus, {"0/000.txt": "severed GHA BEL 1960\n", "new.txt": "severed GHA FRA 1961\n"})
    assert counts(run([corpus], out)) == (2, 5, 0)
    run([corpus], tmp_path / "fresh")
    assert read_exports(out) == read_exports(tmp_path / "fresh")


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    """Neither a new date nor another place makes it another document; new content of the same size and date does."""
    corpus, out = write_corpus(tmp_path / "in", many(3)), tmp_path / "out"
    run([corpus], out)
    (corpus / "0/000.txt").touch()
    assert counts(run([corpus], out)) == (0, 3, 0)
    shutil.copytree(corpus, tmp_path / "copy")
    assert counts(run([tmp_path / "copy"], out)) == (0, 3, 0)
    changed = tmp_path / "copy/1/001.txt"
    before = changed.stat()
    changed.write_text(changed.read_text(encoding="utf-8").replace("GBR", "FRA"), encoding="utf-8")
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert counts(run([tmp_path / "copy"], out)) == (1, 2, 0)


def test_untouched_files_are_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(3)), tmp_path / "out"
    time.sleep(0.2)
    run([corpus], out)
    monkeypatch.setattr("extractor.runs.resume.hash_file", lambda path: "not asked")
    assert counts(run([corpus], out)) == (0, 3, 0)


def test_removed_inputs_stay_marked_until_they_come_back(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(3)), tmp_path / "out"
    run([corpus], out)
    whole = read_exports(out)
    (corpus / "1/001.txt").rename(tmp_path / "away.txt")
    assert counts(run([corpus], out)) == (0, 2, 1)
    assert read_documents(out)["error"].to_dict() == {"0/000.txt": "", "1/001.txt": REMOVED_NOTE, "2/002.txt": ""}
    assert read_exports(out)["events.csv"] == whole["events.csv"]
    assert counts(run([corpus], out)) == (0, 2, 1)
    (tmp_path / "away.txt").rename(corpus / "1/001.txt")
    assert counts(run([corpus], out)) == (0, 3, 0)
    assert read_exports(out) == whole


def test_what_comes_from_a_sidecar_counts_too(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", {"a.txt": "", "b.txt": ""}), tmp_path / "out"
    run([corpus], out)
    (corpus / "metadata.csv").write_text("path,title\nb.txt,A Title\n", encoding="utf-8")
    assert counts(run([corpus], out)) == (1, 1, 0)
    assert list(read_documents(out)["title"]) == ["", "A Title"]


def test_notes_on_equal_content_do_not_depend_on_history(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", {"b.txt": "same", "c.txt": "same"}), tmp_path / "out"
    run([corpus], out)
    assert list(read_documents(out)["error"]) == ["", "same content as b.txt"]
    write_corpus(corpus, {"a.txt": "same"})
    run([corpus], out)
    assert list(read_documents(out)["error"]) == ["", "same content as a.txt", "same content as a.txt"]
    (corpus / "a.txt").unlink()
    run([corpus], out)
    assert list(read_documents(out)["error"]) == [REMOVED_NOTE, "", "same content as b.txt"]


def test_a_failure_that_came_from_outside_is_tried_again(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", {"slow.txt": "sleep 0.6\n", "bad.txt": "raise\n", "c.pdf": "no PDF"})
    out = tmp_path / "out"
    summary = run([corpus], out, timeout=0.3)
    assert {name for name, _ in summary.failures} == {"slow.txt", "bad.txt", "c.pdf"}
    summary = run([corpus], out, timeout=60)
    assert counts(summary) == (1, 2, 0)
    assert {name for name, _ in summary.failures} == {"bad.txt", "c.pdf"}


def test_another_version_reads_everything_again_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(4)), tmp_path / "out"
    set_version(monkeypatch, "first")
    run([corpus], out, quiet=False)
    assert capsys.readouterr().err == ""
    set_version(monkeypatch, "second")
    (corpus / "0/000.txt").unlink()
    assert counts(run([corpus], out, quiet=False)) == (3, 0, 1)
    assert "extractor has changed in its rules" in (told := capsys.readouterr().err)
    assert "the 4 documents read before are read again" in told
    assert counts(run([corpus], out, quiet=False)) == (0, 3, 1)
    assert capsys.readouterr().err == ""


def test_rebuild_reads_everything_again_and_forgets_what_is_gone(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(4)), tmp_path / "out"
    run([corpus], out, keep_text=True)
    (corpus / "0/000.txt").unlink()
    assert counts(run([corpus], out, keep_text=True, rebuild=True)) == (3, 0, 0)
    assert not text_file(out, "0/000.txt").exists()
    run([corpus], tmp_path / "fresh")
    assert read_exports(out) == read_exports(tmp_path / "fresh")


def test_texts_that_are_missing_are_read_again(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(3)), tmp_path / "out"
    run([corpus], out)
    assert counts(run([corpus], out, keep_text=True)) == (3, 0, 0)
    assert counts(run([corpus], out, keep_text=True)) == (0, 3, 0)
    text_file(out, "0/000.txt").unlink()
    assert counts(run([corpus], out, keep_text=True)) == (1, 2, 0)
    write_corpus(corpus, {"0/000.txt": "changed"})
    run([corpus], out)  # leaves the text that was kept before
    assert counts(run([corpus], out, keep_text=True)) == (1, 2, 0)
    assert text_file(out, "0/000.txt").read_text(encoding="utf-8").endswith("changed")


# Exports


def test_exports_are_written_when_something_has_changed_or_is_missing(tmp_path: Path) -> None:
    corpus, out = write_corpus(tmp_path / "in", many(3)), tmp_path / "out"
    run([corpus], out)
    whole, written = read_exports(out), (out / "events.csv").stat().st_ino
    for file in corpus.rglob("*.txt"):
        file.touch()
    run([corpus], out)
    assert (out / "events.csv").stat().st_ino == written
    for spoil in (Path.unlink, partial(Path.write_text, data="edited", encoding="utf-8")):
        spoil(out / "documents.csv")
        run([corpus], out)
        assert read_exports(out) == whole


# Tables


def test_records_are_known_by_their_content(tmp_path: Path) -> None:
    texts = {f"r{n}": f"severed GHA GBR {1900 + n}\n" for n in range(5)}
    table, out = write_table(tmp_path / "news.jsonl", texts), tmp_path / "out"
    assert counts(run([table], out)) == (5, 0, 0)
    assert counts(run([table], out)) == (0, 5, 0)
    write_table(table, {**texts, "r1": "severed GHA BEL 1960\n", "r9": "severed GHA BEL 1960\n"})
    assert counts(run([table], out)) == (2, 4, 0)
    write_table(table, {name: text for name, text in texts.items() if name != "r0"})
    assert counts(run([table], out)) == (1, 3, 2)
    for column, expected in (("title", (4, 0, 2)), ("title", (0, 4, 2))):
        assert counts(run([table], out, columns=TableColumns(title=column, text="id"))) == expected


def test_an_untouched_table_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for day in range(3):
        write_table(folder / f"{day}.jsonl", {f"{day}.{n}": f"severed GHA GBR {1900 + n}\n" for n in range(4)})
    time.sleep(0.2)
    out = tmp_path / "out"
    assert counts(run([folder], out)) == (12, 0, 0)
    whole = read_exports(out)
    with monkeypatch.context() as patched:
        patched.setattr("extractor.documents.tables.table_sources", lambda *arguments: pytest.fail("it was read"))
        assert counts(run([folder], out)) == (0, 12, 0)
        assert read_exports(out) == whole
    write_table(folder / "1.jsonl", {"1.0": "severed GHA GBR 1900\n", "1.7": "severed GHA GBR 1907\n"})
    assert counts(run([folder], out)) == (1, 9, 3)
    (folder / "2.jsonl").rename(tmp_path / "2.jsonl")
    assert counts(run([folder], out)) == (0, 6, 7)
    (tmp_path / "2.jsonl").rename(folder / "2.jsonl")
    assert counts(run([folder], out)) == (0, 10, 3)


def test_a_table_with_a_failure_to_be_tried_again_is_not_passed_over(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "news.jsonl", {"a": "sleep 0.6\n", "b": ""}), tmp_path / "out"
    time.sleep(0.2)
    run([table], out, timeout=0.3)
    assert counts(run([table], out)) == (1, 1, 0)
    assert counts(run([table], out)) == (0, 2, 0)


def test_an_input_that_takes_an_id_makes_the_table_give_way(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_table(folder / "m.jsonl", {"a.txt": "severed GHA GBR 1960\n", "z.txt": "severed GHA GBR 1961\n"})
    time.sleep(0.2)
    run([folder], out)
    write_corpus(folder, {"a.txt": "severed GHA FRA 1962\n", "z.txt": "severed GHA FRA 1963\n"})
    run([folder], out)
    assert set(read_documents(out).index) == {"a.txt", "a.txt#2", "z.txt", "z.txt#2"}
    run([folder], tmp_path / "fresh")
    assert read_exports(out) == read_exports(tmp_path / "fresh")


# Any history

NAMES = ("a.txt", "b.txt", "n.jsonl#1", "z.txt")
TEXTS = ("severed GHA GBR 1960\n", "severed GHA FRA 1961\nplanned GHA BEL\n", "raise\n", "")
FILES = st.dictionaries(st.sampled_from([name for name in NAMES if "#" not in name]), st.sampled_from(TEXTS))
RECORDS = st.lists(st.tuples(st.sampled_from((*NAMES, "")), st.sampled_from(TEXTS)), max_size=4)


def write_inputs(folder: Path, files: dict[str, str], records: list[tuple[str, str]]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_corpus(folder, files)
    lines = [json.dumps({"id": name, "text": FAMILIAR + text}) for name, text in records]
    table = folder / "n.jsonl"
    table.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@settings(max_examples=25, deadline=None)
@given(history=st.lists(st.tuples(FILES, RECORDS), min_size=2, max_size=4))
def test_after_any_history_the_dataset_is_that_of_the_last_inputs(
    history: list[tuple[dict[str, str], list[tuple[str, str]]]],
) -> None:
    """But for what is marked as removed."""
    with tempfile.TemporaryDirectory() as name:
        folder, out, fresh = Path(name) / "in", Path(name) / "out", Path(name) / "fresh"
        for files, records in history:
            write_inputs(folder, files, records)
            run([folder], out)
        run([folder], fresh)
        found, expected = read_documents(out), read_documents(fresh)
        present = found[~found["error"].str.contains(REMOVED_NOTE)]
        assert present.to_csv() == expected.to_csv()
        assert set(found.index) >= set(expected.index)
