"""Many documents: workers, progress, and the run that turns a folder of documents into a dataset."""

from __future__ import annotations

from extractor.runs.run import RunSummary, run
from extractor.runs.worker import Reading, read_all

__all__ = ["Reading", "RunSummary", "read_all", "run"]
