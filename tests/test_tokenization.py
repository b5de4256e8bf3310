"""Tokens without a Doc: they must be those of spaCy's English tokenizer, on real text and on made-up chunks."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractor.documents import clean, discover, read
from extractor.mentions.tokenization import ChunkTokenizer, DocReader, TokenizedText, has_english_rules, text_reader

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
BLANK = spacy.blank("en")
CHUNKS = ChunkTokenizer(BLANK.tokenizer)


def by_spacy(text: str) -> tuple[list[str], list[int]]:
    doc = BLANK(text)
    return [token.text for token in doc], [token.idx for token in doc]


def test_the_corpus_has_the_tokens_of_spacy() -> None:
    tokens = 0
    for source in discover([CORPUS]):
        document = read(source)
        for text in (document.text, clean(document).text):
            found = CHUNKS.read(text)
            assert (found.texts, found.starts) == by_spacy(text), source.id
            assert found.lows == [token.lower() for token in found.texts]
            tokens += len(found.texts)
    assert tokens > 100_000


PIECES = st.sampled_from(
    "a B b can't don't cannot Mr Jan U S km I'll xD o O é Ä com e.g a.m . , ) ( ' 's s' \" “ ” : ! ? [ ] - / $ % ² 8 "
    "19 1961 US ; … — – ' '' ... ... @ www. .org // # * _".split()
)
RULES = st.sampled_from(sorted(BLANK.tokenizer.rules))  # type: ignore[union-attr]
CHUNK = st.one_of(
    st.lists(PIECES, min_size=1, max_size=7).map("".join),
    st.tuples(st.sampled_from(["", "(", '"', "“", "'", "x-"]), RULES, PIECES).map("".join),
    st.text(max_size=8),
)


BLANKS = st.text(" \n\t\xa0", max_size=3)


@settings(max_examples=1500, deadline=None)
@given(BLANKS, CHUNK, BLANKS)
def test_any_chunk_has_the_tokens_of_spacy(before: str, chunk: str, behind: str) -> None:
    text = before + chunk + behind
    found = CHUNKS.read(text)
    assert (found.texts, found.starts) == by_spacy(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.text("ab-.,)(1", min_size=1), BLANKS.filter(bool)), max_size=8))
def test_any_text_has_the_tokens_of_spacy(pieces: list[tuple[str, str]]) -> None:
    """Of marks that are faces or quotes together, spaCy mends some across a blank (": )"); these are left out."""
    text = "".join(chunk + blank for chunk, blank in pieces)
    found = CHUNKS.read(text)
    assert (found.texts, found.starts) == by_spacy(text)


def test_a_special_case_added_later_is_followed() -> None:
    nlp = spacy.blank("en")
    tokenize = text_reader(nlp)
    assert tokenize("gimme, Chad").texts == ["gimme", ",", "Chad"]
    nlp.tokenizer.add_special_case("gimme", [{"ORTH": "gim"}, {"ORTH": "me"}])  # type: ignore[union-attr]
    assert tokenize("gimme, Chad").texts == ["gim", "me", ",", "Chad"]


def test_another_tokenizer_is_asked_itself() -> None:
    nlp = spacy.blank("en")

    def by_blank(text: str) -> Doc:
        return Doc(nlp.vocab, words=text.split(" "))

    nlp.tokenizer = by_blank
    assert not has_english_rules(nlp)
    assert text_reader(nlp)("Chad, Mali").texts == ["Chad,", "Mali"]
    assert has_english_rules(spacy.blank("en"))
    assert not has_english_rules(spacy.blank("de"))


@pytest.mark.parametrize("nlp", [spacy.blank("en"), spacy.blank("de")])
def test_a_doc_is_read_as_it_is(nlp: Language) -> None:
    text = 'He  said: "Chad\n\nbroke with (the) U.S."  '
    doc = nlp(text)
    assert DocReader().read(doc) == TokenizedText(
        text, [t.text for t in doc], [t.lower_ for t in doc], [t.idx for t in doc]
    )
    assert DocReader().read(nlp("")) == TokenizedText("", [], [], [])
