"""What people look at: the HTML report of a dataset, and chronologies."""

from __future__ import annotations

from extractor.reports.report import ReportSummary, report

__all__ = ["ReportSummary", "report"]
