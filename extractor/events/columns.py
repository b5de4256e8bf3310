"""Tables whose header says what each column dates: "State | Recognition | Relations established"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from extractor.events.clause import Clause
from extractor.events.discourse import Filler, Party
from extractor.events.emission import emit
from extractor.events.frames import Frame
from extractor.events.ranking import choose_party
from extractor.events.scene import form_of_heading
from extractor.events.text import Column, SentenceReading, TextReading
from extractor.events.timeline import SentenceDates
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import BlockKind, Sentence
from extractor.schema import Form

SEPARATOR = re.compile(r"\t| \|(?: |$)")  # between the cells of a row: most formats' tables, and those drawn with bars
_FORMS_OF_WORDS = {  # beside those that headings have
    **dict.fromkeys(("established", "opened"), Form.RELATIONS),
    **dict.fromkeys(("cut", "ended", "terminated"), Form.SEVERED),
    "reopened": Form.RESUMPTION,
}


def read_header(r: TextReading, s: Sentence) -> None:
    """A row without dates whose cells name events; any other line that is no row ends the table."""
    start = r.idx[s.start]
    if start > 0 and r.text[start - 1] != "\n":
        return  # within a line
    row = r.text[start:].partition("\n")[0]
    if SEPARATOR.search(row) is None:
        r.columns, r.row_end = (), 0
    elif not r.dates_between(start, start + len(row)):
        cells = list(_cells(row, start))
        names = [n for n in _names(r, *cells[0]) if n.kind == "state"]
        if r.columns and names:
            return  # a row of which no date is known
        columns = tuple(_column(r, a, b) for a, b in cells)
        r.columns = columns if any(column.form for column in columns[1:]) else ()


def read_row(r: TextReading, s: Sentence) -> Sentence | None:
    """Append the events of a row: a party in its first cell, and a date in each column that tells an event.

    Gives what is left to be read like prose: all of a sentence that belongs to no such row, or the remarks behind the
    dates; None if nothing is.
    """
    start = r.idx[s.start]
    if not r.columns:
        return s
    if start > 0 and r.text[start - 1] != "\n":
        return None if start < r.row_end else s
    row = r.text[start:].partition("\n")[0]
    cells = list(_cells(row, start))
    mentions = r.dates_between(start, start + len(row))
    names = [n for n in r.names_in(s.start, s.end) if n.kind == "state" and r.span(n.start, n.end)[1] <= cells[0][1]]
    parties = {r.d.code(r.d.party(n)): r.d.party(n) for n in names[::-1]}  # "Congo (Brazzaville)" is one
    if len(parties) != 1 or not mentions or len(cells) < 2:
        return s
    (party,), d = parties.values(), r.d
    d.center, d.block_parties, d.topic = [party], [party], None
    dates = SentenceDates(mentions, published=d.published, story=None, year=d.section_date, calendar=r.calendar)
    r.row_end = cells[0][1]
    for (a, b), column in zip(cells[1:], r.columns[1:], strict=False):
        date = next((m for m in mentions if a <= m.start < b), None)
        if column.form is None or column.form is Form.JOINED:
            continue
        r.row_end = b
        if date is not None:
            _tell(r, SentenceReading(s, [], [], dates), Filler(party, date), column.form, column.other)
            d.story, d.block_date = dates.values[date] or d.story, date
    remarks = bisect_right(r.idx, r.row_end)
    while remarks < s.end and not r.texts[remarks][0].isalnum():
        remarks += 1
    return Sentence(remarks, s.end, s.block, BlockKind.PROSE) if remarks < s.end else None


def _cells(row: str, start: int) -> Iterator[tuple[int, int]]:
    """The character spans of the cells."""
    end = 0
    for bar in SEPARATOR.finditer(row):
        yield start + end, start + bar.start()
        end = bar.end()
    yield start + end, start + len(row)


def _names(r: TextReading, start: int, end: int) -> list[NameMention]:
    return r.names_in(bisect_left(r.idx, start), bisect_left(r.idx, end))


def _column(r: TextReading, start: int, end: int) -> Column:
    header = r.text[start:end]
    form = form_of_heading(header)
    form = form or next((f for word in header.lower().split() if (f := _FORMS_OF_WORDS.get(word))), None)
    others = [n for n in _names(r, start, end) if n.kind == "state"]
    return Column(form, r.d.party(others[0]) if len(others) == 1 else None)


def _tell(r: TextReading, here: SentenceReading, filler: Filler, form: Form, named: Party | None) -> None:
    """named: the other side, if the header names it; who broke "with Japan" did so alone."""
    date = filler.date
    mutual = form in (Form.RELATIONS, Form.RESUMPTION) or named is None and form is not Form.RECOGNITION
    frame = Frame(
        form, Clause("main"), "column", here.sentence.start, here.sentence.start + 1, mutual=mutual, weak=True
    )
    about = [p for p in r.d.protagonists[:1] if not r.d.same(p, filler.party)]
    if named is not None:
        about = [named]
    other = Filler(about[0], inferred=True) if about else choose_party(r, frame, form, [filler.party], agent=False)
    if other is not None and not r.d.same(other.party, filler.party):
        emit(r, here, frame, form, [filler], [other], True, own=date)
