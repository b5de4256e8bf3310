"""The spaCy pipeline, and the two ways to use it from Python: on a text and on a document.

Each component is a spaCy factory (an entry point of this package), so that any English pipeline can take it:
`nlp.add_pipe("extractor_names")` and then `nlp.add_pipe("extractor_events")`.
"""

from __future__ import annotations

import gc
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
from extractor.events.prefilter import Prefilter
from extractor.events.text import Mention, Trace
from extractor.mentions.names import NameFinder, NameMention
from extractor.mentions.tokenization import DocReader, TokenizedText, text_reader
from extractor.mentions.words import load_words
from extractor.normalization import countries, organizations
from extractor.normalization.dates import parse_published
from extractor.schema import FORM_ACTION, CounterpartType, Document, Event, Events, PartialDate

COMPONENTS = (
    "extractor_names",  # states, leaders, organizations and groups: what can be a party
    "extractor_events",  # sentences, dates, clauses, frames and discourse, read in one pass
)


def _events_of(doc: Doc) -> Events:
    text = doc.text
    return Events(build_event(m, text, "", None) for m in doc._.mentions)


for _name, _default in (
    ("tokens", None), ("names", []), ("title", ""), ("published", None), ("mentions", []),
):  # fmt: skip
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)
if not Doc.has_extension("events"):
    Doc.set_extension("events", getter=_events_of)


class NameTagger:
    """Tags the names that can be parties: doc._.names, a list of NameMention."""

    def __init__(self, nlp: Language) -> None:
        self.tokenize = text_reader(nlp)
        self.finder = NameFinder(lambda surface: self.tokenize(surface).texts)
        self.docs = DocReader()

    def __call__(self, doc: Doc) -> Doc:
        doc._.tokens = self.docs.read(doc)
        doc._.names = self.finder.find(doc._.tokens.texts)
        return doc

    def tag(self, text: str) -> tuple[TokenizedText, list[NameMention]]:
        """The tokens and names of a text, without a Doc."""
        tokens = self.tokenize(text)
        return tokens, self.finder.find(tokens.texts)


class EventLinker:
    """Links names, triggers and dates to events: doc._.mentions, from which doc._.events makes Event records."""

    def __init__(self, nlp: Language) -> None:
        self.linker = Linker(load_words())
        self.prefilter = Prefilter(self.linker.gate)
        self.tagger = cast(NameTagger, nlp.get_pipe("extractor_names"))

    def __call__(self, doc: Doc) -> Doc:
        doc._.mentions = self.read(doc._.tokens, doc._.names, doc._.title, doc._.published)
        return doc

    def read(
        self,
        tokens: TokenizedText,
        names: list[NameMention],
        title: str = "",
        published: PartialDate | None = None,
        trace: list[Trace] | None = None,
    ) -> list[Mention]:
        """The mentions of a text with its names; spans count in `tokens.text`."""
        if not title:
            title_names = []
        elif tokens.text.startswith(title):  # found already
            title_names = [name for name in names[:20] if tokens.starts[name.start] < len(title)]
        else:
            title_names = self.tagger.tag(title)[1]
        mentions = self.linker.link(
            tokens, names, title=title, published=published, title_names=title_names, trace=trace
        )
        return flag(merge(mentions), published=published)


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
    gc.collect()
    gc.freeze()  # what is loaded stays: the collector need not walk through it again (a tenth of the time it took)
    return nlp


@cache
def _shared() -> Language:
    return load()


def extract(text: str, *, published: str | PartialDate | None = None, title: str = "") -> Events:
    """Events of one text. `published`: an ISO date or a PartialDate, for "yesterday" and the like.

    Event offsets point into `text`. Raises ValueError if `published` is a string that is no date.
    """
    if isinstance(published, str):
        date = parse_published(published)
        if date is None:
            raise ValueError(f"published is not a date: {published!r}")
        published = date
    return Events(extract_document(_shared(), Document("", text, title=title, published=published)))


def extract_document(nlp: Language, document: Document) -> list[Event]:
    """Events of a document, in the order of the text; offsets point into `document.text`."""
    if not cast(EventLinker, nlp.get_pipe("extractor_events")).prefilter.passes_document(document):
        return []
    cleaned, mentions = read_document(nlp, document)
    return [build_event(m, document.text, document.id, cleaned) for m in mentions]


def read_document(
    nlp: Language, document: Document, trace: list[Trace] | None = None
) -> tuple[CleanText, list[Mention]]:
    """A document's prose and the mentions in it. Only our own components are asked, and no Doc is made.

    trace: a list to which what the steps saw is appended, sentence by sentence.
    """
    linker = cast(EventLinker, nlp.get_pipe("extractor_events"))
    cleaned = clean(document)
    tokens, names = linker.tagger.tag(cleaned.text)
    return cleaned, linker.read(tokens, names, title_of(document, cleaned), document.published, trace)


def title_of(document: Document, cleaned: CleanText) -> str:
    """A document's title, or its first line where that looks like one."""
    return document.title or _first_line(cleaned.text)


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


__all__ = [
    "COMPONENTS",
    "EventLinker",
    "NameTagger",
    "build_event",
    "extract",
    "extract_document",
    "load",
    "read_document",
    "title_of",
]
