"""Many documents: what has to be read, processes that read it, and the run that turns them into a dataset."""

from __future__ import annotations

from extractor.runs.merge import merge
from extractor.runs.pool import read_all
from extractor.runs.run import RunSummary, run
from extractor.runs.shards import Shard
from extractor.runs.worker import Reading

__all__ = ["Reading", "RunSummary", "Shard", "merge", "read_all", "run"]
