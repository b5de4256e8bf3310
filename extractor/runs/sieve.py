"""Records without events, recognized where they are read: they are most of the news, and go to no other process.

To send a text to a process and to hear of it costs more than to see that it holds no event. A file is read by a process
in any case, since a library that reads it may crash or hang.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from extractor.documents import Source
from extractor.runs.worker import Reading, read_encodable
from extractor.schema import Document, Status

if TYPE_CHECKING:
    from extractor.events.prefilter import Prefilter


def sift(source: Source) -> Reading | None:
    """The reading of a record in which there can be no event; None of all other sources."""
    if source.record is None:
        return None
    started = time.perf_counter()
    try:
        document = read_encodable(source)
        if document.status is Status.OK and may_hold_events(document):
            return None
    except Exception:  # told by the process that meets it again
        return None
    return Reading(document, (), len(document.text), time.perf_counter() - started)


def may_hold_events(document: Document) -> bool:
    """Also True where it takes longer to tell: of texts with the line ends of a page, whose words may be divided."""
    return document.reflow or _prefilter().passes(document.text, document.title)


@cache
def _prefilter() -> Prefilter:
    """Loaded with the first record: a run that finds everything done has no need of it."""
    from extractor.events.gate import Gate
    from extractor.events.prefilter import Prefilter
    from extractor.mentions.words import load_words

    return Prefilter(Gate(load_words()))
