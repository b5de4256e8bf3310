"""The gazetteer of organizations and groups of states: names, dates, members, and which rows it rejects."""

from __future__ import annotations

from typing import Any

import pycountry
import pytest

from extractor.errors import LexiconError
from extractor.normalization import organizations
from extractor.normalization.organizations import (
    Kind,
    NameKind,
    build,
    candidates,
    canonical,
    existed,
    group_members,
    group_surfaces,
    load,
    memberships,
    organization_kind,
    organization_name,
    surfaces,
)
from extractor.schema import PartialDate

SAMPLE = [
    ("ALBA", "Bolivarian Alliance for the Peoples of Our America", "ALBA"),
    ("AMU", "Arab Maghreb Union", "AMU"),
    ("APEC", "Asia-Pacific Economic Cooperation", "Apec"),
    ("ANZUS", "ANZUS Pact", "Anzus"),
    ("ASEAN", "Association of Southeast Asian Nations", "Asean"),
    ("AU", "African Union", "A.U."),
    ("BIMSTEC", "Bay of Bengal Initiative for Multi-Sectoral Technical and Economic Cooperation", "BIMSTEC"),
    ("BRICS", "BRICS group", "BRICS"),
    ("CACM", "Central American Common Market", "CACM"),
    ("CARICOM", "Caribbean Community", "Caricom"),
    ("CBSS", "Council of the Baltic Sea States", "CBSS"),
    ("CELAC", "Community of Latin American and Caribbean States", "CELAC"),
    ("CEMAC", "Central African Economic and Monetary Community", "CEMAC"),
    ("CENTO", "Baghdad Pact", "Cento"),
    ("CIS", "Commonwealth of Independent States", "C.I.S."),
    ("CMEA", "Council for Mutual Economic Assistance", "Comecon"),
    ("COE", "Council of Europe", "CoE"),
    ("COMESA", "Common Market for Eastern and Southern Africa", "COMESA"),
    ("CPLP", "Community of Portuguese Language Countries", "CPLP"),
    ("CSTO", "Collective Security Treaty Organisation", "CSTO"),
    ("EAC", "East African Community", "EAC"),
    ("EAEU", "Eurasian Economic Union", "EAEU"),
    ("EBRD", "European Bank for Reconstruction and Development", "EBRD"),
    ("ECCAS", "Economic Community of Central African States", "CEEAC"),
    ("ECO", "Economic Cooperation Organization", "ECO"),
    ("ECOWAS", "Economic Community of West African States", "CEDEAO"),
    ("ECSC", "European Coal and Steel Community", "ECSC"),
    ("EFTA", "European Free Trade Association", "Efta"),
    ("EU", "European Economic Community", "E.E.C."),
    ("EURATOM", "European Atomic Energy Community", "Euratom"),
    ("FAO", "Food and Agriculture Organisation", "FAO"),
    ("GATT", "General Agreement on Tariffs and Trade", "Gatt"),
    ("GCC", "Gulf Co-operation Council", "GCC"),
    ("IAEA", "International Atomic Energy Agency", "I.A.E.A."),
    ("ICAO", "International Civil Aviation Organization", "ICAO"),
    ("ICC", "International Criminal Court", "ICC"),
    ("IGAD", "Intergovernmental Authority on Drought and Development", "IGADD"),
    ("ILO", "International Labor Organization", "I.L.O."),
    ("IMF", "International Monetary Fund", "I.M.F."),
    ("IRO", "International Refugee Organization", "IRO"),
    ("ITU", "International Telegraph Union", "ITU"),
    ("IWC", "International Whaling Commission", "IWC"),
    ("LAFTA", "Latin American Free Trade Association", "LAFTA"),
    ("MERCOSUR", "Southern Common Market", "Mercosur"),
    ("MSG", "Melanesian Spearhead Group", "MSG"),
    ("NATO", "North Atlantic Treaty Organisation", "Nato"),
    ("OAS", "Organisation of American States", "O.A.S."),
    ("OAU", "Organisation of African Unity", "O.A.U."),
    ("OCAM", "Afro-Malagasy Common Organization", "OCAM"),
    ("OECD", "Organization for Economic Cooperation and Development", "O.E.C.D."),
    ("OECS", "Organization of Eastern Caribbean States", "OECS"),
    ("OIC", "Organization of the Islamic Conference", "OIC"),
    ("OIF", "International Organisation of La Francophonie", "OIF"),
    ("OPCW", "Organization for the Prohibition of Chemical Weapons", "OPCW"),
    ("OPEC", "Organisation of Petroleum Exporting Countries", "Opec"),
    ("OSCE", "Conference on Security and Co-operation in Europe", "CSCE"),
    ("OTS", "Turkic Council", "OTS"),
    ("PIF", "South Pacific Forum", "PIF"),
    ("RCD", "Regional Cooperation for Development", "RCD"),
    ("SAARC", "South Asian Association for Regional Cooperation", "Saarc"),
    ("SADC", "Southern African Development Coordination Conference", "SADCC"),
    ("SCO", "Shanghai Cooperation Organization", "SCO"),
    ("SEATO", "South-East Asia Treaty Organisation", "Seato"),
    ("SICA", "Central American Integration System", "SICA"),
    ("SPC", "South Pacific Commission", "SPC"),
    ("UN", "United Nations", "U.N."),
    ("UNESCO", "UN Educational, Scientific and Cultural Organisation", "Unesco"),
    ("UNICEF", "United Nations Children's Fund", "Unicef"),
    ("UNRRA", "United Nations Relief and Rehabilitation Administration", "UNRRA"),
    ("UPU", "Universal Postal Union", "UPU"),
    ("WEU", "Western European Union", "WEU"),
    ("WHO", "World Health Organisation", "W.H.O."),
    ("WTO", "World Trade Organization", "WTO"),
]

