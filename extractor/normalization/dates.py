"""From the words of a date to the date: what `date_grammar` finds, counted from the publication or the story's time.

Nothing is invented. A relative date is computed for the first and the last day that the words allow, and only what the
two have in common is kept, never finer than the unit said ("two years later" gives a year, "two days later" a day).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractor.normalization.date_grammar import find_dates
from extractor.normalization.date_words import MONTH, WEEKDAY, DateKind, DateMention, Direction, Unit
from extractor.schema import PartialDate

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

__all__ = ["DateKind", "DateMention", "Direction", "Unit", "dateline", "find_dates", "parse_published", "resolve"]

# The share of a span's days that must lie in one year for the span to have that year: two days after "1961" is 1961.
_SURE = 0.9

_DAY, _MONTH, _YEAR = 3, 2, 1  # precisions: how many parts of a date are known
_PRECISION = {
    Unit.DAY: _DAY, Unit.WEEK: _DAY, Unit.WEEKEND: _MONTH, Unit.MONTH: _MONTH, Unit.SEASON: _YEAR, Unit.YEAR: _YEAR,
    Unit.DECADE: _YEAR, Unit.CENTURY: 0,
}  # fmt: skip
_STEP = {"last": -1, "the previous": -1, "this": 0, "that": 0, "the same": 0, "the": 0, "next": 1, "the following": 1}
_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}  # winter lies in two years

Span = tuple[date, date]


def resolve(mention: DateMention, *, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    """The date a mention stands for, or None where an anchor is missing or not even the year is sure.

    `published` anchors what is relative to the time of writing, `story` what is relative to the last event told.
    Without a story, a date without a year is the latest one not after publication (as in news).

    - Days of one month ("16-17 June 1940") give the first of them; other intervals have an end.
    - What follows an anchor without a month has a year only if that is sure: after "1961", "the following January" is
      1962, "the following June" None.
    - "That October" is in the story's year, whatever the story's month.
    - "Within a month" has a year (or month) if all its days, or nine tenths, lie in it.
    - "A week later", "two weeks ago" are days of the week around that day; "about two weeks" never gives a day.
    - `relation` is left to the caller: "by 1970" gives 1970 here.
    """
    try:
        return _RESOLVERS[mention.kind](mention, published, story)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def _absolute(mention: DateMention, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    year = mention.year
    assert year is not None
    if mention.short_year:
        year = _century(year % 100, published, story) or year
    end = None
    if mention.end_year is not None and (mention.end_year, mention.end_month) != (year, mention.month):
        end = PartialDate(mention.end_year, mention.end_month, mention.end_day)
    return PartialDate(year, mention.month, mention.day, end)


def _century(year: int, published: PartialDate | None, story: PartialDate | None) -> int | None:
    """The year that "'61" means: the nearest to the story, else the last one before publication."""
    candidates = range(1700 + year, 2100, 100)
    if story is not None:
        return min(candidates, key=lambda candidate: abs(candidate - story.year))
    return max((c for c in candidates if published is not None and c <= published.year), default=None)


def _partial(mention: DateMention, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    determiner = mention.determiner
    if determiner in ("last", "this", "next"):
        return _with_end(_month_from(mention, published, determiner), mention)
    if story is None:
        if determiner or published is None:
            return None
        return _with_end(_latest(mention, published), mention)
    if story.last_year != story.year:
        return None
    if mention.month is None:
        return PartialDate(
            story.year, story.month, mention.day if story.month and _exists(story, mention.day) else None
        )
    if determiner in ("the following", "the previous"):
        return _with_end(_month_from(mention, story, determiner), mention)
    return _with_end(_dated(story.year, mention.month, mention.day), mention)


def _exists(month: PartialDate, day: int | None) -> bool:
    return day is not None and month.month is not None and day <= monthrange(month.year, month.month)[1]


def _dated(year: int, month: int, day: int | None) -> PartialDate | None:
    """The date, or None where there is no such day (29 February)."""
    return None if day and day > monthrange(year, month)[1] else PartialDate(year, month, day)


def _with_end(first: PartialDate | None, mention: DateMention) -> PartialDate | None:
    if first is None or mention.end_month is None or first.month is None or mention.end_month == first.month:
        return first
    year = first.year + (mention.end_month < first.month)
    return PartialDate(first.year, first.month, first.day, PartialDate(year, mention.end_month, mention.end_day))


def _latest(mention: DateMention, published: PartialDate) -> PartialDate | None:
    """The latest day or month that is not after publication; None unless the publication's month (or day) tells."""
    if published.month is None:
        return None
    if mention.month is None:
        if published.day is None or mention.day is None:
            return None
        year, month = published.year, published.month
        for _ in range(3):  # two months in a row have 30 days or more
            if mention.day <= (published.day if (year, month) == (published.year, published.month) else 31):
                found = _dated(year, month, mention.day)
                if found is not None:
                    return found
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return None
    later = mention.month > published.month or (
        mention.month == published.month and (mention.day or 0) > (published.day or 31)
    )
    return _dated(published.year - later, mention.month, mention.day)


