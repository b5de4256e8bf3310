"""Events from short lines, for tests of what is made from events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from extractor.evaluation.gold import GoldDocument
from extractor.schema import (
    FORM_ACTION,
    Certainty,
    CounterpartType,
    DateBasis,
    Event,
    Flag,
    Form,
    Modality,
    PartialDate,
)  # fmt: skip


def event(
    line: str,
    *,
    certainty: Certainty = Certainty.HIGH,
    modality: Modality = Modality.ASSERTED,
    flags: tuple[Flag, ...] = (),
) -> Event:
    """`FORM COUNTRY COUNTERPART [DATE] [@DOCUMENT]`; `=` stands between the parties where neither is the author."""
    words, _, document = line.partition(" @")
    form, country, *rest = words.split()
    mutual = rest[0] == "="
    counterpart, *date = rest[1:] if mutual else rest
    when = PartialDate.parse(date[0]) if date else None
    return Event(
        event_id=hashlib.sha256(f"{line}|{certainty}|{modality}|{flags}".encode()).hexdigest()[:16],
        document_id=document or "a.txt",
        action=FORM_ACTION[Form(form)],
        form=Form(form),
        country=country,
        country_name=country.title(),
        counterpart=counterpart,
        counterpart_name=counterpart.title(),
        counterpart_type=CounterpartType.ORGANIZATION if form == "joined" else CounterpartType.STATE,
        mutual=mutual,
        date=when,
        year=when.year if when else None,
        year_end=when.last_year if when else None,
        date_basis=DateBasis.EXPLICIT if when else DateBasis.NONE,
        modality=modality,
        certainty=certainty,
        trigger="",
        quote=line,
        start=0,
        end=len(line),
        rule="",
        flags=flags,
    )


def labelled(document: GoldDocument) -> Iterable[Event]:
    """The labels of a document as events."""
    for label in document.events:
        between = " =" if label.mutual else ""
        yield event(f"{label.form} {label.country}{between} {label.counterpart} {label.date} @{document.doc}")
