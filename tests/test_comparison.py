"""A dataset beside a reference: small tables whose sums can be done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import InputError
from extractor.evaluation.comparison import (
    Tally,
    read_events,
    read_memberships,
    read_pairs,
    read_relations,
    read_wide,
    tally,
    tally_by,
    write_comparison,
)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    write("dyad_year.csv", "ccode1,ccode2,year,relations\n2,40,1960,in_force\n2,40,1961,broken\n,40,1961,in_force\n"
                           "2,365,1961,unknown\n2,200,1971,in_force\n")  # fmt: skip
    write(
        "membership_year.csv",
        "ccode,organization,year,membership\n2,UN,1960,member\n40,UN,1960,unknown\n2,OAS,1970,member\n",
    )
    return write(
        "facts.csv",
        "action,country,country_ccode,counterpart,counterpart_ccode,counterpart_type,year,year_end\n"
        "severed,USA,2,CUB,40,state,1961,1961\nsevered,USA,2,IRN,630,state,1980,1981\n"
        "established,USA,2,CUB,40,state,1902,1902\njoined_organization,USA,2,UN,,organization,1945,1945\n",
    )


def test_relations_beside_diplomatic_exchange(facts: Path) -> None:
    exchange = facts.with_name("exchange.csv")
    exchange.write_text(
        "ccode1,ccode2,year,DE\n2,40,1960,1\n40,2,1960,0\n2,40,1961,1\n2,365,1961,1\n2,365,1962,-9\n", encoding="utf-8"
    )
    ours, theirs = read_relations(facts), read_pairs(exchange, ("ccode1", "ccode2", "year"), "DE")
    assert ours == {("2", "40", 1960): True, ("2", "40", 1961): False, ("2", "200", 1971): True}
    assert theirs == {("2", "40", 1960): True, ("2", "40", 1961): True, ("2", "365", 1961): True}
    assert tally(ours, theirs) == Tally(both=2, agree=1, only_dataset=1, only_reference=1)
    assert tally(ours, theirs).coverage == pytest.approx(2 / 3)
    assert tally(ours, theirs).agreement == 0.5
    assert tally_by(ours, theirs, "decade") == {"1960s": Tally(2, 1, 0, 1), "1970s": Tally(0, 0, 1, 0)}
    assert tally_by(ours, theirs, "country")["40"] == Tally(2, 1, 0, 0)
    write_comparison(ours, theirs, facts.with_name("out.csv"))
    lines = facts.with_name("out.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["first,second,year,dataset,reference", "2,200,1971,true,", "2,365,1961,,true",
                     "2,40,1960,true,true", "2,40,1961,false,true"]  # fmt: skip


def test_memberships_beside_the_igo_table(facts: Path) -> None:
    igo = facts.with_name("igo.csv")
    igo.write_text("ccode,year,state,un,oas,xyz\n2,1960,usa,1,-1,1\n2,1970,usa,1,2,1\n", encoding="utf-8")
    ours = read_memberships(facts)
    theirs = read_wide(igo, {"UN", "OAS"})
    assert ours == {("2", "UN", 1960): True, ("2", "OAS", 1970): True}
    assert theirs == {("2", "UN", 1960): True, ("2", "UN", 1970): True, ("2", "OAS", 1970): False}
    assert tally(ours, theirs) == Tally(2, 1, 0, 1)
    with pytest.raises(InputError, match="no column for an organization"):
        read_wide(igo, {"NATO"})


def test_events_of_one_action_and_one_year(facts: Path) -> None:
    assert read_events(facts, codes="cow", action="severed") == {("2", "40", 1961): True}
    assert read_events(facts, codes="iso", action="established") == {("CUB", "USA", 1902): True}
    assert read_events(facts, codes="cow", action="joined_organization") == {("2", "UN", 1945): True}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "has no column 'ccode1'"),
        ("ccode1,ccode2,year\n2,40,soon\n", "row 1: the year 'soon' is no number"),
    ],
)
def test_references_that_do_not_fit(facts: Path, content: str, words: str) -> None:
    facts.with_name("x.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_pairs(facts.with_name("x.csv"), ("ccode1", "ccode2", "year"))


def test_the_command(facts: Path) -> None:
    reference = facts.with_name("mine.csv")
    reference.write_text("a,b,when\nUSA,CUB,1961.0\nUSA,IRN,1980\n", encoding="utf-8")
    options = ["--columns", "a,b,when", "--codes", "iso", "--action", "severed", "--out", str(facts.with_name("o.csv"))]
    done = CliRunner().invoke(app, ["compare", str(facts), str(reference), *options])
    assert done.exit_code == 0
    assert "0.500" in done.stdout and "1960s" in done.stdout and "IRN" in done.stdout
    assert len(facts.with_name("o.csv").read_text(encoding="utf-8").splitlines()) == 3
    assert CliRunner().invoke(app, ["compare", str(facts), str(reference), "--kind", "x"]).exit_code == 2