def _month_from(mention: DateMention, anchor: PartialDate | None, determiner: str) -> PartialDate | None:
    """ "Last May", "the following May": the nearest on that side of the anchor's month, which itself does not count."""
    if anchor is None or mention.month is None or anchor.last_year != anchor.year:
        return None
    step = _STEP[determiner]
    if step == 0:
        return _dated(anchor.year, mention.month, mention.day)
    if anchor.month is None:
        # Nobody calls a month of the same year "the following January".
        sure = mention.month <= 3 if step > 0 else mention.month >= 10
        return _dated(anchor.year + step, mention.month, mention.day) if sure else None
    crosses = mention.month <= anchor.month if step > 0 else mention.month >= anchor.month
    return _dated(anchor.year + step * crosses, mention.month, mention.day)


def _narrative(mention: DateMention, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    if mention.determiner == "the" and story is None:
        story = published  # "later in the week", told in the news
    return _from_anchor(mention, story)


def _deictic(mention: DateMention, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    if mention.weekday is None:
        return _from_anchor(mention, published)
    if published is None:
        return None
    if published.day is None or published.month is None:
        if mention.unit is not None or mention.determiner not in ("", "last"):
            return None
        first, last = _span(published)
        return _common(first - timedelta(days=7), last, _MONTH)
    today = date(published.year, published.month, published.day)
    if mention.unit is Unit.WEEK:  # "Friday of last week"
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_STEP[mention.determiner])
        return _precise(monday + timedelta(days=mention.weekday))
    if mention.determiner in ("", "last"):
        return _weekday(mention, published, -1, same_day=not mention.determiner)
    return _weekday(mention, published, 1, same_day=mention.determiner == "this")


def _weekday(mention: DateMention, anchor: PartialDate, step: int, *, same_day: bool) -> PartialDate | None:
    """The nearest such weekday on one side of the anchor."""
    if anchor.month is None or anchor.day is None or mention.weekday is None:
        return None
    day = date(anchor.year, anchor.month, anchor.day)
    distance = (mention.weekday - day.weekday()) * step % 7
    if distance == 0 and not same_day:
        distance = 7
    return _precise(day + timedelta(days=distance * step))


def _from_anchor(mention: DateMention, anchor: PartialDate | None) -> PartialDate | None:
    """A date counted from an anchor, whichever that is."""
    if anchor is None:
        return None
    unit, step = mention.unit, _STEP.get(mention.determiner, 0)
    if mention.weekday is not None:
        if mention.determiner in ("that", "the same"):
            found = _weekday(mention, anchor, 1, same_day=True)
            return found if found is not None and found == PartialDate(anchor.year, anchor.month, anchor.day) else None
        if step:
            return _weekday(mention, anchor, step, same_day=False)
        return None
    if unit is None:
        return None
    first, last = _span(anchor)
    if mention.direction is not Direction.NONE:
        return _offset(mention, anchor, first, last)
    if unit is Unit.YEAR:
        if first.year != last.year:
            return None
        if mention.month is not None:
            return _dated(first.year + step, mention.month, mention.day)
        return PartialDate(first.year + step)
    if unit is Unit.MONTH:
        first, last = _shift(first, months=step), _shift(last, months=step)
        found = _common(first, last, _MONTH)
        if mention.day is None or found is None or found.month is None:
            return found
        return _dated(found.year, found.month, mention.day)
    if unit is Unit.SEASON:
        return _season(mention, anchor, step)
    if unit is Unit.DAY:
        days = timedelta(days=step)
        return _common(first + days, last + days, _DAY)
    if unit is Unit.WEEK:
        monday = first - timedelta(days=first.weekday()) + timedelta(weeks=step)
        sunday = last + timedelta(days=6 - last.weekday()) + timedelta(weeks=step)
        if step == 0 and mention.kind is DateKind.DEICTIC and mention.qualifier == "early":
            sunday = last  # "earlier this week"
        return _common(monday, sunday, _MONTH)
    if unit is Unit.WEEKEND:
        saturday = first - timedelta(days=(first.weekday() + 2) % 7) + timedelta(weeks=step)
        sunday = last - timedelta(days=(last.weekday() + 2) % 7) + timedelta(weeks=step, days=1)
        if mention.determiner == "this":
            sunday += timedelta(weeks=1)  # the one past or the one to come
        elif mention.determiner == "last" and first == last and first.weekday() < 5:
            saturday, sunday = saturday + timedelta(weeks=1), sunday + timedelta(weeks=1)
        return _common(saturday, sunday, _MONTH)
    return None


def _season(mention: DateMention, anchor: PartialDate, step: int) -> PartialDate | None:
    """The year of "that spring", "last autumn", "the following summer", as north of the equator."""
    months = _SEASON_MONTHS.get(mention.qualifier)
    if months is None or anchor.last_year != anchor.year:
        return None
    if step == 0:
        return PartialDate(anchor.year)
    if anchor.month is None:
        sure = mention.qualifier == ("spring" if step > 0 else "autumn")
        return PartialDate(anchor.year + step) if sure else None
    crosses = anchor.month >= months[0] if step > 0 else anchor.month <= months[1]
    return PartialDate(anchor.year + step * crosses)


_DAYS = {Unit.DAY: 1.0, Unit.WEEK: 7.0, Unit.MONTH: 30.44, Unit.YEAR: 365.25, Unit.DECADE: 3652.5}


def _offset(mention: DateMention, anchor: PartialDate, first: date, last: date) -> PartialDate | None:
    unit, amount, low, high = mention.unit, mention.amount, mention.low, mention.high
    if unit not in _DAYS or low is None or high is None:
        return None
    precision = _PRECISION[unit]
    back = mention.direction in (Direction.AGO, Direction.EARLIER, Direction.BEFORE) or (
        mention.direction is Direction.WITHIN and mention.kind is DateKind.DEICTIC
    )
    exact = low == high == amount
    if (
        mention.direction is not Direction.WITHIN
        and unit is Unit.WEEK
        and exact
        and first == last
        and amount
        and amount.is_integer()
    ):
        day = first + timedelta(weeks=int(-amount if back else amount))  # of what week is said, not which day
        return _common(day - timedelta(days=3), day + timedelta(days=3), _MONTH)
    if unit in (Unit.YEAR, Unit.DECADE) and exact and amount is not None:
        months = amount * (120 if unit is Unit.DECADE else 12)
        if months < 12 or (unit is Unit.DECADE and not amount.is_integer()):
            precision = _YEAR
        if months.is_integer():
            shift = int(-months if back else months)
            return _common(_shift(first, months=shift), _shift(last, months=shift), precision)
    if unit is Unit.MONTH and exact and amount is not None and amount.is_integer():
        shift = int(-amount if back else amount)
        return _common(_shift(first, months=shift), _shift(last, months=shift), precision)
    near, far = timedelta(days=round(low * _DAYS[unit])), timedelta(days=round(high * _DAYS[unit]))
    if not exact:
        precision = min(precision, _MONTH)
    if back:
        return _common(first - far, last - near, precision)
    return _common(first + near, last + far, precision)


def _span(day: PartialDate) -> Span:
    """The first and the last day of a date."""
    end = day.end or day
    month = end.month or 12
    return date(day.year, day.month or 1, day.day or 1), date(
        end.year, month, end.day or monthrange(end.year, month)[1]
    )


def _shift(day: date, *, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _common(first: date, last: date, precision: int) -> PartialDate | None:
    """What all days of a span have in common, up to a precision; the year may miss a few of them."""
    if first.year != last.year:
        days = (last - first).days + 1
        for year in (first.year, last.year):
            inside = min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))
            if inside.days + 1 >= _SURE * days:
                return PartialDate(year)
        return None
    if precision == _YEAR or first.month != last.month:
        return PartialDate(first.year)
    return PartialDate(first.year, first.month, first.day if first == last and precision == _DAY else None)


