"""Lines of a page: whether a text is broken into them, how wide they are, and which are furniture of the page."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

# A sentence may end in a quotation mark, a bracket, a footnote mark.
_FINISHED = re.compile(r"""[.!?…]["'”»)\]]*(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]+)?["'”»)\]]*\Z""")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|No|Nos|Prof|Sen|Rep|Gov|Lt|Sgt|Capt|Hon|Rev|vs|cf|pp?|[A-Z])\.\Z"
)
_OPEN_END = re.compile(r"\b(?:the|an?|of|and|or|to|at|from|with|its|their|his|her|that|which|than|between|into)\Z")
_HYPHENATED = re.compile(r"[^\W_][-\xad¬]\Z")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?\s+{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?)?(?:,?\s+{_YEAR})?"
    rf"|{_YEAR}(?:[-/.]\d{{1,2}}){{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}|{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)"
)
DATE_ENTRY = re.compile(rf"(?:{_DATE})(?P<mark>\s*[:.–—|]|\s+-\s|\t|\s{{2,}}|\Z)?(?![\w])")
BULLET = re.compile(r"(?P<sure>[*•●▪◦‣·∙■□➢✓]\s+)|[-–—]\s+")
NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,3}\.(?:\d{1,2}\.?)*|§+\s*\d*)\s+(?=\S)")
MARKED_HEADING = re.compile(r"#{1,6}\s|={2,6}[^=]|;\s*\S")
TABLE_GAP = re.compile(r"\S(?: {4,}|\t+ *)\S")
FOOTNOTE = re.compile(r"\[\d{1,3}\]\s|[¹²³⁰⁴-⁹]+\s?\S")
RULE = re.compile(r"[-–—_*=~·.\s]{3,}\Z")

_OF_PAGES = r"(?:\s*(?:of|/)\s*\d{1,4})?"
_PAGE_NUMBER = re.compile(
    rf"[-–—\[(|\s]*(?:(?:page|p\.|pg\.?)\s*)?(?P<number>\d{{1,4}}){_OF_PAGES}[-–—\])|\s]*\Z", re.IGNORECASE
)
_HEADER_WITH_NUMBER = re.compile(
    r"(?P<left>\d{1,4})(?: {3,}|\t+)(?P<a>\S.*)"
    rf"|(?P<b>\S.*?)(?: {{3,}}|\t+)(?:page\s+|p\.\s*)?(?P<right>\d{{1,4}}){_OF_PAGES}\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")

_SAMPLE_CHARACTERS = 1 << 19
_MIN_WIDTH, _MAX_WIDTH = 30, 170
FULL_SHARE = 0.6  # of the width: a line shorter than that did not end for want of space


@dataclass(slots=True)
class Line:
    """A line that is not blank: its trimmed span, and what stands before it."""

    text: str
    start: int
    end: int
    indent: int
    gap: int  # blank lines before it
    page_break: bool = False  # a form feed or furniture of the page stands before it


def is_finished(text: str) -> bool:
    """Whether a line ends where a sentence ends."""
    return _FINISHED.search(text, max(0, len(text) - 12)) is not None and _ABBREVIATED.search(text[-8:]) is None


def is_open(text: str) -> bool:
    """Whether a line ends with a word that no sentence, heading or list item ends with."""
    return _OPEN_END.search(text, max(0, len(text) - 12)) is not None


def runs_on(before: Line, after: Line) -> bool:
    """Whether a sentence surely runs on from one line to the next."""
    if is_finished(before.text):
        return False
    return after.text[0].islower() or is_open(before.text) or (is_hyphenated(before.text) and after.text[0].isalnum())


def is_hyphenated(text: str) -> bool:
    return _HYPHENATED.search(text[-2:]) is not None


def split_lines(text: str, start: int = 0, stop: int | None = None) -> list[Line]:
    """The lines that are not blank, in order."""
    stop = len(text) if stop is None else stop
    lines: list[Line] = []
    gap = 0
    page_break = False
    position = start
    for page_number, page in enumerate(text[start:stop].split("\f")):
        if page_number:
            page_break = True
            gap = max(gap, 1)
        for raw in page.split("\n"):
            content = raw.strip()
            if content:
                indent = len(raw) - len(raw.lstrip())
                begin = position + indent
                lines.append(Line(content, begin, begin + len(content), indent, gap, page_break))
                gap, page_break = 0, False
            else:
                gap += 1
            position += len(raw) + 1
        # The first "\n" of a page ends the line before it: only further ones leave blank lines.
    if lines:
        lines[0].gap = 0
    return lines


def line_width(lines: list[Line]) -> int:
    """The usual length of a full line: three quarters of the characters stand in lines no longer than that."""
    lengths = sorted(len(line.text) for line in lines)
    limit = 0.75 * sum(lengths)
    seen = 0
    for length in lengths:
        seen += length
        if seen >= limit:
            return length
    return 0


def usual_gap(lines: list[Line]) -> int:
    """How many blank lines stand between two lines of one sentence: 0, or 1 where a PDF came out line by line."""
    gaps = Counter(after.gap for before, after in itertools.pairwise(lines) if runs_on(before, after))
    return gaps.most_common(1)[0][0] if gaps else 0


