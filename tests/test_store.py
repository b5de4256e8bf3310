"""The store under adverse conditions: each is told in one sentence, and leaves the dataset of the run before whole."""

from __future__ import annotations

import os
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
from fake_extraction import make_event
from small_corpora import many, read_documents, read_exports, run_command, write_corpus
from test_layers import LAYERS

from extractor.dataset import StoreWriter, fingerprint, open_store
from extractor.dataset.fingerprint import EXPORT_LIBRARIES, EXTRACTION_LAYERS, EXTRACTION_LIBRARIES
from extractor.dataset.store import STORE_FORMAT, DocumentRow
from extractor.errors import InputError, OutputError
from extractor.schema import Status


def row(document_id: str, events: int = 0) -> DocumentRow:
    return DocumentRow(document_id, "ab" * 32, "", "", "", 20, Status.OK, "", events, "0.1.0", fingerprint="f")


def fill(store: StoreWriter, numbers: range) -> None:
    for number in numbers:
        name = f"{number:04}.txt"
        store.add(row(name, 1), [make_event(name, "severed GHA GBR 1965", 0, ["severed", "GHA", "GBR", "1965"])])


def names(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return [str(values[0]) for chunk in store.rows("documents") for values in chunk]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A finished dataset of 30 documents, whose inputs have changed since."""
    corpus = write_corpus(tmp_path / "in", many(30))
    assert run_command("run", corpus, "--out", tmp_path / "out", "--workers", 1)[0] == 0
    write_corpus(corpus, {f"new/{name}": text * 20 for name, text in many(200).items()})
    return tmp_path / "out"


def check_refused(dataset: Path, words: str, *, before_start: Callable[[], None] | None = None) -> None:
    """A run on the dataset ends with one sentence and leaves the exports alone; when all is well again, it goes on."""
    before = read_exports(dataset)
    inputs = dataset.parent / "in"
    code, printed, told = run_command("run", inputs, "--out", dataset, "--workers", 1, preexec_fn=before_start)
    assert (code, printed) == (2, ""), told
    assert words in told
    assert told.startswith("extractor: ") and told.count("\n") == 1
    assert read_exports(dataset) == before
    assert not list(dataset.glob(".*"))


# Adverse conditions


@pytest.mark.parametrize("kilobytes", [64, 400])
def test_a_full_disk(dataset: Path, kilobytes: int) -> None:
    """Stood in for by a limit on the size of files, which is met early or late."""
    limit = kilobytes * 1024
    check_refused(dataset, "", before_start=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    code, _, _ = run_command("run", dataset.parent / "in", "--out", dataset, "--workers", 1)
    assert code == 0
    assert len(read_documents(dataset)) == 230


def test_a_store_that_cannot_grow_keeps_what_it_has(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as store:
        fill(store, range(100))
        store.flush()
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        fill(store, range(100, 200))
        with pytest.raises(OutputError, match=r"database or disk is full\). What was read so far is kept"):
            store.flush()
    assert len(names(tmp_path)) == 100


def test_a_disk_that_refuses_an_export(dataset: Path) -> None:
    """Stood in for by a folder where a file is to be written."""
    before = read_exports(dataset)
    (dataset / ".events.csv.partial").mkdir()
    code, printed, told = run_command("run", dataset.parent / "in", "--out", dataset, "--workers", 1)
    assert (code, printed) == (2, "")
    assert "the dataset cannot be written there (Is a directory)" in told and told.count("\n") == 1
    assert read_exports(dataset) == before
    assert {path.name for path in dataset.glob(".*")} == {".events.csv.partial"}


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder that this process may not write into, not even if it belongs to the administrator."""
    with tempfile.TemporaryDirectory() as name:
        folder, user = Path(name), os.geteuid()
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_a_folder_without_the_right_to_write() -> None:
    with without_rights() as folder, pytest.raises(OutputError, match=r"cannot be written there \(Permission denied\)"):
        StoreWriter(folder)


def test_a_store_that_another_program_holds(dataset: Path) -> None:
    with closing(sqlite3.connect(dataset / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        check_refused(dataset, "another program holds this store")


def test_a_dataset_that_another_run_writes(dataset: Path) -> None:
    with StoreWriter(dataset):
        before = read_exports(dataset)
        code, printed, told = run_command("run", dataset.parent / "in", "--out", dataset)
        assert (code, printed) == (2, "")
        assert "another program holds this store" in told and told.count("\n") == 1
        assert read_exports(dataset) == before


def test_a_store_of_a_later_version(dataset: Path) -> None:
    with closing(sqlite3.connect(dataset / "store.sqlite")) as store:
        store.execute(f"PRAGMA user_version = {STORE_FORMAT + 1}")
    check_refused(dataset, "was written by a later version of extractor")
    with pytest.raises(InputError, match="later version"):
        open_store(dataset)


def test_a_file_that_is_no_store(dataset: Path) -> None:
    (dataset / "store.sqlite").write_text("Minutes of the meeting of 11 August\n" * 100, encoding="utf-8")
    check_refused(dataset, "is damaged, or no store of extractor")
    with pytest.raises(InputError, match="is damaged"):
        open_store(dataset)


def test_a_store_of_an_earlier_version_is_started_over(dataset: Path) -> None:
    with closing(sqlite3.connect(dataset / "store.sqlite")) as store:
        store.execute("ALTER TABLE events DROP COLUMN rule")
    with pytest.raises(InputError, match="earlier version"):
        open_store(dataset)
    code, printed, told = run_command("run", dataset.parent / "in", "--out", dataset, "--workers", 1)
    assert code == 0
    assert "earlier version; all documents are read again" in told
    assert "230 read" in printed and "unchanged" not in printed


def test_a_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no dataset .* make one with: extractor run"):
        open_store(tmp_path)


# Reading


def test_the_store_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as store:
        fill(store, range(10))
        assert names(tmp_path) == []
        store.flush()
        with open_store(tmp_path) as reader:
            chunks = reader.rows("documents", chunk=4)
            first = next(chunks)
            fill(store, range(10, 400))
            store.flush()
            assert len(first) + sum(map(len, chunks)) == 10
        assert len(names(tmp_path)) == 400
    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as store:
        fill(store, range(3))
        store.flush()
    with open_store(tmp_path) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._db.execute("DELETE FROM documents")


def test_a_document_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as store:
        fill(store, range(3))
        store.flush()
        store.add(row("0001.txt"), [])
        store.flush()
        assert [values[0] for chunk in store.rows("events") for values in chunk] == ["0000.txt:0", "0002.txt:0"]
        assert len(list(next(store.rows("documents")))) == 3


# Fingerprints


def test_fingerprints_cover_what_decides_on_events() -> None:
    before_pipeline = LAYERS[: LAYERS.index("pipeline") + 1]
    assert set(EXTRACTION_LAYERS) == {*before_pipeline} - {"errors", "tables"}
    assert all(version(name) for name in (*EXTRACTION_LIBRARIES, *EXPORT_LIBRARIES))  # raises where there is none
    assert len({fingerprint.extraction_fingerprint(), fingerprint.export_fingerprint()}) == 2
