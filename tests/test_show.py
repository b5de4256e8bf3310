"""Chronologies on the terminal, and what events and results look like in a notebook or a shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.errors import InputError
from extractor.reports.chronology import chronology, find_party
from extractor.schema import Action, Events


@pytest.fixture(scope="module")
def dataset(small_dataset: Path) -> Path:
    return small_dataset


def show(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["show", *map(str, arguments)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [("PRK", "PRK"), ("prk", "PRK"), ("North Korea", "PRK"), ("soviet union", "SUN"), ("UN", "UN"), ("EEC", "EU")],
)
def test_a_party_is_named_by_code_or_name(words: str, code: str) -> None:
    assert find_party(words) == code


def test_a_party_that_is_none() -> None:
    with pytest.raises(InputError, match="'Atlantis' is no state"):
        find_party("Atlantis")


def test_facts_come_in_the_order_of_time(dataset: Path) -> None:
    dates = [str(entry.fact.date) for entry in chronology(dataset, "GHA")]
    assert dates == ["1963", "1965-12-16", "1966-03-05"]


def test_facts_are_chosen_by_partner_action_and_years(dataset: Path) -> None:
    assert len(chronology(dataset, "ISR")) == 3
    assert [entry.other for entry in chronology(dataset, "ISR", other="SUN")] == ["SUN"]
    assert len(chronology(dataset, "ISR", actions=[Action.EXPELLED_AMBASSADOR])) == 1
    assert len(chronology(dataset, "GHA", first=1964, last=1965)) == 1
    assert chronology(dataset, "PER") == []


def test_show_prints_sentences_with_their_places(dataset: Path) -> None:
    printed = show(dataset, "--country", "Ghana")
    assert "GHA  facts: 3, documents: 1" in printed
    assert "1965-12-16  → United Kingdom GBR  relations severed" in printed
    assert "Ghana broke off diplomatic relations with Britain on 16 December 1965." in printed
    text = (dataset / "texts" / "news" / "accra.txt.txt").read_text(encoding="utf-8")
    start, end = printed.split("news/accra.txt:")[2].split()[0].split("–")
    assert " ".join(text[int(start) : int(end)].split()) in printed


def test_show_does_not_read_markup_in_documents(dataset: Path) -> None:
    assert "<script>window.hacked = 1</script>" in show(dataset, "-c", "Portugal")


def test_event_shows_what_happened() -> None:
    [event] = extractor.extract("Ghana broke off diplomatic relations with Britain on 16 December 1965.")
    assert repr(event) == "<Event 1965-12-16 Ghana (GHA) → United Kingdom (GBR) severed 'broke off'>"


def test_events_show_a_line_each_and_a_table_in_a_notebook() -> None:
    events = extractor.extract("Chad recognized Nepal in 1975. Chad <b>recognized</b> Israel in 1961.")
    assert len(repr(events).splitlines()) == len(events) + 2
    table = events._repr_html_()
    assert table.count("<tr>") == len(events) + 1
    assert "<b>" not in table
    assert repr(Events()) == "[]"


def test_results_say_the_chief_figures(tmp_path: Path) -> None:
    from extractor.runs import run

    (tmp_path / "a.txt").write_text("Ghana broke off diplomatic relations with Britain in 1965.", encoding="utf-8")
    summary = run([tmp_path / "a.txt"], tmp_path / "out", workers=1)
    assert repr(summary) == f"<RunSummary {tmp_path / 'out'}: 1 documents, 1 events>"
