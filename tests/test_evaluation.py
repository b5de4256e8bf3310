"""Scores must be those of the benchmark's own scorer, and hold what any score must hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import GoldError, InputError
from extractor.evaluation import Counts, GoldDocument, GoldEvent, evaluate_predictions, match, read_gold, score
from extractor.evaluation.errors import ErrorKind, describe_difference, list_errors
from extractor.evaluation.evaluate import read_genres
from extractor.evaluation.gold import document_key, hash_gold
from extractor.evaluation.predictions import Prediction, read_predictions
from extractor.evaluation.scores import Key, canonical_code
from extractor.evaluation.signature import hash_lexicons
from extractor.schema import FORM_ACTION, Action, Form, PartialDate

DATA = Path(__file__).parent / "data" / "evaluation"
GOLD_FILES = sorted(DATA.glob("gold_*.jsonl"))
SCORED = (*map(str, Action), "all")


def sample() -> tuple[tuple[GoldDocument, ...], list[Prediction]]:
    return read_gold([DATA]), read_predictions(DATA / "predictions.csv")


def compare(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Every number of the benchmark's scorer is ours; where it says nan, or 0 for an F1 of nothing, we say None."""
    for name in SCORED:
        for measure, value in theirs[name].items():
            undefined = value is None or value != value or (measure == "f1" and ours[name]["f1"] is None and value == 0)
            assert ours[name][measure] == (None if undefined else value), (name, measure)
    for name in ("f1_ci95", "documents", "full_date_among_hits", "direction_among_hits"):
        assert ours[name] == theirs[name], name


def test_sample_has_the_numbers_of_the_benchmark_scorer() -> None:
    expected = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    compare(evaluate_predictions([DATA], DATA / "predictions.csv").as_dict(), expected)


def test_sample_counted_by_hand() -> None:
    gold, predictions = sample()
    scores = score(match(gold, predictions), genre_of=read_genres(None))
    assert scores.total == Counts(tp=7, fp=3, fn=4)
    # Of the hits: PRT-SUN lacks the day, PRT-AGO has the wrong author; all others are right in everything.
    assert scores.strict == Counts(tp=5, fp=5, fn=6)
    assert (scores.form.right, scores.form.of) == (7, 7)
    assert scores.by_genre == {"guide": Counts(3, 1, 2), "wire": Counts(4, 2, 2)}


