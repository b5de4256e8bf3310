"""Corpus, manifest and gold labels fit each other, and every label is one that the guidelines allow."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
import pytest

from extractor.schema import FORM_ACTION, Form, PartialDate

ROOT = Path(__file__).resolve().parent.parent
CORPUS, GOLD = ROOT / "corpus", ROOT / "gold"
TEXT_SUFFIXES = {".txt", ".md"}
SUFFIXES = {*TEXT_SUFFIXES, ".html", ".pdf", ".docx", ".csv"}
SIDECARS = {"manifest.csv", "genres.csv", "metadata.csv", "README.md"}
LABELS = {(FORM_ACTION[form].value, form.value) for form in Form}
EXTENDED = {("expelled_diplomats", "expelled"), ("recalled_ambassador", "recalled"), ("left_organization", "left")}
ORGANIZATION_ACTIONS = {"joined_organization", "left_organization"}
STATES = {country.alpha_3 for country in [*pycountry.countries, *pycountry.historic_countries]} | {"XKX", "SCG"}
ORGANIZATION = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)*")
KNOWN_ORGANIZATIONS = set(
    re.findall(r"^\| `([A-Z_]+)` \| ", (GOLD / "GUIDELINES.md").read_text(encoding="utf-8"), re.M)
)
NO_CODE = re.compile(r"X:\S.*")
REQUIRED = {"action", "form", "country", "counterpart", "quote"}

Label = dict[str, Any]


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def documents() -> dict[str, Path]:
    """The file of each document, by document id: its path without extension, or the id of its row in a table."""
    found: dict[str, Path] = {}
    for path in sorted(CORPUS.rglob("*")):
        if not path.is_file() or path.suffix not in SUFFIXES or path.name in SIDECARS:
            continue
        ids = (
            [row["id"] for row in read_rows(path)]
            if path.suffix == ".csv"
            else [path.relative_to(CORPUS).with_suffix("").as_posix()]
        )
        for document_id in ids:
            assert document_id not in found, f"two documents have the id {document_id}"
            found[document_id] = path
    return found


@cache
def text_of(document_id: str) -> str:
    """The text as a reader of the file would see it, white space made single."""
    path = documents()[document_id]
    if path.suffix == ".csv":
        text = next(row["text"] for row in read_rows(path) if row["id"] == document_id)
    elif path.suffix == ".pdf":
        import pypdfium2  # type: ignore[import-untyped]

        text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    elif path.suffix == ".docx":
        import docx

        paragraphs = docx.Document(str(path)).element.body.iter("{*}p")
        text = "\n".join("".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in paragraphs)
    elif path.suffix == ".html":
        import trafilatura

        text = trafilatura.extract(path.read_text(encoding="utf-8")) or ""
    else:
        text = path.read_text(encoding="utf-8")
    return " ".join(text.split())


def gold_lines() -> list[tuple[str, Label]]:
    """(file, record) of every line of every gold file."""
    return [
        (path.relative_to(GOLD).as_posix(), json.loads(line))
        for path in sorted(GOLD.rglob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


RECORDS = gold_lines()
each_record = pytest.mark.parametrize("record", [record for _, record in RECORDS], ids=lambda record: record["doc"])


def labels(record: Label) -> list[tuple[str, Label]]:
    return [(part, label) for part in ("events", "ignore", "extended") for label in record.get(part, [])]


def event_key(label: Label) -> tuple[str, tuple[str, ...], int, int]:
    date = PartialDate.parse(label["date"])
    return label["action"], tuple(sorted((label["country"], label["counterpart"]))), date.year, date.last_year


def test_manifest_lists_every_document_with_its_checksum() -> None:
    manifest = read_rows(CORPUS / "manifest.csv")
    assert [row["id"] for row in manifest] == sorted(documents())
    for row in manifest:
        assert row["sha256"] == hashlib.sha256(documents()[row["id"]].read_bytes()).hexdigest(), row["id"]
        assert row["title"], row["id"]
        if row["published"]:
            PartialDate.parse(row["published"])


def test_manifest_is_what_the_script_writes() -> None:
    script = ROOT / "scripts" / "build_manifest"
    result = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_document_has_one_gold_line_and_every_line_a_document() -> None:
    assert sorted(record["doc"] for _, record in RECORDS) == sorted(documents())


def test_gold_lies_in_the_folder_of_its_split() -> None:
    for file, record in RECORDS:
        path = documents()[record["doc"]]
        assert path.relative_to(CORPUS).parts[0] == file.split("/")[0], record["doc"]


@each_record
def test_quotes_are_in_the_text(record: Label) -> None:
    text = text_of(record["doc"])
    unhyphenated = re.sub(r"[-\u00ad\u2010\ufffe] ?", "", text)
    for _, label in labels(record):
        quote = " ".join(label["quote"].split())
        assert quote
        if documents()[record["doc"]].suffix in TEXT_SUFFIXES:
            assert quote in text
        else:  # the file's renderer may have broken words
            assert re.sub(r"[-\u00ad\u2010] ?", "", quote) in unhyphenated


@each_record
def test_values_are_allowed(record: Label) -> None:
    assert set(record) <= {"doc", "events", "ignore", "extended"}
    assert {"doc", "events", "ignore"} <= set(record)
    for part, label in labels(record):
        assert set(label) <= REQUIRED | {"date", "mutual"}, label
        assert set(label) >= REQUIRED | ({"date"} if part == "events" else set()), label
        pair = label["action"], label["form"]
        assert pair in {"events": LABELS, "extended": EXTENDED, "ignore": LABELS | EXTENDED}[part], label
        assert label.get("mutual", False) in (True, False)
        if "date" in label:
            date = PartialDate.parse(label["date"])
            assert str(date) == label["date"] and date.year <= date.last_year


@each_record
def test_codes_are_known(record: Label) -> None:
    for part, label in labels(record):
        for role in ("country", "counterpart"):
            code = label[role]
            if part == "ignore" and (NO_CODE.fullmatch(code) or code in KNOWN_ORGANIZATIONS):
                continue
            if role == "counterpart" and label["action"] in ORGANIZATION_ACTIONS:
                assert ORGANIZATION.fullmatch(code), label
            else:
                assert code in STATES, label
        assert label["country"] != label["counterpart"], label


@each_record
def test_no_event_is_listed_twice(record: Label) -> None:
    fields = ("form", "country", "counterpart", "date")
    records = [tuple(label[field] for field in fields) for label in record["events"]]
    assert len(records) == len(set(records))
    ignored = {event_key(label) for label in record["ignore"] if "date" in label}
    assert not ignored & {event_key(label) for label in record["events"]}


def test_splits_share_no_text() -> None:
    by_split: dict[str, set[str]] = {}
    for document_id, path in documents().items():
        by_split.setdefault(path.relative_to(CORPUS).parts[0], set()).add(text_of(document_id))
    for one, other in itertools.combinations(by_split.values(), 2):
        assert not one & other
