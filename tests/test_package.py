"""What describes a dataset is valid where others read it, and is made from the one description of the tables."""

from __future__ import annotations

import json
import logging
from itertools import islice
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import pytest
import yaml
from fake_extraction import load_fake

from extractor.dataset.package import EDTF_PATTERN, PACKAGE_FILES, write_package
from extractor.runs import run
from extractor.tables import TABLES

SENTENCE = "The ministry said in the evening that it had nothing to add to the note of the day before.\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    (folder / "in").mkdir()
    lines = "severed GHA GBR 1965\nplanned GHA FRA\nsevered TZA GBR 1966\n"
    (folder / "in" / "=a.txt").write_text(SENTENCE + lines, encoding="utf-8")
    (folder / "in" / "c.pdf").write_bytes(b"no PDF")
    run([folder / "in"], folder / "out", loader=load_fake, workers=1, bom=True)
    return folder / "out"


def validate(dataset: Path) -> Any:
    return frictionless.validate(str(dataset / "datapackage.json"))


def test_frictionless_finds_the_data_package_valid(dataset: Path) -> None:
    report = validate(dataset)
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(TABLES)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("severed", "broken", "constraint-error"),
        (",1965,1965,1965,", ",1965,x,1965,", "type-error"),
        ("GHA,Gha", ",Gha", "constr"),
    ],
)
def test_frictionless_finds_what_is_wrong(dataset: Path, tmp_path: Path, old: str, new: str, error: str) -> None:
    for file in dataset.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    events = tmp_path / "events.csv"
    head, body = events.read_text(encoding="utf-8-sig").split("\n", 1)
    events.write_text(f"{head}\n{body.replace(old, new, 1)}", encoding="utf-8")
    write_package(tmp_path)  # with the right hash, so that nothing but the cell is wrong
    errors = [found for (found,) in validate(tmp_path).flatten(["type"])]
    assert errors and all(found.startswith(error) for found in errors)


def test_mlcroissant_reads_the_dataset(dataset: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        metadata = mlcroissant.Dataset(jsonld=str(dataset / "croissant.json"))
    assert [one.id for one in metadata.metadata.record_sets] == [table.name for table in TABLES]
    first, second = islice(metadata.records("events"), 2)
    assert (first["events/country"], first["events/year"], first["events/mutual"]) == (b"GHA", 1965, False)
    assert second["events/modality"] == b"planned"


def test_every_column_and_label_is_in_the_codebook(dataset: Path) -> None:
    codebook = (dataset / "codebook.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"## {table.name}: " in codebook and table.description in codebook
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} |" in codebook
            for label in column.labels or ():
                assert not label or f"- `{label}`: {label.description}" in codebook


def test_card_and_citation_are_yaml(dataset: Path) -> None:
    _, front, body = (dataset / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    card = yaml.safe_load(front)
    assert {config["data_files"] for config in card["configs"]} == {f"{table.name}.parquet" for table in TABLES}
    assert all((dataset / config["data_files"]).is_file() for config in card["configs"])
    assert body.lstrip().startswith("# Diplomatic events")
    citation = yaml.safe_load((dataset / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["type"] == "dataset"


def test_dates_are_checked_as_text(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in package["resources"][1]["schema"]["fields"]}
    assert fields["date"]["type"] == "string" and fields["date"]["constraints"]["pattern"] == EDTF_PATTERN
    assert package["resources"][1]["schema"]["foreignKeys"][0]["reference"]["resource"] == "documents"


def test_the_same_dataset_has_the_same_description(dataset: Path) -> None:
    before = [(dataset / name).read_bytes() for name in PACKAGE_FILES]
    write_package(dataset)
    assert [(dataset / name).read_bytes() for name in PACKAGE_FILES] == before
