"""Events as rows and as typed pandas tables. Unknown values are None in rows and missing in tables, never "" or 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.schema import EVENT_COLUMNS, Event
from extractor.tables import COLUMN_TYPES, Type

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = tuple[Any, ...]

INTEGER_COLUMNS = frozenset(name for name, type in COLUMN_TYPES.items() if type is Type.INTEGER)
BOOLEAN_COLUMNS = frozenset(name for name, type in COLUMN_TYPES.items() if type is Type.BOOLEAN)


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
    """A typed pandas table of rows of any of the dataset's tables; 0 and 1 count as booleans."""
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