def is_page_broken(text: str, start: int = 0) -> bool:
    """Whether the line ends are those of a page: lines of similar length, sentences that run on over them.

    Measured on the first half million characters. Text with a paragraph per line, and lists of short lines, are not.
    """
    stop = min(len(text), start + _SAMPLE_CHARACTERS)
    sample = text[start:stop]
    if sample.count("\n") < 2 and "\f" not in sample:
        return False
    # A paragraph a line, as most texts are: no need to look closer.
    broad = [len(line.strip()) for line in sample.replace("\f", "\n").split("\n") if len(line) > 1.6 * _MAX_WIDTH]
    if sum(length for length in broad if length > 1.6 * _MAX_WIDTH) > 0.15 * len(sample):
        return False
    lines = split_lines(text, start, stop)
    width = line_width(lines)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return False
    long_lines = sum(len(line.text) for line in lines if len(line.text) > 1.6 * width)
    if long_lines > 0.15 * sum(len(line.text) for line in lines):
        return False
    pairs = len(lines) - 1
    gaps = [
        after.gap
        for before, after in itertools.pairwise(lines)
        if len(before.text) >= FULL_SHARE * width and runs_on(before, after)
    ]
    if len(gaps) < 2:
        return gaps == [0] and pairs <= 3
    return len(gaps) >= (0.1 if "\f" in text else 0.2) * pairs


def drop_furniture(lines: list[Line]) -> list[Line]:
    """Without page numbers, running headers and footers; the next line is marked as following a page break."""
    furniture = _find_furniture(lines)
    kept: list[Line] = []
    page_break, gap = False, 0
    for index, line in enumerate(lines):
        if index in furniture:
            page_break, gap = True, max(gap, line.gap)
            continue
        if page_break:
            line.page_break, line.gap = True, max(gap, line.gap)
            page_break, gap = False, 0
        kept.append(line)
    return kept


def _find_furniture(lines: list[Line]) -> set[int]:
    keys = [_BLANKS.sub(" ", _DIGITS.sub("#", line.text)).casefold() if len(line.text) < 120 else "" for line in lines]
    repeated = Counter(keys)
    edges = _page_edges(lines)
    edge_numbers = {int(line.text) for index, line in enumerate(lines) if index in edges and line.text.isdecimal()}
    found: set[int] = set()
    for index, line in enumerate(lines):
        text = line.text
        if len(text) >= 120:
            continue
        number = _PAGE_NUMBER.match(text)
        if number:
            value = int(number["number"])
            like_a_year = text.isdecimal() and 1500 <= value <= 2100
            if not like_a_year or (index in edges and {value - 1, value + 1} & edge_numbers):
                found.add(index)
            continue
        count = repeated[keys[index]]
        if index in edges and count >= (3 if text[0].islower() else 2) and not is_finished(text):
            found.add(index)
            continue
        if _is_numbered_header(lines, index) or (count >= 3 and _cuts_a_sentence(lines, index)):
            found.add(index)
    for index in sorted(found):  # the other half of a header: its title in capitals, right beside the page number
        for neighbour, gap_line in ((index + 1, index + 1), (index - 1, index)):
            if 0 <= neighbour < len(lines) and neighbour not in found and _PAGE_NUMBER.match(lines[index].text):
                text = lines[neighbour].text
                if lines[gap_line].gap == 0 and text.isupper() and " " in text and not is_finished(text):
                    found.add(neighbour)
    repeated_titles = {keys[index] for index in found if repeated[keys[index]] >= 2 and "#" not in keys[index]}
    return found | {index for index, key in enumerate(keys) if key in repeated_titles}


def _page_edges(lines: list[Line]) -> set[int]:
    """The two first and two last lines of every page, where form feeds tell the pages."""
    starts = [index for index, line in enumerate(lines) if line.page_break]
    if not starts:
        return set()
    edges: set[int] = set()
    for start, stop in zip([0, *starts], [*starts, len(lines)], strict=True):
        edges.update(range(start, min(start + 2, stop)), range(max(start, stop - 2), stop))
    return edges


def _is_numbered_header(lines: list[Line], index: int) -> bool:
    """A title and a page number with a wide gap between them, and no such line next to it (that would be a table)."""
    match = _HEADER_WITH_NUMBER.match(lines[index].text)
    if match is None:
        return False
    named = re.search(r"page\s+\d+\Z|p\.\s*\d+\Z", lines[index].text, re.IGNORECASE)
    if not named and 1500 <= int(match["left"] or match["right"]) <= 2100:
        return False
    title = match["a"] or match["b"]
    if is_finished(title) or TABLE_GAP.search(title):
        return False
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return not any(_HEADER_WITH_NUMBER.match(line.text) for line in around)


def _cuts_a_sentence(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if not 0 < index < len(lines) - 1 or len(text) > 60 or text[0].islower() or is_finished(text):
        return False
    return not is_finished(lines[index - 1].text) and lines[index + 1].text[0].islower()
