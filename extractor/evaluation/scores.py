"""Scores: predicted events against gold labels, counted first, turned into ratios last.

Per document, both sides are reduced to sets of keys (action, unordered pair of parties, first year, last year).
Predictions without a year and those that are not asserted have no key; those that match an ignored label are dropped.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from extractor.evaluation.gold import GoldDocument, GoldEvent, document_key
from extractor.evaluation.predictions import Prediction
from extractor.schema import Action, Modality

RESAMPLES = 1000
SEED = 0

SAME_ORGANIZATION = {
    "EEC": "EU", "EC": "EU", "ECC": "EU",
    "CSCE": "OSCE",
    "LEAGUE_OF_NATIONS": "LON",
    "COUNCIL_OF_EUROPE": "COE", "CONSEIL_DE_L_EUROPE": "COE", "CE": "COE",
    "COMECON": "CMEA",
    "COMMONWEALTH_OF_NATIONS": "COMMONWEALTH", "CN": "COMMONWEALTH",
    "LAS": "ARAB_LEAGUE", "ARAB LEAGUE": "ARAB_LEAGUE", "AL": "ARAB_LEAGUE",
    "SCHENGEN AREA": "SCHENGEN", "SCHENGEN_AREA": "SCHENGEN",
    "EURO_AREA": "EUROZONE", "EMU": "EUROZONE", "EURO": "EUROZONE",
    "WARSAW PACT": "WARSAW_PACT", "WTO_WARSAW": "WARSAW_PACT", "WP": "WARSAW_PACT",
}  # fmt: skip
"""Codes that name the same organization, as far as a score is concerned."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, false positives and misses. A ratio of nothing is None."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are right, 0 to 1; None without predictions."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Share of the labels that were found, 0 to 1; None without labels."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, 0 to 1; None with neither predictions nor labels."""
        if self.tp:
            precision, recall = self.tp / (self.tp + self.fp), self.tp / (self.tp + self.fn)
            return 2 * precision * recall / (precision + recall)
        return 0.0 if self.fp + self.fn else None


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a prediction must get right: `parties` are sorted codes, the years first and last."""

    action: str
    parties: tuple[str, str]
    year: int
    year_end: int

    def __str__(self) -> str:
        years = str(self.year) if self.year == self.year_end else f"{self.year}/{self.year_end}"
        return f"{self.action} {self.parties[0]}–{self.parties[1]} {years}"


@dataclass(frozen=True, slots=True)
class Interval:
    """95 % of the resampled values lie between `low` and `high`, both 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """`right` of `of`; None as a share where there is nothing to be right about."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """One labelled document: its gold labels and its predictions by key, ignored predictions left out."""

    doc: str
    gold: Mapping[Key, tuple[GoldEvent, ...]]
    predicted: Mapping[Key, tuple[Prediction, ...]]
    unscored: tuple[Prediction, ...] = ()  # without a year, or not asserted

    @property
    def hits(self) -> frozenset[Key]:
        return frozenset(self.gold.keys() & self.predicted.keys())

    @property
    def false_positives(self) -> frozenset[Key]:
        return frozenset(self.predicted.keys() - self.gold.keys())

    @property
    def misses(self) -> frozenset[Key]:
        return frozenset(self.gold.keys() - self.predicted.keys())

    def counts(self, action: Action | None = None) -> Counts:
        """Counts of one action, or of all."""
        return Counts(
            *(
                sum(1 for key in keys if action is None or key.action == action)
                for keys in (self.hits, self.false_positives, self.misses)
            )
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Micro-averaged scores over `documents`. `strict` also asks for form, full date and, unless mutual, who acted."""

    total: Counts
    interval: Interval | None
    by_action: Mapping[Action, Counts]
    action_intervals: Mapping[Action, Interval | None]
    strict: Counts
    full_date: Ratio
    direction: Ratio
    form: Ratio
    documents: int
    by_genre: Mapping[str, Counts] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, ratios rounded to four digits, None where undefined."""
        values: dict[str, Any] = {str(action): _ratios(counts) for action, counts in self.by_action.items()}
        values["all"] = _ratios(self.total)
        for action, interval in self.action_intervals.items():
            values[str(action)]["f1_ci95"] = _ends(interval)
        values["f1_ci95"] = _ends(self.interval)
        values["documents"] = self.documents
        values["full_date_among_hits"] = _rounded(self.full_date.share)
        values["direction_among_hits"] = _rounded(self.direction.share)
        values["form_among_hits"] = _rounded(self.form.share)
        values["strict"] = _ratios(self.strict)
        if self.by_genre:
            values["by_genre"] = {genre: _ratios(counts) for genre, counts in self.by_genre.items()}
        return values


def canonical_code(code: str) -> str:
    """A party's code in capitals, with one code for each organization (EEC → EU)."""
    code = code.strip().upper().replace("-", "_")
    return SAME_ORGANIZATION.get(code, code)


