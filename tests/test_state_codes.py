"""The codes of other datasets, at a date: numbers that change hands when states divide, unite and dissolve."""

from __future__ import annotations

import pytest

from extractor.errors import LexiconError
from extractor.lexicons import read_table
from extractor.normalization import countries, ontologies, state_codes
from extractor.normalization.state_codes import SYSTEM_COLUMNS, StateCodes, lifetimes
from extractor.schema import Form, Match, PartialDate


@pytest.mark.parametrize(
    ("code", "date", "alpha4", "ccode", "gwcode"),
    [
        # Germany: one empire, two states, one again; both lists disagree on whether it is the western one
        ("DEU", "1930", "", 255, 255),
        ("DEU", "1946", "", None, None),
        ("DEU", "1950", "", None, 260),  # no member with Correlates of War before 1955
        ("DEU", "1960-05", "", 260, 260),
        ("DEU", "1990-10-02", "", 260, 260),
        ("DEU", "1990-10-03", "", 255, 260),
        ("DEU", "1990", "", 255, 260),
        ("DDR", "1974", "DDDE", 265, 265),
        ("DDR", "1991", "DDDE", None, None),
        # Yemen
        ("YEM", "1970", "", 678, 678),
        ("YEM", "1990-05-21", "", 678, 678),
        ("YEM", "1994", "", 679, 678),
        ("YMD", "1970", "YDYE", 680, 680),
        ("YMD", "1994", "YDYE", None, None),
        # Vietnam
        ("VDR", "1965", "VDVN", 816, 816),
        ("VNM", "1965", "", 817, 817),
        ("VNM", "1975-06", "", None, None),  # between the fall of Saigon and the union
        ("VNM", "1980", "", 816, 816),
        # Serbia and Yugoslavia
        ("SRB", "1900", "", 345, 340),
        ("YUG", "1930", "YUCS", 345, 345),
        ("YUG", "1942", "YUCS", None, 345),
        ("SCG", "2004", "CSXX", 345, 345),
        ("SRB", "2010", "", 345, 340),
        ("MNE", "2010", "", 341, 341),
        ("XKX", "2010", "", 347, 347),
        # Russia and the Soviet Union
        ("RUS", "1900", "", 365, 365),
        ("SUN", "1950", "SUHH", 365, 365),
        ("RUS", "1950", "", None, None),
        ("RUS", "2000", "", 365, 365),
        # Korea
        ("KOR", "1900", "", 730, 730),
        ("KOR", "1930", "", None, None),
        ("KOR", "1948-12", "", None, 732),
        ("KOR", "1960", "", 732, 732),
        ("PRK", "1948-09-09", "", 731, 731),
        # Czechoslovakia
        ("CSK", "1938", "CSHH", 315, 315),
        ("CSK", "1942", "CSHH", None, 315),
        ("CSK", "1992-12-31", "CSHH", 315, 315),
        ("CSK", "1993", "CSHH", None, None),
        ("CZE", "1993", "", 316, 316),
        ("SVK", "1993", "", 317, 317),
        # the Congos
        ("COG", "1965", "", 484, 484),
        ("COD", "1965", "", 490, 490),
        ("COD", "1985", "", 490, 490),  # as Zaire
        # in one list, in neither, in no table
        ("KIR", "1985", "", None, 970),
        ("KIR", "2005", "", 946, 970),
        ("PSE", "2012", "", None, None),
        ("VAT", "1950", "", None, None),
        ("ABC", "1950", "", None, None),
    ],
)
def test_codes_at_a_date(code: str, date: str, alpha4: str, ccode: int | None, gwcode: int | None) -> None:
    assert state_codes.state_codes(code, PartialDate.parse(date)) == StateCodes(alpha4, ccode, gwcode)


def test_without_a_date_only_the_alpha4_code() -> None:
    assert state_codes.state_codes("SUN", None) == StateCodes("SUHH", None, None)


