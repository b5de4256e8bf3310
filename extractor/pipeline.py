"""The spaCy pipeline, and the two ways to use it from Python: on a text and on a document.

Each component is a spaCy factory (an entry point of this package), so that any English pipeline can take it:
`nlp.add_pipe("extractor_names")` and then `nlp.add_pipe("extractor_events")`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractor.documents import CleanText, clean
from extractor.events.linking import Linker
from extractor.events.merging import merge
from extractor.events.plausibility import flag
from extractor.events.text import Mention, Trace
from extractor.mentions.names import NameFinder, NameMention
from extractor.mentions.words import load_words
from extractor.normalization import countries, organizations
from extractor.normalization.dates import parse_published
from extractor.schema import FORM_ACTION, CounterpartType, Document, Event, PartialDate

COMPONENTS = (
    "extractor_names",  # states, leaders, organizations and groups: what can be a party
    "extractor_events",  # sentences, dates, clauses, frames and discourse, read in one pass
)


def _events_of(doc: Doc) -> list[Event]:
    text = doc.text
    return [build_event(m, text, "", None) for m in doc._.mentions]


for _name, _default in (("names", []), ("source", ""), ("title", ""), ("published", None), ("mentions", [])):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)
if not Doc.has_extension("events"):
    Doc.set_extension("events", getter=_events_of)


class NameTagger:
    """Tags the names that can be parties: doc._.names, a list of NameMention."""

    def __init__(self, nlp: Language) -> None:
        self.finder = NameFinder(nlp)

    def __call__(self, doc: Doc) -> Doc:
        names = self.finder.find(doc)
        doc._.names = names
        return doc


class EventLinker:
    """Links names, triggers and dates to events: doc._.mentions, from which doc._.events makes Event records."""

    def __init__(self, nlp: Language) -> None:
        self.linker = Linker(load_words())
        self.tokenizer = nlp.tokenizer
        self.finder = nlp.get_pipe("extractor_names").finder  # type: ignore[attr-defined]

    def __call__(self, doc: Doc) -> Doc:
        doc._.mentions = self.read(doc)
        return doc

    def read(self, doc: Doc, trace: list[Trace] | None = None) -> list[Mention]:
        title = doc._.title
        title_names = self._names_of(title, doc) if title else []
        mentions = self.linker.link(
            doc, doc._.names, title=title, published=doc._.published, title_names=title_names, trace=trace
        )
        return flag(merge(mentions), published=doc._.published)

    def _names_of(self, title: str, doc: Doc) -> list[NameMention]:
        """The names in the title; where the text begins with it, those are found already."""
        text = doc._.source
        if not text.startswith(title):
            found: list[NameMention] = self.finder.find(self.tokenizer(title))
            return found
        names: list[NameMention] = doc._.names[:20]
        return [name for name in names if doc[name.start].idx < len(title)]


@Language.factory("extractor_names", assigns=["doc._.names"])
def make_name_tagger(nlp: Language, name: str) -> NameTagger:
    return NameTagger(nlp)


@Language.factory("extractor_events", requires=["doc._.names"], assigns=["doc._.mentions"])
def make_event_linker(nlp: Language, name: str) -> EventLinker:
    return EventLinker(nlp)


def load() -> Language:
    """A new English pipeline without a model, with the components in order."""
    nlp = spacy.blank("en")
    nlp.max_length = 100_000_000
    cast(Any, nlp.tokenizer).max_cache_size = 200_000  # the gazetteers alone would fill the default of 10,000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@cache
def _shared() -> Language:
    return load()


def extract(text: str, *, published: str | PartialDate | None = None, title: str = "") -> list[Event]:
    """Events of one text. `published`: an ISO date or a PartialDate, for "yesterday" and the like.

    Event offsets point into `text`. Raises ValueError if `published` is a string that is no date.
    """
    if isinstance(published, str):
        date = parse_published(published)
        if date is None:
            raise ValueError(f"published is not a date: {published!r}")
        published = date
    return extract_document(_shared(), Document("", text, title=title, published=published))


def extract_document(nlp: Language, document: Document) -> list[Event]:
    """Events of a document, in the order of the text; offsets point into `document.text`."""
    doc, cleaned = prepare(nlp, document)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [build_event(m, document.text, document.id, cleaned) for m in doc._.mentions]


def prepare(nlp: Language, document: Document) -> tuple[Doc, CleanText]:
    """The tokens of a document's prose with its title and date, for the components to read."""
    cleaned = clean(document)
    doc = nlp.make_doc(cleaned.text)
    doc._.source = cleaned.text
    doc._.title, doc._.published = document.title or _first_line(cleaned.text), document.published
    return doc, cleaned


def _first_line(text: str) -> str:
    line = text.lstrip().split("\n", 1)[0].strip()
    return line if len(line) <= 160 and not line.endswith(".") else ""


def build_event(mention: Mention, text: str, document_id: str, cleaned: CleanText | None) -> Event:
    """An Event from a mention whose offsets count in the clean text (None: in `text` itself)."""
    start, end = cleaned.to_source(*mention.sentence) if cleaned else mention.sentence
    first, last = cleaned.to_source(*mention.trigger) if cleaned else mention.trigger
    action = FORM_ACTION[mention.form]
    date = mention.date
    identity = "|".join(
        (
            document_id,
            action,
            mention.form,
            mention.country,
            mention.counterpart,
            str(date),
            mention.modality,
            str(start),
            str(first),
        )
    )
    return Event(
        event_id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        document_id=document_id,
        action=action,
        form=mention.form,
        country=mention.country,
        country_name=countries.state_name(mention.country, date),
        counterpart=mention.counterpart,
        counterpart_name=organizations.organization_name(mention.counterpart)
        if mention.organization
        else countries.state_name(mention.counterpart, date),
        counterpart_type=CounterpartType.ORGANIZATION if mention.organization else CounterpartType.STATE,
        mutual=mention.mutual,
        date=date,
        year=date.year if date else None,
        year_end=date.last_year if date else None,
        date_basis=mention.basis,
        modality=mention.modality,
        certainty=mention.certainty,
        trigger=" ".join(text[first:last].split()),
        quote=" ".join(text[start:end].split()),
        start=start,
        end=end,
        rule=mention.rule,
        flags=mention.flags,
    )


__all__ = ["COMPONENTS", "EventLinker", "NameTagger", "build_event", "extract", "extract_document", "load", "prepare"]
