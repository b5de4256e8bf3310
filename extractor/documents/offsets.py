"""Edits on a text that remember where every character came from."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable


class OffsetMap:
    """Half-open spans of a changed text → half-open spans of the text it was made from. Built once, then only read.

    Segments are contiguous in the changed text. A segment as long as its origin maps character by character;
    any other one (a ligature, a collapsed run of blanks) maps as a whole.
    """

    __slots__ = ("_ends", "_origins", "_starts", "length")

    def __init__(self) -> None:
        self._starts = array("q")
        self._origins = array("q")
        self._ends = array("q")
        self.length = 0

    def add(self, length: int, start: int, end: int) -> None:
        """Append `length` characters that came from [start, end)."""
        if length:
            self._starts.append(self.length)
            self._origins.append(start)
            self._ends.append(end)
            self.length += length

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) came from: from the origin of its first character to that of its last one.

        Raises ValueError if the span does not lie in the text.
        """
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"span {start}:{end} outside a text of {self.length} characters")
        if start == end:
            point = self._locate(start)[0] if start < self.length else (self._ends[-1] if self._ends else 0)
            return point, point
        first, first_end = self._locate(start)
        last, last_end = self._locate(end - 1)
        return min(first, last), max(first_end, last_end)  # a moved footnote lies before the text it was moved behind

    def _locate(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        start, origin, origin_end = self._starts[index], self._origins[index], self._ends[index]
        stop = self._starts[index + 1] if index + 1 < len(self._starts) else self.length
        if stop - start == origin_end - origin:
            origin += position - start
            return origin, origin + 1
        return origin, origin_end


def apply_edits(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap | None]:
    """Replace each [start, end) by its string; the edits are sorted and do not overlap. No map: nothing changed."""
    pieces: list[str] = []
    offsets = OffsetMap()
    position = 0
    for start, end, replacement in edits:
        pieces += (text[position:start], replacement)
        offsets.add(start - position, position, start)
        offsets.add(len(replacement), start, end)
        position = end
    if not pieces:
        return text, None
    pieces.append(text[position:])
    offsets.add(len(text) - position, position, len(text))
    return "".join(pieces), offsets
