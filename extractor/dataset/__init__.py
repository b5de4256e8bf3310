"""The dataset: a store of documents and events, typed tables, and the exported files."""

from __future__ import annotations

from extractor.dataset.exports import export
from extractor.dataset.frames import to_frame
from extractor.dataset.store import Store, open_store
from extractor.dataset.writer import StoreWriter

__all__ = ["Store", "StoreWriter", "export", "open_store", "to_frame"]