def match(gold: Sequence[GoldDocument], predictions: Iterable[Prediction]) -> tuple[DocumentMatch, ...]:
    """Match predictions to labels, document by document in the order of `gold`.

    Predictions for documents without labels are neither right nor wrong: they are left out.
    """
    predicted: dict[str, list[Prediction]] = {document.doc: [] for document in gold}
    for prediction in predictions:
        if (doc := document_key(prediction.document_id)) in predicted:
            predicted[doc].append(prediction)
    return tuple(_match_document(document, predicted[document.doc]) for document in gold)


def score(matches: Sequence[DocumentMatch], *, genre_of: Callable[[str], str] | None = None) -> Scores:
    """Add up the matches.

    The interval of F1 resamples documents with replacement, RESAMPLES times from a fixed SEED, in the order of
    `matches`; a sample with neither labels nor predictions counts as 0.
    `genre_of` gives the genre of a document id; without it there are no scores by genre.
    """
    by_action = {action: sum((one.counts(action) for one in matches), Counts()) for action in Action}
    total = sum(by_action.values(), Counts())
    draws = _draws(len(matches))
    by_genre: dict[str, Counts] = {}
    if genre_of is not None:
        for one in matches:
            genre = genre_of(one.doc)
            by_genre[genre] = by_genre.get(genre, Counts()) + one.counts()
    return Scores(
        total=total,
        interval=_interval([one.counts() for one in matches], draws),
        by_action=by_action,
        action_intervals={action: _interval([one.counts(action) for one in matches], draws) for action in Action},
        strict=_strict(matches, total),
        full_date=_share(matches, _same_date),
        direction=_direction(matches),
        form=_share(matches, lambda event, prediction: event.form == prediction.form),
        documents=len(matches),
        by_genre=dict(sorted(by_genre.items())),
    )


def label_keys(events: Iterable[GoldEvent]) -> frozenset[Key]:
    """The keys of labels; a label without a date has none."""
    return frozenset(
        _key(event.action, event.country, event.counterpart, event.date.year, event.date.last_year)
        for event in events
        if event.date is not None
    )


def _key(action: str, country: str, counterpart: str, year: int, year_end: int) -> Key:
    first, second = sorted((canonical_code(country), canonical_code(counterpart)))
    return Key(action, (first, second), year, year_end)


