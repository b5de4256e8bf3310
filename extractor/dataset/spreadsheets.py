"""CSV that spreadsheets open without harm, and its reader.

A cell that a spreadsheet would run as a formula gets an apostrophe in front. `unescape` takes it away again: no other
cell begins with apostrophes before such a sign, since those that do get one more.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.errors import InputError

_START = r"'*[=+\-@\t\r\n＝＋－＠]"  # what Excel, LibreOffice and Google Sheets take for the start of a formula
_FORMULA = re.compile(rf"\A({_START})")
_FORMULA_IN_A_LINE = re.compile(f"^{_START}", re.MULTILINE)
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def escape(cell: str) -> str:
    """The cell as it is written."""
    return _FORMULA.sub(r"'\1", cell)


def escape_all(cells: Sequence[str | None]) -> Sequence[str | None]:
    """The cells as they are written. Hardly any column has a cell to escape: one search of them all says so."""
    if not _FORMULA_IN_A_LINE.search("\n".join(filter(None, cells))):
        return cells
    return [cell and escape(cell) for cell in cells]


def unescape(cell: str) -> str:
    """The cell as it was before `escape`."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file that this package wrote, with or without a byte order mark; unknown values are "".

    Raises InputError if it cannot be read or a row has more or fewer cells than the header.
    """
    limit = csv.field_size_limit(2**31 - 1)  # a quote can be longer than the default allows
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows, [])
            for number, row in enumerate(rows, start=1):
                if len(row) != len(header):
                    raise InputError(f"{path}: row {number} has {len(row)} cells, and the header {len(header)}.")
                yield dict(zip(header, map(unescape, row), strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as CSV ({error}).") from error
    finally:
        csv.field_size_limit(limit)