def _precise(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _vague(mention: DateMention, published: PartialDate | None, story: PartialDate | None) -> PartialDate | None:
    return None


_RESOLVERS = {
    DateKind.ABSOLUTE: _absolute,
    DateKind.PARTIAL: _partial,
    DateKind.NARRATIVE: _narrative,
    DateKind.DEICTIC: _deictic,
    DateKind.INDEPENDENCE: _vague,
    DateKind.VAGUE: _vague,
}

# ---------------------------------------------------------------------------------------------------------------------
# dateparser: slow to load (0.1 s) and to run (a millisecond a string), so it gets what the grammar does not read


@cache
def _parser() -> DateDataParser:
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {"DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False, "REQUIRE_PARTS": ["year"]}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def _dateparser(text: str) -> tuple[date | None, str]:
    """A date and its period: day, week, month or year. Parts finer than the period are invented by dateparser."""
    try:
        data = _parser().get_date_data(text)
    except (ValueError, OverflowError):
        return None, ""
    return (data.date_obj.date() if data.date_obj else None), data.period or ""


# ---------------------------------------------------------------------------------------------------------------------
# Metadata and datelines

_NUMERIC = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ]?\d{4,6}Z?)?")
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?!\d)")


@lru_cache(maxsize=4096)  # the records of a table share few dates
def parse_published(text: str) -> PartialDate | None:
    """The date in a metadata value, as precise as given, the day as written whatever its zone; or None."""
    text = text.strip().strip("\"'“”")
    if not text or len(text) > 200:
        return None
    if numeric := _NUMERIC.fullmatch(text):  # most have this form, and are read at once
        year, month, day = map(int, numeric.group(1, 3, 4))
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and 1700 <= year <= 2100:
            return PartialDate(year, month, day)
        if not numeric[2]:
            return None
    dates = [mention for mention in find_dates(text) if mention.kind is DateKind.ABSOLUTE]
    if dates:
        best = max(dates, key=lambda mention: (mention.day is not None, mention.month is not None, -mention.start))
        if not best.short_year:
            return PartialDate(best.year or 0, best.month, best.day)
    if not _HAS_YEAR.search(text):
        return None
    found, period = _dateparser(text)
    if found is None:
        return None
    return _common(found, found, {"month": _MONTH, "year": _YEAR}.get(period, _DAY))


