"""The description of the tables: complete, consistent, and the one that the rest of the package uses."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from extractor import schema
from extractor.schema import Event, Label
from extractor.tables import COLUMN_TYPES, TABLES, Column, Table, Type

COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]
LABELS = [value for value in vars(schema).values() if isinstance(value, type) and issubclass(value, Label)]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_is_described_in_one_line(table: Table, column: Column) -> None:
    assert column.description and "\n" not in column.description and not column.description.endswith(".")
    assert column.name.isidentifier() and column.name == column.name.lower()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_and_references_are_columns(table: Table) -> None:
    columns = {column.name: column for column in table.columns}
    assert len(columns) == len(table.columns)
    assert table.title and table.description.endswith(".") and table.order
    assert table.key and all(columns[name].required for name in table.key)
    tables = {other.name: other for other in TABLES}
    for reference in table.references:
        assert reference.column in columns
        assert reference.key in tables[reference.table].key


def test_labels_say_what_they_mean() -> None:
    assert len(LABELS) > 8
    for labels in LABELS:
        for label in labels:
            assert label.description and not label.description.endswith("."), label
            assert pickle.loads(pickle.dumps(label)) is label
            assert labels(str(label)) is label


def test_columns_of_events_have_the_types_of_the_record() -> None:
    types = {"int": Type.INTEGER, "bool": Type.BOOLEAN, "PartialDate": Type.DATE, "tuple[Flag, ...]": Type.LIST}
    for field in dataclasses.fields(Event):
        assert COLUMN_TYPES[field.name] is types.get(str(field.type).removesuffix(" | None"), Type.TEXT), field.name


def test_labels_of_events_are_those_of_the_record() -> None:
    (events,) = [table for table in TABLES if table.name == "events"]
    for column, field in zip(events.columns, dataclasses.fields(Event), strict=True):
        label = getattr(schema, str(field.type).removeprefix("tuple[").removesuffix(", ...]"), None)
        assert column.labels is (label if label in LABELS else None), column.name
