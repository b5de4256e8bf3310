"""The day of an event that a heading tells: "Relations Resumed, 1928.", and beneath it the treaty of 25 July 1928."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from extractor.events.text import Mention
from extractor.events.timeline import Sections
from extractor.schema import FORM_ACTION, Certainty, DateBasis, Modality, PartialDate


def date_headings(mentions: list[Mention], sections: Sections) -> list[Mention]:
    """The mentions, those that have only the year of a heading with the month and day that its section gives.

    The section gives a day if no doubt is left: it tells of the event, be it as a plan ("agreed to resume relations on
    28 February"), on that day alone; or all its dates in that year are one. Of dates in one month the month is taken.
    """
    return [_with_day(m, mentions, sections) if _has_year_of_heading(m, sections) else m for m in mentions]


def _with_day(m: Mention, mentions: list[Mention], sections: Sections) -> Mention:
    assert m.date is not None
    day = _day_beneath(m, m.date, mentions, sections)
    if day is None:
        return m
    return replace(m, date=day, certainty=Certainty.MEDIUM if m.certainty is Certainty.HIGH else m.certainty)


def _has_year_of_heading(m: Mention, sections: Sections) -> bool:
    only_year = m.date is not None and m.date.month is None and m.date.end is None
    return only_year and (m.basis is DateBasis.HEADING or m.sentence[0] in sections.headings)


def _day_beneath(m: Mention, year: PartialDate, mentions: list[Mention], sections: Sections) -> PartialDate | None:
    start, end = sections.around(m.sentence[0])
    told = {
        (other.modality is Modality.ASSERTED, other.date)
        for other in mentions
        if start <= other.sentence[0] < end and _same_event(m, other) and other.date is not None and other.date.month
    }
    if any(asserted for asserted, _ in told):
        return None
    if len(told) == 1:
        return told.pop()[1]
    first, last = (bisect_left(sections.days, place, key=lambda day: day[0]) for place in (start, end))
    days = {day for _, day in sections.days[first:last] if day.year == year.year}
    if len(days) == 1:
        return days.pop()
    months = {day.month for day in days}
    return PartialDate(year.year, months.pop()) if len(months) == 1 else None


def _same_event(m: Mention, other: Mention) -> bool:
    parties = {m.country, m.counterpart} == {other.country, other.counterpart}
    return parties and FORM_ACTION[m.form] is FORM_ACTION[other.form]