_UPPER = r"(?:St\.|Mc|O['’])?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+"
_TITLE = (
    rf"(?!{WEEKDAY}|{MONTH})[A-ZÀ-ÖØ-Þ][\w.'’-]*"
    r"(?: (?:de|del|la|le|el|al|of|the|es|da|do|am|upon|sur|[A-ZÀ-ÖØ-Þ][\w.'’-]*)){0,4}"
)
_BYLINE = re.compile(
    r"\s*(?:(?:[Bb]y|BY|[Ff]rom|FROM|[Ss]pecial|SPECIAL)\b[^\n—]{2,70}?(?:\n\s*|[,:]\s+|\.\s+(?=[A-Z]{2})))?[*_>]*",
)
_CAPITALS = re.compile(
    r"(?!BREAKING|UPDATE|CORRECTION|EXCLUSIVE|URGENT|FACTBOX|NOTE|EDITORIAL|OPINION|SUMMARY|CHRONOLOGY|TIMELINE)"
    rf"(?:[A-Z]\.(?:[A-Z]\.)+|{_UPPER}(?:[ /-]{_UPPER}){{0,4}})(?:, {_TITLE}(?=\.?(?:,? ?[(—–]| --?|, )))?"
)
_NAMES = re.compile(rf"{_TITLE}(?:, {_TITLE}(?=, ))?")
_DATE_BEGINS = frozenset(  # the first letters of months, weekdays and of words like "yesterday"
    (
        "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun yes tod ton lat ear the las thi"
    ).split()
)
_AGENCY = re.compile(r",?\s*[(\[][^()\[\]\n]{2,40}[)\]]")
_SEPARATOR = re.compile(r"[,.]?\s+")
_STOP = re.compile(r"[*_]*\s*(?:[.,:]?\s*(?:—|–|--+|―)+|[.,:]?\s+-(?=\s)|[.:](?=\s|$)|-(?=\s))[*_]*\s*|[*_]*\s*\n\s*")
_DASH = re.compile(r"[*_]*\s*[.,:]?\s*(?:—|–|―|--+|-\s)")


