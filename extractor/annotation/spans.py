"""Quotes and offsets: finding a quote, checking what a tool gives back, line ends that no tool changes."""

from __future__ import annotations

import re

from extractor.errors import GoldError

_HYPHENS = "-\u00ad\u2010\ufffe"  # how words are broken at line ends, the last by PDF readers


def quote_of(text: str, start: int, end: int) -> str:
    """The words of a span with single spaces."""
    return " ".join(text[start:end].split())


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """The first half-open span of `text` that is `quote`, up to white space; failing that, also up to hyphens."""
    words = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    if match is None:
        letters = [letter for letter in quote if not letter.isspace() and letter not in _HYPHENS]
        between = rf"[{re.escape(_HYPHENS)}\s]*"
        match = re.search(between.join(map(re.escape, letters)), text) if letters else None
    return match.span() if match else None


def unify_line_ends(text: str) -> str:
    """The text with line feeds only, each character in its place: annotation tools change other line ends, and with
    them all offsets behind.
    """
    return text.replace("\r\n", " \n").replace("\r", "\n")


def check_span(text: str, start: int, end: int, covered: str | None, place: str) -> tuple[int, int]:
    """The span in characters (code points), checked against the words that the tool says it covers.

    A tool that counts UTF-16 units, as browsers do, is understood. Raises GoldError if no count fits the words.
    """
    if covered is None:
        if not 0 <= start < end <= len(text):
            raise GoldError(f"{place}: the span {start}–{end} is not in the text of {len(text)} characters.")
        return start, end
    wanted = covered.split()
    for first, last in ((start, end), (_characters(text, start), _characters(text, end))):
        if 0 <= first < last <= len(text) and text[first:last].split() == wanted:
            return first, last
    found = quote_of(text, max(start, 0), max(end, 0))
    raise GoldError(f"{place}: the span {start}–{end} holds {found!r}, not {' '.join(wanted)!r}.")


def _characters(text: str, units: int) -> int:
    """The number of characters in the first `units` UTF-16 units of a text."""
    data = text.encode("utf-16-le", errors="surrogatepass")[: 2 * max(units, 0)]
    return len(data.decode("utf-16-le", errors="replace"))
