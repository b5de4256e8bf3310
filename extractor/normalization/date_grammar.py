"""Find the date expressions of a text: English, any period from 1700 on, no model, no calendar arithmetic.

Two scans of the text, each with one compiled regular expression. The first finds what a calendar holds (years, months,
days) and is widened by the words to its left ("the spring of", "since") and right ("of the same year"). The second, in
`date_relative`, finds what is counted from somewhere ("two years later", "last Friday"). Overlaps go to the longer.

What the words say is kept as it is: whether "by 1970" or "that October" gives a date is for others to decide, for
`dates.resolve` and its caller.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any

from extractor.normalization.date_relative import relative_dates
from extractor.normalization.date_words import (
    ABOUT_LEFT,
    AMBIGUOUS_MONTHS,
    ANCHOR,
    CALENDAR,
    DAY_AND_MONTH_AFTER,
    FULL_MONTHS,
    HOLIDAY,
    HOLIDAYS,
    IN_MONTH,
    IN_YEAR,
    INDEPENDENCE,
    LAST_ONE,
    LEFT,
    LEFT_WORDS,
    MONTH,
    MONTH_AFTER,
    NOT_YEAR_LEFT,
    NOT_YEAR_RIGHT,
    ORDINAL_DAY,
    ORDINAL_OF,
    PLURAL_RIGHT,
    PREFIXES,
    QUALIFIERS,
    RELATIONS,
    ROMAN,
    SHORT_LEADS,
    SINCE_EVENT,
    STRONG_LEADS,
    WEAK_LEADS,
    WS,
    YEAR_LEADS,
    DateKind,
    DateMention,
    Edge,
    Hit,
    Unit,
    day_number,
    determiner_of,
    edge_of,
    month_number,
    weekday_number,
)


def find_dates(text: str) -> list[DateMention]:
    """All date expressions of a text, in order, none overlapping: of two that overlap, the longer."""
    kept: list[Hit] = []
    hits = [*_join(text, _calendar(text)), *relative_dates(text), *_independences(text), *_named_days(text)]
    for hit in sorted(hits, key=lambda hit: hit.start):
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
        else:
            kept.append(hit)
    return [DateMention(hit.start, hit.end, text[hit.start : hit.end], hit.kind, **hit.fields) for hit in kept]


def _independences(text: str) -> list[Hit]:
    """ "On the day of independence", "since independence": the day is told elsewhere in the text."""
    if "independence" not in text:
        return []
    return [
        Hit(*match.span(), DateKind.INDEPENDENCE, {"relation": "since"} if match["since"] else {})
        for match in INDEPENDENCE.finditer(text)
    ]


_ON_THE = " on the "


def _named_days(text: str) -> list[Hit]:
    """ "New Year's Day 1973", "at Christmas 1988", "on the sixteenth": without a year, one of the story's."""
    hits: list[Hit] = []
    at = text.find(_ON_THE)
    while at >= 0:
        if (match := ORDINAL_DAY.match(text, at + len(_ON_THE))) and _DAY_ENDS.match(text, match.end()):
            hits.append(Hit(at + len(" on "), match.end(), DateKind.PARTIAL, {"day": day_number(match[0])}))
        at = text.find(_ON_THE, at + 1)
    if "Day" not in text and "Eve" not in text and "Christmas" not in text:
        return hits
    for match in HOLIDAY.finditer(text):
        month, day = HOLIDAYS[" ".join(match["name"].replace("’", "'").split())]
        fields: dict[str, Any] = {"month": month}
        if day is not None:
            fields["day"] = day
        if match["year"]:
            fields["year"] = int(match["year"])
        hits.append(Hit(*match.span(), DateKind.ABSOLUTE if match["year"] else DateKind.PARTIAL, fields))
    return hits


# ---------------------------------------------------------------------------------------------------------------------
# Calendar dates


