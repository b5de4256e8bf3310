"""The lexicons as files: no row stands in one twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

LEXICONS = sorted((Path(__file__).resolve().parent.parent / "extractor" / "lexicons").glob("*.tsv"))


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_no_row_stands_twice(path: Path) -> None:
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    assert len(rows) > 1
    assert [row for row, times in Counter(rows).items() if times > 1] == []
