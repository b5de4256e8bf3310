"""Panels: what facts say of each year, only while all parties exist, and nothing that no fact says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import event, labelled

from extractor.dataset.derived import DERIVED, derive
from extractor.dataset.facts import parties
from extractor.evaluation.gold import read_gold
from extractor.runs import run
from extractor.schema import Event, Flag, Modality

Row = dict[str, Any]
REPOSITORY = Path(__file__).resolve().parent.parent


class Evidence:
    """Events as the store gives them."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = sorted((e for e in events if e.modality is Modality.ASSERTED), key=parties)

    def asserted_by_parties(self) -> Iterator[Event]:
        return iter(self.events)

    def last_year(self) -> int | None:
        return max((e.year_end for e in self.events if e.year_end and not e.flags), default=None)


def panels(events: Iterable[Event]) -> dict[str, list[Row]]:
    """All derived tables: table → rows."""
    columns = {table.name: table.names for table in DERIVED}
    tables: dict[str, list[Row]] = {name: [] for name in columns}
    for table, rows in derive(Evidence(events), chunk=7):
        tables[table] += [dict(zip(columns[table], row, strict=True)) for row in rows]
    return tables


def years(rows: Iterable[Row], column: str) -> str:
    """The values of a column over the years: `1960-63 in_force, 1964 broken`; missing years are left out."""
    spans = []
    ordered = sorted(rows, key=lambda row: row["year"])
    for value, same in groupby(ordered, key=lambda row: row[column]):
        found = [row["year"] for row in same]
        assert found == list(range(found[0], found[-1] + 1)) or column != "relations"
        spans.append(f"{found[0]}-{found[-1]} {value}" if len(found) > 1 else f"{found[0]} {value}")
    return ", ".join(spans)


def relations(*lines: str) -> str:
    return years(panels(map(event, lines))["dyad_year"], "relations")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["relations TCD = ISR 1962-12-06", "severed TCD ISR 1972-11-28", "resumption ISR = TCD 1988-10-03"],
            "1962-1971 in_force, 1972-1987 broken, 1988 in_force",
            id="established, broken off, resumed",
        ),
        pytest.param(
            ["severed TCD ISR 1972", "expelled TCD ISR 1975"], "1972-1975 broken", id="nothing is said of before"
        ),
        pytest.param(
            ["recognition ISR TCD 1960", "relations TCD = ISR 1962"],
            "1960-1961 unknown, 1962 in_force",
            id="recognition is no relations",
        ),
        pytest.param(
            ["relations IRL = GRC 1950", "resumption IRL = GRC 1955"],
            "1950 in_force, 1951-1954 unknown, 1955 in_force",
            id="resumed: broken at some time before",
        ),
        pytest.param(
            ["severed IRL GRC 1950", "severed IRL GRC 1955"],
            "1950 broken, 1951-1954 unknown, 1955 broken",
            id="one document tells two ruptures: mended at some time between",
        ),
        pytest.param(
            ["severed IRL GRC 1950 @a", "severed IRL GRC 1955 @b"],
            "1950-1955 broken",
            id="two documents tell one rupture: they contradict each other",
        ),
        pytest.param(
            ["suspended IRL GRC 1950", "severed IRL GRC 1955"], "1950-1955 broken", id="suspended, then broken off"
        ),
        pytest.param(
            ["relations PRK = ARM 1992/1994", "expelled PRK ARM 1996"],
            "1992-1993 unknown, 1994-1996 in_force",
            id="within some years",
        ),
        pytest.param(
            ["relations IRL = GRC 1950", "severed IRL GRC 1953/1955", "expelled IRL GRC 1957"],
            "1950-1952 in_force, 1953-1954 unknown, 1955-1957 broken",
            id="broken off within some years",
        ),
        pytest.param(
            ["relations IRL = GRC 1950", "severed IRL GRC 1955", "resumption IRL = GRC 1955-11"],
            "1950-1955 in_force",
            id="broken off and resumed in one year",
        ),
        pytest.param(
            ["relations IRL = GRC 1955", "severed IRL GRC 1955", "expelled GRC IRL 1956"],
            "1955-1956 unknown",
            id="which came first?",
        ),
        pytest.param(
            ["relations SUN = IRL 1973-09-29", "expelled IRL SUN 1983", "expelled IRL RUS 2022"],
            "1973-1991 in_force, 2022 unknown",
            id="nothing passes to a successor",
        ),
        pytest.param(
            ["relations EST = GRC 1922", "expelled EST GRC 1993"],
            "1922-1940 in_force, 1991-1993 unknown",
            id="nothing is carried over an annexation",
        ),
        pytest.param(
            ["relations VNM = GRC 1957", "expelled VNM GRC 1978"],
            "1957-1975 in_force, 1976-1978 unknown",
            id="nothing is carried over to another state of the same code",
        ),
        pytest.param(
            ["relations MMR = GRC 1958", "expelled MMR GRC 1991"],
            "1958-1991 in_force",
            id="a new name makes no new state",
        ),
        pytest.param(
            ["relations TCD = GRC 1959", "expelled TCD GRC 1962"],
            "1960-1962 in_force",
            id="on the eve of independence: from its first year",
        ),
        pytest.param(["relations SUN = GRC 1999"], "", id="after its end: nowhere"),
        pytest.param(["relations TCD = GRC"], "", id="without a date: nowhere"),
    ],
)
def test_relations_by_year(lines: list[str], expected: str) -> None:
    assert relations(*lines) == expected
    assert relations(*reversed(lines)) == expected


