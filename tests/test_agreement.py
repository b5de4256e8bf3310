"""Agreement of two annotators: the coefficients against published examples, and what is listed as a disagreement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.evaluation import Counts, agree
from extractor.evaluation.agreement import krippendorff_alpha, masi_distance
from extractor.schema import Action


def nominal(one: object, other: object) -> float:
    return float(one != other)


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_alpha_of_published_examples(first: str, second: str, alpha: float) -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A and B."""
    units = list(zip(first, second, strict=True))
    assert krippendorff_alpha(units, nominal) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_any_number_of_annotators() -> None:
    units = ["aaa", "bb", "c", "ab", "bbb"]  # 0.5 of chance: see the sums
    # Pairable values: a 4, b 6. Observed: one pair of ten values. Expected: 2 · 4 · 6 / (10 · 9).
    assert krippendorff_alpha(units, nominal) == pytest.approx(1 - (2 / 10) / (48 / 90))
    assert krippendorff_alpha(["aa", "aa"], nominal) is None
    assert krippendorff_alpha([], nominal) is None


SETS = st.frozensets(st.integers(0, 5))


@given(one=SETS, other=SETS)
def test_masi_is_a_distance(one: frozenset[int], other: frozenset[int]) -> None:
    distance = masi_distance(one, other)
    assert 0 <= distance <= 1 and (distance == 0) == (one == other)
    assert distance == masi_distance(other, one)


def test_masi_of_contained_and_of_overlapping_sets() -> None:
    assert masi_distance(frozenset("ab"), frozenset("a")) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi_distance(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance(frozenset("a"), frozenset()) == 1


def severed(counterpart: str, date: str, quote: str, **fields: Any) -> dict[str, Any]:
    usual = dict(action="severed", form="severed", country="GHA", counterpart=counterpart, date=date, quote=quote)
    return {**usual, **fields}


def write(path: Path, **documents: dict[str, list[dict[str, Any]]]) -> Path:
    lines = [json.dumps({"doc": doc, "events": [], **parts}) for doc, parts in documents.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def annotators(tmp_path: Path) -> tuple[list[Path], list[Path]]:
    first = write(
        tmp_path / "first.jsonl",
        a={
            "events": [
                severed("GBR", "1965-12-16", "broke with London"),
                severed("FRA", "1960", "and with Paris"),
                severed("BEL", "1961", "and with Brussels"),
            ]
        },
        b={},
        c={"events": [severed("USA", "1970", "left Washington")]},
        mine={},
    )
    second = write(
        tmp_path / "second.jsonl",
        c={"events": [severed("GHA", "1970-01", "left", country="USA")]},
        b={},
        a={
            "events": [severed("GBR", "1965-12", "broke"), severed("FRA", "1962", "Paris too")],
            "ignore": [severed("BEL", "1961", "Brussels, they say")],
        },
    )
    return [first], [second]


def test_counts_and_disagreements(annotators: tuple[list[Path], list[Path]]) -> None:
    agreement = agree(*annotators)
    assert agreement.scores.by_action[Action.SEVERED] == Counts(tp=2, fp=1, fn=2) == agreement.scores.total
    assert agreement.settled == Counts(tp=2, fp=1, fn=1)
    assert agreement.scores.full_date.right == 0 and agreement.scores.direction.right == 1
    assert agreement.only_first == ("mine",) and agreement.only_second == ()
    listed = [(one.listed_by, one.key.parties, one.near, one.quote, one.other_quote) for one in agreement.disagreements]
    other_date = "same parties and action, other date: second 1962, first 1960"
    assert listed == [
        ("second", ("FRA", "GHA"), other_date, "Paris too", "and with Paris"),
        ("first", ("BEL", "GHA"), "the second ignores it", "and with Brussels", ""),
        ("first", ("FRA", "GHA"), other_date, "and with Paris", "Paris too"),
    ]


def test_alpha_by_action(annotators: tuple[list[Path], list[Path]]) -> None:
    agreement = agree(*annotators)
    # Units a, b, c. Of a: three keys and two, one in common; of b none; of c the same one. Six values make 30 ordered
    # pairs, of which those of b and those of c are alike; in a one of four keys is shared, weighted with a third.
    within = 1 - 1 / 3 * 1 / 4
    expected = (30 - 2 - 2 - 2 * (1 - within)) / 30
    assert agreement.alpha[Action.SEVERED] == pytest.approx(1 - (2 * within / 6) / expected)
    assert agreement.alpha[None] == agreement.alpha[Action.SEVERED]
    assert agreement.alpha[Action.ESTABLISHED] is None


def test_agreement_has_no_first_and_second(annotators: tuple[list[Path], list[Path]]) -> None:
    one, other = agree(*annotators), agree(*annotators[::-1])
    assert one.scores.total.f1 == other.scores.total.f1
    assert one.alpha[None] == pytest.approx(other.alpha[None])
    assert len(one.disagreements) == len(other.disagreements)


def test_full_agreement(annotators: tuple[list[Path], list[Path]]) -> None:
    agreement = agree(annotators[0], annotators[0])
    assert agreement.scores.total.f1 == 1 == agreement.alpha[None]
    assert not agreement.disagreements


def test_plain_values(annotators: tuple[list[Path], list[Path]]) -> None:
    values = json.loads(json.dumps(agree(*annotators).as_dict()))
    assert values["all"]["f1"] == 0.5714
    assert values["established"]["alpha"] is None
    assert values["without_ignored"]["tp"] == 2
    assert values["only_first"] == ["mine"]


def test_annotators_without_a_common_document(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no document in common"):
        agree([write(tmp_path / "1.jsonl", a={})], [write(tmp_path / "2.jsonl", b={})])
