"""Tables whose header says what each column dates: "State | Recognition | Relations established"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.events.clause import Clause
from extractor.events.discourse import Filler
from extractor.events.emission import emit
from extractor.events.frames import Frame
from extractor.events.ranking import choose_party
from extractor.events.scene import form_of_heading
from extractor.events.text import SentenceReading, TextReading
from extractor.events.timeline import SentenceDates
from extractor.mentions.sentences import Sentence
from extractor.normalization.dates import DateMention
from extractor.schema import Form

SEPARATOR = "\t"  # between the cells of a row, whatever the document's format


def read_header(r: TextReading, s: Sentence) -> None:
    """A row without dates whose cells name events; any other line that is no row ends the table."""
    start, end = r.span(s.start, s.end)
    row = r.text[start:end]
    if SEPARATOR not in row:
        r.columns = ()
    elif not r.dates_in(s.start, s.end):
        forms = tuple(form_of_heading(r.text[a:b]) for a, b in _cells(row, start))
        r.columns = forms if any(forms[1:]) else ()


def read_row(r: TextReading, s: Sentence, dates: SentenceDates) -> bool:
    """Append the events of a row: a party in its first cell, and a date in each column that tells an event.

    False if the sentence is no such row.
    """
    if not r.columns or not dates.values:
        return False
    start, end = r.span(s.start, s.end)
    cells = list(_cells(r.text[start:end], start))
    names = [n for n in r.names_in(s.start, s.end) if n.kind == "state" and r.span(n.start, n.end)[1] <= cells[0][1]]
    if len(names) != 1:
        return False
    party = r.d.party(names[0])
    for (a, b), form in zip(cells[1:], r.columns[1:], strict=False):
        date = next((m for m in dates.values if a <= m.start < b), None)
        if form is not None and form is not Form.JOINED and date is not None:
            _tell(r, SentenceReading(s, [], [], dates), Filler(party, date), form)
    return True


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
    other = choose_party(r, frame, form, [filler.party], agent=False)
    if other is not None:
        emit(r, here, frame, form, [filler], [other], True, own=date)