EU_1958 = ("BEL", "DEU", "FRA", "ITA", "LUX", "NLD")
EU_1973 = ("BEL", "DEU", "DNK", "FRA", "GBR", "IRL", "ITA", "LUX", "NLD")


@pytest.mark.parametrize(("code", "name", "acronym"), SAMPLE)
def test_known_by_name_and_acronym(code: str, name: str, acronym: str) -> None:
    assert candidates(name) == (code,)
    assert candidates(f"the {name}") == (code,)
    assert candidates(acronym) == (code,)
    assert canonical(acronym) == code
    assert organization_name(code)


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("League of Nations", "LON"),
        ("Arab League", "ARAB_LEAGUE"),
        ("League of Arab States", "ARAB_LEAGUE"),
        ("the Commonwealth", "COMMONWEALTH"),
        ("British Commonwealth of Nations", "COMMONWEALTH"),
        ("the Common Market", "EU"),
        ("World Bank", "IBRD"),
        ("Warsaw Pact", "WARSAW_PACT"),
        ("Warsaw Treaty Organisation", "WARSAW_PACT"),
        ("Andean Pact", "ANDEAN_PACT"),
        ("Andean Community", "ANDEAN_PACT"),
        ("euro zone", "EUROZONE"),
        ("single currency", "EUROZONE"),
        ("Schengen zone", "SCHENGEN"),
        ("Pan-American Union", "PAU"),
        ("Little Entente", "LITTLE_ENTENTE"),
        ("Balkan Entente", "BALKAN_ENTENTE"),
        ("non-aligned movement", "NAM"),
        ("Colombo Plan", "COLOMBO_PLAN"),
        ("UN Children’s Fund", "UNICEF"),
        ("Permanent Court of International Justice", "PCIJ"),
    ],
)
def test_other_names(surface: str, code: str) -> None:
    assert candidates(surface) == (code,)


@pytest.mark.parametrize(
    ("surface", "codes"),
    [("League", {"LON", "ARAB_LEAGUE"}), ("world body", {"UN", "LON"}), ("Fund", {"IMF"}), ("cartel", {"OPEC"})],
)
def test_anaphors_may_stand_for_several(surface: str, codes: set[str]) -> None:
    assert set(candidates(surface)) == codes


@pytest.mark.parametrize("word", ["who", "Who", "eco", "Eco", "alba", "car", "CAR", "act", "ice", "Sica", "un", ""])
def test_ordinary_words_are_no_acronyms(word: str) -> None:
    assert candidates(word) == ()


@pytest.mark.parametrize(
    ("alias", "code"),
    [("EEC", "EU"), ("EC", "EU"), ("CSCE", "OSCE"), ("COMECON", "CMEA"), ("UN", "UN"), ("U.N.", "UN"), ("XYZ", "XYZ")],
)
def test_canonical(alias: str, code: str) -> None:
    assert canonical(alias) == code


def test_unknown_codes() -> None:
    assert existed("XYZ", 1960) is None
    assert memberships("XYZ", "FRA") == ()
    with pytest.raises(KeyError):
        organization_name("XYZ")
    with pytest.raises(KeyError):
        group_members("XYZ")


@pytest.mark.parametrize(
    ("code", "year", "answer"),
    [
        ("LON", 1919, False),
        ("LON", 1920, True),
        ("LON", 1946, True),
        ("LON", 1947, False),
        ("EEC", 1957, False),
        ("EEC", 1958, True),
        ("OAU", 1963, True),
        ("AU", 1963, False),
        ("CSCE", 1975, True),
        ("UN", 2020, True),
    ],
)
def test_existed(code: str, year: int, answer: bool) -> None:
    assert existed(code, year) is answer