def _match_document(document: GoldDocument, predictions: Sequence[Prediction]) -> DocumentMatch:
    gold: dict[Key, tuple[GoldEvent, ...]] = {}
    for event in document.events:
        assert event.date is not None  # the reader of gold files says so
        key = _key(event.action, event.country, event.counterpart, event.date.year, event.date.last_year)
        gold[key] = (*gold.get(key, ()), event)
    ignored = {
        (
            event.action,
            tuple(sorted((canonical_code(event.country), canonical_code(event.counterpart)))),
            (event.date.year, event.date.last_year) if event.date else None,
        )
        for event in document.ignore
    }
    predicted: dict[Key, tuple[Prediction, ...]] = {}
    unscored: list[Prediction] = []
    for one in predictions:
        if one.action not in set(Action):
            continue
        if one.modality != Modality.ASSERTED or one.year is None:
            unscored.append(one)
            continue
        year_end = one.year if one.year_end is None else one.year_end
        key = _key(one.action, one.country, one.counterpart, one.year, year_end)
        named = (key.action, key.parties)
        if key in gold or not {(*named, (key.year, key.year_end)), (*named, None)} & ignored:
            predicted[key] = (*predicted.get(key, ()), one)
    return DocumentMatch(document.doc, gold, predicted, tuple(unscored))


def _same_date(event: GoldEvent, prediction: Prediction) -> bool:
    return str(event.date) == prediction.date


def _has_author(event: GoldEvent) -> bool:
    """Whether it matters which of the two parties acted."""
    return not event.mutual and event.action != Action.JOINED_ORGANIZATION


def _share(matches: Sequence[DocumentMatch], agree: Callable[[GoldEvent, Prediction], bool]) -> Ratio:
    """Among the hits: how often any prediction of a key agrees with its first label."""
    answers = [
        any(agree(one.gold[key][0], prediction) for prediction in one.predicted[key])
        for one in matches
        for key in one.hits
    ]
    return Ratio(sum(answers), len(answers))


def _direction(matches: Sequence[DocumentMatch]) -> Ratio:
    """Among the hits whose author is told: how often the first prediction of a key has the right one."""
    answers = [
        one.gold[key][0].country == one.predicted[key][0].country
        for one in matches
        for key in one.hits
        if _has_author(one.gold[key][0])
    ]
    return Ratio(sum(answers), len(answers))


def _strict(matches: Sequence[DocumentMatch], total: Counts) -> Counts:
    """A hit stays one where one label and one prediction of its key agree in form, full date and author."""
    hits = sum(
        any(
            event.form == prediction.form
            and _same_date(event, prediction)
            and (not _has_author(event) or event.country == prediction.country)
            for event in one.gold[key]
            for prediction in one.predicted[key]
        )
        for one in matches
        for key in one.hits
    )
    lost = total.tp - hits
    return Counts(hits, total.fp + lost, total.fn + lost)


def _draws(documents: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Document numbers, one row a resample."""
    rng = random.Random(SEED)
    numbers = range(documents)
    rows = [[rng.choice(numbers) for _ in numbers] for _ in range(RESAMPLES)]
    return np.array(rows, dtype=np.intp).reshape(RESAMPLES, documents)


def _interval(counts: Sequence[Counts], draws: np.ndarray[Any, np.dtype[np.intp]]) -> Interval | None:
    """Percentile interval of F1. None if there is nothing to score."""
    if not any(one.tp + one.fp + one.fn for one in counts):
        return None
    table = np.array([(one.tp, one.fp, one.fn) for one in counts], dtype=np.int64)
    tp, fp, fn = table[draws].sum(axis=1).T
    precision = np.divide(tp, tp + fp, out=np.zeros(len(tp)), where=tp > 0)
    recall = np.divide(tp, tp + fn, out=np.zeros(len(tp)), where=tp > 0)
    f1 = np.sort(np.divide(2 * precision * recall, precision + recall, out=np.zeros(len(tp)), where=tp > 0))
    return Interval(float(f1[RESAMPLES * 25 // 1000]), float(f1[RESAMPLES * 975 // 1000 - 1]))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _ratios(counts: Counts) -> dict[str, Any]:
    ratios = {name: _rounded(getattr(counts, name)) for name in ("precision", "recall", "f1")}
    return {**ratios, "tp": counts.tp, "fp": counts.fp, "fn": counts.fn}


def _ends(interval: Interval | None) -> list[float] | None:
    return [round(interval.low, 4), round(interval.high, 4)] if interval else None
