"""The whole pipeline: what must always hold of its output, over the corpus and over made-up text."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import extractor
from extractor.documents import discover, read
from extractor.pipeline import extract, extract_document, load, read_document, title_of
from extractor.runs import run
from extractor.schema import Modality, PartialDate, Status

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def test_every_row_of_the_corpus_shows_its_sentence(nlp: Language) -> None:
    rows = 0
    for source in discover([CORPUS]):
        document = read(source)
        if document.status is not Status.OK:
            continue
        for event in extract_document(nlp, document):
            rows += 1
            assert " ".join(document.text[event.start : event.end].split()) == event.quote
            assert event.trigger in event.quote or event.trigger.split()[0] in event.quote
            assert event.date is None or event.year == event.date.year
            assert event.country != event.counterpart
    assert rows > 1000


def test_event_ids_are_unique_within_a_document(nlp: Language) -> None:
    for source in discover([CORPUS / "dev"]):
        ids = [event.event_id for event in extract_document(nlp, read(source))]
        assert len(ids) == len(set(ids)), source.id


@pytest.mark.parametrize("table", ["events.csv", "events.parquet", "events.jsonl", "documents.csv"])
def test_one_worker_and_two_write_the_same_bytes(tmp_path_factory: pytest.TempPathFactory, table: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    for workers in (1, 2):
        if not (folder / f"w{workers}").exists():
            run([CORPUS / "dev" / "news1"], folder / f"w{workers}", workers=workers, quiet=True)
    assert (folder / "w1" / table).read_bytes() == (folder / "w2" / table).read_bytes()


def test_components_are_entry_points_for_any_english_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("extractor_names")
    nlp.add_pipe("extractor_events")
    doc = nlp("In 1974 Portugal established diplomatic relations with the Soviet Union.")
    assert [(e.country, e.counterpart, str(e.date)) for e in doc._.events] == [("PRT", "SUN", "1974")]


def test_a_doc_has_the_events_that_a_document_has(nlp: Language) -> None:
    seen = 0
    for source in discover([CORPUS / "dev"]):
        cleaned, mentions = read_document(nlp, document := read(source))
        doc = nlp.make_doc(cleaned.text)
        doc._.title, doc._.published = title_of(document, cleaned), document.published
        for _, component in nlp.pipeline:
            doc = component(doc)
        assert doc._.mentions == mentions, source.id
        seen += len(mentions)
    assert seen > 500


def test_public_names() -> None:
    events = extractor.extract("Chad recognized Nepal last month.", published="1975-03-10")
    assert [(e.country, e.counterpart, str(e.date)) for e in events] == [("TCD", "NPL", "1975-02")]
    with pytest.raises(ValueError, match="not a date"):
        extractor.extract("Chad recognized Nepal.", published="the ides of March")


def test_only_the_words_give_a_date() -> None:
    [event] = extract("Chad broke off diplomatic relations with Nepal.")
    assert event.date is None
    assert event.year is None


NAMES = st.sampled_from("Peru Chad Mali France Nepal Cuba Moscow NATO ambassador the its they relations ties".split())
WORDS = st.sampled_from(
    "severed recognized joined with by and , . ( ) in 1974 yesterday not until did so of to - ; : \n\n".split(" ")
)
TITLES = st.sampled_from(["", "Peru", "Chad: a chronology", "Relations broken off", "Members of NATO", "1974"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(NAMES, WORDS, st.text(max_size=6)), max_size=40).map(" ".join), TITLES)
def test_no_text_breaks_it_and_spans_hold(text: str, title: str) -> None:
    events = extract(text, published=PartialDate(2001, 5, 4), title=title)
    assert events == extract(text, published=PartialDate(2001, 5, 4), title=title)
    for event in events:
        assert 0 <= event.start < event.end <= len(text)
        assert " ".join(text[event.start : event.end].split()) == event.quote
        assert event.modality in set(Modality)