def test_kinds_tell_organizations_from_treaties_and_organs() -> None:
    assert organization_kind("NATO") is Kind.ALLIANCE
    assert organization_kind("SCHENGEN") is Kind.ZONE
    assert organization_kind("ANTARCTIC_TREATY") is Kind.TREATY
    assert organization_kind("UN_SECURITY_COUNCIL") is Kind.ORGAN


def test_memberships() -> None:
    assert [stay.joined for stay in memberships("EEC", "GBR")] == [PartialDate(1973, 1, 1)]
    assert memberships("EU", "GBR")[0].left == PartialDate(2020, 1, 31)
    assert [stay.joined.year for stay in memberships("COMMONWEALTH", "PAK")] == [1947, 1989]
    assert memberships("UN", "CHE")[0].joined.year == 2002


@pytest.mark.parametrize(("year", "members"), [(1957, 0), (1958, 6), (1973, 9), (1986, 12), (2004, 25), (2021, 27)])
def test_size_of_the_european_union(year: int, members: int) -> None:
    assert len(group_members("EU_STATES", year)) == members


@pytest.mark.parametrize(
    ("surface", "year", "members"),
    [
        ("EEC members", 1958, EU_1958),
        ("EC members", 1973, EU_1973),
        ("the Six", None, EU_1958),
        ("Nordic countries", None, ("DNK", "FIN", "ISL", "NOR", "SWE")),
        ("Scandinavian countries", 1905, ("DNK", "NOR", "SWE")),
        ("Baltic states", 1922, ("EST", "LTU", "LVA")),
        ("Baltic states", 1991, ("EST", "LTU", "LVA")),
        ("Visegrad countries", 1992, ("CSK", "HUN", "POL")),
        ("Visegrad countries", 1993, ("CZE", "HUN", "POL", "SVK")),
        ("Central American republics", 1907, ("CRI", "GTM", "HND", "NIC", "SLV")),
        ("two Koreas", None, ("KOR", "PRK")),
        ("two German states", None, ("DDR", "DEU")),
        ("two German states", 1973, ("DDR", "DEU")),
        ("two German states", 1995, ()),
        ("two Yemens", 1972, ("YEM", "YMD")),
        ("Warsaw Pact members", None, ("BGR", "CSK", "HUN", "POL", "ROU", "SUN")),
        ("Warsaw Pact members", 1956, ("ALB", "BGR", "CSK", "DDR", "HUN", "POL", "ROU", "SUN")),
        ("ASEAN members", 1984, ("BRN", "IDN", "MYS", "PHL", "SGP", "THA")),
        ("Alliance of Sahel States members", None, ("BFA", "MLI", "NER")),
        ("Big Five", 1955, ("FRA", "GBR", "SUN", "TWN", "USA")),
        ("Axis powers", 1941, ("DEU", "ITA", "JPN")),
    ],
)
def test_groups_by_date(surface: str, year: int | None, members: tuple[str, ...]) -> None:
    assert group_members(group_surfaces()[surface], year) == members


@pytest.mark.parametrize(
    ("surface", "size"),
    [
        ("former Soviet republics", 15),
        ("republics created by the collapse of the USSR", 15),
        ("12 former Soviet republics", 12),
        ("11 former Soviet republics", 11),
        ("Central Asian republics", 5),
        ("GCC states", 6),
        ("Maghreb countries", 5),
        ("G7 countries", 7),
        ("NATO members", 32),
        ("Central Powers", 4),
    ],
)
def test_sizes_of_groups(surface: str, size: int) -> None:
    assert len(group_members(group_surfaces()[surface])) == size


def test_own_tables_are_large_and_consistent() -> None:
    gazetteer = load()
    assert len(gazetteer.organizations) >= 270
    assert len(gazetteer.groups) >= 60
    named = {code for surface in surfaces() if surface.kind is not NameKind.ANAPHOR for code in surface.codes}
    assert named == set(gazetteer.organizations), "every organization has a name of its own"
    assert all(surface.codes for surface in surfaces())


def test_states_of_own_tables_have_codes() -> None:
    former = {"SUN", "YUG", "SCG", "CSK", "DDR", "VDR", "YMD", "XKX"}
    known = {country.alpha_3 for country in pycountry.countries} | former
    gazetteer = load()
    states = {stay.state for stays in gazetteer.groups.values() for stay in stays}
    states |= {state for _, state in gazetteer.memberships}
    assert {state for state in states - known if not state.startswith("X:")} == set()


