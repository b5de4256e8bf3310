"""What describes a dataset to people and machines, all made from `tables`: a Frictionless Data Package, Croissant
metadata, a dataset card, a citation and a codebook. The same dataset gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extractor
from extractor.errors import OutputError
from extractor.tables import TABLES, Column, Table, Type

NAME, TITLE = "diplomatic-events", "Diplomatic events"
DESCRIPTION = (
    "Diplomatic relations established and severed, ambassadors expelled and international organizations joined, as "
    "English documents tell it: event mentions with their sentences, and facts and panels made from them."
)
NOTES = (
    "An unknown value is an empty cell, never 0 and never a word. In CSV, a cell that a spreadsheet would run as a "
    "formula has an apostrophe in front; take one away where apostrophes precede one of = + - @. Parquet holds "
    "the bare text. Lists are joined by semicolons; a semicolon within an item is written %3B. Dates are "
    "EDTF (ISO 8601-2)."
)
EDTF_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?"
TABLE_TYPES = {Type.INTEGER: "integer", Type.BOOLEAN: "boolean"}
CROISSANT_TYPES = {Type.INTEGER: "sc:Integer", Type.BOOLEAN: "sc:Boolean"}

PACKAGE_FILES = ("datapackage.json", "croissant.json", "README.md", "CITATION.cff", "codebook.md")


def write_package(folder: Path) -> list[Path]:
    """Write PACKAGE_FILES for the tables whose CSV files are in `folder`. Returns their paths.

    Raises OutputError if the disk refuses.
    """
    tables = [table for table in TABLES if (folder / f"{table.name}.csv").is_file()]
    try:
        hashes = {table.name: _hash(folder / f"{table.name}.csv") for table in tables}
        sizes = {table.name: (folder / f"{table.name}.csv").stat().st_size for table in tables}
        contents = (
            _json(data_package(tables, hashes, sizes)),
            _json(croissant(tables, hashes)),
            dataset_card(tables),
            citation(),
            codebook(tables),
        )
        paths = []
        for name, content in zip(PACKAGE_FILES, contents, strict=True):
            temporary = folder / f".{name}.partial"
            temporary.write_text(content, encoding="utf-8", newline="\n")
            paths.append(temporary.replace(folder / name))
    except OSError as error:
        raise OutputError(f"{folder}: the dataset cannot be described there ({error.strerror or error}).") from error
    return paths


def data_package(tables: list[Table], hashes: dict[str, str], sizes: dict[str, int]) -> dict[str, Any]:
    """datapackage.json (datapackage.org, version 2): a resource with a Table Schema for every CSV file."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": f"{DESCRIPTION} {NOTES}",
        "version": extractor.__version__,
        "resources": [
            {
                "name": table.name,
                "title": table.title,
                "description": table.description,
                "type": "table",
                "path": f"{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": sizes[table.name],
                "hash": f"sha256:{hashes[table.name]}",
                "schema": table_schema(table),
            }
            for table in tables
        ],
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table. References from the items of a list cannot be said in one."""
    types = {column.name: column.type for column in table.columns}
    foreign = [
        {"fields": [one.column], "reference": {"resource": one.table, "fields": [one.key]}}
        for one in table.references
        if types[one.column] is not Type.LIST
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.labels is not None and column.type is not Type.LIST:
        constraints["enum"] = [str(label) for label in column.labels if label]
    if column.type is Type.DATE:
        constraints["pattern"] = EDTF_PATTERN
    kind = TABLE_TYPES.get(column.type, "string")
    described = {"name": column.name, "type": kind, "description": column.description}
    return {**described, **({"constraints": constraints} if constraints else {})}


def croissant(tables: list[Table], hashes: dict[str, str]) -> dict[str, Any]:
    """Croissant 1.0 metadata (docs.mlcommons.org/croissant): a file and a record set for every CSV file."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "description": f"{DESCRIPTION} {NOTES}",
        "version": extractor.__version__,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{table.name}.csv",
                "name": f"{table.name}.csv",
                "contentUrl": f"{table.name}.csv",
                "encodingFormat": "text/csv",
                "sha256": hashes[table.name],
            }
            for table in tables
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": table.name,
                "name": table.name,
                "description": table.description,
                "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
                "field": [_croissant_field(table, column) for column in table.columns],
            }
            for table in tables
        ],
    }