def test_a_status_names_the_facts_that_say_it() -> None:
    told = ["relations IRL = GRC 1950 @a", "relations IRL = GRC 1952-05 @b", "severed IRL GRC 1955 @a"]
    tables = panels(map(event, told))
    date = {fact["fact_id"]: fact["date"] for fact in tables["facts"]}
    by_year = {
        row["year"]: (
            row["relations_since"],
            [date[name] for name in row["relations_facts"].split(";")],
            row["disputed"],
        )
        for row in tables["dyad_year"]
    }
    assert by_year[1951] == ("1950", ["1950"], True)
    assert by_year[1953][0] == "1950" and sorted(by_year[1953][1]) == ["1950", "1952-05"] and by_year[1953][2]
    assert by_year[1955] == ("1955", ["1955"], False)


def test_dyads_have_the_order_of_correlates_of_war() -> None:
    tables = panels(map(event, ["relations DEU = CZE 1993", "relations VAT = CZE 1993", "relations PSE = VAT 2016"]))
    pairs = {(row["country1"], row["ccode1"], row["country2"], row["ccode2"]) for row in tables["dyad_year"]}
    assert pairs == {("DEU", 255, "CZE", 316), ("CZE", 316, "VAT", None), ("PSE", None, "VAT", None)}
    germany = panels(map(event, ["relations DEU = DDR 1956", "expelled DDR POL 1990"]))["dyad_year"]
    own = [row for row in germany if row["country2"] in ("DEU", "DDR") and row["country1"] in ("DEU", "DDR")]
    assert {(row["ccode1"], row["ccode2"]) for row in own if row["year"] < 1990} == {(260, 265)}
    assert all(row["ccode1"] < row["ccode2"] for row in own)