@pytest.mark.parametrize(
    ("code", "years"),
    [
        ("DEU", [(1871, 1945), (1949, 9999)]),
        ("VNM", [(0, 1884), (1949, 1976), (1976, 9999)]),  # South Vietnam was not the state that followed it
        ("YEM", [(1918, 9999)]),
        ("EST", [(1918, 1940), (1991, 9999)]),
        ("SUN", [(1917, 1991)]),
        ("RUS", [(0, 1917), (1991, 9999)]),
        ("COD", [(1885, 1908), (1960, 9999)]),  # a new name makes no new state
        ("ABC", []),
    ],
)
def test_how_long_a_code_means_one_state(code: str, years: list[tuple[int, int]]) -> None:
    assert [(first[0], last[0]) for first, last in lifetimes(code)] == years


def test_every_number_of_a_state_is_in_its_system() -> None:
    counted = {(row["system"], int(row["number"])) for row in read_table("state_systems", SYSTEM_COLUMNS)}
    periods = [period for periods in countries.gazetteer().periods.values() for period in periods]
    assert {("gw", period.gw) for period in periods if period.gw} == {key for key in counted if key[0] == "gw"}
    uncounted = {period.cow for period in periods if period.cow} - {
        number for system, number in counted if system == "cow"
    }
    assert uncounted == {99, 815}  # Gran Colombia and Annam, which Correlates of War has no dates for


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"system": "un", "number": "2", "first": "1945", "last": ""}, "no system"),
        ({"system": "cow", "number": "two", "first": "1945", "last": ""}, "no number"),
        ({"system": "cow", "number": "2", "first": "1945", "last": "1944"}, "before it begins"),
        ({"system": "cow", "number": "2", "first": "in 1945", "last": ""}, "not a date"),
    ],
)
def test_bad_rows_of_a_system_are_rejected(row: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        state_codes.build([row])


def test_overlapping_stays_are_rejected() -> None:
    first = {"system": "cow", "number": "2", "first": "1945", "last": "1950"}
    with pytest.raises(LexiconError, match="overlaps"):
        state_codes.build([first, first | {"first": "1950", "last": ""}])


@pytest.mark.parametrize(
    ("form", "cameo", "cameo_match", "plover", "mode", "plover_match"),
    [
        ("relations", "054", "broad", "SUPPORT", "", "broad"),
        ("recognition", "054", "exact", "SUPPORT", "", "broad"),
        ("severed", "161", "broad", "SANCTION", "withdraw", "broad"),
        ("expelled", "161", "broad", "SANCTION", "expel", "exact"),
        ("joined", "057", "proxy", "SUPPORT", "", "proxy"),
    ],
)
def test_codes_of_event_data_schemes(
    form: str, cameo: str, cameo_match: str, plover: str, mode: str, plover_match: str
) -> None:
    codes = ontologies.event_codes(Form(form))
    assert (codes.cameo, codes.cameo_match, codes.plover, codes.plover_mode, codes.plover_match) == (
        cameo,
        Match(cameo_match),
        plover,
        mode,
        Match(plover_match),
    )


def test_every_form_has_codes_and_bad_rows_are_rejected() -> None:
    rows = read_table("ontologies", ontologies.COLUMNS)
    assert ontologies.build(rows).keys() == set(Form)
    with pytest.raises(LexiconError, match="no row for"):
        ontologies.build(rows[1:])
    with pytest.raises(LexiconError, match="a form twice"):
        ontologies.build([*rows, rows[0]])
    with pytest.raises(LexiconError, match="no CAMEO code"):
        ontologies.build([rows[0] | {"cameo": "54"}])
    with pytest.raises(LexiconError, match="goes with an empty code"):
        ontologies.build([rows[0] | {"cameo": ""}])
    with pytest.raises(LexiconError, match="nonsense"):
        ontologies.build([rows[0] | {"form": "nonsense"}])
