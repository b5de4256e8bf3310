"""Each case of the tables in this folder: no event missing, none too many. reading.py says how a case is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import extract
from extractor.schema import Form
from phenomena.reading import Case, Expected, MalformedCase, asserted, parse_table, read_tables

CASES = read_tables(Path(__file__).parent)


def _parameter(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=case.gap)] if case.gap else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_case(case: Case) -> None:
    found = asserted(extract(case.text, published=case.published, title=case.title))
    missing = sorted(map(str, case.events - found))
    extra = sorted(map(str, found - case.events - case.debatable))
    assert not missing and not extra, f"{case.file}:{case.line}: {case.text}\n  missing {missing}\n  extra   {extra}"


def test_every_phenomenon_has_positives_and_lookalikes() -> None:
    for file in {case.file for case in CASES}:
        cases = [case for case in CASES if case.file == file]
        assert len(cases) >= 8, file
        assert any(case.events for case in cases), file
        assert any(not case.events for case in cases), file


def test_a_table_is_read() -> None:
    lines = [
        "# a comment",
        "",
        "[published 1974-07-02] [title Lisbon] Portugal recognized India. ¶ It was late.",
        "  => recognition PRT>IND 1974-07-01;",
        "  ? relations PRT=IND 1974",
        "! headline | Chad broke with Togo. => nothing",
    ]
    first, second = parse_table(lines, "t.txt")
    assert (first.line, first.text, first.gap) == (3, "Portugal recognized India.\n\nIt was late.", "")
    assert (first.published, first.title) == ("1974-07-02", "Lisbon")
    assert first.events == {Expected(Form.RECOGNITION, ("PRT", "IND"), False, "1974-07-01")}
    assert first.debatable == {Expected(Form.RELATIONS, ("IND", "PRT"), True, "1974")}
    assert (second.line, second.gap, second.events) == (6, "headline", frozenset())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Chad broke with Togo.", "one arrow"),
        ("Chad broke with Togo. => severed TCD>TGO 1970 => nothing", "one arrow"),
        (" => nothing", "there is none before it"),
        ("[title x] => nothing", "no text"),
        ("[autor x] Chad. => nothing", "is not one of published, title"),
        ("[published Monday] Chad. => nothing", "not a date"),
        ("! no reason => nothing", "known gap"),
        ("Chad. => severed TCD>TGO", "no event of the form"),
        ("Chad. => broke TCD>TGO 1970", "not one of the forms"),
        ("Chad. => severed TCD>TGO 1970s", "not a date"),
        ("Chad. => severed TCD>TGO 1970;", "no event of the form"),
        ("Chad. => ", "one arrow"),
    ],
)
def test_a_malformed_line_is_refused(line: str, message: str) -> None:
    with pytest.raises(MalformedCase, match=message) as refused:
        parse_table(["# table", line], "t.txt")
    assert str(refused.value).startswith("t.txt:2: ")


def test_the_same_case_twice_is_refused() -> None:
    with pytest.raises(MalformedCase, match="the same case as in line 1"):
        parse_table(["Chad. => nothing", "Chad. => nothing"], "t.txt")
