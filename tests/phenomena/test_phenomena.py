"""Each case of the tables in this folder: no event missing, none too many. See reading.py for how cases are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from phenomena.reading import Case, MalformedCase, asserted, parse_table, read_tables

from extractor import extract

CASES = read_tables(Path(__file__).parent)
