"""Events as rows and as typed pandas tables. Unknown values are None in rows and missing in tables, never "" or 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.schema import EVENT_COLUMNS, Event, Flag, PartialDate
from extractor.tables import COLUMN_TYPES, EVENTS, Type

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = tuple[Any, ...]

INTEGER_COLUMNS = frozenset(name for name, type in COLUMN_TYPES.items() if type is Type.INTEGER)
BOOLEAN_COLUMNS = frozenset(name for name, type in COLUMN_TYPES.items() if type is Type.BOOLEAN)
_EVENT_LABELS = {c.name: c.labels for c in EVENTS.columns if c.labels is not None and c.type is not Type.LIST}


def event_row(event: Event) -> Row:
    """The values of EVENT_COLUMNS, as plain text, integers, booleans and None."""
    return record_row(event, EVENT_COLUMNS)


def record_row(record: object, columns: Sequence[str]) -> Row:
    """The fields of a record that `columns` names, as plain text, integers, booleans and None."""
    return tuple(plain(getattr(record, column)) for column in columns)


def read_event(row: Row) -> Event:
    """The event whose row this is."""
    cells = dict(zip(EVENT_COLUMNS, row, strict=True))
    labels = {name: labels(cells[name] or "") for name, labels in _EVENT_LABELS.items()}
    flags = tuple(Flag(name) for name in cells["flags"].split(";")) if cells["flags"] else ()
    date = PartialDate.parse(cells["date"]) if cells["date"] else None
    texts = {name: cells[name] or "" for name in EVENT_COLUMNS if COLUMN_TYPES[name] is Type.TEXT}
    return Event(**{**cells, **texts, **labels, "mutual": bool(cells["mutual"]), "date": date, "flags": flags})


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


def plain(value: Any) -> Any:
    """A value that any table can hold; lists become texts, sorted and joined by semicolons."""
    kind = type(value)
    if kind is str:
        return value or None
    if value is None or kind is int or kind is bool:
        return value
    if kind is tuple:
        return ";".join(sorted(value)) or None
    return str(value) or None
