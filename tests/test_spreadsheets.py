"""CSV in spreadsheets and in pandas: no cell is run, none is changed for good, no code is taken for a missing value."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from fake_extraction import make_event
from hypothesis import given
from hypothesis import strategies as st
from test_exports import document_row

import extractor
from extractor.dataset import StoreWriter, export
from extractor.dataset.spreadsheets import escape, escape_all, read_csv, unescape
from extractor.errors import InputError
from extractor.evaluation.predictions import read_predictions
from extractor.tables import TABLES

LEXICONS = Path(extractor.__file__).parent / "lexicons"
CELLS = st.text(st.sampled_from("'=+-@\t\r\n＝a\",;é"), max_size=6)
HOSTILE = [
    '=cmd|"/c calc"!A0',
    "+1+1",
    "- 1965: Ghana broke.",
    "@SUM(A1)",
    "'=1",
    "''-x",
    "'so he said'",
    '"=1"',
    "＝1",
]


@given(cells=st.lists(st.none() | CELLS))
def test_a_column_is_escaped_cell_by_cell(cells: list[str | None]) -> None:
    assert list(escape_all(cells)) == [cell and escape(cell) for cell in cells]


@given(cell=CELLS)
def test_escaping_is_reversed(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert not escape(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


@given(one=CELLS, other=CELLS)
def test_no_two_cells_look_alike(one: str, other: str) -> None:
    assert (escape(one) == escape(other)) == (one == other)


@pytest.mark.parametrize("bom", [False, True])
def test_hostile_quotes_are_text_in_csv_and_untouched_elsewhere(tmp_path: Path, bom: bool) -> None:
    usual = make_event("a.txt", "x", 0, ["severed", "GHA", "GBR", "1965"])
    events = [replace(usual, event_id=f"e{i}", start=i, end=i + 1, quote=quote) for i, quote in enumerate(HOSTILE)]
    with StoreWriter(tmp_path) as store:
        store.add(document_row("a.txt", len(events)), events)
        store.flush()
        export(store, tmp_path, bom=bom)
    assert [row["quote"] for row in read_csv(tmp_path / "events.csv")] == HOSTILE
    assert list(pd.read_parquet(tmp_path / "events.parquet")["quote"]) == HOSTILE
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["quote"] for line in lines] == HOSTILE
    assert [row.quote for row in read_predictions(tmp_path / "events.csv")] == HOSTILE
    written = list(pd.read_csv(tmp_path / "events.csv")["quote"])
    assert written == [*(f"'{quote}" for quote in HOSTILE[:6]), *HOSTILE[6:8], "'＝1"]
    assert (tmp_path / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf") == bom
    assert next(iter(pd.read_csv(tmp_path / "events.csv").columns)) == "event_id"


def test_no_code_is_taken_for_a_missing_value(tmp_path: Path) -> None:
    """`NA` is no code here: states have three letters. Neither is any other word that pandas or R read as missing."""
    tables = [LEXICONS / name for name in ("states.tsv", "organizations.tsv")]
    lines = [line for table in tables for line in table.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    codes = sorted({line.split("\t")[0] for line in lines} - {"code"})
    labels = [str(label) for table in TABLES for column in table.columns for label in column.labels or () if label]
    frame = pd.DataFrame({"code": [*codes, *labels]})
    assert len(codes) > 250 and "NAM" in codes and not any(code != escape(code) for code in codes)
    frame.to_csv(tmp_path / "codes.csv", index=False)
    read = pd.read_csv(tmp_path / "codes.csv")
    assert list(read["code"]) == list(frame["code"])


@pytest.mark.parametrize(("content", "words"), [(b"a,b\n1\n", "row 1 has 1 cells, and the header 2"), (b"\xff", "CSV")])
def test_broken_files(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InputError, match=words):
        list(read_csv(tmp_path / "x.csv"))