def test_directed_dyads_count_what_each_side_does() -> None:
    told = [
        "recognition USA TCD 1960",
        "relations USA = TCD 1961",
        "expelled TCD USA 1962",
        "derecognition USA TCD 1963",
    ]
    tables = panels(map(event, told))
    assert len(tables["directed_dyad_year"]) == 2 * len(tables["dyad_year"]) == 8
    own = {(row["country1"], row["year"]): row for row in tables["directed_dyad_year"]}
    assert [own["USA", year]["recognition"] for year in (1960, 1961, 1962, 1963)] == [
        *3 * ["recognized"],
        "withdrawn",
    ]
    assert {own["TCD", year]["recognition"] for year in (1960, 1961, 1962, 1963)} == {"unknown"}
    counted = ("established", "severed", "expelled_ambassador")
    assert [[own["USA", year][name] for name in counted] for year in (1960, 1961, 1962, 1963)] == [
        [1, None, None],
        [1, None, None],
        [None, None, None],
        [None, 1, None],
    ]
    assert [own["TCD", year]["expelled_ambassador"] for year in (1960, 1961, 1962, 1963)] == [None, None, 1, None]
    assert own["TCD", 1961]["established"] == 1  # relations are mutual
    assert own["TCD", 1961]["relations"] == own["USA", 1961]["relations"] == "in_force"
    for (country, year), row in own.items():
        assert row["ccode1"] == {"USA": 2, "TCD": 483}[country] and row["year"] == year
    undirected = {row["year"]: row for row in tables["dyad_year"]}
    assert [undirected[year]["expelled_ambassador"] for year in (1961, 1962)] == [None, 1]


def test_memberships_by_year() -> None:
    told = ["joined IDN UN 1950-09-28", "joined IDN UN 1966-09-28", "joined FIN LON 1920", "joined TCD UN 1970"]
    rows = panels(map(event, told))["membership_year"]
    by_pair = {key: list(same) for key, same in groupby(rows, key=lambda row: (row["country"], row["organization"]))}
    indonesia = by_pair["IDN", "UN"]
    assert years(indonesia, "membership") == "1950-1964 member, 1965 unknown, 1966-1970 member"
    assert years(indonesia, "member_since") == "1950-1964 1950-09-28, 1965 None, 1966-1970 1966-09-28"
    assert [row["year"] for row in indonesia if row["joined_organization"]] == [1950, 1966]
    assert years(by_pair["FIN", "LON"], "membership") == "1920-1946 member"  # it was dissolved
    assert by_pair["TCD", "UN"][0]["ccode"] == 483


def test_a_founding_member_is_one_from_the_founding_on() -> None:
    rows = panels(map(event, ["joined PHL UN 1944", "joined IND UN 1947"]))["membership_year"]
    assert years([row for row in rows if row["country"] == "PHL"], "membership") == "1946-1947 member"


def test_country_years_count_facts_and_leave_the_rest_empty() -> None:
    told = [
        "relations USA = TCD 1961 @a",
        "relations USA = TCD 1961-01-04 @b",
        "recognition USA TCD 1960",
        "severed TCD ISR 1963",
        "expelled TCD USA 1962",
        "joined TCD UN 1960",
        "relations TCD = TUN 1960/1963",
    ]
    rows = {(row["country"], row["year"]): row for row in panels(map(event, told))["country_year"]}
    counts = {key: {name: cell for name, cell in row.items() if isinstance(cell, int)} for key, row in rows.items()}
    codes = {"ccode": 483, "gwcode": 483}
    assert counts["TCD", 1960] == {
        **codes, "year": 1960, "joined_organization": 1, "established_by_others": 1, "memberships": 1,
    }  # fmt: skip
    assert counts["TCD", 1961] == {**codes, "year": 1961, "established": 1, "relations_in_force": 1, "memberships": 1}
    assert counts["TCD", 1963] == {
        **codes, "year": 1963, "severed": 1, "relations_in_force": 2, "relations_broken": 1, "memberships": 1,
    }  # fmt: skip
    assert rows["USA", 1962]["ambassador_expelled_by_others"] == 1 and rows["USA", 1962]["expelled_ambassador"] is None
    assert rows["ISR", 1963]["severed_by_others"] == 1 and rows["ISR", 1963]["severed"] is None
    assert ("ISR", 1962) not in rows


def test_panels_end_with_the_last_year_told_but_not_after_a_publication() -> None:
    told = [event("relations IRL = GRC 1950"), event("severed IRL GRC 1953")]
    late = event("expelled IRL GRC 2950", flags=(Flag.AFTER_PUBLICATION,))
    assert years(panels([*told, late])["dyad_year"], "relations") == "1950-1952 in_force, 1953 broken"
    assert panels([]) == {table.name: [] for table in DERIVED}


