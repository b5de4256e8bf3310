"""Error analysis: every false positive and every miss, with the words on both sides and what it nearly was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from extractor.evaluation.scores import DocumentMatch, Key, canonical_code
from extractor.schema import Modality


class ErrorKind(StrEnum):
    FALSE_POSITIVE = "false positive"
    MISS = "missed"


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """One key that only one side has.

    `predicted_quote`, `trigger` and `rule` are those of the prediction: of the false positive itself, or of the one
    that comes near a miss; `gold_quote` likewise. `near` says in words what is different. Texts are empty where there
    is nothing to quote.
    """

    kind: ErrorKind
    doc: str
    key: Key
    predicted_quote: str = ""
    gold_quote: str = ""
    near: str = ""
    trigger: str = ""
    rule: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "kind": str(self.kind),
            "doc": self.doc,
            "action": self.key.action,
            "parties": list(self.key.parties),
            "year": self.key.year,
            "year_end": self.key.year_end,
            "near": self.near or None,
            "predicted_quote": self.predicted_quote or None,
            "gold_quote": self.gold_quote or None,
            "trigger": self.trigger or None,
            "rule": self.rule or None,
        }


Sides: TypeAlias = tuple[str, str]
SIDES: Sides = ("predicted", "gold")


def list_errors(matches: Iterable[DocumentMatch], *, sides: Sides = SIDES) -> list[ErrorCase]:
    """All errors, sorted by document, then false positives before misses, then key.

    sides: what the two are called where `near` tells their difference.
    """
    cases = [case for one in matches for case in (*_false_positives(one, sides), *_misses(one, sides))]
    return sorted(cases, key=lambda case: (case.doc, case.kind, case.key))


def describe_difference(predicted: Key, gold: Key, *, sides: Sides = SIDES) -> str:
    """How a prediction differs from a label that it nearly is; empty where they have too little in common."""
    one, other = sides
    same_action, same_parties = predicted.action == gold.action, predicted.parties == gold.parties
    same_years = (predicted.year, predicted.year_end) == (gold.year, gold.year_end)
    if same_action and same_parties:
        return f"same parties and action, other date: {one} {_years(predicted)}, {other} {_years(gold)}"
    if same_parties and same_years:
        return f"same parties and date, other action: {one} {predicted.action}, {other} {gold.action}"
    shared = set(predicted.parties) & set(gold.parties)
    if same_action and same_years and shared:
        wrong, right = _other(predicted, shared), _other(gold, shared)
        return f"same action and date, other party: {one} {wrong}, {other} {right}"
    return ""


def _years(key: Key) -> str:
    return str(key.year) if key.year == key.year_end else f"{key.year}/{key.year_end}"


def _other(key: Key, shared: set[str]) -> str:
    return next((party for party in key.parties if party not in shared), key.parties[0])


def _rank(description: str) -> int:
    """Dates are the nearest difference, then actions, then parties."""
    return next(i for i, words in enumerate(("other date", "other action", "other party")) if words in description)


def _nearest(
    key: Key, unmatched: Iterable[Key], hits: Iterable[Key], sides: Sides, *, predicted: bool
) -> tuple[Key, str] | None:
    """The nearest key of the other side: one without a partner; else a hit, if only the date is different."""
    for group, ranks in ((unmatched, (0, 1, 2)), (hits, (0,))):
        found = []
        for other in group:
            pair = (key, other) if predicted else (other, key)
            description = describe_difference(*pair, sides=sides)
            if description and _rank(description) in ranks:
                found.append((_rank(description), abs(other.year - key.year), other, description))
        if found:
            _, _, other, description = min(found)
            return other, description
    return None


def _false_positives(one: DocumentMatch, sides: Sides) -> Iterable[ErrorCase]:
    for key in one.false_positives:
        prediction = one.predicted[key][0]
        near = _nearest(key, one.misses, one.hits, sides, predicted=True)
        yield ErrorCase(
            ErrorKind.FALSE_POSITIVE,
            one.doc,
            key,
            predicted_quote=prediction.quote,
            gold_quote=one.gold[near[0]][0].quote if near else "",
            near=near[1] if near else "",
            trigger=prediction.trigger,
            rule=prediction.rule,
        )


def _misses(one: DocumentMatch, sides: Sides) -> Iterable[ErrorCase]:
    for key in one.misses:
        gold_quote = one.gold[key][0].quote
        near = _nearest(key, one.false_positives, one.hits, sides, predicted=False)
        for prediction in one.unscored:
            parties = tuple(sorted((canonical_code(prediction.country), canonical_code(prediction.counterpart))))
            if (prediction.action, parties) == (key.action, key.parties) and prediction.year in (None, key.year):
                asserted = prediction.modality == Modality.ASSERTED
                words = "found, but without a year" if asserted else f"found, but as {prediction.modality}"
                break
        else:
            if near is None:
                yield ErrorCase(ErrorKind.MISS, one.doc, key, gold_quote=gold_quote)
                continue
            prediction, words = one.predicted[near[0]][0], near[1]
        yield ErrorCase(
            ErrorKind.MISS, one.doc, key, prediction.quote, gold_quote, words, prediction.trigger, prediction.rule
        )