def _calendar(text: str) -> list[Hit]:
    hits: list[Hit] = []
    done = 0
    for anchor in ANCHOR.finditer(text):
        at = anchor.start()
        if at < done or (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
            continue
        match = CALENDAR.match(text, at)
        if match is None:
            continue
        hit = _read_calendar(text, match, hits[-1] if hits else None)
        if hit is not None:
            hits.append(hit)
            done = hit.end
    return hits


def _read_calendar(text: str, match: re.Match[str], before: Hit | None) -> Hit | None:
    form = match.lastgroup
    assert form is not None
    start, end = match.span()
    if text[start].isdigit() and not _number_may_start(text, start):
        return None
    group = match.group
    fields: dict[str, Any] = {}
    if form in ("YEAR", "RANGE"):
        return _read_year(text, match, form)
    if form == "DECADE":
        year = int(group("y6"))
        left = _Left(text, start)
        fields = {"year": year, "end_year": year + 9, "qualifier": left.qualifier, "relation": left.relation}
        return Hit(left.start, end, DateKind.VAGUE, fields)
    if form == "SHORT":
        return _read_short(text, match)
    if form == "ORD":
        return _read_ordinal(text, match)
    if form == "INST":
        determiner = {"i": "this", "u": "last", "p": "next"}[group("i4")[0]]
        fields = {"day": day_number(group("d4")), "determiner": determiner, "unit": Unit.MONTH}
        return Hit(start, end, DateKind.DEICTIC, fields)

    if form == "ISO":
        day, month, year_text = group("d1"), int(group("m1")), group("y1")
    elif form == "NUM":
        day, year_text = group("d2"), group("y2")
        if group("m2") not in ROMAN and not group("m2").isdigit():
            return None
        month = month_number(group("m2"))
        if month > 12:
            day, month = str(month), int(day)
    elif form == "DMY":
        day, month, year_text = group("d3"), month_number(group("m3")), group("y3")
        if not year_text and text[match.start("m3") - 1] == "-":
            return None  # the second half of "30-June"
    else:
        day = group("d10") or group("d12")
        month, year_text = month_number(group("month")), group("y10") or group("y11") or group("y12")
    if month > 12:
        return None
    fields["month"] = month
    if year_text:
        fields["year"] = int(year_text)
    if day:
        fields["day"] = day_number(day)
        if fields["day"] > monthrange(fields.get("year", 2000), month)[1]:
            if form != "MDY" or not year_text:  # no such day: let the month be found by itself
                return None
            del fields["day"]
        last = group("e3") or group("e10")
        if last and day_number(last) > fields.get("day", 99):
            fields["end_day"] = day_number(last)

    left = _Left(text, start)
    if form == "MDY" and not year_text and left.lead == "in" and group("d10").isdigit():
        end = match.end("month")  # "in May 12 states": no one writes "in May 12"
        del fields["day"]
        fields.pop("end_day", None)
        form = "MONTH"
    if left.ordinal and "day" not in fields:
        fields["day"] = left.ordinal
        form = "DMY"
    if left.edge is not None and left.edge.day and "day" not in fields:
        fields["day"] = left.edge.day_in(month, fields.get("year"))
    start = left.start
    kind = DateKind.ABSOLUTE if year_text else DateKind.PARTIAL
    tail = None if year_text else IN_YEAR.match(text, end)
    if tail is not None:
        determiner = determiner_of(tail["det"] or ("the previous" if tail["side"] == "before" else "the following"))
        fields |= {"determiner": determiner, "unit": Unit.YEAR}
        kind = DateKind.DEICTIC if determiner in ("last", "this", "next") else DateKind.NARRATIVE
        end = tail.end()
    elif left.determiner:
        if year_text:
            start = left.bare_start
        else:
            fields["determiner"] = left.determiner
    elif not year_text and (last_one := LAST_ONE.match(text, end)):
        fields["determiner"], end = "last", last_one.end()
    if form == "MONTH" and tail is None and not _month_stands(text, match, end, left, before):
        return None
    if left.qualifier:
        fields["qualifier"] = left.qualifier
    if left.relation and not ("end_day" in fields and left.relation in ("from", "between")):
        fields["relation"] = left.relation
    if left.weekday is not None:
        fields["weekday"] = left.weekday
    return Hit(start, end, kind, fields)


def _number_may_start(text: str, at: int) -> bool:
    """Whether the digits at `at` begin a number by themselves: not 1,961 or $1961 or A/1961."""
    if at == 0:
        return True
    before = text[at - 1]
    if before in "$£€¥#№/\\@=+&%^":
        return False
    if before in ".,":
        return text[at - 2 : at - 1].isspace()
    if before == ":":
        return not text[at - 2 : at - 1].isdigit()
    if before in "-‐–" and at > 1 and text[at - 2].isalnum():
        return text[max(0, at - 6) : at - 1].lower().split()[-1] in PREFIXES
    return True


_TO_PRESENT = re.compile(rf"(?:\s?[-–—]\s?|{WS}(?:to|until|through){WS}(?:the{WS})?)(?:present|date|today|now)\b")


def _read_year(text: str, match: re.Match[str], form: str) -> Hit | None:
    start, end = match.span()
    fields: dict[str, Any] = {"year": int(match["y7"] or match["y5"])}
    if form == "RANGE":
        year, last, sep = fields["year"], match["f5"] or match["g5"], match["s5"]
        end_year = int(str(year)[: 4 - len(last)] + last)
        if match["f5"] and end_year <= year:
            if len(last) != 2 or sep == "–" or not 1 <= int(last) <= 12:
                return None
            fields["month"] = int(last)  # 2024-08, whereas 2001-05 is read as five years
        elif not year < end_year <= year + 300 or (match["g5"] and "/" in match[0] and end_year > year + 2):
            return None  # "Decree 1850/1990"
        else:
            fields["end_year"] = end_year
    if NOT_YEAR_RIGHT.match(text, end) or text[end : end + 1] in ("/", "\\", "_") or text[end : end + 2] in (
        ".0", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9",
    ):  # fmt: skip
        return None
    if text[end : end + 1] == "," and text[end + 1 : end + 4].isdigit() and not text[end + 4 : end + 5].isdigit():
        return None  # 1961,000
    left = _Left(text, start)
    if (
        form == "YEAR"
        and left.lead != "in"
        and (after := MONTH_AFTER.match(text, end) or DAY_AND_MONTH_AFTER.match(text, end))
    ):
        fields["month"], day = month_number(after["month"]), day_number(after["day"]) if after["day"] else 0
        if day and day <= monthrange(fields["year"], fields["month"])[1]:
            fields["day"] = day
        return Hit(start, after.end(), DateKind.ABSOLUTE, fields)
    if NOT_YEAR_LEFT.search(text, max(0, start - 14), start):
        return None
    if form == "YEAR" and not left.extended and text[end : end + 1].isspace():
        counted = PLURAL_RIGHT.match(text, end)
        if counted and (left.lead not in YEAR_LEADS):
            return None
        if ABOUT_LEFT.search(text, max(0, start - 16), start) and text[end + 1 : end + 2].islower():
            return None
    if left.qualifier == "circa" and PLURAL_RIGHT.match(text, end):
        return None
    if left.qualifier:
        fields["qualifier"] = left.qualifier
    if left.edge is not None and form == "YEAR":
        fields |= left.edge.in_year()
    if left.relation and not (left.relation == "before" and _IS_OUT.match(text, end)):
        fields["relation"] = left.relation  # "before 1951 was out": in 1951
    elif _TO_PRESENT.match(text, end):
        fields["relation"] = "since"
    bare = left.determiner or left.weekday is not None
    return Hit(left.bare_start if bare else left.start, end, DateKind.ABSOLUTE, fields)


def _read_short(text: str, match: re.Match[str]) -> Hit | None:
    start, end = match.start() - 1, match.end()
    year = 1900 + int(match["y9"])
    if match["s9"]:
        return Hit(start, end, DateKind.VAGUE, {"year": year, "end_year": year + 9, "short_year": True})
    left = _Left(text, start)
    if left.lead not in SHORT_LEADS and not left.qualifier:
        return None
    fields = {"year": year, "short_year": True, "qualifier": left.qualifier, "relation": left.relation}
    return Hit(left.start, end, DateKind.ABSOLUTE, fields)


_IS_OUT = re.compile(rf"{WS}(?:was|is){WS}(?:out|over|up|done)\b")
_THE = re.compile(rf"(?:\b(on|by|until|till|since|from|before|after){WS})?\b(?P<the>the){WS}$", re.IGNORECASE)
_DAY_ENDS = re.compile(
    r"\s*(?:$|[,.;:)(—])"
    r"|\s(?:and|to|when|by|the|he|she|it|they|with|in|at|his|its|but|that|a|as|after|before|so|too|while|for)\b"
    r"|\s(?!Fleet|Army|Congress|Street|Avenue|Party|Parallel|Plenum|Session|Corps|Division|Infantry|Amendment|Floor"
    r"|Republic|Anniversary|Summit|Conference|Regiment|Ward|District|Earl|Duke|Meeting|Assembly|Century|Day)[A-Z]"
)


def _read_ordinal(text: str, match: re.Match[str]) -> Hit | None:
    """ "On the 7th": a day of the story's month. "The 7th Fleet" and "the 7th century" are not."""
    start, end = match.span()
    if match["c8"]:
        left = _Left(text, start)
        return Hit(left.start, end, DateKind.VAGUE, {"qualifier": left.qualifier, "unit": Unit.CENTURY})
    day = int(match["d8"])
    article = _THE.search(text, max(0, start - 14), start)
    if article is None or not 1 <= day <= 31:
        return None
    the = article.start("the")
    tail = IN_MONTH.match(text, end)
    if tail:
        determiner = determiner_of(tail["det"])
        kind = DateKind.DEICTIC if determiner in ("last", "this", "next") else DateKind.NARRATIVE
        return Hit(the, tail.end(), kind, {"day": day, "determiner": determiner, "unit": Unit.MONTH})
    if not article[1] or not _DAY_ENDS.match(text, end):
        return None
    return Hit(the, end, DateKind.PARTIAL, {"day": day, "relation": RELATIONS.get(article[1].lower(), "")})


def _month_stands(text: str, match: re.Match[str], end: int, left: _Left, before: Hit | None) -> bool:
    """Whether a month name without a number is a month: not the verb "may", April Glaspie or the October Revolution."""
    if left.qualifier or left.determiner not in ("", "that"):
        return True
    if _RANGE_OF_MONTHS.match(text, end):
        return True
    if before is not None and "month" in before.fields and text[before.end : left.start].strip().lower() in _LISTING:
        return True
    if left.lead in STRONG_LEADS:
        return True
    name = match["month"]
    capital_follows = text[end : end + 1].isspace() and text[end + 1 : end + 2].isupper()
    if capital_follows or text[end : end + 1] in ("-", "_", "@"):
        return False
    if name.lower() in AMBIGUOUS_MONTHS or name.lower() not in FULL_MONTHS:
        line_start = match.start() == 0 or text[match.start() - 1] == "\n"
        return (
            left.lead in WEAK_LEADS
            or (text[match.start() - 1 : match.start()] == "(" and text[end : end + 1] == ")")
            or (line_start and name.lower() in FULL_MONTHS and text[end : end + 1] in ("—", "–", ".", "\n"))
            or text[end : end + 1] == ":"
            or (text[end : end + 1] == "," and text[max(0, match.start() - 2) : match.start()] == "; ")
            or (_ENDS_LINE.match(text, end) is not None and text[max(0, match.start() - 2) : match.start()] == ", ")
        )
    return True


_ENDS_LINE = re.compile(r"[.;]?\s*(?:\n|$)")  # "relations with Romania, March."
_RANGE_OF_MONTHS = re.compile(rf"(?:\s?[-–—/]\s?|{WS}(?:and|or){WS}){MONTH}")
_LISTING = frozenset(("and", "or", ",", ", and", "-", "–", "/", "to"))


class _Left:
    """What the words to the left of a calendar date add to it."""

    __slots__ = (
        "bare_start",
        "determiner",
        "edge",
        "extended",
        "lead",
        "ordinal",
        "qualifier",
        "relation",
        "start",
        "weekday",
    )

    def __init__(self, text: str, start: int) -> None:
        self.start = self.bare_start = start
        self.relation = self.determiner = self.qualifier = self.lead = ""
        self.weekday: int | None = None
        self.ordinal = 0
        self.edge: Edge | None = None
        self.extended = False
        window = text[max(0, start - 64) : start]
        if not window or not (window[-1].isspace() or window[-1] in "-‐–"):
            return
        words = window.rsplit(None, 2)
        if not words:
            return
        last = words[-1].lower().lstrip("([")
        if window[-1] in "-‐–":
            last = re.split(r"[^\w-]", last)[-1] or last
        self.lead = last
        if last not in LEFT_WORDS:
            return
        if last in ("in", "on") and (len(words) < 2 or words[-2].lower() not in LEFT_WORDS):
            if "since" in window:
                self.relation = "since" if SINCE_EVENT.search(window) else ""
            return  # by far the most frequent case
        if last == "of" and (ordinal := ORDINAL_OF.search(window)):
            self.ordinal = day_number(ordinal[1])
            self.edge = edge_of(ordinal[1], "day") if self.ordinal == 1 and "day" in ordinal[0] else None
            self.start = start - len(window) + ordinal.start()
            return
        match = LEFT.search(window)
        if match is None:
            return
        if match["relation"]:
            self.relation = RELATIONS[" ".join(match["relation"].lower().split())]
        self.start = start - len(window) + match.start("span")
        self.extended = self.start < start
        if match["weekday"]:
            self.weekday = weekday_number(match["weekday"])
        if match["determiner"]:
            self.determiner = determiner_of(match["determiner"])
        elif match["circa"]:
            self.qualifier = "circa"
        elif word := match["early"] or match["season"] or match["end"]:
            self.qualifier = QUALIFIERS.get(word.lower(), "")
        elif match["nth"]:
            self.qualifier = "part"
            self.edge = edge_of(match["nth"], match["span_of"])
        if self.extended:
            lead = text[max(0, self.start - 16) : self.start].split()
            self.lead = lead[-1].lower() if lead else ""
            if self.determiner:
                self.lead = self.determiner
            elif text[self.start : start].strip().lower() == "the":
                self.start, self.lead = start, "the"  # an article alone is part of "the 9th", not of "the 1961 treaty"
                if re.match(r"\d{1,2}(?:st|nd|rd|th|d)\b", text[start : start + 5]):
                    self.start = start - len(window) + match.start("span")


# Two dates that are the ends of one interval

_TO = re.compile(rf"\s?[-–—/]\s?|{WS}(?:to|until|till|through|and){WS}(?:the{WS})?")
_FROM = re.compile(rf"\b(?:from|between){WS}(?:the{WS})?$", re.IGNORECASE)


def _join(text: str, hits: list[Hit]) -> list[Hit]:
    joined: list[Hit] = []
    for hit in hits:
        if joined and hit.start - joined[-1].end < 14 and (pair := _interval(text, joined[-1], hit)):
            joined[-1] = pair
        else:
            joined.append(hit)
    for first, last in zip(joined[-2::-1], joined[:0:-1], strict=True):
        _share_year(text, first, last)
    for hit in joined:
        if hit.fields.get("relation") == "between":  # "between 1991 and the present"
            hit.fields["relation"] = "from"
    return joined


def _share_year(text: str, first: Hit, last: Hit) -> None:
    """In "May and June 1961", "3 May, 4 May and 1 June 2009", all dates have the year of the last."""
    a, b = first.fields, last.fields
    if first.kind is DateKind.PARTIAL and last.kind is DateKind.ABSOLUTE and last.start - first.end < 8:
        alike = "month" in a and "month" in b and ("day" in a) == ("day" in b)
        alike = alike and not a.keys() & {"determiner", "end_month"}
        if alike and a["month"] <= b["month"] and text[first.end : last.start].strip().lower() in _AND:
            a["year"], first.kind = b["year"], DateKind.ABSOLUTE


_AND = frozenset(("and", "or", ",", ", and", ", or", "/"))


def _interval(text: str, first: Hit, last: Hit) -> Hit | None:
    gap = text[first.end : last.start]
    if not _TO.fullmatch(gap) or not first.fields.keys().isdisjoint(("end_year", "end_month", "determiner")):
        return None
    a, b = first.fields, last.fields
    if {first.kind, last.kind} - {DateKind.ABSOLUTE, DateKind.PARTIAL} or "end_year" in b or "end_month" in b:
        return None
    opening, word = a.get("relation", ""), gap.strip().lower()[:3]
    if word == "/" and "day" in a:
        return None
    if word == "and" and opening != "between":
        return None
    if word in ("to", "unt", "til", "thr") and opening != "from" and not ("year" in a and "year" in b):
        return None
    if ("month" in a) != ("month" in b) and not ("day" in a and "month" not in a):
        return None
    year, end_year = a.get("year", b.get("year")), b.get("year", a.get("year"))
    if "year" in a and "year" not in b and b.get("month", 0) < a.get("month", 0):
        end_year = a["year"] + 1
    begin = (year or 0, a.get("month", b.get("month", 0)))
    end = (end_year or 0, b.get("month", 0))
    if year is not None and begin > end:
        if "year" in a:
            return None
        year -= 1  # "from December to March 1962"
    kept = ("month", "day", "qualifier", "determiner", "weekday")
    fields: dict[str, Any] = {key: a[key] for key in kept if key in a}
    if "month" not in fields and "month" in b:
        fields["month"] = b["month"]
    if year is not None:
        fields |= {"year": year, "end_year": end_year}
    fields |= {f"end_{key}": b[key] for key in ("month", "day") if key in b}
    start = first.start
    if opening in ("from", "between") and (lead := _FROM.search(text, max(0, start - 16), start)):
        start = lead.start()
    return Hit(start, last.end, DateKind.PARTIAL if year is None else DateKind.ABSOLUTE, fields)
