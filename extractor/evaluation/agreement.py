"""Agreement of two annotators on events: F1 over the keys of the score, Krippendorff's alpha, all disagreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from extractor.errors import InputError
from extractor.evaluation.errors import ErrorKind, list_errors
from extractor.evaluation.gold import GoldDocument, GoldEvent, read_gold
from extractor.evaluation.predictions import Prediction
from extractor.evaluation.scores import Counts, DocumentMatch, Key, Scores, label_keys, match, score
from extractor.schema import Action

Value = TypeVar("Value", bound=Hashable)
SIDES = {ErrorKind.MISS: "first", ErrorKind.FALSE_POSITIVE: "second"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A key that only one annotator lists. `near`: what the other has instead, in words; empty if nothing."""

    doc: str
    key: Key
    listed_by: str  # first or second
    near: str
    quote: str
    other_quote: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        key = self.key
        return {
            "doc": self.doc, "action": key.action, "parties": list(key.parties), "year": key.year,
            "year_end": key.year_end, "listed_by": self.listed_by, "near": self.near or None,
            "quote": self.quote, "other_quote": self.other_quote or None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on the documents that both have labelled.

    In `scores` the first annotator stands for gold: tp is what both list, fn only the first, fp only the second; F1 is
    the same either way. `settled`: counts once the keys are dropped that either of them holds for debatable (`ignore`).
    `alpha`: by action, and of all under None; undefined (None) where no document has an event.
    """

    scores: Scores
    settled: Counts
    alpha: Mapping[Action | None, float | None]
    disagreements: tuple[Disagreement, ...]
    only_first: tuple[str, ...]  # documents that one alone has labelled
    only_second: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the disagreements."""
        values = self.scores.as_dict()
        for action, alpha in self.alpha.items():
            values[str(action or "all")]["alpha"] = None if alpha is None else round(alpha, 4)
        settled = {"f1": self.settled.f1, "tp": self.settled.tp, "fp": self.settled.fp, "fn": self.settled.fn}
        documents = {"only_first": list(self.only_first), "only_second": list(self.only_second)}
        return {**values, "without_ignored": settled, **documents}


def agree(first: Sequence[Path], second: Sequence[Path]) -> Agreement:
    """Compare two annotators' gold files. Raises GoldError, and InputError if they share no document."""
    return measure_agreement(read_gold(first), read_gold(second))


def measure_agreement(first: Sequence[GoldDocument], second: Sequence[GoldDocument]) -> Agreement:
    """The agreement on the documents that both have. Raises InputError if there are none."""
    others = {document.doc: document for document in second}
    pairs = [(document, others[document.doc]) for document in first if document.doc in others]
    if not pairs:
        raise InputError("The two annotators have labelled no document in common; documents are matched by 'doc'.")
    matches = _match(pairs)
    settled = [
        (_without(one, label_keys(other.ignore)), _without(other, label_keys(one.ignore))) for one, other in pairs
    ]
    shared = {one.doc for one, _ in pairs}
    return Agreement(
        scores=score(matches),
        settled=sum((one.counts() for one in _match(settled)), Counts()),
        alpha={action: _alpha_of_sets(matches, action) for action in (*Action, None)},
        disagreements=tuple(_disagreements(matches, pairs)),
        only_first=tuple(document.doc for document in first if document.doc not in shared),
        only_second=tuple(document.doc for document in second if document.doc not in shared),
    )


def krippendorff_alpha(units: Sequence[Sequence[Value]], distance: Callable[[Value, Value], float]) -> float | None:
    """Krippendorff's alpha: 1 is full agreement, 0 that of chance.

    units: the values that annotators gave to each unit, in any number; units with fewer than two do not count.
    distance: 0 for values that are the same, symmetric. None where all values are the same: chance alone would agree.
    Source: Krippendorff, Content Analysis (4th ed. 2018), ch. 12.
    """
    units = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in units for value in unit)
    total = values.total()
    expected = sum(values[one] * values[other] * distance(one, other) for one in values for other in values)
    if not expected:
        return None
    observed = sum(sum(distance(one, other) for one in unit for other in unit) / (len(unit) - 1) for unit in units)
    return 1 - (total - 1) * observed / expected


def masi_distance(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Distance of two sets, 0 to 1: one minus Jaccard's index, the less the more one contains the other.

    Source: Passonneau, Measuring Agreement on Set-valued Items (MASI), LREC 2006.
    """
    if one == other:
        return 0.0
    common = len(one & other)
    if not common:
        return 1.0
    weight = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - weight * common / len(one | other)


def _alpha_of_sets(matches: Sequence[DocumentMatch], action: Action | None) -> float | None:
    """Units are documents, values the sets of keys that an annotator lists in one."""

    def keys(listed: Mapping[Key, Any]) -> frozenset[Key]:
        return frozenset(key for key in listed if action is None or key.action == action)

    return krippendorff_alpha([(keys(one.gold), keys(one.predicted)) for one in matches], masi_distance)


def _match(pairs: Sequence[tuple[GoldDocument, GoldDocument]]) -> tuple[DocumentMatch, ...]:
    predictions = [_as_prediction(event, other.doc) for _, other in pairs for event in other.events]
    return match([replace(one, ignore=()) for one, _ in pairs], predictions)


def _without(document: GoldDocument, keys: frozenset[Key]) -> GoldDocument:
    """The document without the events whose key is among `keys`, or among those it ignores itself."""
    dropped = keys | label_keys(document.ignore)
    return replace(document, events=tuple(one for one in document.events if not label_keys([one]) & dropped))


def _as_prediction(event: GoldEvent, doc: str) -> Prediction:
    assert event.date is not None  # the reader of gold files says so
    return Prediction(
        document_id=doc,
        action=event.action,
        country=event.country,
        counterpart=event.counterpart,
        year=event.date.year,
        year_end=event.date.last_year,
        form=event.form,
        date=str(event.date),
        quote=event.quote,
    )


def _disagreements(
    matches: Sequence[DocumentMatch], pairs: Sequence[tuple[GoldDocument, GoldDocument]]
) -> list[Disagreement]:
    ignored = {
        (side, document.doc): label_keys(document.ignore)
        for pair in pairs
        for side, document in zip(("first", "second"), pair, strict=True)
    }
    found = []
    for case in list_errors(matches, sides=("second", "first")):
        side = SIDES[case.kind]
        other = "second" if side == "first" else "first"
        near = f"the {other} ignores it" if case.key in ignored[other, case.doc] else case.near
        quotes = (case.gold_quote, case.predicted_quote)
        quote, other_quote = quotes if side == "first" else quotes[::-1]
        found.append(Disagreement(case.doc, case.key, side, near, quote, other_quote))
    return found
