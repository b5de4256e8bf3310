"""Tables of words and facts, one row a fact, and the one function that reads them.

Every table is a TSV file in this folder: comment lines start with "#" and come first (what it is, sources,
known gaps), then a header row, then the rows. What a table's rows may contain is checked by the module of
`extractor.normalization` or `extractor.mentions` that uses it.
"""

from __future__ import annotations

import csv
from importlib import resources

from extractor.errors import LexiconError


def read_table(name: str, columns: tuple[str, ...], package: str = __name__) -> list[dict[str, str]]:
    """Rows of the lexicon `name` (without ".tsv") as dictionaries of stripped strings.

    `package`: where the table is, if not here. Raises LexiconError when the header is not exactly `columns`, or a row
    has another number of fields.
    """
    text = resources.files(package).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = tuple(next(reader, ()))
    if header != columns:
        raise LexiconError(f"{name}.tsv has the columns {header}, not {columns}")
    rows = []
    for row in reader:
        if len(row) != len(columns):
            raise LexiconError(f"{name}.tsv: {len(row)} fields instead of {len(columns)}: {row}")
        rows.append(dict(zip(columns, (field.strip() for field in row), strict=True)))
    return rows
