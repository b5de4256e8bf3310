"""An extraction without a pipeline, for tests of everything around it: each line of a text names an event, or trouble.

Must be importable by name, since worker processes load it.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import time

from extractor.runs.worker import Extract
from extractor.schema import (
    Action,
    Certainty,
    CounterpartType,
    DateBasis,
    Document,
    Event,
    Form,
    Modality,
    PartialDate,
)  # fmt: skip


def load_fake() -> Extract:
    return extract_fake


def load_broken() -> Extract:
    raise ValueError("the lexicon is broken")


def load_dying() -> Extract:
    os.kill(os.getpid(), signal.SIGKILL)
    return extract_fake


def extract_fake(document: Document) -> list[Event]:
    """`severed GHA GBR 1965` is an event, `planned GHA GBR` one without a year; `raise`, `die` and `sleep` do so."""
    events = []
    position = 0
    for line in document.text.splitlines(keepends=True):
        words = line.split()
        if words[:1] == ["raise"]:
            raise KeyError("a bug\nin a rule")
        if words[:1] == ["die"]:
            faulthandler.disable()  # pytest's, which would print a traceback
            os.kill(os.getpid(), signal.Signals[f"SIG{words[1]}"] if words[1:] else signal.SIGKILL)
        if words[:1] == ["sleep"]:
            time.sleep(float(words[1]))
        if words and words[0] in ("severed", "planned"):
            events.append(make_event(document.id, line.rstrip("\n"), position, words))
        position += len(line)
    return events


def make_event(document_id: str, quote: str, start: int, words: list[str]) -> Event:
    year = int(words[3]) if len(words) > 3 else None
    return Event(
        event_id=f"{document_id}:{start}",
        document_id=document_id,
        action=Action.SEVERED,
        form=Form.SEVERED,
        country=words[1],
        country_name=words[1].title(),
        counterpart=words[2],
        counterpart_name=words[2].title(),
        counterpart_type=CounterpartType.STATE,
        mutual=year is None,
        date=PartialDate(year) if year else None,
        year=year,
        year_end=year,
        date_basis=DateBasis.EXPLICIT if year else DateBasis.NONE,
        modality=Modality.PLANNED if words[0] == "planned" else Modality.ASSERTED,
        certainty=Certainty.HIGH,
        trigger=words[0],
        quote=quote,
        start=start,
        end=start + len(quote),
        rule="fake",
    )
