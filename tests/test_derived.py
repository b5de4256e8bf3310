"""A run ends with facts and panels beside the events, in both formats, and the README's example reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from extractor.dataset.derived import DERIVED
from extractor.dataset.frames import BOOLEAN_COLUMNS, INTEGER_COLUMNS
from extractor.runs import run
from extractor.tables import TABLES, Table, Type

REPOSITORY = Path(__file__).resolve().parent.parent
TEXTS = {
    "cuba.txt": "In 1960 Cuba established diplomatic relations with North Korea. Chad recognized Israel in 1960.",
    "chad.txt": "Chad broke off diplomatic relations with Israel on 28 November 1972. Chad joined the UN in 1960.",
    "israel.txt": "Chad and Israel resumed diplomatic relations in October 1988. Chad may join NATO in 1999.",
    "twice.txt": "Chad severed diplomatic relations with Israel in 1972. Cuba expelled the ambassador of Peru in 1975.",
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("derived")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    run([folder / "texts"], folder / "dataset")
    return folder / "dataset"


def read_csv(file: Path) -> pd.DataFrame:
    """A table as any reader takes it, with the types that its description gives."""
    frame = pd.read_csv(file, dtype="string", keep_default_na=False, na_values=[""])
    for column in frame:
        if column in INTEGER_COLUMNS:
            frame[column] = frame[column].astype("Int64")
        elif column in BOOLEAN_COLUMNS:
            frame[column] = frame[column].map({"true": True, "false": False}).astype("boolean")
    return frame


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_both_formats_have_the_same_rows_and_the_described_columns(dataset: Path, table: Table) -> None:
    parquet = pd.read_parquet(dataset / f"{table.name}.parquet")
    assert tuple(parquet.columns) == table.names
    pd.testing.assert_frame_equal(read_csv(dataset / f"{table.name}.csv"), parquet)
    assert len(parquet) > 0
    types = {Type.INTEGER: "Int64", Type.BOOLEAN: "boolean"}
    for column in table.columns:
        assert str(parquet[column.name].dtype) == types.get(column.type, "string"), column.name
        assert parquet[column.name].notna().all() or not column.required, column.name


def test_every_reference_leads_to_a_row(dataset: Path) -> None:
    frames = {table.name: pd.read_parquet(dataset / f"{table.name}.parquet") for table in TABLES}
    for table in TABLES:
        for reference in table.references:
            cells = frames[table.name][reference.column].dropna()
            assert {name for cell in cells for name in cell.split(";")} <= {*frames[reference.table][reference.key]}


def test_documents_are_merged_to_facts(dataset: Path) -> None:
    facts = pd.read_parquet(dataset / "facts.parquet")
    ruptures = facts[facts["form"] == "severed"]
    assert ruptures[["date", "n_mentions", "documents"]].to_numpy().tolist() == [
        ["1972-11-28", 2, "chad.txt;twice.txt"]
    ]
    assert facts["conflicts_with"].isna().all()
    assert "NATO" not in set(facts["counterpart"])  # not asserted
    events = pd.read_parquet(dataset / "events.parquet")
    asserted = set(events[events["modality"] == "asserted"]["event_id"])
    assert {name for cell in facts["event_ids"] for name in cell.split(";")} == asserted


def test_the_readmes_example(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("duckdb")
    blocks = re.findall(r"```python\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "duckdb" in block]
    assert len(example.splitlines()) <= 11
    monkeypatch.chdir(dataset.parent)
    exec(compile(example, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "PRK" in shown and "in_force" in shown
    assert re.search(r"1988\W+1\W+0\W", shown)


def test_derived_tables_are_those_that_are_no_input() -> None:
    assert {table.name for table in DERIVED} == {table.name for table in TABLES} - {"documents", "events"}
