"""Shares of the inputs, read apart and put together: the dataset of one run."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from fake_extraction import load_fake
from small_corpora import FAMILIAR, many, read_documents, read_exports, run_command, write_corpus, write_table

from extractor.dataset import StoreWriter
from extractor.dataset.store import REMOVED_NOTE
from extractor.errors import InputError
from extractor.runs import Shard, merge
from extractor.runs import run as run_all
from extractor.runs.texts import text_file

run = partial(run_all, workers=1, loader=load_fake, start_method="fork")
TEXTS = {**many(40), "bad.txt": "raise\n", "same.txt": "severed GHA GBR 1900\n"}


def run_shards(inputs: list[Path], parts: Path, count: int) -> list[Path]:
    for index in range(1, count + 1):
        run(inputs, parts / f"{index}", shard=Shard(index, count), keep_text=True)
    return [parts / f"{index}" for index in range(1, count + 1)]


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """A folder, and a table some of whose records have ids that occur again."""
    records = {f"r{n}": f"severed GHA FRA {1900 + n}\n" for n in range(30)} | {"0/000.txt": "severed GHA BEL 1960\n"}
    return [write_corpus(tmp_path / "in", TEXTS), write_table(tmp_path / "table.jsonl", records)]


@pytest.mark.parametrize("count", [1, 3])
def test_shards_put_together_are_the_dataset_of_one_run(tmp_path: Path, inputs: list[Path], count: int) -> None:
    parts = run_shards(inputs, tmp_path / "parts", count)
    assert all(len(read_documents(part)) for part in parts)
    for order in (parts, parts[::-1]):
        summary = merge(order, tmp_path / "merged")
        assert summary.read == 73
    run(inputs, tmp_path / "one")
    assert read_exports(tmp_path / "merged") == read_exports(tmp_path / "one")
    text = text_file(tmp_path / "merged", "same.txt").read_text(encoding="utf-8")
    assert text == FAMILIAR + TEXTS["same.txt"]


def test_a_run_goes_on_from_merged_shards(tmp_path: Path, inputs: list[Path]) -> None:
    merge(run_shards(inputs, tmp_path / "parts", 2), tmp_path / "merged")
    summary = run(inputs, tmp_path / "merged")
    assert (summary.read, summary.unchanged) == (0, 73)


def test_what_is_in_no_part_any_more_stays_marked(tmp_path: Path, inputs: list[Path]) -> None:
    parts = run_shards(inputs, tmp_path / "parts", 2)
    merge(parts, tmp_path / "merged")
    write_corpus(tmp_path / "more", {"more.txt": "severed GHA NGA 1970\n"})
    run([tmp_path / "more"], tmp_path / "other")
    merge([*parts, tmp_path / "other"], tmp_path / "merged")
    merge(parts, tmp_path / "merged")
    errors = read_documents(tmp_path / "merged")["error"]
    assert list(errors[errors.str.contains(REMOVED_NOTE)].index) == ["more.txt"]


def test_parts_that_cannot_be_merged(tmp_path: Path, inputs: list[Path]) -> None:
    parts, out = run_shards(inputs, tmp_path / "parts", 3), tmp_path / "merged"
    with pytest.raises(InputError, match="of 3 shards there is no 2/3"):
        merge([parts[0], parts[2]], out)
    with pytest.raises(InputError, match="is a part itself"):
        merge(parts, parts[1])
    with pytest.raises(InputError, match="holds no dataset"):
        merge([*parts, tmp_path], out)
    write_corpus(tmp_path / "in", {"0/000.txt": "severed GHA NGA 1970\n"})
    run(inputs, tmp_path / "changed")
    with pytest.raises(InputError, match=r"its document 0/000.txt is another one in a part before"):
        merge([*parts, tmp_path / "changed"], out)
    with StoreWriter(parts[1]):
        pass
    with pytest.raises(InputError, match=r"parts/2: its run was interrupted"):
        merge(parts, out)
    assert not list(out.glob("events*"))


def test_every_document_is_in_one_shard() -> None:
    ids = [f"{number}" for number in range(1000)]
    shards = [Shard(index, 7) for index in range(1, 8)]
    assert all(sum(shard.has(name) for shard in shards) == 1 for name in ids)
    assert min(sum(map(shard.has, ids)) for shard in shards) > 100


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "a/b", "-1/3", "1/3/3"])
def test_wrong_shards(text: str) -> None:
    with pytest.raises(InputError, match=r"is not of the form i/n"):
        Shard.parse(text)


def test_on_the_command_line(tmp_path: Path, inputs: list[Path]) -> None:
    for index in (1, 2):
        assert run_command("run", inputs[0], "--out", tmp_path / f"p{index}", "--shard", f"{index}/2", "-q")[0] <= 1
    code, printed, told = run_command("merge", tmp_path / "p1", tmp_path / "p2", "--out", tmp_path / "merged")
    assert (code, told) == (1, "")  # one document has failed
    assert "41 read, 1 failed" in printed
    assert run_command("run", inputs[0], "--out", tmp_path / "p1", "--shard", "3/2")[0] == 2