def _croissant_field(table: Table, column: Column) -> dict[str, Any]:
    references = {one.column: one for one in table.references if column.type is not Type.LIST}
    target = references.get(column.name)
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": CROISSANT_TYPES.get(column.type, "sc:Text"),
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
        **({"references": {"field": {"@id": f"{target.table}/{target.key}"}}} if target else {}),
    }


def dataset_card(tables: list[Table]) -> str:
    """README.md as dataset hubs read it: YAML in front, then what a reader wants to know first."""
    configs = "".join(
        f"- config_name: {table.name}\n  data_files: {table.name}.parquet\n"
        + ("  default: true\n" if table.name == "events" else "")
        for table in tables
    )
    rows = "".join(f"| `{table.name}` | {table.title} | {_cell(table.description)} |\n" for table in tables)
    return (
        f"---\npretty_name: {TITLE}\nlanguage:\n- en\ntask_categories:\n- text-classification\ntags:\n"
        f"- event-extraction\n- international-relations\nconfigs:\n{configs}---\n\n# {TITLE}\n\n{DESCRIPTION}\n\n"
        f"Made by extractor {extractor.__version__}, with rules and without review: look at `quote` before you rely on "
        "a row, and at `certainty` before you count rows. `extractor verify` checks every row against its document.\n\n"
        f"| table | | one row |\n|---|---|---|\n{rows}\n{NOTES} Every column is explained in "
        "[codebook.md](codebook.md).\nWho publishes this dataset has to add the licence that the documents allow.\n"
    )


def citation() -> str:
    """CITATION.cff (citation-file-format.github.io), version 1.2.0."""
    return (
        "cff-version: 1.2.0\nmessage: If you use this dataset, please cite it, and the documents that it is "
        "made from.\n"
        f"type: dataset\ntitle: {TITLE}\nabstract: >-\n  {DESCRIPTION}\n"
        "authors:\n- name: The extractor authors\n"
        f"version: {json.dumps(extractor.__version__)}\nkeywords:\n- international relations\n- event data\n"
    )


def codebook(tables: list[Table]) -> str:
    """Every table, column and label in words, as Markdown."""
    return "\n".join([f"# Codebook: {TITLE}\n", f"{DESCRIPTION}\n", f"{NOTES}\n", *map(_chapter, tables)])


def _chapter(table: Table) -> str:
    columns = "".join(
        f"| `{one.name}` | {one.type} | {'' if one.required else 'yes'} | {_cell(one.description)} |\n"
        for one in table.columns
    )
    keys = ", ".join(f"`{name}`" for name in table.key)
    return "\n".join(
        [
            f"## {table.name}: {table.title}\n\n{table.description}\n",
            f"Key: {keys}. Rows are ordered by {table.order}.\n",
            f"| column | type | can be empty | content |\n|---|---|---|---|\n{columns}",
            *_references(table),
            *_labels(table),
        ]
    )


def _references(table: Table) -> Iterator[str]:
    if table.references:
        lines = [f"- `{one.column}` names `{one.key}` of `{one.table}`" for one in table.references]
        yield "\n".join([*lines, ""])


def _labels(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.labels is not None:
            lines = [f"- `{label}`: {label.description}" for label in column.labels if label]
            yield "\n".join([f"Values of `{column.name}`:\n", *lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


_CROISSANT_TERMS = (
    "citeAs column data dataBiases dataCollection dataType equivalentProperty examples extract field fileProperty "
    "fileObject fileSet format includes isLiveDataset jsonPath key md5 parentField path "
    "personalSensitiveInformation recordSet references regex repeated replace samplingRate separator source "
    "subField transform"
).split()
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
