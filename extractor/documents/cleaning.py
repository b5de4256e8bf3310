"""A document's text → the prose to analyse, with a map back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.documents.offsets import OffsetMap, apply_edits
from extractor.documents.reflow import reflow as reflow_lines
from extractor.schema import Document


@dataclass(frozen=True, slots=True)
class CleanText:
    """The prose. "\\n\\n" ends a paragraph, "\\n" a heading, list item or table row, "\\t" a cell."""

    text: str
    start: int  # where the prose begins in the source
    source_length: int
    maps: tuple[OffsetMap, ...] = ()  # from the clean text back, step by step

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the document's text from which the clean span [start, end) came.

        Exact for the first and the last character. Raises ValueError if the span does not lie in the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a text of {len(self.text)} characters")
        for offsets in self.maps:
            start, end = offsets.to_source(start, end)
        return start + self.start, end + self.start


def clean(document: Document) -> CleanText:
    return clean_text(document.text, document.body_start, document.reflow)


def clean_text(text: str, start: int = 0, reflow: bool = False) -> CleanText:
    """Skip what lies before `start`, rejoin the lines of a page if `reflow`, drop marks that are not prose.

    Linear in the length of the text; each pass that finds nothing to do costs one search.
    """
    source_length = len(text)
    text = _replace_characters(text[start:] if start else text)
    maps: list[OffsetMap] = []
    if reflow:
        text, offsets = reflow_lines(text)
        maps.append(offsets)
    for find_edits in (_odd_characters, _links, _strong_emphasis, _emphasis, _footnote_marks, _table_rows, _blanks):
        text, changed = apply_edits(text, find_edits(text))
        if changed is not None:
            maps.append(changed)
    return CleanText(text, start, source_length, tuple(reversed(maps)))


_SAME_LENGTH = (
    ("'", "’‘ʼ‛＇"),
    (" ", "\xa0\u1680\u202f\u205f\u3000\x1c\x1d\x1e\x1f" + "".join(map(chr, range(0x2000, 0x200B)))),
    ("\n", "\x85\u2028\u2029\x0b"),
    ("-", "\u2010\u2011"),
)


def _replace_characters(text: str) -> str:
    """One character for one: offsets do not move. str.replace is far faster than str.translate here."""
    if text.isascii():
        odd = "\x1c\x1d\x1e\x1f\x0b"
        return text if not any(character in text for character in odd) else _replace_all(text)
    return _replace_all(text)


def _replace_all(text: str) -> str:
    for replacement, characters in _SAME_LENGTH:
        for character in characters:
            text = text.replace(character, replacement)
    return text


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ODD = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufb00-\ufb06]+")

_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,600}(?:\s+\"[^\"\n]{0,200}\")?\)")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_STRONG = re.compile(r"(\*\*|__|''')(?=[^\s*_'])([^\n]{1,400}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])(?P<star>\*)(?=[^\s*])[^\n*]{1,300}(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])(?P<line>_)(?=[^\s_])[^\n_]{1,300}(?<=[^\s_])_(?![\w_])"
    r"|(?<!')(?P<wiki>'')(?=[^\s'])(?:[^\n']|'(?!')){1,300}''(?!')"
)
# "office.¹ Italy", "rupture.[41] Its": the mark would glue the two sentences. But km² is a unit.
_RAISED_MARK = re.compile(r"(?<![\s\[¹²³⁰⁴-⁹])(?<!\b[kcdm]m)(?<!\bm)[¹²³⁰⁴-⁹]+")
_BRACKETED_MARK = re.compile(r"(?<=[^\s\[])\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\](?!\()")
_TABLE_ROW = re.compile(r"^\|[^\n]*\|[ \t]*$", re.MULTILINE)
# After _replace_characters there are no other blanks. Spelt out, these are three times as fast as \s{2,}.
_BLANK_RUN = re.compile(r"[ \n\t\r\f][ \n\t\r\f]+")
_BLANK_RUN_OR_ODD_BLANK = re.compile(r"[ \n\t\r\f][ \n\t\r\f]+|[\t\r\f]")


def _odd_characters(text: str) -> Iterator[tuple[int, int, str]]:
    """Ligatures are spelt out; soft hyphens, zero-width and control characters go."""
    for match in _ODD.finditer(text):
        for position in range(*match.span()):
            yield position, position + 1, _LIGATURES.get(text[position], "")


def _links(text: str) -> Iterator[tuple[int, int, str]]:
    if "](" not in text and "[[" not in text:
        return
    matches = sorted((m for pattern in (_LINK, _WIKI_LINK) for m in pattern.finditer(text)), key=re.Match.start)
    done = 0
    for match in matches:
        if match.start() >= done:
            yield match.start(), match.start(1), ""
            yield match.end(1), match.end(), ""
            done = match.end()


def _strong_emphasis(text: str) -> Iterator[tuple[int, int, str]]:
    if "**" in text or "__" in text or "'''" in text:
        for match in _STRONG.finditer(text):
            width = len(match[1])
            yield match.start(), match.start() + width, ""
            yield match.end() - width, match.end(), ""


def _emphasis(text: str) -> Iterator[tuple[int, int, str]]:
    if "*" in text or "_" in text or "''" in text:
        for match in _EMPHASIS.finditer(text):
            width = len(match["star"] or match["line"] or match["wiki"])
            yield match.start(), match.start() + width, ""
            yield match.end() - width, match.end(), ""


def _footnote_marks(text: str) -> Iterator[tuple[int, int, str]]:
    patterns = []
    if not text.isascii() and any(mark in text for mark in "¹²³⁰⁴⁵⁶⁷⁸⁹"):
        patterns.append(_RAISED_MARK)
    if "[" in text:
        patterns.append(_BRACKETED_MARK)
    for match in sorted((m for pattern in patterns for m in pattern.finditer(text)), key=re.Match.start):
        yield match.start(), match.end(), ""


def _table_rows(text: str) -> Iterator[tuple[int, int, str]]:
    """Rows of Markdown tables: cells separated by tabs; the line of dashes under the head goes."""
    if "|" not in text:
        return
    for match in _TABLE_ROW.finditer(text):
        if set(match[0]) <= set("|-: \t"):
            yield match.start(), min(match.end() + 1, len(text)), ""
            continue
        bars = [match.start() + bar.start() for bar in re.finditer(r"(?<!\\)\|", match[0])]
        for number, bar in enumerate(bars):
            yield bar, bar + 1, "" if number in (0, len(bars) - 1) else "\t"


def _blanks(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of blanks: one blank, one cell, one line end or one paragraph end."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first:
        yield 0, first, ""
    pattern = _BLANK_RUN_OR_ODD_BLANK if any(odd in text for odd in "\t\r\f") else _BLANK_RUN
    for match in pattern.finditer(text, first, last):
        start, end = match.span()
        run = match[0]
        newlines = run.count("\n") + run.count("\f") + run.count("\r") - run.count("\r\n")
        replacement = "\n\n" if newlines > 1 else "\n" if newlines else "\t" if "\t" in run else " "
        if run != replacement:
            yield start, end, replacement
    if first <= last < len(text):
        yield last, len(text), ""
