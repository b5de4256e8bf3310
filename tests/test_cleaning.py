"""Cleaning: what the prose looks like, and that every character of it leads back to the source."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents import CleanText, clean, clean_text
from extractor.documents.hyphens import HyphenJoiner
from extractor.documents.layout import is_page_broken
from extractor.schema import Document


def cleaned(text: str) -> CleanText:
    return clean_text(text, reflow=is_page_broken(text))


def page(text: str) -> str:
    return dedent(text).strip("\n") + "\n"


HARD_WRAPPED = page("""
    The decade opened with a quarrel between neighbours. Prince Sihanouk
    broke off relations with Bangkok, and Kuala Lumpur cut diplomatic rela-
    tions with both on the 17th, as did the Consul-
    General of Burma. Nobody was surprised by that.

    The other great casualty was Peking, which the army held to blame for
    the coup of 1965.
    """)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            HARD_WRAPPED,
            "The decade opened with a quarrel between neighbours. Prince Sihanouk broke off relations with Bangkok, "
            "and "
            "Kuala Lumpur cut diplomatic relations with both on the 17th, as did the Consul-General of Burma. Nobody "
            "was "
            "surprised by that.\n\n"
            "The other great casualty was Peking, which the army held to blame for the coup of 1965.",
            id="hard-wrapped",
        ),
        pytest.param(
            page("""
                Permanent representations have been kept in Geneva and in New York. Before the Covid-

                19 pandemic, approximately thirty countries had an embassy or representative office in

                Pyongyang.

                What are the prospects?

                The ongoing deterioration in relations between North Korea and numerous countries, not

                only in the West, is leading the regime to prioritize relations with other states.
                """),
            "Permanent representations have been kept in Geneva and in New York. Before the Covid-19 pandemic, "
            "approximately thirty countries had an embassy or representative office in Pyongyang.\n\n"
            "What are the prospects?\n\n"
            "The ongoing deterioration in relations between North Korea and numerous countries, not only in the "
            "West, is "
            "leading the regime to prioritize relations with other states.",
            id="blank-line-after-every-line",
        ),
        pytest.param(
            page("""
                Working Paper No. 14                                        Page 7

                The formation of Malaysia led to a rupture within a day. Indonesia, which
                had been furious that its neighbour had been given a seat on the Security

                                                                                8
                RUPTURES IN ASIA

                Council, left the United Nations in January 1965, the first country to do
                so; it came back in September 1966.
                """),
            "The formation of Malaysia led to a rupture within a day. Indonesia, which had been furious that its "
            "neighbour had been given a seat on the Security Council, left the United Nations in January 1965, the "
            "first "
            "country to do so; it came back in September 1966.",
            id="headers-and-page-numbers",
        ),
        pytest.param(
            "Papers on Diplomacy\nCuba broke off relations with the United States in January of the year\nin which the "
            "invasion took place, and Bolivia followed in the summer of 1964,\n12\f"
            "Papers on Diplomacy\nUruguay a month later. Peru had done so in 1972.\nConclusion\nThe isolation came "
            "to an "
            "end slowly, over more than four decades, and the\nlast two states returned in 2009.\n13",
            "Cuba broke off relations with the United States in January of the year in which the invasion took "
            "place, and "
            "Bolivia followed in the summer of 1964, Uruguay a month later. Peru had done so in 1972.\n\nConclusion\n\n"
            "The isolation came to an end slowly, over more than four decades, and the last two states returned in "
            "2009.",
            id="pages-of-a-pdf",
        ),
        pytest.param(
            page("""
                1962
                31 January. Foreign ministers meeting at Punta del Este declare Marxism-
                Leninism incompatible with the system. Cuba's government is shut out
                of the OAS.
                8 February. President Frondizi, under pressure from the generals, breaks
                with Havana. They remove him anyway in March.
                2 April. Ecuador follows Argentina's example.

                1964
                26 July. The OAS, by fifteen votes to four, instructs its members to do
                likewise. Chile (11 August), Bolivia (21 August) and Uruguay (8
                September) comply.
                """),
            "1962\n31 January. Foreign ministers meeting at Punta del Este declare Marxism-Leninism incompatible "
            "with the "
            "system. Cuba's government is shut out of the OAS.\n8 February. President Frondizi, under pressure from "
            "the "
            "generals, breaks with Havana. They remove him anyway in March.\n2 April. Ecuador follows Argentina's "
            "example.\n\n1964\n26 July. The OAS, by fifteen votes to four, instructs its members to do likewise. Chile "
            "(11 August), Bolivia (21 August) and Uruguay (8 September) comply.",
            id="wrapped-chronology",
        ),
        pytest.param(
            page("""
                Relations were restored with the following states after the change of
                government, according to the ministry:
                - South Korea (1990), which had closed its embassy during the years of
                  the revolution;
                - Taiwan (November 1990).

                The ministry said that it would join the system, and that talks had gone on
                — quietly, it added — since the spring.
                """),
            "Relations were restored with the following states after the change of government, according to the "
            "ministry:\n"
            "- South Korea (1990), which had closed its embassy during the years of the revolution;\n"
            "- Taiwan (November 1990).\n\n"
            "The ministry said that it would join the system, and that talks had gone on — quietly, it added — since "
            "the "
            "spring.",
            id="bullets",
        ),
        pytest.param(
            page("""
                Chile, with four thousand kilometres of coast, took another year: it broke
                off relations with Japan and with Germany on 20 January 1943.[43] Argen-

                [43] The Senate had approved it.

                                                        88

                tina, under a military government since June of that year, held out until
                the affair of the consul made further delay costly.
                """),
            "Chile, with four thousand kilometres of coast, took another year: it broke off relations with Japan and "
            "with "
            "Germany on 20 January 1943. Argentina, under a military government since June of that year, held out "
            "until "
            "the affair of the consul made further delay costly.\n\n[43] The Senate had approved it.",
            id="footnote-amid-a-sentence",
        ),
    ],
)
def test_page_layout(before: str, after: str) -> None:
    assert is_page_broken(before)
    assert cleaned(before).text == after


@pytest.mark.parametrize(
    "text",
    [
        (
            "Cuba and its neighbours\n\n1962\n31 January. Foreign ministers meet.\n8 February. Frondizi breaks with "
            "Havana."
        ),
        (
            "==Bilateral relations==\n\n;China\nRelations were entered into on the day of "
            "independence.\n\n;Israel\nSevered."
        ),
        "* ALBA: joined January 2007.\n* Colombia: broken off 6 March 2008.\n\n1. One.\n2. Two.",
        "# Heading\n\nA paragraph of one line, which is as long as its author wanted it to be." * 5 + "\n\n## Another",
        "Albania\nAlgeria\nAndorra\nAngola\nAntigua and Barbuda",
        "One line only.",
        "",
    ],
)
def test_lines_of_the_author_are_kept(text: str) -> None:
    assert not is_page_broken(text)
    assert cleaned(text).text == text.strip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the regime’s\xa0allies", "the regime's allies"),
        ("the o\ufb03ce was re\ufb02ected", "the office was reflected"),
        ("the estab\xadlishment of re\u200blations", "the establishment of relations"),
        ("two  blanks \t and   three", "two blanks\tand three"),
        ("end.  \r\n\r\n\r\n  Start", "end.\n\nStart"),
        ("'''Chad''', ''Niger'', **Mali** and *Guatemala:* by 1963", "Chad, Niger, Mali and Guatemala: by 1963"),
        ("[the treaty](https://un.org/a_(b)), [[Chad|its capital]] and [[Mali]]", "the treaty, its capital and Mali"),
        ("in office.¹ Italy broke.[41] Peru did so[note 3] too", "in office. Italy broke. Peru did so too"),
        ("2 km² of 30 m³; 5 * 4 * 3; snake_case_name", "2 km² of 30 m³; 5 * 4 * 3; snake_case_name"),
        ("Text.\n\n[41] Hilton.\n[42] Weinmann.", "Text.\n\n[41] Hilton.\n[42] Weinmann."),
        ("| State | Year |\n|---|---|\n| Egypt | 1963 |", "State\tYear\nEgypt\t1963"),
    ],
)  # fmt: skip
def test_characters_and_marks(before: str, after: str) -> None:
    assert clean_text(before).text == after


@pytest.mark.parametrize(
    ("line", "following", "keeps"),
    [
        ("diplomatic rela-", "tions", False),
        ("was ex-", "pelled", False),
        ("the ex-", "president", True),
        ("a non-", "resident ambassador", True),
        ("the Sino-", "Soviet split", True),
        ("Covid-", "19", True),
        ("a 22-", "nation bloc", True),
        ("his brother-in-", "law", True),
        ("relations were re-estab-", "lished", False),
        ("the self-", "proclaimed republic", True),
        ("the co-", "founder", True),
        ("it re-", "cognized", False),
        ("twenty-", "five years", True),
    ],
)
def test_divided_words(line: str, following: str, keeps: bool) -> None:
    assert HyphenJoiner("").keeps_hyphen(line, following) is keeps


def test_divided_word_follows_the_spelling_of_the_text() -> None:
    assert HyphenJoiner("a power-sharing deal").keeps_hyphen("the power-", "sharing")
    assert not HyphenJoiner("the nonaligned states").keeps_hyphen("the non-", "aligned")


def test_front_matter_is_skipped_and_offsets_count_from_the_file() -> None:
    text = "---\ntitle: x\n---\n\nThe regime’s  allies."
    document = Document("a.txt", text=text, body_start=17)
    result = clean(document)
    assert result.text == "The regime's allies."
    assert text[slice(*result.to_source(0, len(result.text)))] == "The regime’s  allies."


@pytest.mark.parametrize(
    ("span", "source"),
    [("relations with both", "rela-\ntions with both"), ("Consul-General", "Consul-\nGeneral"), ("Nobody", "Nobody")],
)
def test_span_of_rejoined_lines(span: str, source: str) -> None:
    result = cleaned(HARD_WRAPPED)
    start = result.text.index(span)
    assert HARD_WRAPPED[slice(*result.to_source(start, start + len(span)))] == source


def test_single_characters_of_a_ligature() -> None:
    result = clean_text("an o\ufb03ce")
    assert [result.to_source(start, start + 1) for start in range(9)] == [
        (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (4, 5), (4, 5), (5, 6), (6, 7),
    ]  # fmt: skip


@pytest.mark.parametrize("span", [(-1, 2), (0, 100), (3, 2)])
def test_span_outside_the_text(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        clean_text("short").to_source(*span)


# Properties

WORDS = st.sampled_from(
    ("relations", "with", "Cuba", "in 1961", "ex-", "president’s", "o\ufb03ce", "U.S.", "est\xadab")
)
BLANKS = st.sampled_from(
    (" ", "  ", "\n", "\n\n", " \n \n", "\t", "\xa0", "\r\n", "\f", ". ", ".\n", ".¹ ", "\n- ", "\n   ")
)
LOOSE = st.lists(st.tuples(WORDS, BLANKS), max_size=60).map(lambda pairs: "".join(map("".join, pairs)))
ANY = st.one_of(st.text(max_size=200), LOOSE, st.text("ab A.-*_'[](|)1\n\f \t’\ufb01\xad¹", max_size=80))
PLAIN = st.lists(
    st.lists(st.sampled_from(("with", "Cuba", "broken", "in", "1961")), min_size=1, max_size=12).map(
        lambda words: f"Relations {' '.join(words)}."
    ),
    max_size=8,
).map("\n\n".join)


def visible(text: str) -> str:
    """Without blanks and without the differences that cleaning makes on purpose."""
    text = text.replace("’", "'").replace("\ufb03", "ffi").replace("\ufb01", "fi")
    return re.sub(r"[\s\xad¹-]+", "", text)


@given(ANY, st.booleans())
def test_every_span_lies_in_the_source(text: str, reflow: bool) -> None:
    result = clean_text(text, reflow=reflow)
    for position in range(len(result.text)):
        start, end = result.to_source(position, position + 1)
        assert 0 <= start < end <= len(text)
        if not result.text[position].isspace() and text[start].isascii() and text[start].isalnum():
            assert result.text[position] == text[start]


@given(LOOSE, st.booleans(), st.data())
def test_span_gives_the_same_words(text: str, reflow: bool, data: st.DataObject) -> None:
    text = text.replace("\f", "\n")  # what stands at the edges of several pages is dropped
    result = clean_text(text, reflow=reflow)
    words = list(re.finditer(r"\S+", result.text))
    if words and not re.search(r"^[\d¹.\s]+$", text, re.MULTILINE):  # page numbers are dropped amid the text
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        start, end = words[first].start(), words[last].end()
        assert visible(text[slice(*result.to_source(start, end))]) == visible(result.text[start:end])


@given(LOOSE, st.booleans())
def test_offsets_are_monotone(text: str, reflow: bool) -> None:
    result = clean_text(text, reflow=reflow)
    spans = [result.to_source(position, position + 1) for position in range(len(result.text))]
    assert spans == sorted(spans)


@given(ANY, st.booleans())
def test_cleaning_is_deterministic(text: str, reflow: bool) -> None:
    assert clean_text(text, reflow=reflow).text == clean_text(text, reflow=reflow).text


@given(PLAIN)
def test_plain_text_is_left_alone(text: str) -> None:
    result = cleaned(text)
    assert result.text == text
    assert result.to_source(0, len(text)) == (0, len(text))


@given(ANY)
def test_cleaning_again_changes_only_what_dropped_marks_uncovered(text: str) -> None:
    once = clean_text(text).text
    if not re.search(r"[*_'\[|¹]", text):
        assert clean_text(once).text == once
