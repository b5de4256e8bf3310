"""The accuracy that no change may fall below, on labels that are pinned by their hash (gold/floors.csv)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractor.evaluation import evaluate_corpus

REPOSITORY = Path(__file__).resolve().parent.parent
FLOORS = list(csv.DictReader((REPOSITORY / "gold" / "floors.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor["set"])
def test_accuracy_does_not_fall(floor: dict[str, str]) -> None:
    found = evaluate_corpus([REPOSITORY / "gold" / floor["set"]], REPOSITORY / "corpus")
    assert found.signature.gold == floor["gold"], "the labels are others: measure again, then set gold and floors anew"
    assert not found.unread
    total = found.scores.total
    for name, value in (("precision", total.precision), ("recall", total.recall), ("f1", total.f1)):
        assert value is not None and value >= float(floor[name]), f"{name} is {value:.3f}, below its floor"


def test_every_split_has_a_floor() -> None:
    splits = {folder.name for folder in (REPOSITORY / "gold").iterdir() if any(folder.glob("*.jsonl"))}
    assert {floor["set"] for floor in FLOORS} == splits