def test_nobody_joins_what_does_not_exist() -> None:
    for stays in load().memberships.values():
        for stay in stays:
            assert existed(stay.organization, stay.joined.year), stay
            assert stay.left is None or existed(stay.organization, stay.left.year), stay


# Rows that build must reject


def organization(**changes: str) -> dict[str, str]:
    row = {"code": "AAA", "name": "A", "founded": "1950", "dissolved": "", "predecessor": "", "kind": "bank"}
    return {**row, "source": "", **changes}


def name(surface: str, code: str = "AAA", kind: str = "name") -> dict[str, str]:
    return {"surface": surface, "code": code, "kind": kind, "source": ""}


def group(surface: str, group: str = "G") -> dict[str, str]:
    return {"group": group, "surface": surface, "source": ""}


def member(code: str = "FRA", valid_from: str = "", valid_to: str = "", group: str = "G") -> dict[str, str]:
    return {"group": group, "code": code, "valid_from": valid_from, "valid_to": valid_to, "source": ""}


def stay(**changes: str) -> dict[str, str]:
    return {"organization": "AAA", "code": "FRA", "joined": "1950", "left": "", "source": "", **changes}


TWO: list[dict[str, str]] = [organization(), organization(code="BBB")]


def test_good_rows_are_accepted() -> None:
    gazetteer = build(
        TWO,
        [name("A"), name("B", "BBB"), name("bloc", kind="anaphor"), name("bloc", "BBB", "anaphor")],
        [group("two friends")],
        [member("FRA", "1950", "1960"), member("FRA", "1970"), member("DEU")],
        [stay(left="1960"), stay(joined="1970-05-01")],
    )
    assert gazetteer.surfaces["bloc"].codes == ("AAA", "BBB")
    assert gazetteer.group_surfaces == {"two friends": "G"}
    assert len(gazetteer.memberships["AAA", "FRA"]) == 2


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ({"organizations": [organization(), organization()]}, "two organizations have the code AAA"),
        ({"organizations": [organization(code="Aa")]}, "not an organization's code"),
        ({"organizations": [organization(name="")]}, "has no name"),
        ({"organizations": [organization(kind="club")]}, "unknown kind 'club'"),
        ({"organizations": [organization(founded="50s")]}, "has the year '50s'"),
        ({"organizations": [organization(dissolved="1949")]}, "before it was founded"),
        ({"organizations": [organization(predecessor="ZZZ")]}, "unknown predecessor 'ZZZ'"),
        ({"organizations": [organization(predecessor="AAA")]}, "unknown predecessor 'AAA'"),
        ({"names": [name("A", "ZZZ")]}, "unknown organization 'ZZZ'"),
        ({"names": [name("A", kind="nickname")]}, "unknown kind 'nickname'"),
        ({"names": [name("the Fund")]}, "begins with an article"),
        ({"names": [name("")]}, "a surface is empty"),
        ({"names": [name("A"), name("A")]}, "'A' stands twice for AAA"),
        ({"names": [name("A"), name("A", "BBB")]}, "'A' names two organizations, AAA and BBB"),
        ({"names": [name("A"), name("A", "BBB", "anaphor")]}, "is an anaphor in one row"),
        ({"names": [name("A", "BBB", "anaphor"), name("A")]}, "is an anaphor in one row"),
        ({"groups": [group("friends")]}, "the group G has no members"),
        ({"group_members": [member()]}, "the group G has no surface"),
        ({"groups": [group("")], "group_members": [member()]}, "empty surface"),
        ({"groups": [group("x"), group("x")], "group_members": [member()]}, "'x' stands twice"),
        ({"names": [name("x")], "groups": [group("x")], "group_members": [member()]}, "the organization AAA"),
        ({"group_members": [member("France")]}, "not a state's code: 'France'"),
        ({"group_members": [member("FRA", "1960", "1950")]}, "left the group G before"),
        ({"group_members": [member("FRA", "", "1960"), member("FRA", "1960")]}, "belongs twice"),
        ({"memberships": [stay(organization="ZZZ")]}, "unknown organization 'ZZZ'"),
        ({"memberships": [stay(code="fra")]}, "not a state's code: 'fra'"),
        ({"memberships": [stay(joined="")]}, "not a date"),
        ({"memberships": [stay(left="soon")]}, "not a date"),
        ({"memberships": [stay(left="1949")]}, "left AAA before it joined"),
        ({"memberships": [stay(), stay(joined="1950-01")]}, "joined AAA twice in 1950"),
    ],
)
def test_bad_rows_are_rejected(tables: dict[str, Any], complaint: str) -> None:
    with pytest.raises(LexiconError, match=complaint):
        build(**{"organizations": TWO, **tables})


def test_own_tables_are_read_once() -> None:
    assert organizations.load() is load()
