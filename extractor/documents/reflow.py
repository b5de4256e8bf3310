"""Lines of a page → paragraphs, list items and headings."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from extractor.documents.hyphens import HyphenJoiner
from extractor.documents.layout import (
    BULLET,
    DATE_ENTRY,
    FOOTNOTE,
    FULL_SHARE,
    MARKED_HEADING,
    NUMBERED,
    RULE,
    TABLE_GAP,
    Line,
    drop_furniture,
    is_finished,
    is_hyphenated,
    line_width,
    runs_on,
    split_lines,
    usual_gap,
)
from extractor.documents.offsets import OffsetMap

_SPACE, _NOTHING, _HYPHEN, _LINE, _PARAGRAPH = " ", "", "-", "\n", "\n\n"
_FIT_SHARE = 0.82  # of the width; the characters of a printed line vary in width
_MIN_CHRONOLOGY = 3  # entries that surely are some, before a doubtful line is taken for another one


def reflow(text: str, start: int = 0) -> tuple[str, OffsetMap]:
    """Rejoin the lines from `start` on. Footnotes that interrupt a sentence are moved behind its paragraph."""
    lines = drop_furniture(split_lines(text, start))
    reflower = _Reflower(lines, HyphenJoiner(text))
    pieces: list[str] = []
    offsets = OffsetMap()
    before: Line | None = None
    for line, separator in reflower.separate():
        if before is not None:
            end = before.end - 1 if separator == _NOTHING else before.end
            pieces.append(text[before.start : end])
            offsets.add(end - before.start, before.start, end)
            if separator not in (_NOTHING, _HYPHEN):
                pieces.append(separator)
                # Where lines were moved, the separator has no place of its own: it belongs to the end of the line.
                offsets.add(len(separator), end, line.start if line.start > end else end)
        before = line
    if before is not None:
        pieces.append(before.text)
        offsets.add(len(before.text), before.start, before.end)
    return "".join(pieces), offsets


def _needed(before: Line, line: Line) -> int:
    """The length that `before` would have had with one more word."""
    return len(before.text) + 1 + len(line.text.split(None, 1)[0])


class _Reflower:
    def __init__(self, lines: list[Line], joiner: HyphenJoiner) -> None:
        self.lines = lines
        self.joiner = joiner
        self.width = max(line_width(lines), 20)
        self.gap = usual_gap(lines)
        self.room = self._measure_room()
        self.entries = 0  # chronology entries seen so far
        self.in_item = False
        self.item_indent = 0

    def separate(self) -> Iterator[tuple[Line, str]]:
        """Each line with the separator that stands before it, in the order of the clean text."""
        held: list[Line] = []  # footnotes waiting for the end of the paragraph that they interrupt
        before: Line | None = None
        after_break = True
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if before is not None and self._starts_footnote(index):
                stop = self._footnote_end(index)
                notes = [note for note in self.lines[index:stop] if not RULE.match(note.text)]
                follows = self.lines[stop] if stop < len(self.lines) else None
                if follows is not None:
                    follows.page_break, follows.gap = True, max(follows.gap, self.gap + 1)
                if is_finished(before.text) or follows is None:
                    yield from self._footnotes(notes)
                    if notes:
                        before, after_break = notes[-1], True
                        if follows is not None:
                            follows.gap = self.gap + 1
                            follows.page_break = False
                else:
                    held += notes
                index = stop
                continue
            if RULE.match(line.text):
                if index + 1 < len(self.lines):
                    self.lines[index + 1].gap = self.gap + 1
                index += 1
                continue
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            separator = _PARAGRAPH if before is None else self._separator(before, line, following, after_break)
            if separator in (_LINE, _PARAGRAPH) and held:
                yield from self._footnotes(held)
                held, separator = [], _PARAGRAPH
            yield line, separator
            after_break = separator in (_LINE, _PARAGRAPH)
            before = line
            index += 1
        yield from self._footnotes(held)

    def _footnotes(self, notes: list[Line]) -> Iterator[tuple[Line, str]]:
        for number, note in enumerate(notes):
            if number and not FOOTNOTE.match(note.text):
                hyphenated = is_hyphenated(notes[number - 1].text)
                yield note, self._join_hyphen(notes[number - 1], note) if hyphenated else _SPACE
            else:
                yield note, _LINE if number else _PARAGRAPH

    def _starts_footnote(self, index: int) -> bool:
        line = self.lines[index]
        if RULE.match(line.text):
            return index + 1 < len(self.lines) and FOOTNOTE.match(self.lines[index + 1].text) is not None
        return FOOTNOTE.match(line.text) is not None and (line.gap > self.gap or index == len(self.lines) - 1)

    def _footnote_end(self, index: int) -> int:
        stop = index + 1
        while stop < len(self.lines):
            line = self.lines[stop]
            if line.page_break or (line.gap > self.gap and FOOTNOTE.match(line.text) is None):
                break
            stop += 1
        return stop

    def _separator(self, before: Line, line: Line, following: Line | None, after_break: bool) -> str:
        """What to put between two lines. `after_break`: `before` is the first line of its block."""
        extra_gap = line.gap > self.gap
        finished = is_finished(before.text)
        first = line.text[0]
        if MARKED_HEADING.match(before.text) or MARKED_HEADING.match(line.text):
            self.in_item = False
            return _PARAGRAPH if extra_gap or MARKED_HEADING.match(line.text) else _LINE
        fits = self._fits(before, line)
        if self._starts_item(before, line, finished, fits, extra_gap):
            self.in_item, self.item_indent = True, line.indent
            return _PARAGRAPH if extra_gap else _LINE
        broken_sentence = runs_on(before, line) or (not finished and first == "(" and not fits)
        if is_hyphenated(before.text) and (first.isalnum()) and (not extra_gap or line.page_break or first.islower()):
            return self._join_hyphen(before, line)
        if TABLE_GAP.search(before.text) and TABLE_GAP.search(line.text):
            return _PARAGRAPH if extra_gap else _LINE
        if broken_sentence and (not extra_gap or line.page_break or not fits):
            return self._join(before)
        if first.islower() and not extra_gap:
            return self._join(before)
        if extra_gap:
            if line.page_break and not finished and not fits and not self._looks_like_heading(line, following):
                return self._join(before)
            self.in_item = False
            return _PARAGRAPH
        if finished and self._is_indented(before, line, after_break):
            self.in_item = False
            return _PARAGRAPH
        if finished and _needed(before, line) <= self.room:
            # Without blank lines between lines, those between paragraphs count: a short line ends an item or a verse.
            was_item, self.in_item = self.in_item, False
            return _LINE if was_item and not self.gap else _PARAGRAPH
        if fits and before.text[-1] in ":;" and not self._nearly_full(before):
            return _LINE
        if fits and not first.islower():
            if after_break and not self.in_item and self._looks_like_heading(before, line):
                return _PARAGRAPH
            if not self._nearly_full(before):
                self.in_item = False
                return _LINE
        return self._join(before)

    def _join(self, before: Line) -> str:
        return _HYPHEN if before.text[-1] in "—–" and before.text[-2:-1].isalnum() else _SPACE

    def _join_hyphen(self, before: Line, line: Line) -> str:
        return _HYPHEN if self.joiner.keeps_hyphen(before.text, line.text) else _NOTHING

    def _fits(self, before: Line, line: Line) -> bool:
        """Whether the first word of `line` had had room on the line before: that line was ended on purpose."""
        return _needed(before, line) <= _FIT_SHARE * self.width

    def _measure_room(self) -> float:
        """What fits on a line for certain, where no blank lines tell paragraphs: what lines amid sentences exceed."""
        limit = _FIT_SHARE * self.width
        pairs = list(itertools.pairwise(self.lines))
        if sum(line.gap > self.gap for line in self.lines) > len(self.lines) / 12:
            return limit
        needed = sorted(
            _needed(before, line)
            for before, line in pairs
            if runs_on(before, line) and line.gap <= self.gap and self._nearly_full(before)
        )
        return max(limit, needed[len(needed) // 20] - 1) if len(needed) >= 20 else limit

    def _nearly_full(self, line: Line) -> bool:
        return len(line.text) >= FULL_SHARE * self.width

    def _is_indented(self, before: Line, line: Line, after_break: bool) -> bool:
        """A first line set in; but in a list item the continuation lines hang."""
        if self.in_item and line.indent > self.item_indent:
            return False
        return line.indent >= before.indent + 2 and not (after_break and before.indent == 0 and self.in_item)

    def _looks_like_heading(self, line: Line, following: Line | None) -> bool:
        text = line.text
        if following is None or not (text[0].isupper() or text[0].isdigit()):
            return False
        if len(text) > _FIT_SHARE * self.width or text[-1] in ".,;–-" or len(text.split()) > 14:
            return False
        return self._fits(line, following) and not following.text[0].islower()

    def _starts_item(self, before: Line, line: Line, finished: bool, fits: bool, extra_gap: bool) -> bool:
        bullet = BULLET.match(line.text)
        closed = finished or fits or extra_gap or before.text[-1] in ":;"
        if bullet:
            return bool(bullet["sure"]) or closed or BULLET.match(before.text) is not None
        if NUMBERED.match(line.text):
            return closed
        entry = DATE_ENTRY.match(line.text)
        if entry is None:
            return False
        marked = entry["mark"] is not None
        sure = (finished and (fits or marked or extra_gap)) or (marked and fits)
        if not sure and self.entries >= _MIN_CHRONOLOGY:
            sure = finished or (marked and entry["mark"].strip() != ".")
        # "… in office.\n1962\n" – a year alone is a heading, and what follows it an entry.
        self.entries += sure
        return sure
