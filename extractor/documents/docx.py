"""Word documents → text, in the order of the body."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading\s*(\d)|title\b", re.IGNORECASE)


def read_word(data: bytes) -> tuple[str, str]:
    """The text and the title. Headings get "#", list items "-"; a table row is a line with tabs between its cells.

    Read from the XML rather than from python-docx's paragraphs, which leave out tracked insertions and controls.
    Headers, footers, footnotes and comments are not read. Raises whatever python-docx raises on a damaged file.
    """
    import docx

    document = docx.Document(io.BytesIO(data))
    style_names = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    blocks: list[str] = []
    for element in _blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            rows = [row for row in _table_rows(element) if row.strip()]
            if rows:
                blocks.append("\n".join(rows) + "\n")
            continue
        text = _paragraph_text(element).strip()
        if text:
            blocks.append(_mark(element, text, style_names))
    return _join(blocks), document.core_properties.title or ""


def _join(blocks: list[str]) -> str:
    """A blank line between blocks, but none between the items of a list."""
    pieces: list[str] = []
    for before, block in zip(["", *blocks], blocks, strict=False):
        if pieces:
            pieces.append("\n" if before.startswith("- ") and block.startswith("- ") else "\n\n")
        pieces.append(block.rstrip("\n"))
    return "".join(pieces)


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body or cell, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            yield from _blocks(child)


def _table_rows(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = [cell for cell in row if cell.tag == f"{_W}tc"]
        yield "\t".join(" ".join(_paragraph_text(p).strip() for p in cell.iter(f"{_W}p")).strip() for cell in cells)


_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _paragraph_text(paragraph: Any) -> str:
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in _BREAKS and node.getparent().tag == f"{_W}r":
            pieces.append(_BREAKS[node.tag])
    return "".join(pieces)


def _mark(paragraph: Any, text: str, style_names: dict[str, str]) -> str:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return text
    style = properties.find(f"{_W}pStyle")
    name = style_names.get(style.get(f"{_W}val"), "") if style is not None else ""
    heading = _HEADING.match(name)
    if heading and "\n" not in text:
        return f"{'#' * int(heading[1] or 1)} {text}"
    if properties.find(f"{_W}numPr") is not None or name.startswith(("List Bullet", "List Number")):
        return f"- {text}"
    return text
