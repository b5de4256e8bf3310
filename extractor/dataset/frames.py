"""Events as rows and as typed pandas tables. Unknown values are None in rows and missing in tables, never "" or 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.schema import DOCUMENT_COLUMNS, EVENT_COLUMNS, Event

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = tuple[Any, ...]

INTEGER_COLUMNS = frozenset({"year", "year_end", "start", "end", "characters", "events"})
BOOLEAN_COLUMNS = frozenset({"mutual"})


def event_row(event: Event) -> Row:
    """The values of EVENT_COLUMNS, as plain text, integers, booleans and None."""
    return tuple(_plain(getattr(event, column)) for column in EVENT_COLUMNS)


def to_frame(events: Iterable[Event]) -> pd.DataFrame:
    """A pandas table with EVENT_COLUMNS, in the order given: text, nullable integers and booleans.

    >>> to_frame([]).dtypes["year"]
    Int64Dtype()
    """
    return rows_to_frame([event_row(event) for event in events], EVENT_COLUMNS)


def rows_to_frame(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """A typed pandas table of rows of EVENT_COLUMNS or DOCUMENT_COLUMNS; 0 and 1 count as booleans."""
    import pandas as pd

    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    series: dict[str, Any] = {}
    for column, cells in zip(columns, values, strict=True):
        if column in BOOLEAN_COLUMNS:
            series[column] = pd.array([None if cell is None else bool(cell) for cell in cells], dtype="boolean")
        elif column in INTEGER_COLUMNS:
            series[column] = pd.array(list(cells), dtype="Int64")
        else:
            series[column] = pd.array(list(cells), dtype="string")
    return pd.DataFrame(series, columns=list(columns))


def _plain(value: Any) -> Any:
    """A value that any table can hold."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return ";".join(sorted(value)) or None
    return str(value) or None


assert (INTEGER_COLUMNS | BOOLEAN_COLUMNS).issubset({*EVENT_COLUMNS, *DOCUMENT_COLUMNS})
