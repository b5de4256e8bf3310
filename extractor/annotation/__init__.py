"""The annotation loop: documents with labels to annotation tools, corrected labels back into gold."""

from __future__ import annotations

from extractor.annotation.exchange import (
    READERS,
    WRITERS,
    ExportSummary,
    ImportSummary,
    export_annotations,
    import_annotations,
)

__all__ = ["READERS", "WRITERS", "ExportSummary", "ImportSummary", "export_annotations", "import_annotations"]
