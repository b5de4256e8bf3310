"""Dates: what is found in a text, what it stands for, and what only looks like a date."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time

import dateparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.normalization.dates import (
    DateKind,
    DateMention,
    Direction,
    Unit,
    dateline,
    find_dates,
    parse_published,
    resolve,
)
from extractor.schema import PartialDate


def only(text: str) -> DateMention:
    mentions = find_dates(text)
    assert len(mentions) == 1, [mention.text for mention in mentions]
    return mentions[0]


def texts(text: str) -> list[str]:
    return [mention.text for mention in find_dates(text)]


def date(edtf: str | None) -> PartialDate | None:
    return PartialDate.parse(edtf) if edtf else None


def resolved(text: str, published: str | None = None, story: str | None = None) -> str | None:
    found = resolve(only(text), published=date(published), story=date(story))
    return None if found is None else str(found)


# ---------------------------------------------------------------------------------------------------------------------
# Absolute


@pytest.mark.parametrize(
    ("sentence", "expression", "edtf"),
    [
        # day, month, year
        ("Tanganyika became independent on 9 December 1961.", "9 December 1961", "1961-12-09"),
        ("on December 9, 1961, the flag", "December 9, 1961", "1961-12-09"),
        ("Dec. 9th, 1961: independence", "Dec. 9th, 1961", "1961-12-09"),
        ("on the 9th of December 1961 at noon", "the 9th of December 1961", "1961-12-09"),
        ("the 9th day of December, 1961", "the 9th day of December, 1961", "1961-12-09"),
        ("on the ninth of December 1961", "ninth of December 1961", "1961-12-09"),
        ("this twenty-third day of January, 1795", "twenty-third day of January, 1795", "1795-01-23"),
        ("the thirty-first of March, 1854", "thirty-first of March, 1854", "1854-03-31"),
        ("on 9 Dec. 1961", "9 Dec. 1961", "1961-12-09"),
        ("on 9 Dec 1961", "9 Dec 1961", "1961-12-09"),
        ("dated 9th December, 1961", "9th December, 1961", "1961-12-09"),
        ("Sept. 3, 1783", "Sept. 3, 1783", "1783-09-03"),
        ("March 3d, 1820", "March 3d, 1820", "1820-03-03"),
        ("Decr. 9, 1781", "Decr. 9, 1781", "1781-12-09"),
        ("May the 5th, 1789", "May the 5th, 1789", "1789-05-05"),
        ("July the Fourth, 1776", "July the Fourth, 1776", "1776-07-04"),
        ("DECEMBER 9, 1961", "DECEMBER 9, 1961", "1961-12-09"),
        ("JAN. 3, 1961", "JAN. 3, 1961", "1961-01-03"),
        ("on May 5,1961 he", "May 5,1961", "1961-05-05"),
        ("on 26\nJanuary 1944 it broke", "26\nJanuary 1944", "1944-01-26"),
        ("in September\r\n18, 1934", "September\r\n18, 1934", "1934-09-18"),
        ("Friday, 9 December 1961", "Friday, 9 December 1961", "1961-12-09"),
        ("on Fri., Dec. 9, 1961", "Fri., Dec. 9, 1961", "1961-12-09"),
        ("on 9-Dec-1961", "9-Dec-1961", "1961-12-09"),
        # numbers only: day first unless impossible
        ("1961-12-09", "1961-12-09", "1961-12-09"),
        ("at 1961-12-09T10:30:00Z the", "1961-12-09T10:30:00Z", "1961-12-09"),
        ("9.12.1961", "9.12.1961", "1961-12-09"),
        ("9. 12. 1961", "9. 12. 1961", "1961-12-09"),
        ("09/12/1961", "09/12/1961", "1961-12-09"),
        ("12/25/1961", "12/25/1961", "1961-12-25"),
        ("1961/12/09", "1961/12/09", "1961-12-09"),
        ("9.XII.1961", "9.XII.1961", "1961-12-09"),
        ("published: 2024-08", "2024-08", "2024-08"),
        # month and year
        ("in December 1961", "December 1961", "1961-12"),
        ("Dec., 1961", "Dec., 1961", "1961-12"),
        ("in December of 1961", "December of 1961", "1961-12"),
        ("May 1975", "May 1975", "1975-05"),
        ("early December 1961", "early December 1961", "1961-12"),
        ("at the end of April 1945", "the end of April 1945", "1945-04"),
        ("on the last day of April 2007", "the last day of April 2007", "2007-04-30"),
        ("in March \n\n2023 (as out of a PDF)", "March \n\n2023", "2023-03"),
        ("1981, March: Colombia", "1981, March", "1981-03"),
        ("2015 April: handshake", "2015 April", "2015-04"),
        ("1992, January 13: without", "1992, January 13", "1992-01-13"),
        ("2014  December 17: the presidents", "2014  December 17", "2014-12-17"),
        # a year
        ("in 1961", "1961", "1961"),
        ("Relations Severed, 1961.", "1961", "1961"),
        ("Egypt (1963)", "1963", "1963"),
        ("1917\n\nBrazil broke", "1917", "1917"),
        ("the 1961 elections", "1961", "1961"),
        ("the 1778 treaty", "1778", "1778"),
        ("In 1961 diplomats were expelled", "1961", "1961"),
        ("In 1967 relations were severed", "1967", "1967"),
        ("1961 was a year of ruptures", "1961", "1961"),
        ("1961's crisis", "1961", "1961"),
        ("**1993** – a treaty", "1993", "1993"),
        ("early 1961", "early 1961", "1961"),
        ("in late 1961", "late 1961", "1961"),
        ("mid-1961", "mid-1961", "1961"),
        ("in the middle of 1961", "the middle of 1961", "1961"),
        ("the spring of 1961", "the spring of 1961", "1961"),
        ("in the Fall of 1989", "the Fall of 1989", "1989"),
        ("Summer 1961", "Summer 1961", "1961"),
        ("late in 1961", "late in 1961", "1961"),
        ("the end of 1961", "the end of 1961", "1961"),
        ("in the last days of 1961", "the last days of 1961", "1961-12"),
        ("the second half of 1961", "the second half of 1961", "1961"),
        ("in the first months of 1992", "the first months of 1992", "1992"),
        ("in the year 1924", "the year 1924", "1924"),
        ("circa 1850", "circa 1850", "1850"),
        ("in '61", "'61", "1961"),
        ("the summer of ’61", "the summer of ’61", "1961"),
        # intervals
        ("between 1991 and 1994", "between 1991 and 1994", "1991/1994"),
        ("from 1991 to 1994", "from 1991 to 1994", "1991/1994"),
        ("from 1936 until 1956", "from 1936 until 1956", "1936/1956"),
        ("1991-94", "1991-94", "1991/1994"),
        ("1991–1994", "1991–1994", "1991/1994"),
        ("1914–18", "1914–18", "1914/1918"),
        ("(2001-05)", "2001-05", "2001/2005"),
        ("1950/51", "1950/51", "1950/1951"),
        ("in 1965-6", "1965-6", "1965/1966"),
        ("the winter of 1946–1947", "the winter of 1946–1947", "1946/1947"),
        ("from May 1991 to June 1994", "from May 1991 to June 1994", "1991-05/1994-06"),
        ("May-June 1967", "May-June 1967", "1967-05/1967-06"),
        ("between May and July 1991", "between May and July 1991", "1991-05/1991-07"),
        ("from December to March 1962", "from December to March 1962", "1961-12/1962-03"),
        ("16 June – 2 July 1940", "16 June – 2 July 1940", "1940-06-16/1940-07-02"),
        ("from July 25, 1812 until July of 1815", "from July 25, 1812 until July of 1815", "1812-07-25/1815-07"),
        ("May 30-June 2, 1999", "May 30-June 2, 1999", "1999-05-30/1999-06-02"),
        ("May/June 1961", "May/June 1961", "1961-05/1961-06"),
        # of several days in one month, the first
        ("between 3 and 5 May 1961", "3 and 5 May 1961", "1961-05-03"),
        ("on July 8/20, 1878", "July 8/20, 1878", "1878-07-08"),
        ("16-17 June 1940", "16-17 June 1940", "1940-06-16"),
        ("June 16–17, 1940", "June 16–17, 1940", "1940-06-16"),
        ("on 25 and 26 February 1974", "25 and 26 February 1974", "1974-02-25"),
        ("from 16 to 18 June 1940", "16 to 18 June 1940", "1940-06-16"),
    ],
)
def test_absolute(sentence: str, expression: str, edtf: str) -> None:
    mention = only(sentence)
    assert (mention.text, mention.kind) == (expression, DateKind.ABSOLUTE)
    assert str(resolve(mention, published=None, story=None)) == edtf
    assert str(resolve(mention, published=PartialDate(2024, 8, 10), story=PartialDate(1975, 5))) == edtf


@pytest.mark.parametrize(
    ("phrase", "relation"),
    [
        ("by 1970", "by"),
        ("by early 1970", "by"),
        ("no later than 1970", "by"),
        ("before 1970", "before"),
        ("prior to 1970", "before"),
        ("pre-1970", "before"),
        ("after 1970", "after"),
        ("since 1970", "since"),
        ("since the end of 1970", "since"),
        ("until 1970", "until"),
        ("up to 1970", "until"),
        ("from 1970", "from"),
        ("as of 1970", "from"),
        ("since March 1970", "since"),
        ("until 3 March 1970", "until"),
        ("1970-present", "since"),
        ("1970 to the present", "since"),
        ("in 1970", ""),
        ("during 1970", ""),
    ],
)
def test_relation(phrase: str, relation: str) -> None:
    mention = only(f"Relations existed {phrase}.")
    assert mention.relation == relation
    assert mention.year == 1970
    assert not mention.text.startswith(("by", "before", "since", "until", "from"))


@pytest.mark.parametrize(
    "text",
    [
        "some 1961 troops",
        "1961 soldiers",
        "about 1900 people",
        "over 2000 members of the party",
        "more than 1800 diplomats",
        "Resolution 1973",
        "resolutions 1970",
        "No. 1990",
        "Nos. 1961",
        "Cmnd. 1785",
        "1,961",
        "11,961 men",
        "$1961",
        "£1900",
        "US$ 2000",
        "1961 km",
        "1800 metres",
        "2000 tons",
        "1900%",
        "1961.5",
        "p. 1961",
        "pp. 1801",
        "page 1961",
        "vol. 1900",
        "at 1800 hours",
        "at 1945",
        "1430 GMT",
        "1800 GMT",
        "Article 1701",
        "document S/1961",
        "A/1961/12",
        "C-1961",
        "Agenda 2030",
        "Boeing 2000",
        "Room 1802",
        "a 1961-strong force",
        "3000",
        "1650",
        "12345",
        "19611",
        "x1961",
        "1961a",
        "tel. 1961",
    ],
)
def test_numbers_that_are_no_years(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "May I propose a toast?",
        "They may march in the sun on the second attempt.",
        "Relations may resume.",
        "Theresa May said so.",
        "April Glaspie met him.",
        "August Bebel and June Allyson",
        "Jan Smuts and Jan Masaryk",
        "the march on Rome",
        "March on, said Mar Gregorios",
        "the October Revolution",
        "the February Revolution",
        "the 38th parallel",
        "the 7th Fleet",
        "the 11th Congress",
        "on the 7th Fleet's flagship",
        "Henry the 8th,",
        "16th Street",
        "the second attempt, the first of four",
        "Good Friday",
        "the Good Friday Agreement",
        "The Sunday Times",
        "Black Friday",
        "Mondays",
        "today's Iraq",
        "the last day",
        "his last year",
        "for two years",
        "eight-year war",
        "day-to-day affairs",
        "the days of the week",
        "one day",
        "72 hours later",
        "to this day",
        "the daily news",
        "31/31/1961",
        "99.99.1961",
        "May 12,000 men march",
        "version 1.2.1",
        "192.168.1.1",
        "For several weeks after that, nothing happened.",
        "in the last days of the war",
        "three-quarters of a year later",
        "the better part of a year later",
        "Decree 1850/1990",
    ],
)
def test_lookalikes(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In August 12 states broke off relations", ["August"]),
        ("On August 12 states broke off relations", ["August 12"]),
        ("31 February 1961", ["February 1961"]),
        ("in 1961 and 1964", ["1961", "1964"]),
        ("Cambodia and Indonesia (1964), Syria (1966)", ["1964", "1966"]),
        ("two years later, in June 1908,", ["two years later", "June 1908"]),
        ("a fortnight after 25 February 1961", ["a fortnight after", "25 February 1961"]),
        ("Uganda in May and Togo last month", ["May", "last month"]),
        ("Germany in September and October 1987", ["September", "October 1987"]),
        ("raised in May\n\n1961 was quiet", ["May", "1961"]),
        ("on Feb. 24, the day tanks crossed", ["Feb. 24"]),
        ("from that November to May 2023", ["that November", "May 2023"]),
        ("Jan. 3—The United States", ["Jan. 3"]),
        ("**16 December** – Turkey", ["16 December"]),
        ("In 1961 , on 3 May,", ["1961", "3 May"]),
        ("(see Hilton 1979: 33)", ["1979"]),
        ("the 1850s and 1860s", ["1850s", "1860s"]),
    ],
)
def test_texts(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


# ---------------------------------------------------------------------------------------------------------------------
# Without a year

NEWS = "2024-08-10"  # a Saturday


@pytest.mark.parametrize(
    ("sentence", "expression", "in_news", "in_story"),
    [
        # sentence, expression, published 2024-08-10, story in May 1961
        ("on 25 February", "25 February", "2024-02-25", "1961-02-25"),
        ("March 3.", "March 3", "2024-03-03", "1961-03-03"),
        ("Aug 10", "Aug 10", "2024-08-10", "1961-08-10"),
        ("Aug. 11", "Aug. 11", "2023-08-11", "1961-08-11"),
        ("on the 2nd of September", "the 2nd of September", "2023-09-02", "1961-09-02"),
        ("in May,", "May", "2024-05", "1961-05"),
        ("in August", "August", "2024-08", "1961-08"),
        ("In December Togo followed", "December", "2023-12", "1961-12"),
        ("by May", "May", "2024-05", "1961-05"),
        ("since March", "March", "2024-03", "1961-03"),
        ("Colombia restores ties (March)", "March", "2024-03", "1961-03"),
        ("late September", "late September", "2023-09", "1961-09"),
        ("at the end of July", "the end of July", "2024-07", "1961-07"),
        ("on the 7th, Peru", "the 7th", "2024-08-07", "1961-05-07"),
        ("on the 11th.", "the 11th", "2024-07-11", "1961-05-11"),
        ("on the 12th Moscow severed relations", "the 12th", "2024-07-12", "1961-05-12"),
        ("on Friday, August 9,", "Friday, August 9", "2024-08-09", "1961-08-09"),
        ("from May to July", "from May to July", "2024-05/2024-07", "1961-05/1961-07"),
        ("that October", "that October", None, "1961-10"),
        ("That June, as a late guest,", "That June", None, "1961-06"),
        ("the same October", "the same October", None, "1961-10"),
        ("the following October", "the following October", None, "1961-10"),
        ("the following January", "the following January", None, "1962-01"),
        ("the next May", "the next May", None, "1962-05"),
        ("the previous October", "the previous October", None, "1960-10"),
        ("the previous March", "the previous March", None, "1961-03"),
        # publication wins over the story
        ("this January", "this January", "2024-01", "2024-01"),
        ("last May", "last May", "2024-05", "2024-05"),
        ("last August", "last August", "2023-08", "2023-08"),
        ("next May", "next May", "2025-05", "2025-05"),
        ("next September", "next September", "2024-09", "2024-09"),
    ],
)
def test_partial(sentence: str, expression: str, in_news: str | None, in_story: str) -> None:
    mention = only(sentence)
    assert (mention.text, mention.kind) == (expression, DateKind.PARTIAL)
    assert resolve(mention, published=date(NEWS), story=None) == date(in_news)
    assert resolve(mention, published=date(NEWS), story=date("1961-05")) == date(in_story)
    assert resolve(mention, published=None, story=None) is None


@pytest.mark.parametrize(
    ("sentence", "published", "story", "edtf"),
    [
        ("in May", "2024", None, None),  # which May?
        ("on the 31st.", "2024-07-10", None, "2024-05-31"),
        ("on the 31st.", None, "1961-04", "1961-04"),  # no such day
        ("on the 7th.", None, "1961", "1961"),
        ("29 February", "2024-08-10", None, "2024-02-29"),
        ("29 February", "2023-08-10", None, None),
        ("in May", None, "1991/1994", None),
        ("the following January", None, "1961", "1962-01"),
        ("the following June", None, "1961", None),
        ("the previous June", None, "1961", None),
        ("that October", None, "1961", "1961-10"),
        ("in '98", "1899-01-01", None, "1898"),
        ("in '98", None, "1799", "1798"),
        ("in '98", "2024-01-01", None, "1998"),
    ],
)
def test_partial_anchors(sentence: str, published: str | None, story: str | None, edtf: str | None) -> None:
    assert resolved(sentence, published, story) == edtf


# ---------------------------------------------------------------------------------------------------------------------
# Relative to the story


@pytest.mark.parametrize(
    ("sentence", "expression", "from_day", "from_month", "from_year"),
    [
        # story: 1961-01-03, 1961-12, 1961
        ("two years later", "two years later", "1963", "1963", "1963"),
        ("A year later", "A year later", "1962", "1962", "1962"),
        ("a decade later", "a decade later", "1971", "1971", "1971"),
        ("twenty-five years later", "twenty-five years later", "1986", "1986", "1986"),
        ("ninety-nine years later", "ninety-nine years later", "2060", "2060", "2060"),
        ("Five years on,", "Five years on", "1966", "1966", "1966"),
        ("two and a half years later", "two and a half years later", "1963", "1964", None),
        ("two and one-half years later", "two and one-half years later", "1963", "1964", None),
        ("2 1/2 years later", "2 1/2 years later", "1963", "1964", None),
        ("a year and a half later", "a year and a half later", "1962", "1963", None),
        ("ten years to the day later", "ten years to the day later", "1971", "1971", "1971"),
        ("three years earlier", "three years earlier", "1958", "1958", "1958"),
        ("the year before", "the year before", "1960", "1960", "1960"),
        ("the year after", "the year after", "1962", "1962", "1962"),
        ("the previous year", "the previous year", "1960", "1960", "1960"),
        ("in the following year", "the following year", "1962", "1962", "1962"),
        ("the next year", "the next year", "1962", "1962", "1962"),
        ("in the same year", "the same year", "1961", "1961", "1961"),
        ("that year", "that year", "1961", "1961", "1961"),
        ("later that year", "later that year", "1961", "1961", "1961"),
        ("at the end of that year", "the end of that year", "1961", "1961", "1961"),
        ("early in the following year", "early in the following year", "1962", "1962", "1962"),
        ("in the spring of that year", "the spring of that year", "1961", "1961", "1961"),
        ("later in the year", "later in the year", "1961", "1961", "1961"),
        ("May of the following year", "May of the following year", "1962-05", "1962-05", "1962-05"),
        ("in October of the same year", "October of the same year", "1961-10", "1961-10", "1961-10"),
        ("on 3 May of that year", "3 May of that year", "1961-05-03", "1961-05-03", "1961-05-03"),
        ("in March the following year", "March the following year", "1962-03", "1962-03", "1962-03"),
        ("in March the year before", "March the year before", "1960-03", "1960-03", "1960-03"),
        ("a little more than a year later", "a little more than a year later", "1962", None, None),
        ("almost two years later", "almost two years later", "1962", "1963", None),
        ("some years later", "some years later", None, None, None),
        ("half a century later", "half a century later", None, None, None),
        ("that spring", "that spring", "1961", "1961", "1961"),
        ("the following spring", "the following spring", "1961", "1962", "1962"),
        ("the following winter", "the following winter", None, None, None),
        # months
        ("eighteen months later", "eighteen months later", "1962-07", "1963-06", None),
        ("a month later", "a month later", "1961-02", "1962-01", "1961"),
        ("two months before", "two months before", "1960-11", "1961-10", None),
        ("the following month", "the following month", "1961-02", "1962-01", "1961"),
        ("that same month", "that same month", "1961-01", "1961-12", "1961"),
        ("in the same month", "the same month", "1961-01", "1961-12", "1961"),
        ("the 11th of the same month", "the 11th of the same month", "1961-01-11", "1961-12-11", "1961"),
        ("the 11th of the following month", "the 11th of the following month", "1961-02-11", "1962-01-11", "1961"),
        ("within a month", "within a month", "1961", None, "1961"),
        ("within sixteen months", "within sixteen months", None, None, None),
        ("within two weeks", "within two weeks", "1961-01", None, "1961"),
        ("Less than a month later", "Less than a month later", "1961", None, "1961"),
        # days and weeks
        ("five days after", "five days after", "1961-01-08", None, "1961"),
        ("ten days earlier", "ten days earlier", "1960-12-24", "1961", "1961"),
        ("two weeks later", "two weeks later", "1961-01", None, "1961"),
        ("a fortnight later", "a fortnight later", "1961-01", None, "1961"),
        ("four days before Washington did", "four days before", "1960-12-30", "1961", "1961"),
        ("about two weeks later", "about two weeks later", "1961-01", None, "1961"),
        ("a few days later", "a few days later", "1961-01", None, "1961"),
        ("a couple of days later", "a couple of days later", "1961-01", "1961", "1961"),
        ("two or three days later", "two or three days later", "1961-01", "1961", "1961"),
        ("the next day", "the next day", "1961-01-04", "1961", "1961"),
        ("The following day", "The following day", "1961-01-04", "1961", "1961"),
        ("next morning,", "next morning", "1961-01-04", "1961", "1961"),
        ("the day before", "the day before", "1961-01-02", "1961", "1961"),
        ("on the day after", "the day after", "1961-01-04", "1961", "1961"),
        ("on the morrow", "the morrow", "1961-01-04", "1961", "1961"),
        ("the same day", "the same day", "1961-01-03", "1961-12", "1961"),
        ("that very day", "that very day", "1961-01-03", "1961-12", "1961"),
        ("The same evening", "The same evening", "1961-01-03", "1961-12", "1961"),
        ("that night", "that night", "1961-01-03", "1961-12", "1961"),
        ("later that day", "later that day", "1961-01-03", "1961-12", "1961"),
        ("Earlier in the day", "Earlier in the day", "1961-01-03", "1961-12", "1961"),
        ("the evening before", "the evening before", "1961-01-02", "1961", "1961"),
        ("the following week", "the following week", "1961-01", None, "1961"),
        ("the following Friday", "the following Friday", "1961-01-06", None, None),
        ("the previous Friday", "the previous Friday", "1960-12-30", None, None),
        ("that Friday", "that Friday", None, None, None),
        ("the same Tuesday", "the same Tuesday", "1961-01-03", None, None),
    ],
)
def test_narrative(
    sentence: str, expression: str, from_day: str | None, from_month: str | None, from_year: str | None
) -> None:
    mention = only(sentence)
    assert (mention.text, mention.kind) == (expression, DateKind.NARRATIVE)
    for story, edtf in (("1961-01-03", from_day), ("1961-12", from_month), ("1961", from_year)):
        assert resolve(mention, published=None, story=date(story)) == date(edtf), story
    assert resolve(mention, published=None, story=None) is None


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("in September and October 1987", ["1987-09", "1987-10"]),
        ("the April and November 1973 efforts", ["1973-04", "1973-11"]),
        ("on 18 March, 4 April and 1 June 2009", ["2009-03-18", "2009-04-04", "2009-06-01"]),
        ("in November and January 1962", ["1975-11", "1962-01"]),  # which November is not said
        ("in May, and on 3 June 1961", ["1975-05", "1961-06-03"]),
    ],
)
def test_shared_year(sentence: str, dates: list[str]) -> None:
    story = PartialDate(1975)
    assert [str(resolve(mention, published=None, story=story)) for mention in find_dates(sentence)] == dates


def test_parts() -> None:
    mention = only("two and a half years later")
    assert (mention.amount, mention.unit, mention.direction) == (2.5, Unit.YEAR, Direction.LATER)
    mention = only("barely three weeks before")
    assert (mention.amount, mention.unit, mention.direction) == (3, Unit.WEEK, Direction.BEFORE)
    mention = only("a fortnight ago")
    assert (mention.amount, mention.unit, mention.direction) == (2, Unit.WEEK, Direction.AGO)
    mention = only("some years after")
    assert (mention.amount, mention.low, mention.unit) == (None, 2, Unit.YEAR)
    mention = only("last Friday")
    assert (mention.weekday, mention.determiner) == (4, "last")
    mention = only("the spring of 1961")
    assert (mention.qualifier, mention.year) == ("spring", 1961)
    mention = only("16-17 June 1940")
    assert (mention.day, mention.end_day, mention.end_year) == (16, 17, None)
    mention = only("between May 1961 and June 1964")
    assert (mention.year, mention.month, mention.end_year, mention.end_month) == (1961, 5, 1964, 6)


# ---------------------------------------------------------------------------------------------------------------------
# Relative to the publication


@pytest.mark.parametrize(
    ("sentence", "expression", "edtf"),
    [
        # published on Saturday, 2024-08-10
        ("yesterday", "yesterday", "2024-08-09"),
        ("late yesterday", "late yesterday", "2024-08-09"),
        ("yesterday evening", "yesterday evening", "2024-08-09"),
        ("the day before yesterday", "the day before yesterday", "2024-08-08"),
        ("today", "today", "2024-08-10"),
        ("to-day", "to-day", "2024-08-10"),
        ("tonight", "tonight", "2024-08-10"),
        ("this morning", "this morning", "2024-08-10"),
        ("last night", "last night", "2024-08-09"),
        ("tomorrow", "tomorrow", "2024-08-11"),
        ("the day after tomorrow", "the day after tomorrow", "2024-08-12"),
        ("on Friday", "Friday", "2024-08-09"),
        ("on Friday Mali gave", "Friday", "2024-08-09"),
        ("on Saturday", "Saturday", "2024-08-10"),
        ("On Sunday,", "Sunday", "2024-08-04"),
        ("Friday night", "Friday night", "2024-08-09"),
        ("last Friday", "last Friday", "2024-08-09"),
        ("last Saturday", "last Saturday", "2024-08-03"),
        ("on Monday last", "Monday last", "2024-08-05"),
        ("next Monday", "next Monday", "2024-08-12"),
        ("on Friday of last week", "Friday of last week", "2024-08-02"),
        ("last month", "last month", "2024-07"),
        ("at the end of last month", "the end of last month", "2024-07"),
        ("this month", "this month", "2024-08"),
        ("earlier this month", "earlier this month", "2024-08"),
        ("next month", "next month", "2024-09"),
        ("this year", "this year", "2024"),
        ("last year", "last year", "2023"),
        ("late last year", "late last year", "2023"),
        ("last year's election", "last year", "2023"),
        ("March of last year", "March of last year", "2023-03"),
        ("in May last year", "May last year", "2023-05"),
        ("in May of this year", "May of this year", "2024-05"),
        ("on 29 May last year", "29 May last year", "2023-05-29"),
        ("the year before last", "the year before last", "2022"),
        ("last autumn", "last autumn", "2023"),
        ("last summer", "last summer", "2023"),
        ("last spring", "last spring", "2024"),
        ("this summer", "this summer", "2024"),
        ("last winter", "last winter", None),
        ("two years ago", "two years ago", "2022"),
        ("Thirty years ago", "Thirty years ago", "1994"),
        ("a decade ago", "a decade ago", "2014"),
        ("three months ago", "three months ago", "2024-05"),
        ("eight months ago", "eight months ago", "2023-12"),
        ("five days ago", "five days ago", "2024-08-05"),
        ("two weeks ago", "two weeks ago", "2024-07"),
        ("a fortnight ago", "a fortnight ago", "2024-07"),
        ("many months ago", "many months ago", None),
        ("some years ago", "some years ago", None),
        ("last week", "last week", "2024"),  # 29 July to 4 August
        ("this week", "this week", "2024-08"),
        ("last weekend", "last weekend", "2024-08"),
        ("at the weekend", "the weekend", "2024-08"),
        ("in the past fortnight", "in the past fortnight", "2024"),
        ("in the last 30 years", "in the last 30 years", None),
        ("on the 4th instant", "4th instant", "2024-08-04"),
        ("of the 28th ult.", "28th ult.", "2024-07-28"),
    ],
)
def test_deictic(sentence: str, expression: str, edtf: str | None) -> None:
    mention = only(sentence)
    assert (mention.text, mention.kind) == (expression, DateKind.DEICTIC)
    assert resolve(mention, published=date(NEWS), story=None) == date(edtf)
    assert resolve(mention, published=date(NEWS), story=date("1961-01-03")) == date(edtf)
    assert resolve(mention, published=None, story=date("1961-01-03")) is None


@pytest.mark.parametrize(
    ("sentence", "published", "edtf"),
    [
        ("last year", "2024", "2023"),
        ("two years ago", "2024", "2022"),
        ("last month", "2024-01", "2023-12"),
        ("yesterday", "2024-08", "2024"),
        ("on Friday", "2024-08", "2024"),
        ("last week", "2024-01-03", "2023-12"),
        ("last week", "2024-08-20", "2024-08"),
        ("earlier in the week", "2024-08-10", "2024-08"),  # not DEICTIC, but news has no other anchor
        ("three months ago", "2024-05-31", "2024-02"),
        ("last summer", "2024-10-01", "2024"),
    ],
)
def test_deictic_anchors(sentence: str, published: str, edtf: str | None) -> None:
    assert resolved(sentence, published) == edtf


@pytest.mark.parametrize(
    ("sentence", "expression"),
    [
        ("in the 1950s", "1950s"),
        ("the early 1990s", "the early 1990s"),
        ("since the mid-2010s", "the mid-2010s"),
        ("the 1930's", "1930's"),
        ("the late 1700s", "the late 1700s"),
        ("in the ’50s", "’50s"),
        ("the nineteenth century", "the nineteenth century"),
        ("the mid-nineteenth century", "the mid-nineteenth century"),
        ("the 19th century", "the 19th century"),
        ("the late fifties", "the late fifties"),
        ("the Sixties", "the Sixties"),
        ("the nineties", "the nineties"),
        ("in recent years", "recent years"),
        ("in that decade", "that decade"),
        ("the following decade", "the following decade"),
    ],
)
def test_vague(sentence: str, expression: str) -> None:
    mention = only(sentence)
    assert (mention.text, mention.kind) == (expression, DateKind.VAGUE)
    assert resolve(mention, published=date(NEWS), story=date("1961-01-03")) is None


# ---------------------------------------------------------------------------------------------------------------------
# Metadata and datelines


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2024-08-10", "2024-08-10"),
        ("2024-08", "2024-08"),
        ("2024", "2024"),
        (' "2024-08-10" ', "2024-08-10"),
        ("10 August 2024", "2024-08-10"),
        ("August 10, 2024", "2024-08-10"),
        ("August 2024", "2024-08"),
        ("10.08.2024", "2024-08-10"),
        ("2024/08/10", "2024-08-10"),
        ("20240810", "2024-08-10"),
        (str(datetime.date(2024, 8, 10)), "2024-08-10"),
        (str(datetime.datetime(2024, 8, 10, 12, 30)), "2024-08-10"),
        ("2024-08-10T23:30:00-05:00", "2024-08-10"),
        ("2024-08-10T23:30:00.123456Z", "2024-08-10"),
        ("Sat, 10 Aug 2024 10:00:00 GMT", "2024-08-10"),
        ("Published on August 10, 2024", "2024-08-10"),
        ("the 9th day of December, 1961", "1961-12-09"),
        ("9/XII/1961", "1961-12-09"),
        ("Monday", None),
        ("yesterday", None),
        ("12", None),
        ("August", None),
        ("n.d.", None),
        ("", None),
        ("99999999", None),
        ("x" * 10_000, None),
    ],
)
def test_parse_published(value: str, edtf: str | None) -> None:
    assert parse_published(value) == date(edtf)


@pytest.mark.parametrize(
    ("text", "line", "when"),
    [
        ("BAMAKO, Aug 10 (Wire) — Mali's rulers", "BAMAKO, Aug 10 (Wire) — ", "Aug 10"),
        ("LAGOS, October 26. Nigeria put an end", "LAGOS, October 26. ", "October 26"),
        ("KINSHASA, Oct 31 - Vincent Karega", "KINSHASA, Oct 31 - ", "Oct 31"),
        ("PARIS (AP) -- France", "PARIS (AP) -- ", None),
        ("Washington, 3 January 1961. The", "Washington, 3 January 1961. ", "3 January 1961"),
        (
            "From Our Own Correspondent, Rangoon, Nov. 5\nBurma",
            "From Our Own Correspondent, Rangoon, Nov. 5\n",
            "Nov. 5",
        ),
        ("TEGUCIGALPA — Honduras", "TEGUCIGALPA — ", None),
        ("OTTAWA/NEW DELHI — Canada", "OTTAWA/NEW DELHI — ", None),
        ("WASHINGTON, Jan. 3—The United States", "WASHINGTON, Jan. 3—", "Jan. 3"),
        ("By A. Writer\n\nLONDON, Wednesday. — The", "By A. Writer\n\nLONDON, Wednesday. — ", "Wednesday"),
        ("LA PAZ, Bolivia — A brawl", "LA PAZ, Bolivia — ", None),
        ("MEXICO CITY, April 8 — Mexico", "MEXICO CITY, April 8 — ", "April 8"),
        ("WASHINGTON, D.C., Jan. 3 (UPI) - The", "WASHINGTON, D.C., Jan. 3 (UPI) - ", "Jan. 3"),
        ("UNITED NATIONS, N.Y., Oct. 25 — Mali", "UNITED NATIONS, N.Y., Oct. 25 — ", "Oct. 25"),
        ("HAVANA, Cuba (AP) — Cuba", "HAVANA, Cuba (AP) — ", None),
        ("St. Petersburg, July 4. The Tsar", "St. Petersburg, July 4. ", "July 4"),
        ("PARIS, Friday, Jan. 3.—The", "PARIS, Friday, Jan. 3.—", "Friday, Jan. 3"),
        ("**KYIV, July 13** — Ukraine", "**KYIV, July 13** — ", "July 13"),
        ("\n\nADEN, 5 May 1967: The", "\n\nADEN, 5 May 1967: ", "5 May 1967"),
        ("The United States said on May 5 that", "", None),
        ("Nigeria broke off relations on May 5.", "", None),
        ("GHANA, 1961. The year", "", None),
        ("Diplomatic Relations Severed, 1961.", "", None),
        ("BREAKING — Honduras", "", None),
        ("MALI AND UKRAINE\n\nMali broke", "", None),
        ("On Monday, 3 January, the", "", None),
        ("", "", None),
    ],
)
def test_dateline(text: str, line: str, when: str | None) -> None:
    end, mention = dateline(text)
    assert text[:end] == line
    assert (mention.text if mention else None) == when
    if mention:
        assert text[mention.start : mention.end] == mention.text


# ---------------------------------------------------------------------------------------------------------------------
# Properties

WORDS = """the a in on of by from to until since between and that this last next same following previous early late mid-
two three twenty-one half few couple years year months month weeks week days day later earlier ago before after within
January May March Dec. august 1961 1994 2024 9 31 9th 29 1991-94 1950s 1961-12-09 9/12/1961 '61 spring of winter Friday
Monday morning yesterday today tomorrow weekend fortnight decade century ninth inst. , . ; ( ) — – - / Nigeria troops
about nearly No. $ recognized relations"""
TEXTS = st.lists(st.sampled_from([*WORDS.split(), "\n", "\n\n"]), max_size=25).map(" ".join) | st.text(max_size=60)
ANCHORS = st.none() | st.builds(
    lambda day, parts: PartialDate(day.year, day.month if parts > 1 else None, day.day if parts > 2 else None),
    st.dates(datetime.date(1700, 1, 1), datetime.date(2100, 12, 31)),
    st.integers(1, 3),
)


@settings(max_examples=1000, deadline=None)
@given(TEXTS)
@example("from 1991 to to 1994, between 31 February 1961 and 29 February")
def test_spans(text: str) -> None:
    mentions = find_dates(text)
    assert mentions == find_dates(text)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        end = mention.end


def precision(found: PartialDate) -> int:
    return 1 + (found.month is not None) + (found.day is not None)


def words_give(mention: DateMention) -> int:
    """The finest precision that the words allow."""
    by_unit = {Unit.DAY: 3, Unit.WEEK: 3, Unit.WEEKEND: 2, Unit.MONTH: 2}
    if mention.day is not None or mention.weekday is not None:
        return 3
    if mention.month is not None:
        return 2
    return by_unit.get(mention.unit, 1) if mention.unit is not None else 1


@settings(max_examples=1000, deadline=None)
@given(TEXTS, ANCHORS, ANCHORS)
def test_nothing_is_invented(text: str, published: PartialDate | None, story: PartialDate | None) -> None:
    for mention in find_dates(text):
        found = resolve(mention, published=published, story=story)
        assert found == resolve(mention, published=published, story=story)
        if found is None:
            continue
        assert precision(found) <= words_give(mention)
        assert PartialDate.parse(str(found)) == found
        datetime.date(found.year, found.month or 1, found.day or 1)
        if mention.kind is DateKind.ABSOLUTE and not mention.short_year:
            assert found.year == mention.year
        if mention.kind is DateKind.DEICTIC:
            assert published is not None
        if found.end is not None:
            assert (found.year, found.month or 0) <= (found.end.year, found.end.month or 12)


@settings(max_examples=300, deadline=None)
@given(st.dates(datetime.date(1700, 1, 1), datetime.date(2100, 12, 31)))
def test_spellings_of_a_day(day: datetime.date) -> None:
    month = day.strftime("%B")
    for spelling in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
    ):
        assert parse_published(spelling) == PartialDate(day.year, day.month, day.day), spelling
        assert only(f"on {spelling} it broke").text == spelling


@settings(max_examples=100, deadline=None)
@given(
    st.dates(datetime.date(1776, 1, 1), datetime.date(2030, 1, 1)),
    st.sampled_from(["day", "month", "year", "decade"]),
    st.sampled_from([1, 2, 3, 5, 7, 10, 11, 13, 30, 120]),
)
def test_ago_is_what_dateparser_says(published: datetime.date, unit: str, amount: int) -> None:
    """The own arithmetic, because dateparser takes a millisecond a string, against dateparser's."""
    settings = {"RELATIVE_BASE": datetime.datetime.combine(published, datetime.time())}
    theirs = dateparser.parse(f"{amount} {unit}s ago", languages=["en"], settings=settings)
    assert theirs is not None
    kept = {"day": len("1776-01-01"), "month": len("1776-01")}.get(unit, len("1776"))
    expected = PartialDate.parse(theirs.date().isoformat()[:kept])
    anchor = PartialDate(published.year, published.month, published.day)
    expression = only(f"{amount} {unit}s ago")
    assert resolve(expression, published=anchor, story=None) == expected
    if unit in ("year", "month"):
        coarse = PartialDate.parse(published.isoformat()[:kept])
        assert resolve(expression, published=coarse, story=None) == expected
        assert resolve(only(f"{amount} {unit}s earlier"), published=None, story=anchor) == expected


def test_import_is_cheap() -> None:
    code = "import sys, extractor.normalization.dates; print('dateparser' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("text", ["1961-" * 20_000, "the " * 50_000, "May " * 50_000, " " * 200_000, "1" * 100_000])
def test_no_slow_path(text: str) -> None:
    begin = time.perf_counter()
    find_dates(text)
    assert time.perf_counter() - begin < 5
