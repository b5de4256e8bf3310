"""How good the extraction is: gold files, matching, scores with intervals, error analysis, signatures, agreement."""

from __future__ import annotations

from extractor.evaluation.agreement import Agreement, agree
from extractor.evaluation.evaluate import Evaluation, evaluate_corpus, evaluate_predictions, evaluate_run
from extractor.evaluation.gold import GoldDocument, GoldEvent, read_gold
from extractor.evaluation.scores import Counts, Scores, match, score

__all__ = [
    "Agreement",
    "Counts",
    "Evaluation",
    "GoldDocument",
    "GoldEvent",
    "Scores",
    "agree",
    "evaluate_corpus",
    "evaluate_predictions",
    "evaluate_run",
    "match",
    "read_gold",
    "score",
]