def test_benchmark_scorer_agrees_on_the_benchmark(tmp_path: Path) -> None:
    folder = os.environ.get("EXTRACTOR_BENCHMARK")
    if not folder or not (Path(folder) / "score.py").is_file():
        pytest.skip("EXTRACTOR_BENCHMARK names no folder with the benchmark's score.py and gold files")
    files = sorted(Path(folder).glob("gold_*.jsonl"))
    predictions = tmp_path / "events.csv"
    predictions.write_text(noisy_predictions(files), encoding="utf-8")
    command = [sys.executable, str(Path(folder) / "score.py"), str(predictions), *map(str, files), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    compare(evaluate_predictions(files, predictions).as_dict(), theirs)


def noisy_predictions(files: Sequence[Path]) -> str:
    """The labels as predictions: every fourth missing, every fifth a year late, every third's parties swapped."""
    lines = ["document_id,action,country,counterpart,year,year_end,date,modality"]
    events = [
        (document.doc, event)
        for document in read_gold(files)
        for event in (*document.events, *document.ignore)
        if event.date is not None and "," not in event.country
    ]
    for number, (doc, event) in enumerate(events):
        if number % 4 == 0:
            continue
        assert event.date is not None
        parties = [event.country, event.counterpart][:: -1 if number % 3 == 0 else 1]
        years = [event.date.year + (number % 5 == 0), event.date.last_year + (number % 5 == 0)]
        modality = "planned" if number % 11 == 0 else "asserted"
        lines.append(f"{doc}.txt,{event.action},{','.join(parties)},{years[0]},{years[1]},{event.date},{modality}")
    return "\n".join(lines) + "\n"


def test_same_table_in_every_format_has_the_same_score(tmp_path: Path) -> None:
    import pandas as pd

    table = pd.read_csv(DATA / "predictions.csv", dtype={"year": "Int64", "year_end": "Int64"})
    table.to_parquet(tmp_path / "events.parquet")
    table.to_json(tmp_path / "events.jsonl", orient="records", lines=True)
    expected = evaluate_predictions([DATA], DATA / "predictions.csv").scores
    for name in ("events.parquet", "events.jsonl"):
        assert evaluate_predictions([DATA], tmp_path / name).scores == expected


def test_errors_say_what_is_different() -> None:
    gold, predictions = sample()
    cases = list_errors(match(gold, predictions))
    assert len(cases) == 7
    near = {(case.kind, str(case.key)): case.near for case in cases}
    late = "same parties and action, other date: predicted 1967, gold 1966"
    assert near[ErrorKind.FALSE_POSITIVE, "established GBR–GHA 1967"] == late
    assert near[ErrorKind.MISS, "established GBR–GHA 1966"] == late
    assert near[ErrorKind.MISS, "expelled_ambassador GHA–GIN 1966"] == "found, but without a year"
    assert near[ErrorKind.MISS, "joined_organization EST–NATO 2004"] == (
        "same action and date, other party: predicted EU, gold NATO"
    )
    assert near[ErrorKind.MISS, "expelled_ambassador PER–PRK 2017"] == ""
    missed = next(case for case in cases if case.kind is ErrorKind.MISS and "GBR" in case.key.parties)
    assert missed.gold_quote == "resumed them on 5 March 1966"
    assert (missed.predicted_quote, missed.rule) == ("a year off", "active")


@pytest.mark.parametrize(
    ("predicted", "gold", "words"),
    [
        (("severed", "FRA", "GBR", 1961), ("severed", "FRA", "GBR", 1960), "other date: predicted 1961, gold 1960"),
        (("severed", "FRA", "GBR", 1961), ("established", "FRA", "GBR", 1961), "other action: predicted severed"),
        (("severed", "FRA", "GBR", 1961), ("severed", "DEU", "GBR", 1961), "other party: predicted FRA, gold DEU"),
        (("severed", "FRA", "GBR", 1961), ("severed", "DEU", "ITA", 1961), ""),
    ],
)
def test_difference(predicted: tuple[str, str, str, int], gold: tuple[str, str, str, int], words: str) -> None:
    keys = [Key(action, (a, b), year, year) for action, a, b, year in (predicted, gold)]
    difference = describe_difference(*keys)
    assert words in difference
    assert bool(words) == bool(difference)


GOOD = dict(action="severed", form="severed", country="GHA", counterpart="GBR", date="1965", quote="broke")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "broke"}, "'broke' is no action"),
        ({"form": "joined"}, "'joined' is no form of 'severed'"),
        ({"action": "left_organization", "form": "left"}, "belongs to 'extended'"),
        ({"country": "Ghana"}, "country 'Ghana' is not a code"),
        ({"counterpart": "X:Biafra"}, "goes to 'ignore'"),
        ({"date": "in 1965"}, "not EDTF"),
        ({"date": None}, "not EDTF"),
        ({"date": "1965-13"}, "no month 13"),
        ({"date": "1965-02-29"}, "28 days"),
        ({"date": "1965/1960"}, "ends before it begins"),
        ({"quote": " "}, "'quote' is missing"),
        ({"mutual": 1}, "'mutual' is 1"),
        ({"dat": "1965"}, "unknown field 'dat'"),
    ],
)
def test_malformed_label_is_told_with_file_and_line(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    file = tmp_path / "gold.jsonl"
    lines = [{"doc": "a", "events": []}, {"doc": "b", "events": [{**GOOD, **change}]}]
    file.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:3: ") as raised:
        read_gold([tmp_path])
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not a JSON object"),
        ("[]", "expected an object"),
        ('{"events": []}', "the document's id"),
        ('{"doc": "a"}', '"events" is missing'),
        ('{"doc": "a", "events": {}}', "not a list"),
        ('{"doc": "a", "events": [], "note": ""}', "unknown field 'note'"),
        ('{"doc": "a", "events": []}\n{"doc": "a.txt", "events": []}', "a second time"),
    ],
)
def test_malformed_document(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_gold([file])
    assert words in str(raised.value)


def test_missing_gold_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no such gold"):
        read_gold([tmp_path / "nowhere"])
    with pytest.raises(GoldError, match="holds no gold file"):
        read_gold([tmp_path])


@pytest.mark.parametrize(
    ("text", "words"),
    [("document_id,action\na,severed\n", "no column 'country'"), ("", "no column"), ("\x00\xff", "cannot be read")],
)
def test_unusable_predictions(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=words):
        read_predictions(file)


def test_year_that_is_no_number(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("document_id,action,country,counterpart,year\na,severed,GHA,GBR,soon\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1 has a year that is no number"):
        read_predictions(file)


def test_document_key() -> None:
    assert document_key("rdcr/chad.txt") == "rdcr/chad"
    assert document_key("rdcr/chad.v2") == "rdcr/chad.v2"
    assert document_key("table-17") == "table-17"


def test_gold_hash_follows_the_labels_not_their_order() -> None:
    gold, _ = sample()
    assert hash_gold(gold) == hash_gold(gold[::-1])
    assert hash_gold(gold) != hash_gold(gold[1:])


def test_lexicon_hash_follows_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("x", encoding="utf-8")
    first = hash_lexicons(tmp_path)
    (tmp_path / "a.tsv").rename(tmp_path / "b.tsv")
    second = hash_lexicons(tmp_path)
    (tmp_path / "b.tsv").write_text("y", encoding="utf-8")
    assert len({first, second, hash_lexicons(tmp_path)}) == 3


def test_genres_come_from_the_manifest_or_the_folder(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("path,genre\na/one.txt,news\na/two.txt,\n", encoding="utf-8")
    genre = read_genres(tmp_path)
    assert [genre("a/one"), genre("a/two"), genre("three")] == ["news", "a", "other"]
    (tmp_path / "manifest.csv").write_text("name,kind\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="genre"):
        read_genres(tmp_path)


def test_nothing_to_score_is_undefined() -> None:
    scores = score(match([GoldDocument("a", ())], []))
    assert (scores.total.precision, scores.total.recall, scores.total.f1, scores.interval) == (None, None, None, None)
    assert score(match([], [])).total.f1 is None


# Properties

codes = st.sampled_from(["FRA", "GBR", "DEU", "EEC", "EU", "UN"])
dates = st.builds(PartialDate, st.integers(1960, 1963), st.none() | st.integers(1, 2))
forms = st.sampled_from([Form.RELATIONS, Form.RECOGNITION, Form.SEVERED, Form.JOINED])
gold_events = st.builds(
    lambda form, country, counterpart, date, mutual: GoldEvent(
        FORM_ACTION[form], form, country, counterpart, date, "words", mutual
    ),
    forms,
    codes,
    codes,
    dates,
    st.booleans(),
)
gold_sets = st.lists(
    st.tuples(st.lists(gold_events, max_size=5), st.lists(gold_events, max_size=2)), min_size=1, max_size=5
).map(
    lambda parts: [
        GoldDocument(f"doc{number}", tuple(events), tuple(ignore)) for number, (events, ignore) in enumerate(parts)
    ]
)


def as_prediction(doc: str, event: GoldEvent) -> Prediction:
    assert event.date is not None
    return Prediction(
        document_id=f"{doc}.txt",
        action=event.action,
        country=event.country,
        counterpart=event.counterpart,
        year=event.date.year,
        year_end=event.date.last_year,
        form=event.form,
        date=str(event.date),
    )


predictions_lists = st.lists(st.builds(as_prediction, st.sampled_from([f"doc{n}" for n in range(6)]), gold_events))


@given(gold_sets)
def test_perfect_prediction_scores_one(gold: list[GoldDocument]) -> None:
    predictions = [as_prediction(document.doc, event) for document in gold for event in document.events]
    scores = score(match(gold, predictions))
    assert (scores.total.fp, scores.total.fn) == (0, 0)
    assert (scores.strict.fp, scores.strict.fn) == (0, 0)
    assert scores.total.f1 in (1.0, None)


@given(gold_sets, predictions_lists, st.randoms(use_true_random=False))
def test_order_does_not_matter(gold: list[GoldDocument], predictions: list[Prediction], rng: Any) -> None:
    before = score(match(gold, predictions))
    for values in (gold, predictions):
        rng.shuffle(values)
    after = score(match(gold, predictions))
    assert (after.total, after.by_action, after.strict) == (before.total, before.by_action, before.strict)


@given(gold_sets, predictions_lists)
def test_counts_add_up(gold: list[GoldDocument], predictions: list[Prediction]) -> None:
    matches = match(gold, predictions)
    scores = score(matches, genre_of=lambda doc: doc)
    assert scores.total == sum((one.counts() for one in matches), Counts())
    assert scores.total == sum(scores.by_genre.values(), Counts())
    assert scores.total.tp + scores.total.fn == sum(len(one.gold) for one in matches)
    assert scores.total.tp + scores.total.fp == sum(len(one.predicted) for one in matches)
    assert scores.strict.tp + scores.strict.fn == scores.total.tp + scores.total.fn
    assert len(list_errors(matches)) == scores.total.fp + scores.total.fn


@given(gold_sets, predictions_lists)
def test_counts_are_those_of_the_definition(gold: list[GoldDocument], predictions: list[Prediction]) -> None:
    """The definition of the guidelines, written down a second time, as sets over the whole corpus."""

    def keys(doc: str, events: Sequence[GoldEvent]) -> set[tuple[Any, ...]]:
        return {
            (doc, event.action, frozenset(map(canonical_code, (event.country, event.counterpart))), event.date.year)
            for event in events
            if event.date
        }

    right = {key for document in gold for key in keys(document.doc, document.events)}
    debatable = {key for document in gold for key in keys(document.doc, document.ignore)} - right
    labelled = {document.doc for document in gold}
    made = {
        (doc, one.action, frozenset(map(canonical_code, (one.country, one.counterpart))), one.year)
        for one in predictions
        if (doc := one.document_id.removesuffix(".txt")) in labelled
    } - debatable
    assert score(match(gold, predictions)).total == Counts(len(right & made), len(made - right), len(right - made))
