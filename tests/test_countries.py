"""The gazetteer of states: what surfaces mean, when they mean it, and which tables are refused."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.errors import LexiconError
from extractor.normalization import countries
from extractor.normalization.countries import build, existed, resolve, senses, state_name
from extractor.schema import PartialDate

_MEMBERS = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF CAN
CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM
GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ
KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ
MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN
SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA
UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
"""
UN_MEMBERS = _MEMBERS.split()
NO_ADJECTIVE = {"DMA"}  # "Dominican" is the Dominican Republic's


def on(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def state(
    code: str = "FRA", name: str = "France", valid_from: str = "", valid_to: str = "", cow: str = ""
) -> dict[str, str]:
    return {
        "code": code, "alpha4": "", "name": name, "valid_from": valid_from, "valid_to": valid_to,
        "cow": cow, "gw": "", "source": "test",
    }  # fmt: skip


def name(surface: str, code: str, valid_from: str = "", valid_to: str = "", kind: str = "name") -> dict[str, str]:
    dates = {"valid_from": valid_from, "valid_to": valid_to}
    return {"surface": surface, "code": code, "kind": kind, **dates, "source": "test"}


def leader(surface: str, code: str, valid_from: str, valid_to: str = "") -> dict[str, str]:
    return {"surface": surface, "code": code, "valid_from": valid_from, "valid_to": valid_to, "source": "test"}


def not_state(surface: str, kind: str = "noise") -> dict[str, str]:
    return {"surface": surface, "kind": kind, "source": "test"}


class TestCoverage:
    def test_there_are_193_members(self) -> None:
        assert len(set(UN_MEMBERS)) == 193

    @pytest.mark.parametrize("code", UN_MEMBERS)
    def test_every_member_has_a_period_a_name_an_adjective_and_a_capital(self, code: str) -> None:
        kinds = {sense.kind for _, found in countries.surfaces() for sense in found if sense.code == code}
        assert code in countries.gazetteer().periods
        assert {"name", "capital"} <= kinds
        assert "adjective" in kinds or code in NO_ADJECTIVE

    def test_every_name_of_a_period_is_a_surface_of_that_state(self) -> None:
        missing = [
            (period.code, period.name)
            for periods in countries.gazetteer().periods.values()
            for period in periods
            if period.code not in {sense.code for sense in senses(period.name)}
        ]
        assert missing == []

    def test_former_states_have_their_iso_3166_3_code(self) -> None:
        periods = countries.gazetteer().periods
        former = {code: periods[code][0].alpha4 for code in ("SUN", "YUG", "SCG", "CSK", "DDR", "VDR", "YMD")}
        assert former == {
            "SUN": "SUHH", "YUG": "YUCS", "SCG": "CSXX", "CSK": "CSHH", "DDR": "DDDE", "VDR": "VDVN", "YMD": "YDYE",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Dominican Republic", "DOM"),
        ("Dominica", "DMA"),
        ("Dominican", "DOM"),
        ("North Korea", "PRK"),
        ("Korea", "KOR"),
        ("Hermit Kingdom", "PRK"),
        ("Austria-Hungary", "AUT"),
        ("Rhodesia", "ZWE"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Dahomey", "BEN"),
        ("Upper Volta", "BFA"),
        ("Ceylon", "LKA"),
        ("Persia", "IRN"),
        ("Siam", "THA"),
        ("Abyssinia", "ETH"),
        ("Swaziland", "SWZ"),
        ("Kosovo", "XKX"),
        ("Papal States", "VAT"),
        ("Sublime Porte", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("U.S.S.R.", "SUN"),
        ("Sahrawi Arab Democratic Republic", "ESH"),
        ("PLO", "PSE"),
        ("Quai d'Orsay", "FRA"),
        ("The Hague", "NLD"),
        ("Atlantis", None),
        ("Texas", None),
        ("Latin American", None),
        ("niger", None),
    ],
)
def test_a_surface_without_a_date(surface: str, code: str | None) -> None:
    assert resolve(surface) == code


@pytest.mark.parametrize(
    ("surface", "date", "code"),
    [
        # Germany
        ("Germany", "1939", "DEU"),
        ("West Germany", "1965", "DEU"),
        ("East Germany", "1972-12-21", "DDR"),
        ("Bonn", "1965", "DEU"),
        ("Bonn", "1939", None),
        ("Berlin", "1917", "DEU"),
        ("Berlin", "1972", "DDR"),
        ("Berlin", "1990-10-03", "DEU"),
        ("Berlin", None, "DEU"),
        # Vietnam
        ("Hanoi", "1964", "VDR"),
        ("Hanoi", "1976-07-01", "VDR"),
        ("Hanoi", "1976-07-02", "VNM"),
        ("Hanoi", "1995", "VNM"),
        ("North Vietnam", "1960", "VDR"),
        ("South Vietnam", "1960", "VNM"),
        ("Saigon", "1960", "VNM"),
        ("Saigon", "1990", None),
        # Yemen
        ("Yemen", "1970", "YEM"),
        ("South Yemen", "1970", "YMD"),
        ("Aden", "1970", "YMD"),
        ("Aden", "1950", None),
        ("Sana'a", "1970", "YEM"),
        # Yugoslavia and Serbia
        ("Belgrade", "1914", "SRB"),
        ("Belgrade", "1948", "YUG"),
        ("Belgrade", "2004", "SCG"),
        ("Belgrade", "2008", "SRB"),
        ("Yugoslavia", "1991", "YUG"),
        ("Serbia", "1991", "SRB"),
        ("Serbia and Montenegro", "1999", "YUG"),
        ("Serbia and Montenegro", "2005", "SCG"),
        # Czechoslovakia
        ("Czech", "1968", "CSK"),
        ("Czech", "1993", "CZE"),
        ("Prague", "1992-12-31", "CSK"),
        ("Prague", None, "CZE"),
        ("Bratislava", "1994", "SVK"),
        # Russia
        ("Russia", "1867", "RUS"),
        ("Russia", "1933", "SUN"),
        ("Russia", "1992", "RUS"),
        ("Moscow", "1961-02-14", "SUN"),
        ("Moscow", "2014", "RUS"),
        ("Kremlin", None, "RUS"),
        ("Soviet Russia", "1920", "SUN"),
        ("St. Petersburg", "1809", "RUS"),
        ("St. Petersburg", "1960", None),
        # most of the year counts
        ("Russia", "1917", "RUS"),
        ("Russia", "1991", "RUS"),
        ("Russia", "1917/1921", "SUN"),
        # the Congos
        ("Congo", None, "COD"),
        ("Congo", "1960", "COD"),
        ("Congo", "1985", "COG"),
        ("Congo-Brazzaville", "1964", "COG"),
        ("Congo (Leopoldville)", "1964", "COD"),
        ("Republic of the Congo", None, "COG"),
        ("Democratic Republic of the Congo", None, "COD"),
        # China and Taiwan
        ("China", "1913", "CHN"),
        ("China", "1972", "CHN"),
        ("Republic of China", "1913", "CHN"),
        ("Republic of China", "1949-09-30", "CHN"),
        ("Republic of China", "1964-01-27", "TWN"),
        ("Nationalist China", "1964", "TWN"),
        ("Taipei", "1992", "TWN"),
        ("Nanking", "1928", "CHN"),
        # others
        ("Rome", "1850", "VAT"),
        ("Rome", "1929", "ITA"),
        ("United Arab Republic", "1960", "EGY"),
        ("Constantinople", "1831", "TUR"),
        ("Lagos", "1966", "NGA"),
        ("Lagos", "2005", None),
        ("Moldavia", "1859", "ROU"),
        ("Moldavia", "1991", "MDA"),
    ],
)
def test_the_date_decides(surface: str, date: str | None, code: str | None) -> None:
    assert resolve(surface, on(date)) == code


@pytest.mark.parametrize(
    ("surface", "date", "code"),
    [
        ("Nasser", "1965", "EGY"),
        ("Castro", "1961", "CUB"),
        ("Castro", "2018", "CUB"),
        ("Castro", "1958", None),
        ("Chiang Kai-shek", "1936", "CHN"),
        ("Chiang Kai-shek", "1964", "TWN"),
        ("Qaddafi", "1980", "LBY"),
        ("Gaddafi", None, "LBY"),
        ("Kaunda", "1991-11-01", "ZMB"),
        ("Vaclav Havel", "1990", "CSK"),
        ("Vaclav Havel", "1999", "CZE"),
    ],
)
def test_leaders_stand_for_their_state_while_in_power(surface: str, date: str | None, code: str | None) -> None:
    assert resolve(surface, on(date)) == code
    assert {sense.kind for sense in senses(surface)} == {countries.LEADER}


def test_both_senses_of_congo_are_visible() -> None:
    assert [sense.code for sense in senses("Congo")] == ["COD", "COG", "COD"]
    assert [sense.code for sense in senses("Congolese") if sense.kind == "people"] == ["COD", "COG", "COD"]


@pytest.mark.parametrize(
    ("code", "date", "expected"),
    [
        ("MMR", "1962", "Burma"),
        ("MMR", "1995", "Myanmar"),
        ("MMR", "1900", "Burma"),
        ("MMR", None, "Myanmar"),
        ("COD", "1980", "Zaire"),
        ("COD", None, "Democratic Republic of the Congo"),
        ("TUR", "1900", "Ottoman Empire"),
        ("DEU", "1970", "West Germany"),
        ("SUN", None, "Soviet Union"),
        ("XKX", None, "Kosovo"),
        ("ABW", None, "Aruba"),
    ],
)
def test_state_name(code: str, date: str | None, expected: str) -> None:
    assert state_name(code, on(date)) == expected


def test_state_name_of_an_unknown_code() -> None:
    with pytest.raises(KeyError):
        state_name("XXX")


@pytest.mark.parametrize(
    ("code", "date", "expected"),
    [
        ("GHA", "1957", True),
        ("GHA", "1956", False),
        ("SUN", "1991-12-26", False),
        ("RUS", "1950", False),
        ("RUS", "1850", True),
        ("POL", "1900", False),
        ("CHN", "1776", True),
        ("ABW", "2000", None),
    ],
)
def test_existed(code: str, date: str, expected: bool | None) -> None:
    assert existed(code, PartialDate.parse(date)) is expected


class TestNotStates:
    @pytest.mark.parametrize(
        "surface", ["Latin America", "Organization of American States", "Korean War", "Treaty of Paris", "Georgia Tech"]
    )
    def test_noise(self, surface: str) -> None:
        assert surface in countries.noise()
        assert senses(surface) == ()

    @pytest.mark.parametrize("surface", ["Texas", "Prussia", "Two Sicilies", "Biafra", "Northern Cyprus", "Manchukuo"])
    def test_uncoded(self, surface: str) -> None:
        assert surface in countries.uncoded()
        assert senses(surface) == ()

    def test_leaders_and_surfaces_do_not_mix(self) -> None:
        assert not {surface for surface, _ in countries.leaders()} & {surface for surface, _ in countries.surfaces()}


class TestBuild:
    def test_disjoint_periods_are_fine(self) -> None:
        rows = [name("Prague", "CSK", "1918", "1993", "capital"), name("Prague", "CZE", "1993", kind="capital")]
        assert [sense.code for sense in build([], rows).names["Prague"]] == ["CSK", "CZE"]

    def test_one_surface_may_be_two_kinds_of_the_same_state(self) -> None:
        rows = [name("Monaco", "MCO"), name("Monaco", "MCO", kind="capital")]
        assert len(build([], rows).names["Monaco"]) == 2

    def test_the_last_year_of_a_leader_counts(self) -> None:
        (sense,) = build([], [], [leader("Nasser", "EGY", "1952", "1970")]).leaders["Nasser"]
        assert sense.valid_to == PartialDate(1971)

    @pytest.mark.parametrize(
        ("tables", "message"),
        [
            ({"names": [name("Congo", "COD"), name("Congo", "COG")]}, "at the same time"),
            ({"names": [name("Hanoi", "VDR", "1945", "1977"), name("Hanoi", "VNM", "1976")]}, "at the same time"),
            ({"names": [name("Chad", "TCD"), name("Chad", "TCD")]}, "duplicated"),
            ({"names": [name("Zaire", "ZZZ")]}, "unknown code"),
            ({"names": [name("Chad", "TCD", kind="nickname")]}, "unknown kind"),
            ({"names": [name("Chad", "TCD", "around 1960")]}, "bad date"),
            ({"names": [name("Chad", "TCD", "1960-02-30")]}, "bad date"),
            ({"names": [name("Chad", "TCD", "1960/1970")]}, "interval"),
            ({"names": [name("Chad", "TCD", "1970", "1960")]}, "before it begins"),
            ({"names": [name("", "TCD")]}, "empty"),
            ({"names": [name("Côte d’Ivoire", "CIV")]}, "not normalized"),
            ({"states": [state("XYZ")]}, "unknown code"),
            ({"states": [state(valid_to="1900"), state(valid_from="1899")]}, "overlapping"),
            ({"states": [state(cow="two")]}, "not a number"),
            ({"states": [state(name="")]}, "without a name"),
            ({"leaders": [leader("Bush", "USA", "1989", "1993"), leader("Bush", "GBR", "1993")]}, "at the same time"),
            ({"leaders": [leader("Bush", "USA", "1993", "1989")]}, "before it begins"),
            ({"not_states": [not_state("Korean War", "war")]}, "unknown kind"),
            ({"not_states": [not_state("Korean War"), not_state("Korean War", "uncoded")]}, "duplicated"),
            ({"names": [name("Texas", "USA")], "not_states": [not_state("Texas", "uncoded")]}, "two tables"),
            ({"names": [name("Nasser", "EGY")], "leaders": [leader("Nasser", "EGY", "1952")]}, "two tables"),
        ],
    )
    def test_what_is_refused(self, tables: dict[str, list[dict[str, str]]], message: str) -> None:
        arguments: dict[str, Any] = {"states": [], "names": []} | tables
        with pytest.raises(LexiconError, match=message):
            build(**arguments)