def dateline(text: str) -> tuple[int, DateMention | None]:
    """The dateline that a news text begins with: the offset at which the story starts, and the date, if it has one.

    (0, None) if there is none, or a row of a table. A place in capitals needs a dash or a date, any other place both
    a date and a stop.
    """
    head = text[:400]
    byline = _BYLINE.match(head)
    for start in {byline.end() if byline else 0: None, len(head) - len(head.lstrip()): None}:
        for place, capitals in ((_CAPITALS, True), (_NAMES, False)):
            match = place.match(head, start)
            if match and (found := _after_place(head, match.end(), capitals)):
                return (0, None) if _CELLS.search(head, 0, found[0]) else found
    return 0, None


_CELLS = re.compile(r"\t|\|")  # "India | 6 Dec. 1971 | –" is a row of a table


def _after_place(head: str, at: int, capitals: bool) -> tuple[int, DateMention | None] | None:
    mention = None
    if agency := _AGENCY.match(head, at):
        at = agency.end()
    if separator := _SEPARATOR.match(head, at):
        begin = separator.end()
        begins_date = head[begin : begin + 1].isdigit() or head[begin : begin + 3].lower() in _DATE_BEGINS
        dates = find_dates(head[begin : begin + 60]) if begins_date else []
        if dates and dates[0].start == 0 and _is_a_day(dates[0]):  # "GHANA, 1961." is a heading
            mention = dates[0]._replace(start=begin, end=begin + dates[0].end)
            at = mention.end
    if agency := _AGENCY.match(head, at):
        at = agency.end()
    stop = _STOP.match(head, at)
    if mention is not None and head[at - 1] == "." and stop is None:
        stop = _SEPARATOR.match(head, at)  # "Nov." ends the line itself
    if stop is None or (mention is None and not (capitals and _DASH.match(head, at))):
        return None
    return stop.end(), mention


def _is_a_day(mention: DateMention) -> bool:
    return mention.kind not in (DateKind.NARRATIVE, DateKind.VAGUE) and (
        mention.day is not None or mention.weekday is not None or mention.unit is Unit.DAY
    )
