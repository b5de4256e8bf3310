"""When a text was written, where no metadata tells: datelines, date lines under the title, "Published: …"."""

from __future__ import annotations

import re
from itertools import islice

from extractor.normalization.dates import DateKind, DateMention, dateline, find_dates
from extractor.schema import PartialDate

_LINES, _LONGEST = 8, 90  # lines of the head that are looked at; characters of a line that holds only place and date
_LABEL = re.compile(r"(?:first )?(?:published|posted|issued|released|dated?|press release)(?: on)?\s*[:,]?\s+", re.I)
_PLACES = re.compile(r"(?:[^\W\d_][\w.’' -]*,\s+){1,3}(?:the )?$")


def date_of_writing(text: str) -> PartialDate | None:
    """The date at the head of the text, if it has at least a month; None where it could be that of an event.

    "HONG KONG, Jan. 18, 1950 —", "Algiers, 24 August 2021", "Published: 2 May 1968". A line that is a date and nothing
    more counts where no other line is, and so does a dateline: a chronology has many.
    """
    lines = [line.strip() for line in islice((line for line in text[:4000].splitlines() if line.strip()), _LINES)]
    for number, line in enumerate(lines):
        if (day := _day_of_dateline(line)) is not None:
            return None if any(_day_of_dateline(other) for other in lines[number + 1 :]) else day
        if len(line) > _LONGEST:
            return None
        if (last := _date_that_ends(line)) is None or (day := _absolute(last)) is None:
            continue
        before = line[: last.start]
        if number and (_LABEL.fullmatch(before) or day.day is not None and _PLACES.fullmatch(before)):
            return day
        if number and not before and not _has_other_date_lines(text, line):
            return day
    return None


def _day_of_dateline(line: str) -> PartialDate | None:
    offset, mention = dateline(line)
    if not offset or mention is None or "\t" in line or "|" in line:  # a row of a table
        return None
    day = _absolute(mention)
    return day if day is not None and day.day is not None else None


def _absolute(mention: DateMention) -> PartialDate | None:
    if mention.kind is not DateKind.ABSOLUTE or mention.year is None or mention.month is None or mention.end_year:
        return None
    return PartialDate(mention.year, mention.month, mention.day)


def _date_that_ends(line: str) -> DateMention | None:
    dates = find_dates(line)
    return dates[-1] if dates and not line[dates[-1].end :].strip(" .)*_") else None


def _has_other_date_lines(text: str, line: str) -> bool:
    for other in text.splitlines():
        other = other.strip()
        if other != line and len(other) <= _LONGEST and other[:1].isalnum():
            dates = find_dates(other)
            if dates and dates[0].start == 0:
                return True
    return False