STATES = st.sampled_from(["EST", "VNM", "TCD", "DEU", "SUN", "RUS", "PSE", "XKX"])
FORMS = st.sampled_from(
    ["relations", "resumption", "severed", "suspended", "recognition", "derecognition", "expelled", "joined"]
)
DATES = st.sampled_from(["", "1919", "1945", "1950-03", "1950/1976", "1976", "1990-10-03", "1991/1994", "2008-02-17"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    form, first, second = draw(FORMS), draw(STATES), draw(STATES)
    other = draw(st.sampled_from(["UN", "LON", "CIS"])) if form == "joined" else second if second != first else "USA"
    between = " =" if form in ("relations", "resumption") else ""
    return f"{form} {first}{between} {other} {draw(DATES)} @{draw(st.sampled_from('ab'))}"


@given(st.lists(lines(), max_size=14, unique=True))
def test_panels_agree_with_the_facts_and_with_each_other(told: list[str]) -> None:
    tables = panels(map(event, told))
    facts = {row["fact_id"]: row for row in tables["facts"]}
    for table in DERIVED:
        rows = tables[table.name]
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(keys), table.name
        for column in table.columns:
            for row in rows:
                value = row[column.name]
                assert value is not None or not column.required, column.name
                if value is not None and column.labels:
                    assert {*str(value).split(";")} <= {*column.labels}
        for reference in table.references:
            if reference.table == "facts":
                named = {name for row in rows for name in (row[reference.column] or "").split(";") if name}
                assert named <= facts.keys()
    in_force: dict[tuple[str, int], int] = {}
    for row in tables["dyad_year"]:
        assert (row["relations_since"] is None) is (row["relations"] == "unknown")
        assert all(facts[name]["year"] <= row["year"] for name in (row["facts"] or "").split(";") if name)
        if row["relations"] != "unknown":
            assert row["relations_facts"]
            known = [facts[name]["year_end"] for name in row["relations_facts"].split(";")]
            assert max(known) <= row["year"]
        if row["relations"] == "in_force":
            for country in (row["country1"], row["country2"]):
                in_force[country, row["year"]] = in_force.get((country, row["year"]), 0) + 1
    summed = {(row["country"], row["year"]): row["relations_in_force"] for row in tables["country_year"]}
    assert {key: number for key, number in summed.items() if number} == in_force


# ---- documents ----


def test_a_chronology_of_the_corpus() -> None:
    """What a labelled document of corpus/dev tells, year by year."""
    (document,) = [d for d in read_gold([REPOSITORY / "gold" / "dev"]) if d.doc.endswith("21-chronology-cuba")]
    tables = panels(labelled(document))
    rows = {
        code: [row for row in tables["dyad_year"] if code in (row["country1"], row["country2"])]
        for code in ("CHL", "CRI", "COL", "URY", "USA", "VEN", "JAM")
    }
    assert {code: years(own, "relations") for code, own in rows.items()} == {
        "CHL": "1964-1969 broken, 1970-1972 in_force, 1973-2015 broken",
        "CRI": "1981-2008 broken, 2009-2015 in_force",
        "COL": "1975-1980 in_force, 1981-2015 broken",
        "URY": "1964 broken, 1965-2001 unknown, 2002-2004 broken, 2005-2015 in_force",  # mended, the text says not when
        "USA": "1961-2014 broken, 2015 in_force",
        "VEN": "1974-2015 in_force",
        "JAM": "1972-1980 in_force, 1981-2015 broken",
    }
    assert not any(fact["conflicts_with"] for fact in tables["facts"])


@pytest.fixture
def benchmark() -> Path:
    folder = os.environ.get("EXTRACTOR_BENCHMARK")
    if not folder:
        pytest.skip("EXTRACTOR_BENCHMARK names no folder with the benchmark's texts and gold files")
    return Path(folder)


IN_FORCE = {
    "CHN": "1949", "CUB": "1960", "EGY": "1963", "KHM": "1964", "IDN": "1964", "SYR": "1966", "PSE": "1966",
    "TCD": "1969", "CAF": "1969", "SEN": "1972", "IND": "1973", "AGO": "1975", "THA": "1975", "MEX": "1980",
    "LBN": "1981", "BHS": "1991", "KNA": "1991", "DJI": "1993", "ZAF": "1998", "ITA": "2000", "GBR": "2001",
    "BEL": "2001", "BRA": "2001", "CAN": "2001", "TUR": "2001",
}  # fmt: skip
BROKEN = {"BWA": "2014", "PRT": "2017", "MYS": "2021", "UKR": "2022-07"}


def standing_of_north_korea(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Relations in 2022: status → state → since when."""
    status: dict[str, dict[str, str]] = {"in_force": {}, "broken": {}, "unknown": {}}
    for row in rows:
        if row["year"] == 2022 and "PRK" in (row["country1"], row["country2"]):
            (other,) = {row["country1"], row["country2"]} - {"PRK"}
            status[row["relations"]][other] = row["relations_since"]
    return status


def test_the_essay_of_the_benchmark(benchmark: Path) -> None:
    """The panel of North Korea shows what the essay says: its relations in force at the end, those broken, and when."""
    (document,) = read_gold([benchmark / "gold_seed.jsonl"])
    assert len(document.events) == 69
    tables = panels(labelled(document))
    assert sum(fact["n_mentions"] for fact in tables["facts"]) == 69
    assert {row["country1"] for row in tables["dyad_year"]} | {row["country2"] for row in tables["dyad_year"]} > {"PRK"}

    status = standing_of_north_korea(tables["dyad_year"])
    assert status["in_force"] == IN_FORCE
    assert status["broken"] == BROKEN
    # Recognition, and an ambassador who was expelled, say nothing of relations.
    assert {"DNK", "FIN", "ISL", "NOR", "SWE", "AUT", "CHE", "EST", "RUS", "ARE", "SSD"} <= status["unknown"].keys()

    directed = {(row["country1"], row["country2"], row["year"]): row for row in tables["directed_dyad_year"]}
    assert directed["SWE", "PRK", 2022]["recognition"] == directed["PRK", "EST", 1994]["recognition"] == "recognized"
    assert directed["PRK", "SWE", 2022]["recognition"] == directed["PRK", "EST", 1993]["recognition"] == "unknown"
    assert {key[0] for key, row in directed.items() if row["expelled_ambassador"]} == {"ESP", "KWT", "PER", "MEX"}

    country = {row["year"]: row for row in tables["country_year"] if row["country"] == "PRK"}
    assert (country[2022]["relations_in_force"], country[2022]["relations_broken"]) == (25, 4)
    assert (country[2022]["memberships"], country[2017]["ambassador_expelled_by_others"]) == (10, 4)
    assert country[1974]["joined_organization"] == 2
    members = {row["organization"]: row["member_since"] for row in tables["membership_year"] if row["year"] == 2022}
    assert members == {
        "UNCTAD": "1973", "WHO": "1973", "IAEA": "1974", "UNESCO": "1974", "FAO": "1977", "ICAO": "1977",
        "UNDP": "1979", "UNICEF": "1985", "WFP": "1986", "UN": "1991",
    }  # fmt: skip


def test_the_essay_of_the_benchmark_as_it_is_read(benchmark: Path, tmp_path: Path) -> None:
    """From the text itself, by a run: the rules may still miss some, the panel is made of what they find."""
    run([benchmark / "texts" / "seed"], tmp_path)
    panel = pd.read_parquet(tmp_path / "dyad_year.parquet")
    columns = ("country1", "country2", "year", "relations", "relations_since")
    rows = [dict(zip(columns, cells, strict=True)) for cells in panel[list(columns)].itertuples(index=False)]
    status = standing_of_north_korea(rows)
    assert status["broken"] == BROKEN
    assert len(status["in_force"].items() & IN_FORCE.items()) >= 0.8 * len(IN_FORCE)
