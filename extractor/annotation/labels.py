"""Labels with offsets: what annotation tools show and change, made from events or from gold, and turned into gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extractor.annotation.spans import locate, quote_of
from extractor.errors import GoldError, InputError
from extractor.evaluation.gold import EXTENDED_FORMS, GoldDocument, GoldEvent, document_key, parse_label
from extractor.schema import FORM_ACTION, Action, Document, Event, Modality, PartialDate

ACTIONS: tuple[str, ...] = (*Action, *EXTENDED_FORMS)
FORMS: tuple[str, ...] = tuple(dict.fromkeys([*map(str, FORM_ACTION), *EXTENDED_FORMS.values()]))
_ONLY_FORM = {
    action: forms[0] for action in Action if len(forms := [f for f, a in FORM_ACTION.items() if a == action]) == 1
}


class Part(StrEnum):
    """The list of a gold document that a label belongs to."""

    EVENTS = "events"
    IGNORE = "ignore"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Label:
    """An event as an annotator sees it. `start`, `end`: half-open span of the words that tell it, in characters.

    `modality`: gold holds asserted events only, so others are shown to annotators and left out of gold.
    """

    id: str
    action: str
    form: str
    country: str
    counterpart: str
    date: PartialDate | None
    mutual: bool
    start: int
    end: int
    part: Part = Part.EVENTS
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A text with its labels. `doc` is its id in gold; `reviewed`: the labels are a person's, not the machine's."""

    doc: str
    text: str
    labels: tuple[Label, ...]
    reviewed: bool = False


def label_events(document: Document, events: Iterable[Event]) -> AnnotatedDocument:
    """A document with the extractor's events as pre-annotations, each on its sentence.

    Those without a date go to `ignore`, as the guidelines ask.
    """
    labels = tuple(
        Label(
            id=event.event_id,
            action=event.action,
            form=event.form,
            country=event.country,
            counterpart=event.counterpart,
            date=event.date,
            mutual=event.mutual,
            start=event.start,
            end=event.end,
            part=Part.EVENTS if event.date else Part.IGNORE,
            modality=event.modality,
        )
        for event in events
    )
    return AnnotatedDocument(document_key(document.id), document.text, labels)


def label_gold(document: Document, gold: GoldDocument) -> AnnotatedDocument:
    """A document with its gold labels, each on its quote. Raises GoldError for a quote that is not in the text."""
    labels: list[Label] = []
    for part, events in ((Part.EVENTS, gold.events), (Part.IGNORE, gold.ignore), (Part.EXTENDED, gold.extended)):
        for event in events:
            span = locate(document.text, event.quote)
            if span is None:
                raise GoldError(f"{gold.doc}: the quote {event.quote!r} is not in the document {document.id}.")
            labels.append(
                Label(
                    id=f"gold-{len(labels) + 1}",
                    action=event.action,
                    form=event.form,
                    country=event.country,
                    counterpart=event.counterpart,
                    date=event.date,
                    mutual=event.mutual,
                    start=span[0],
                    end=span[1],
                    part=part,
                )
            )
    return AnnotatedDocument(gold.doc, document.text, tuple(labels), reviewed=True)


def to_gold(document: AnnotatedDocument) -> GoldDocument:
    """The asserted labels as gold, in order; a label given twice is one."""
    parts: dict[Part, list[GoldEvent]] = {part: [] for part in Part}
    for label in document.labels:
        if label.modality is not Modality.ASSERTED:
            continue
        quote = quote_of(document.text, label.start, label.end)
        event = GoldEvent(
            label.action, label.form, label.country, label.counterpart, label.date, quote, label.mutual
        )  # fmt: skip
        if event not in parts[label.part]:
            parts[label.part].append(event)
    return GoldDocument(document.doc, *(tuple(parts[part]) for part in Part))


def read_label(fields: Mapping[str, Any], start: int, end: int, text: str, place: str) -> Label:
    """A label from what a tool has stored: texts, or nothing where a field was not filled in.

    Filled in where only one value is possible: the form of an action with one form, the list of an extended action.
    Raises GoldError, naming `place`, for anything that gold does not allow.
    """
    action = str(fields.get("action") or "")
    form = fields.get("form") or EXTENDED_FORMS.get(action) or _ONLY_FORM.get(action)  # type: ignore[call-overload]
    part = fields.get("list") or (Part.EXTENDED if action in EXTENDED_FORMS else Part.EVENTS)
    modality = fields.get("modality") or Modality.ASSERTED
    if part not in set(Part):
        raise GoldError(f"{place}: there is no list {part!r}; known are {', '.join(Part)}.")
    if modality not in set(Modality):
        raise GoldError(f"{place}: {modality!r} is no modality; known are {', '.join(Modality)}.")
    value = {
        "action": action,
        "form": form,
        "country": fields.get("country"),
        "counterpart": fields.get("counterpart"),
        "date": fields.get("date") or None,
        "mutual": bool(fields.get("mutual")),
        "quote": quote_of(text, start, end),
    }
    event = parse_label(value, str(part), place)
    return Label(
        id=str(fields.get("id") or ""),
        action=event.action,
        form=event.form,
        country=event.country,
        counterpart=event.counterpart,
        date=event.date,
        mutual=event.mutual,
        start=start,
        end=end,
        part=Part(part),
        modality=Modality(modality),
    )


def label_fields(label: Label) -> dict[str, str]:
    """What read_label reads, as texts; what has its usual value is left out."""
    fields = {
        "action": label.action,
        "form": label.form,
        "country": label.country,
        "counterpart": label.counterpart,
        "date": str(label.date or ""),
        "mutual": "yes" if label.mutual else "",
        "list": "" if label.part is Part.EVENTS else str(label.part),
        "modality": "" if label.modality is Modality.ASSERTED else str(label.modality),
        "id": label.id,
    }
    return {name: value for name, value in fields.items() if value}


def check_distinct(documents: Sequence[AnnotatedDocument]) -> None:
    """Raises InputError if two documents have the same id once their file endings are gone."""
    seen: set[str] = set()
    for document in documents:
        if document.doc in seen:
            raise InputError(f"{document.doc}: two documents have this id; annotate them in separate folders.")
        seen.add(document.doc)
