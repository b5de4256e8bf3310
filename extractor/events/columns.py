"""Tables whose header says what each column dates: "State | Recognition | Relations established"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from extractor.events.clause import Clause
from extractor.events.discourse import Filler
from extractor.events.emission import emit
from extractor.events.frames import Frame
from extractor.events.ranking import choose_party
from extractor.events.scene import form_of_heading
from extractor.events.text import SentenceReading, TextReading
from extractor.events.timeline import SentenceDates
from extractor.mentions.sentences import BlockKind, Sentence
from extractor.normalization.dates import DateMention
from extractor.schema import Form

SEPARATOR = "\t"  # between the cells of a row, whatever the document's format


def read_header(r: TextReading, s: Sentence) -> None:
    """A row without dates whose cells name events; any other line that is no row ends the table."""
    start = r.idx[s.start]
    if start > 0 and r.text[start - 1] != "\n":
        return  # within a line
    row = r.text[start:].partition("\n")[0]
    if SEPARATOR not in row:
        r.columns, r.row_end = (), 0
    elif not r.dates_between(start, start + len(row)):
        forms = tuple(form_of_heading(r.text[a:b]) for a, b in _cells(row, start))
        r.columns = forms if any(forms[1:]) else ()


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
    if len(names) != 1 or not mentions or len(cells) < 2:
        return s
    party, d = r.d.party(names[0]), r.d
    d.center, d.block_parties = [party], [party]
    dates = SentenceDates(mentions, published=d.published, story=None, year=d.section_date, calendar=r.calendar)
    for (a, b), form in zip(cells[1:], r.columns[1:], strict=False):
        date = next((m for m in mentions if a <= m.start < b), None)
        if form is not None and form is not Form.JOINED and date is not None:
            _tell(r, SentenceReading(s, [], [], dates), Filler(party, date), form)
            d.story, d.block_date, r.row_end = dates.values[date] or d.story, date, b
    remarks = bisect_right(r.idx, r.row_end)
    return Sentence(remarks, s.end, s.block, BlockKind.PROSE) if remarks < s.end else None


def _cells(row: str, start: int) -> Iterator[tuple[int, int]]:
    """The character spans of the cells."""
    for cell in row.split(SEPARATOR):
        yield start, start + len(cell)
        start += len(cell) + 1


def _tell(r: TextReading, here: SentenceReading, filler: Filler, form: Form) -> None:
    date: DateMention | None = filler.date
    mutual = form is not Form.RECOGNITION
    frame = Frame(
        form, Clause("main"), "column", here.sentence.start, here.sentence.start + 1, mutual=mutual, weak=True
    )
    about = [p for p in r.d.protagonists[:1] if not r.d.same(p, filler.party)]
    other = Filler(about[0], inferred=True) if about else choose_party(r, frame, form, [filler.party], agent=False)
    if other is not None:
        emit(r, here, frame, form, [filler], [other], True, own=date)
