"""Flags: what dated facts, and the document's other events, say against an event. The event stays."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from test_explain import shown

import extractor
from extractor.events.plausibility import flag
from extractor.events.text import Mention
from extractor.pipeline import load
from extractor.runs import run
from extractor.schema import EVENT_COLUMNS, Certainty, DateBasis, Flag, Form, Modality, PartialDate


def mention(line: str, modality: Modality = Modality.ASSERTED) -> Mention:
    """`FORM COUNTRY COUNTERPART DATE`, with `=` between the parties where no side is the author."""
    form, country, *between, counterpart, date = line.split()
    return Mention(
        form=Form(form),
        country=country,
        counterpart=counterpart,
        organization=form == "joined",
        mutual=bool(between),
        date=PartialDate.parse(date),
        basis=DateBasis.EXPLICIT,
        modality=modality,
        certainty=Certainty.HIGH,
        rule="",
        trigger=(0, 1),
        sentence=(0, 1),
    )


def flags(*lines: str, published: str = "") -> list[str]:
    """The flags of the last line, read with the lines before it as one document."""
    date = PartialDate.parse(published) if published else None
    *_, last = flag([mention(line) for line in lines], published=date)
    return list(last.flags)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("recognition FRA SSD 2010", ["party_not_existing"]),
        ("recognition FRA SSD 2011", []),
        ("relations CSK = CHL 1995", ["party_not_existing"]),
        ("relations DDR = CHL 1990", []),
        ("relations CZE = CHL 1992/1993", []),
        ("expelled SYR EGY 1960", ["party_not_existing"]),  # the United Arab Republic
        ("joined LAO ASEAN 1961", ["organization_not_founded"]),
        ("joined LAO ASEAN 1997-07", []),
        ("joined FIN LON 1955", ["organization_dissolved"]),
        ("joined POL WARSAW_PACT 1992", ["organization_dissolved"]),
        ("joined PHL UN 1945", []),  # a founding member before its independence
        ("joined PHL WHO 1940", ["organization_not_founded", "party_not_existing"]),
        ("joined SWE UN 1960", ["already_member"]),
        ("joined IDN UN 1966", []),  # had left in 1965
    ],
)
def test_dated_facts(line: str, expected: list[str]) -> None:
    assert flags(line) == expected


@pytest.mark.parametrize(
    ("date", "published", "expected"),
    [
        ("2021-05-07", "2021-05-06", ["after_publication"]),
        ("2021-05-06", "2021-05-06", []),
        ("2021-05", "2021-05-06", []),
        ("2021", "2021-05", []),
        ("2022", "2021-12-31", ["after_publication"]),
        ("2022", "", []),
    ],
)
def test_a_date_after_the_publication(date: str, published: str, expected: list[str]) -> None:
    assert flags(f"severed SOM KEN {date}", published=published) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["severed TCD ISR 1972", "severed TCD ISR 1979"], ["already_severed"]),
        (["severed TCD ISR 1972", "resumption TCD = ISR 1988", "severed TCD ISR 1990"], []),
        (["resumption TCD = ISR 1979", "severed TCD ISR 1972", "severed TCD ISR 1979-08"], []),
        (["severed TCD ISR 1972", "severed TCD ISR 1972-11-28"], []),  # one rupture, told twice
        (["suspended TCD ISR 1972", "severed TCD ISR 1973"], []),
        (["severed TCD ISR 1972", "suspended TCD ISR 1973"], ["already_severed"]),
        (["severed IRN SAU 1987-06", "severed SAU IRN 1988-04"], []),  # answered in kind
        (["severed IRN SAU 1979", "severed SAU IRN 1988"], ["already_severed"]),
        (["severed CHL ISR 1972", "severed TCD ISR 1979"], []),
        (["relations IRL = FJI 1975", "relations FJI = IRL 1983"], ["already_established"]),
        (["relations IRL = FJI 1975", "severed IRL FJI 1980", "relations FJI = IRL 1983"], []),
        (["relations IRL = FJI 1975", "resumption FJI = IRL 1983"], []),  # the rupture goes without saying
        (["resumption IRL = FJI 1975", "resumption FJI = IRL 1983"], ["already_established"]),
        (["relations ETH = GRC 1917", "relations ETH = GRC 1943"], []),  # Ethiopia was annexed between
        (["joined PRK ICAO 1970", "joined PRK ICAO 1999"], ["joined_twice"]),
        (["joined IDN UN 1950", "joined IDN UN 1966"], []),
        (["joined PRK ICAO 1970", "joined KOR ICAO 1999"], []),
    ],
)
def test_the_other_events_of_the_document(told: list[str], expected: list[str]) -> None:
    assert flags(*told) == expected
    assert flags(*told[-2::-1], told[-1]) == expected  # whatever the order of telling


def test_the_earlier_event_is_not_flagged() -> None:
    first, second = flag([mention("severed TCD ISR 1972"), mention("severed TCD ISR 1979")], published=None)
    assert first.flags == () and second.flags == (Flag.ALREADY_SEVERED,)


def test_what_is_not_asserted_is_neither_flagged_nor_held_against_others() -> None:
    planned = mention("severed TCD ISR 1972", Modality.PLANNED)
    asserted = mention("severed TCD ISR 1979")
    assert flag([planned, asserted], published=PartialDate(1979)) == [planned, asserted]
    late = mention("recognition FRA SSD 1999", Modality.NEGATED)
    assert flag([late], published=PartialDate(1990)) == [late]


def test_every_flag_says_what_it_means() -> None:
    for name in Flag:
        assert name.description and name.description[0].islower() and not name.description.endswith(".")


def test_flags_are_in_events_tables_and_explanations(tmp_path: Path) -> None:
    text = "Chad broke off diplomatic relations with Israel in 1972. In 1979 Chad severed relations with Israel."
    assert [event.flags for event in extractor.extract(text)] == [(), (Flag.ALREADY_SEVERED,)]
    assert EVENT_COLUMNS[-1] == "flags"
    assert f"already_severed: {Flag.ALREADY_SEVERED.description}" in " ".join(shown(load(), text).split())

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "chad.txt").write_text(text, encoding="utf-8")
    run([tmp_path / "texts"], tmp_path / "out")
    with (tmp_path / "out" / "events.csv").open(encoding="utf-8", newline="") as file:
        assert [row["flags"] for row in csv.DictReader(file)] == ["", "already_severed"]
    lines = (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["flags"] for line in lines] == [None, "already_severed"]
    assert pd.read_parquet(tmp_path / "out" / "events.parquet")["flags"].fillna("").tolist() == ["", "already_severed"]


def test_several_flags_are_joined_in_the_order_of_their_names() -> None:
    (event,) = extractor.extract("The Philippines joined the WHO in 1940.", published="1939-01-01")
    assert extractor.to_frame([event])["flags"].tolist() == [
        "after_publication;organization_not_founded;party_not_existing"
    ]
