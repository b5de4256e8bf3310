"""A reader of frames is asked only of the verbs that it says it reads: asked of all, it would read no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from phenomena.reading import read_tables

from extractor.events import frames
from extractor.pipeline import extract

CASES = read_tables(Path(__file__).parent / "phenomena")
TEXTS = [(case.text, case.title, case.published) for case in CASES]


def test_who_is_not_asked_has_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [extract(text, title=title, published=published) for text, title, published in TEXTS]
    monkeypatch.setattr(frames, "_readers", lambda clause, verb: tuple(frames._READERS))
    for (text, title, published), events in zip(TEXTS, asked, strict=True):
        assert extract(text, title=title, published=published) == events, text


def test_most_verbs_are_nobodys() -> None:
    assert frames._readers_of("paint", frozenset()) == ()
    assert any(
        read.__name__ == "read_recognition" for read in frames._readers_of("recognize", frozenset({"recognize"}))
    )
