"""What `extractor explain` prints: marks, chunks, frames, and for a sentence without an event the reason."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from spacy.language import Language
from typer.testing import CliRunner

from extractor.cli import app
from extractor.explain import NOTHING, explain
from extractor.pipeline import load
from extractor.schema import PartialDate


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def shown(nlp: Language, text: str, *, width: int = 100, colour: bool = False, **settings: object) -> str:
    """What stands on a screen of `width` columns."""
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(explain(text, nlp=nlp, **settings), highlight=False)  # type: ignore[arg-type]
    return out.getvalue()


def test_an_event_is_explained_from_its_marks_to_its_date(nlp: Language) -> None:
    out = shown(nlp, "Mali broke relations with Kyiv last Sunday.", published=PartialDate(2024, 8, 6))
    assert "[Mali MLI] broke relations with [Kyiv UKR] [last Sunday 2024-08-04]." in out
    assert "[NP:state Mali] [VG break] [NP:relations relations] with [NP:state Kyiv" in out
    assert re.search(r"main +subject Mali +verb break +args relations, with Kyiv", out)
    assert re.search(r"severed by rule “verb\+relations” +trigger broke", out)
    assert "✓ severed MLI → UKR  2024-08-04" in out
    assert "no event" not in out


def test_a_negated_sentence_says_why_not(nlp: Language) -> None:
    out = shown(nlp, "Chad never broke off diplomatic relations with Israel in 1981.")
    assert "✗ severed TCD → ISR" in out
    assert "no event: negated, so the text does not say that it took place" in out


def test_an_event_without_a_date_says_so(nlp: Language) -> None:
    assert "no event: the words give no date" in shown(nlp, "Chad broke off diplomatic relations with Israel.")


def test_an_unknown_verb_is_named(nlp: Language) -> None:
    out = shown(nlp, "Chad defenestrated the ambassador of Togo in 1970.")
    assert "no event: no word here names one; “defenestrated” is in no lexicon of verbs" in out


def test_a_known_verb_with_another_object_is_named(nlp: Language) -> None:
    assert "no event: no frame fits “break records”" in shown(nlp, "Togo broke records in 1970.")


@pytest.mark.parametrize("text", ["", " \n ", "The weather was fine and nobody said a word."])
def test_nothing_to_explain(nlp: Language, text: str) -> None:
    assert shown(nlp, text).strip() == NOTHING


def test_brief_leaves_out_what_no_frame_fits(nlp: Language) -> None:
    text = "Togo lies in Africa. In 1970 Togo recognized Fiji. In 1975 Togo exported cocoa to Peru."
    assert shown(nlp, text).count("phrases") == 3
    out = shown(nlp, text, brief=True)
    assert out.count("phrases") == 1 and "Fiji" in out


def test_one_screen_whatever_the_colour(nlp: Language) -> None:
    text = "In 1992 the Baltic states, after a long debate, recognized Georgia, Armenia and Ukraine."
    plain, coloured = shown(nlp, text), shown(nlp, text, colour=True)
    assert "\x1b[" in coloured and "\x1b[" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert max(map(len, plain.splitlines())) <= 100


def test_square_brackets_in_a_text_are_no_markup(nlp: Language) -> None:
    assert "[red]Togo" in shown(nlp, "[red]Togo recognized Fiji in 1970.").replace("[Togo TGO]", "Togo")


def test_a_file_is_explained_in_brief(tmp_path: Path) -> None:
    file = tmp_path / "togo.txt"
    file.write_text("Togo lies in Africa.\n\nIn 1970 Togo recognized Fiji.\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["explain", str(file)])
    assert result.exit_code == 0
    assert "Fiji" in result.stdout and "Africa" not in result.stdout
