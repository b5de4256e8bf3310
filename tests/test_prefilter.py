"""No hit, no event: a document that the prefilter turns away has none, however it is cut up or made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.documents import clean, discover, read
from extractor.mentions.names import surfaces
from extractor.mentions.words import load_words
from extractor.pipeline import EventLinker, load, read_document
from extractor.schema import Document, PartialDate

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
NLP = load()
PREFILTER = cast(EventLinker, NLP.get_pipe("extractor_events")).prefilter


def holds(document: Document) -> bool:
    return bool(read_document(NLP, document)[1])


def pieces() -> Iterator[Document]:
    """The documents of the corpus, and each paragraph of theirs as a document of its own."""
    for source in discover([CORPUS]):
        document = read(source)
        text = clean(document).text
        yield Document("", text, title=document.title, published=document.published)
        for paragraph in text.split("\n\n"):
            yield Document("", paragraph, published=document.published)


def test_what_is_turned_away_holds_no_event() -> None:
    turned_away = 0
    for document in pieces():
        if not PREFILTER.passes(document.text, document.title):
            turned_away += 1
            assert not holds(document), document.text
    assert turned_away > 300


WORDS = st.one_of(
    st.sampled_from(sorted(load_words().forms)),
    st.sampled_from(sorted(load_words().nouns)),
    st.sampled_from(sorted(load_words().function)),
    st.sampled_from(sorted(surfaces())),
    st.sampled_from(
        "Chad Nepal NATO UN it both they did so too ties relations with in 1974 the its ambassador".split()
    ),
    st.sampled_from([".", ",", ";", ":", "\n", "\n\n", "*", "- ", "(", ")", "—", "'s", "­", "**", "# "]),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=25).map(" ".join), st.lists(WORDS, max_size=3).map(" ".join))
def test_generated_text_that_is_turned_away_holds_no_event(text: str, title: str) -> None:
    document = Document("", text, title=title, published=PartialDate(2001, 5, 4))
    assert PREFILTER.passes(text, title) or not holds(document)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Chad recognized Nepal.", True),
        ("Chad re­cog­nized Nepal.", True),  # soft hyphens
        ("Chad severed its ties with Nepal.", True),
        ("Chad broke with Nepal.", True),
        ("With Nepal, Chad went its own way.", True),
        ("With a pen\nChad went its own way.", False),
        ("Chad ended a queue.\nIts intercourse was blue.", False),
        ("The Commonwealth admitted Gabon.", True),
        ("Chad was in ECOWAS from 1975.", True),
        ("The club admitted women.", False),
        ("She was recognized for her work.", False),  # nobody who can be a party
        ("Chad went to market.", False),
        ("Relations with Nepal\n1974: established.", True),
        ("", False),
    ],
)
def test_what_passes(text: str, passes: bool) -> None:
    assert PREFILTER.passes(text) is passes
