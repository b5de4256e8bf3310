"""Names are found on token strings; spaCy's PhraseMatcher on the same surfaces must find the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from extractor.documents import clean, discover, read
from extractor.mentions.names import NameFinder, depends_on_context, surfaces
from extractor.pipeline import load

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="module")
def matcher(nlp: Language) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    for surface, (_, form) in surfaces().items():
        if not depends_on_context(surface, form):
            matcher.add(surface, [nlp.make_doc(surface)])
    return matcher


def texts() -> Iterator[str]:
    """The corpus, and cut off pieces of it: names stand at the end of titles, too."""
    cut = random.Random(7)
    for source in discover([CORPUS / "dev"]):
        text = clean(read(source)).text
        yield text
        yield from (text[: cut.randrange(len(text))] for _ in range(5))


def longest(matches: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(((start, end) for _, start, end in matches), key=lambda span: (span[0], -span[1])):
        if kept and start < kept[-1][1]:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = (start, end)
        else:
            kept.append((start, end))
    return kept


def test_names_are_those_of_the_phrase_matcher(nlp: Language, matcher: PhraseMatcher) -> None:
    finder = NameFinder(lambda surface: [token.text for token in nlp.make_doc(surface)])
    found = 0
    for text in texts():
        doc = nlp.make_doc(text)
        names = [n for n in finder.find([t.text for t in doc]) if not depends_on_context(n.text, n.form)]
        assert [(name.start, name.end) for name in names] == longest(matcher(doc))
        as_found = ["".join(doc[name.start : name.end].text.split()).upper() for name in names]
        assert ["".join(name.text.split()).upper() for name in names] == as_found
        found += len(names)
    assert found > 5_000
