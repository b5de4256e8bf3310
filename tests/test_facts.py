"""Facts: what several mentions tell is one row with all its evidence; what contradicts it has its own and is named."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import event

from extractor.dataset.facts import Fact, consolidate, facts_of_pair, parties
from extractor.dataset.frames import event_row, read_event
from extractor.schema import Certainty, CounterpartType, Event, Flag, Form, Modality
from extractor.tables import FACTS


def told(*lines: str) -> list[Fact]:
    return facts_of_pair([event(line) for line in lines])


def summary(facts: list[Fact]) -> list[str]:
    """Each fact as `FORM COUNTRY[=]COUNTERPART DATE xMENTIONS`."""
    return [f"{f.form} {f.country}{'=' if f.mutual else ' '}{f.counterpart} {f.date} x{f.n_mentions}" for f in facts]


def conflicts(*lines: str) -> list[list[str]]:
    """For each fact, in the order of time, the dates of those that contradict it."""
    facts = told(*lines)
    date = {fact.fact_id: str(fact.date) for fact in facts}
    return [[date[name] for name in fact.conflicts_with] for fact in facts]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["severed TCD ISR 1972", "severed TCD ISR 1972-11 @b", "severed TCD ISR 1972-11-28 @c"],
            ["severed TCD ISR 1972-11-28 x3"],
            id="a year, a month and a day within it",
        ),
        pytest.param(
            ["relations PRK = ARM 1992", "relations ARM = PRK 1991/1994 @b"],
            ["relations ARM=PRK 1992 x2"],
            id="a year within an interval, whatever the order of partners",
        ),
        pytest.param(
            ["severed TCD ISR 1972", "severed TCD ISR 1973 @b"],
            ["severed TCD ISR 1972 x1", "severed TCD ISR 1973 x1"],
            id="two years",
        ),
        pytest.param(
            [
                "severed TCD ISR 1972",
                "severed TCD ISR 1972-11-28 @b",
                "severed TCD ISR 1972-04 @c",
                "severed TCD ISR 1972-11-28 @d",
            ],
            ["severed TCD ISR 1972-04 x1", "severed TCD ISR 1972-11-28 x3"],
            id="the year goes to the date that is told more often",
        ),
        pytest.param(
            ["recognition USA TCD 1960-08-11", "relations USA = TCD 1960-08-11"],
            ["relations TCD=USA 1960-08-11 x1", "recognition USA TCD 1960-08-11 x1"],
            id="recognition is apart from relations",
        ),
        pytest.param(
            ["recognition USA TCD 1960", "recognition TCD USA 1960"],
            ["recognition TCD USA 1960 x1", "recognition USA TCD 1960 x1"],
            id="each side recognizes by itself",
        ),
        pytest.param(
            ["severed TCD = ISR 1972", "severed TCD ISR 1972-11 @b", "severed ISR = TCD 1980 @c"],
            ["severed TCD ISR 1972-11 x2", "severed ISR=TCD 1980 x1"],
            id="a rupture without an author joins one that has one",
        ),
        pytest.param(
            ["severed TCD ISR", "severed TCD ISR 1972 @b"],
            ["severed TCD ISR 1972 x2"],
            id="without a date: the only one",
        ),
        pytest.param(
            ["severed TCD ISR", "severed TCD ISR 1972 @b", "severed TCD ISR 1980 @c"],
            ["severed TCD ISR 1972 x1", "severed TCD ISR 1980 x1", "severed TCD ISR None x1"],
            id="without a date: one of several",
        ),
        pytest.param(["joined TCD UN 1960", "joined TCD UN 1960-09-20"], ["joined TCD UN 1960-09-20 x2"], id="joined"),
    ],
)
def test_what_is_one_fact(lines: list[str], expected: list[str]) -> None:
    assert summary(told(*lines)) == expected
    assert summary(told(*reversed(lines))) == expected


def test_a_fact_names_its_evidence() -> None:
    mentions = [
        event("severed TCD ISR 1972-11-28 @a.txt", certainty=Certainty.MEDIUM),
        event("severed TCD ISR 1972 @b; c.txt", certainty=Certainty.HIGH, flags=(Flag.ALREADY_SEVERED,)),
        event("severed TCD ISR 1972 @a.txt", certainty=Certainty.LOW, flags=(Flag.AFTER_PUBLICATION,)),
    ]
    (fact,) = facts_of_pair(mentions)
    assert (fact.n_mentions, fact.n_documents, fact.certainty) == (3, 2, Certainty.HIGH)
    assert fact.documents == ("a.txt", "b%3B c.txt")
    assert fact.event_ids == tuple(sorted(mention.event_id for mention in mentions))
    assert fact.flags == (Flag.AFTER_PUBLICATION, Flag.ALREADY_SEVERED)
    assert (fact.year, fact.year_end) == (1972, 1972)
    assert (fact.country_ccode, fact.country_gwcode, fact.counterpart_ccode, fact.counterpart_gwcode) == (
        483,
        483,
        666,
        666,
    )
    assert (fact.cameo, fact.cameo_match, fact.plover, fact.plover_mode) == ("161", "broad", "SANCTION", "withdraw")


def test_codes_are_those_at_the_date() -> None:
    (early,), (late,) = told("relations DEU = SUN 1955-09-13"), told("relations DEU = SCG 2005")
    assert (early.country_ccode, early.counterpart_alpha4, early.counterpart_ccode) == (260, "SUHH", 365)
    assert (late.country_ccode, late.counterpart_alpha4) == (255, "CSXX")
    (joined,) = told("joined DDR UN 1973-09-18")
    assert (joined.country_alpha4, joined.country_ccode) == ("DDDE", 265)
    assert (joined.counterpart_alpha4, joined.counterpart_ccode, joined.counterpart_gwcode) == ("", None, None)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["relations IRL = FJI 1975 @a", "relations IRL = FJI 1983 @b"],
            [["1983"], ["1975"]],
            id="two years for one establishment",
        ),
        pytest.param(
            ["relations IRL = FJI 1960 @a", "severed IRL FJI 1965 @a", "resumption IRL = FJI 1974 @b"],
            [[], [], []],
            id="re-established after a rupture",
        ),
        pytest.param(
            ["relations IRL = FJI 1960 @a", "resumption IRL = FJI 1974 @b"],
            [[], []],
            id="re-established after a rupture that goes without saying",
        ),
        pytest.param(
            ["relations IRL = FJI 1960 @a", "suspended IRL FJI 1974 @b", "relations IRL = FJI 1974-08 @b"],
            [[], [], []],
            id="established anew in the year of the rupture",
        ),
        pytest.param(
            ["resumption IRL = GRC 1960 @a", "relations IRL = GRC 1974 @b"],
            [["1974"], ["1960"]],
            id="resumed before they were established",
        ),
        pytest.param(
            ["severed TCD ISR 1972 @a", "severed TCD ISR 1973 @b", "resumption TCD = ISR 1988 @b"],
            [["1973"], ["1972"], []],
            id="two years for one rupture",
        ),
        pytest.param(
            ["severed TCD ISR 1972 @a", "severed TCD ISR 1973 @a"],
            [[], []],
            id="a document does not contradict itself",
        ),
        pytest.param(["severed IRN SAU 1987-06 @a", "severed SAU IRN 1988-04 @b"], [[], []], id="answered in kind"),
        pytest.param(
            ["relations ETH = GRC 1917 @a", "relations ETH = GRC 1943 @b"], [[], []], id="annexed between the two"
        ),
        pytest.param(
            ["recognition ESP XKX 2008 @a", "recognition ESP XKX 2009 @b"], [["2009"], ["2008"]], id="recognized twice"
        ),
        pytest.param(
            ["recognition ESP XKX 2008 @a", "derecognition ESP XKX 2009 @b", "recognition ESP XKX 2010 @b"],
            [[], [], []],
            id="recognized again",
        ),
        pytest.param(
            ["recognition ESP XKX 2008 @a", "recognition XKX ESP 2009 @b"], [[], []], id="each recognizes the other"
        ),
        pytest.param(["expelled ESP PRK 2017 @a", "expelled ESP PRK 2019 @b"], [[], []], id="expelled twice"),
        pytest.param(["joined FIN EFTA 1961 @a", "joined FIN EFTA 1986 @b"], [["1986"], ["1961"]], id="joined twice"),
        pytest.param(["joined IDN UN 1950 @a", "joined IDN UN 1966 @b"], [[], []], id="left and joined again"),
        pytest.param(
            ["relations PRK = ARM 1991/1994 @a", "relations PRK = ARM 1993/1995 @b"], [[], []], id="may be the same"
        ),
        pytest.param(["severed TCD ISR 1972 @a", "severed TCD ISR @b"], [[]], id="without a date"),
    ],
)
def test_what_contradicts_it(lines: list[str], expected: list[list[str]]) -> None:
    assert conflicts(*lines) == expected


def test_only_what_is_asserted_is_a_fact() -> None:
    planned = event("severed TCD ISR 1972", modality=Modality.PLANNED)
    assert list(consolidate([planned])) == []
    ((fact,),) = consolidate([planned, event("severed TCD ISR 1972 @b")])
    assert fact.documents == ("b",)


def test_a_state_and_an_organization_of_one_code_are_two() -> None:
    (state,), (organization,) = told("relations IND = NAM 1990"), told("joined IND NAM 1961")
    assert parties(state) == ("IND", "NAM", CounterpartType.STATE)
    assert parties(organization) == ("IND", "NAM", CounterpartType.ORGANIZATION)


PAIRS = [("FJI", "IRL"), ("FJI", "TON"), ("IRL", "TON")]
DATES = st.sampled_from(["", "1975", "1975-03", "1975-03-07", "1975/1977", "1976", "1983", "1983-12-31"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from([form for form in Form if form is not Form.JOINED]))
    pair = draw(st.permutations(draw(st.sampled_from(PAIRS))))
    between = draw(st.sampled_from([" ", " = "]))
    return f"{form} {pair[0]}{between}{pair[1]} {draw(DATES)} @{draw(st.sampled_from('abc'))}"


@given(st.lists(lines(), min_size=1, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_every_event_is_in_one_fact_whatever_the_order(told: list[str], chance: random.Random) -> None:
    events = sorted(map(event, told), key=parties)
    facts = [fact for group in consolidate(events) for fact in group]
    assert sorted(name for fact in facts for name in fact.event_ids) == sorted(e.event_id for e in events)
    assert len({fact.fact_id for fact in facts}) == len(facts)
    assert all(fact.n_mentions == len(fact.event_ids) and fact.n_documents == len(fact.documents) for fact in facts)

    chance.shuffle(events)
    again = [fact for group in consolidate(sorted(events, key=parties)) for fact in group]
    assert again == facts

    by_id = {fact.fact_id: fact for fact in facts}
    for fact in facts:
        assert fact.fact_id not in fact.conflicts_with
        assert all(fact.fact_id in by_id[other].conflicts_with for other in fact.conflicts_with)
        evidence = [e for e in events if e.event_id in fact.event_ids]
        assert {e.form for e in evidence} == {fact.form}
        for date in (e.date for e in evidence if e.date and fact.date):
            assert fact.date and date.first_day <= fact.date.first_day and fact.date.last_day <= date.last_day


@given(lines(), st.sampled_from(list(Certainty)), st.lists(st.sampled_from(list(Flag)), unique=True))
def test_a_row_gives_its_event_back(line: str, certainty: Certainty, flags: list[Flag]) -> None:
    told: Event = event(line, certainty=certainty, flags=tuple(sorted(flags)))
    assert read_event(event_row(told)) == told


def test_the_fields_are_the_columns() -> None:
    assert tuple(Fact.__dataclass_fields__) == FACTS.names
