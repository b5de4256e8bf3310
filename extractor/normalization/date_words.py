"""What date expressions are made of: the kinds of mention, the words, and the patterns that find them. English only."""

from __future__ import annotations

import re
from calendar import monthrange
from enum import StrEnum
from typing import Any, NamedTuple


class DateKind(StrEnum):
    """From where the year of an expression comes."""

    ABSOLUTE = "absolute"  # the expression itself
    PARTIAL = "partial"  # a month or day without its year
    NARRATIVE = "narrative"  # the story's time: "two years later", "that year"
    DEICTIC = "deictic"  # the date of publication: "yesterday", "last May"
    INDEPENDENCE = "independence"  # the text, which has dated it elsewhere: "on independence", "since independence"
    VAGUE = "vague"  # nowhere: "the 1950s", "in recent years"


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Direction(StrEnum):
    NONE = ""
    LATER = "later"  # counted from the story: "two years later"
    EARLIER = "earlier"
    AFTER = "after"  # counted from the story or from what is named next: "two days after (the coup)"
    BEFORE = "before"
    WITHIN = "within"  # at some time in the span
    AGO = "ago"  # counted back from publication; "yesterday" is 1 day ago, "today" 0
    HENCE = "hence"


class DateMention(NamedTuple):
    """One date expression: text[start:end] is `text`. Fields that the words do not give are None or "".

    `relation`: the preposition before the span: by, before, after, since, until, from; "" otherwise.
    `determiner`: this, last, next, that, "the same", "the following", "the previous", "the" ("later in the year").
        It belongs to `unit` if there is one ("May of the following year": month 5, unit year),
        else to the month or weekday.
    `qualifier`: early, late, mid, start, end, middle, part, circa, or a season. It never makes a date finer.
    `amount` is the number said; `low` and `high` bound it ("a few", "almost two"). `weekday`: Monday is 0.
    `short_year`: the century of `year` is a guess ("'61"). End fields: last point of an interval; days of one month
    ("16-17 June") fill `end_day` only. In "May and June 1961" the year is that of both months, and both are ABSOLUTE.
    """

    start: int
    end: int
    text: str
    kind: DateKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    relation: str = ""
    determiner: str = ""
    qualifier: str = ""
    amount: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None
    direction: Direction = Direction.NONE
    weekday: int | None = None
    short_year: bool = False

    def __hash__(self) -> int:
        """Mentions are keys; no two of a text begin at the same place."""
        return self.start


class Hit:
    """A date expression under construction."""

    __slots__ = ("end", "fields", "kind", "start")

    def __init__(self, start: int, end: int, kind: DateKind, fields: dict[str, Any]) -> None:
        self.start, self.end, self.kind, self.fields = start, end, kind, fields


class Edge(NamedTuple):
    """ "The last day of", "the first weeks of" a month or year. last: its end, not its beginning; day: one day."""

    last: bool
    day: bool

    def day_in(self, month: int, year: int | None) -> int:
        return monthrange(year or 2001, month)[1] if self.last else 1

    def in_year(self) -> dict[str, int]:
        month = 12 if self.last else 1
        return {"month": month, "day": self.day_in(month, None)} if self.day else {"month": month}


def edge_of(nth: str, unit: str) -> Edge | None:
    """nth: first, opening, last, closing …; unit: day, days, week … Only days and weeks lie in one month of a year."""
    nth, unit = nth.lower(), unit.lower()
    last = nth in ("last", "closing", "final", "concluding")
    if unit not in ("day", "days", "week", "weeks") or not last and nth not in ("first", "opening"):
        return None
    return Edge(last, unit == "day")


# ---------------------------------------------------------------------------------------------------------------------
# Words


# White space within a paragraph: one line break, or a blank line after a line that ends in a space (as out of a PDF).
WS = r"(?:[^\S\n]+(?:\n{1,2}[^\S\n]*)?|\n[^\S\n]*)"


def _list(words: str) -> list[str]:
    return words.split()


def _alt(*words: str) -> str:
    """An alternation that starts in either case. Grouped by first letter, so that a miss costs one comparison."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word[1:].replace(" ", WS))
    branches = []
    for first, rests in groups.items():
        rests.sort(key=len, reverse=True)
        head = f"[{first}{first.upper()}]" if first.islower() else first
        branches.append(head + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"))
    return f"(?:{'|'.join(branches)})"


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan jany", "february feb febr feby", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept septr", "october oct octr", "november nov novr", "december dec decr",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
FULL_MONTHS = {name for name in MONTHS if len(name) > 4 or name in {"may", "june", "july"}}
AMBIGUOUS_MONTHS = {"march", "april", "may", "june", "august"}  # words or names of people, too
ROMAN = {roman: n for n, roman in enumerate(_list("I II III IV V VI VII VIII IX X XI XII"), start=1)}

SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

ONES = _list("one two three four five six seven eight nine")
TEENS = _list("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = _list("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBERS = {word: n for n, word in enumerate(ONES + TEENS, start=1)}
NUMBERS |= {word: 10 * n for n, word in enumerate(TENS, start=2)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in TENS for one in ONES}
NUMBERS |= {"a": 1, "an": 1, "fourty": 40}

ORDINALS = {
    word: n
    for n, word in enumerate(
        _list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30, "thirty-first": 31}
ORDINALS |= {f"twenty-{word}": 20 + n for word, n in list(ORDINALS.items())[:9]}


def _month_pattern() -> str:
    groups: dict[str, list[str]] = {}
    for name in sorted(MONTHS, key=len, reverse=True):
        title = name.title()
        dot = "" if name in FULL_MONTHS else r"\.?"
        groups.setdefault(title[0], []).extend([title[1:] + dot, title[1:].upper() + dot])
    branches = (f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())
    return rf"(?:{'|'.join(branches)})(?![^\W\d_])"


MONTH = _month_pattern()
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:(?:st|nd|rd|th|d)\b)?"
Y4 = r"(?:1[789]\d\d|20\d\d|2100)"
YEAR = Y4 + r"(?!\w)"
ORDINAL = _alt(*ORDINALS, *(word.replace("-", " ") for word in ORDINALS if "-" in word))
WEEKDAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY)"  # not "monday": a name
)
SEASON = _alt(*SEASONS)
DAYTIME = _alt("morning", "afternoon", "evening", "night", "noon")

# ---------------------------------------------------------------------------------------------------------------------
# The first scan: years, months, days. The name of the outer group says which form it is. Day comes first in 9.12.1961,
# unless that is impossible (12.25.1961).

CALENDAR = re.compile(
    rf"""(?:(?=\d)(?:
    (?P<ISO>(?P<y1>{Y4})(?P<s1>[-/.])(?P<m1>1[0-2]|0?[1-9])(?P=s1)(?P<d1>[12]\d|3[01]|0?[1-9])
        (?:[T\ ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w/]|[-.,]\d))
  | (?P<NUM>(?P<d2>3[01]|[12]\d|0?[1-9])(?P<s2>[-/.]|\.\ )(?P<m2>3[01]|[12]\d|0?[1-9]|[XVI]{{1,4}})(?P=s2)
        (?P<y2>{YEAR})(?![-/]\d))
  | (?P<DMY>(?P<d3>{DAY})(?:(?:\s?[-–—/]\s?|,?{WS}(?:and|to|or){WS}(?:the{WS})?)(?P<e3>{DAY}))?
        (?:{WS}(?:day{WS})?(?:of{WS})?|-|\.{WS})(?P<m3>{MONTH})
        (?:(?:[,.]?{WS}(?:of{WS})?|-|,)(?P<y3>{YEAR}))?)
  | (?P<INST>(?P<d4>{DAY}){WS}(?P<i4>inst(?:ant|\.)?|ult(?:imo|\.)?|prox(?:imo|\.)?)(?!\w))
  | (?P<RANGE>(?P<y5>{Y4})(?:(?P<s5>[-–/])(?P<f5>\d{{1,2}})|\s?[-–—/]\s?(?P<g5>{Y4}))(?!\w|[-/.,]\d))
  | (?P<DECADE>(?P<y6>(?:1[789]\d|20\d|210)0)['’]?s\b)
  | (?P<YEAR>(?P<y7>{YEAR}))
  | (?P<ORD>(?P<d8>\d{{1,2}})(?:st|nd|rd|th)\b(?P<c8>(?:{WS}|-)[Cc]entur(?:y|ies)\b)?)
  | (?P<SHORT>(?<=['’])(?P<y9>\d\d)(?P<s9>s\b)?(?!\w))
  )
  | (?P<month>{MONTH})(?:
    (?P<MDY>(?:{WS}|(?<=\.))(?:the{WS})?(?P<d10>{DAY})(?!\d|[.,:]\d(?!\d{{3}})|-(?!{MONTH})[a-zA-Z])
        (?:(?:\s?[-–—/]\s?|,?{WS}(?:and|to|or){WS})(?P<e10>{DAY})(?!\w|[.,:]\d(?!\d{{3}})|{WS}(?:of{WS})?{MONTH}))?
        (?:(?:[,.]?{WS}(?:of{WS})?|,)(?P<y10>{YEAR}))?)
  | (?P<MY>(?:,?{WS}(?:of{WS}|in{WS})?|[-/]|(?<=\.))(?P<y11>{YEAR}))
  | (?P<MWORD>{WS}(?:the{WS})?(?P<d12>{ORDINAL})\b(?:,?{WS}(?P<y12>{YEAR}))?)
  | (?P<MONTH>)
  )
    )""",
    re.VERBOSE,
)

# A month or a number can only be found where one of these letters stands: twelve times as fast as trying everywhere.
ANCHOR = re.compile(
    r"[0-9JFMASOND](?:(?<=[0-9])[0-9]*|an|AN|u[nl]|U[NL]|eb|EB|ar|AR|a?y\b|AY\b|pr|PR|ug|UG|ep|EP|ct|CT|ov|OV|ec|EC)"
)


# ---------------------------------------------------------------------------------------------------------------------
# The second scan: what is counted from somewhere.

NUMBER = _alt(
    *(word for word in NUMBERS if "-" not in word and word not in {"a", "an", *TENS}),
    *(rf"{ten}(?:[-\s](?:{'|'.join(ONES)}))?" for ten in TENS),
)
AMOUNT = (
    rf"(?:(?:{NUMBER}|\d{{1,3}}(?:\.\d)?)(?:{WS}(?:or|to){WS}{NUMBER})?"
    r"(?:[ -]and[ -](?:a|one)[ -](?:half|quarter)|[ -]?(?:½|1/2))?"
    rf"|{_alt('half', 'quarter')}{WS}(?:of{WS})?an?"
    rf"|[Aa]{WS}(?:couple{WS}of|few|good{WS}many|dozen|score{WS}of|half|quarter{WS}of{WS}an?|number{WS}of)|[Aa]n?"
    rf"|{_alt('several', 'some', 'many', 'few')}(?:{WS}dozen)?)"
)
APPROX = _alt(
    "some", "about", "around", "almost", "nearly", "over", "under", "more than", "less than", "only", "just",
    "just over", "just under", "little more than", "little over", "little less than", "little under",
    "a little more than", "a little over", "a little less than", "a little under", "well over", "rather more than",
    "barely", "hardly", "scarcely", "exactly", "precisely", "fully", "at least", "not quite", "roughly",
    "approximately", "a mere", "a bare", "no more than", "not more than",
)  # fmt: skip
UNIT = r"(?:(?:day|week|fortnight|month|year|decade|centurie)s?|century)\b"
SINGULAR = (
    rf"(?:day|weekend|week|fortnight|month|year|decade|century|spring|summer|autumn|fall|winter|{DAYTIME}|{WEEKDAY})\b"
)
PART = (
    rf"(?:{_alt('early', 'late', 'mid', 'earlier', 'later')}(?:{WS}(?:in|on)|(?={WS}))?"
    rf"|[Tt]he{WS}(?:very{WS})?(?:end|close|beginning|start|middle|spring|summer|autumn|fall|winter){WS}of"
    rf"|[Tt]he{WS}(?:first|second|last|closing|opening|final|latter|early){WS}"
    rf"(?:half|part|days?|weeks?|months|quarter){WS}of|{SEASON}{WS}of)"
)
DETERMINER = (
    rf"(?:[Tt]he{WS}(?:very{WS})?(?:following|next|ensuing|succeeding|previous|preceding|same)"
    rf"|[Tt]hat(?:{WS}(?:very|same))?|[Tt]his(?:{WS}(?:same|very|past))?|[Ll]ast|[Nn]ext)"
)

# What an expression can begin with: a quick look that spares most words the long one.
BEGINNING = _alt(
    *(word for word in [*NUMBERS, *ORDINALS, *SEASONS] if "-" not in word and word not in ("a", "an")),
    "the ", "th[ia]", "l(?:ate|ast|ess|itt)", "earl", "mid", "yest", "to-?[dnm]", "next", "recent", "within", "inside",
    "in ", "over",
    "during", "throughout", "an? ", "half", "quarter", "some", "several", "many", "few", "about", "around", "almost",
    "nearly", "under", "more", "only", "just", "well", "rather", "barely", "hardly", "scarcely", "exactly", "precisely",
    "fully", "at ", "not?", "roughly", "approx", *(word[:2] for word in TENS),
)  # fmt: skip

_WITHIN = _alt(
    "within", "inside", "in less than", "in under", "in the space of", "in no more than", "in the course of", "in just",
    "in barely",
)  # fmt: skip

RELATIVE = re.compile(
    rf"""\b(?={BEGINNING}|[MTWFS][a-zA-Z]{{2,5}}(?:day|DAY)|\d)(?<!['’/-])(?:
    (?P<SIMPLE>(?:{_alt("late", "early", "earlier", "later")}{WS})?(?P<adverb>{
        _alt("yesterday", "today", "tonight", "tomorrow", "to-day", "to-night", "to-morrow")
    })\b(?:{WS}{DAYTIME}\b)?)
  | (?P<MORROW>[Tt]he{WS}morrow\b)
  | (?P<WEEKDAY>(?P<weekday>{WEEKDAY})\b(?:{WS}{DAYTIME}\b)?
        (?:,?{WS}(?:of{WS})?(?P<weekdet>last|this|next){WS}(?P<inweek>week)\b|{WS}(?P<wlast>last|next)\b)?)
  | (?P<DEC>(?:[Tt]he{WS})?(?:(?P<decpart>{_alt("early", "mid", "late", "later")})[\s-]+(?:to[\s-]late[\s-]+)?)?
        (?:{ORDINAL}{WS}(?:and{WS}{ORDINAL}{WS})?centur(?:y|ies)\b
        |(?:nineteen|eighteen)?-?(?:[Tt]wenties|[Tt]hirties|[Ff]orties|[Ff]ifties|[Ss]ixties|[Ss]eventies|[Ee]ighties
        |[Nn]ineties)\b))
  | (?P<RECENT>{_alt("recent")}{WS}(?:years|months|weeks|decades|days)\b)
  | (?P<WEEKEND>[Tt]he{WS}weekend\b(?!{WS}(?:of|before|after)\b))
  | (?P<WITHIN>(?:{_WITHIN}
        |(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin|[Tt]hroughout){WS}the{WS}(?P<windet>next|following|past|last))
        {WS}(?:{APPROX}{WS})?(?:(?P<wamount>{AMOUNT})[\s-]+)?(?P<wunit>{UNIT}))(?!['’-]|{WS}of{WS}the\b)
  | (?P<OFFSET>(?:(?P<approx>{APPROX}){WS})?(?P<amount>{AMOUNT})[\s-]+(?P<unit>{UNIT})
        (?P<fuzz>{WS}and{WS}a{WS}(?:half|quarter)|{WS}or{WS}(?:so|two|more)|{WS}to{WS}the{WS}(?:day|month|week|hour))?
        {
        WS
    }(?P<dir>later|afterwards?|after|thereafter|earlier|sooner|before(?:hand)?|previously|ago|hence|on(?=[,.;]))\b)
  | (?P<AROUND>[Tt]he{WS}(?:very{WS})?(?P<aunit>{SINGULAR}){WS}(?P<adir>before|after)\b
        (?:{WS}(?P<than>last|next|yesterday|tomorrow|that)\b)?)
  | (?P<DETERMINED>(?:(?P<part>{PART}){WS})?(?P<det>{DETERMINER}){WS}(?P<dunit>{SINGULAR}))(?![\w-])
  | (?P<LATERIN>(?:(?P<lpart>{_alt("later", "earlier", "late", "early")}){WS}(?:in|on){WS}
        |[Tt]he{WS}(?P<lpart2>end|close|beginning|start|middle
            |(?:first|last|closing|opening|final){WS}(?:days?|weeks?)){WS}of{WS})the{WS}(?P<lunit>{SINGULAR})
        (?!{WS}(?:of|before|after)\b|[\w-]))
    )""",
    re.VERBOSE,
)

# Every match of RELATIVE holds one of these; it is run only near them. Each is sought by its rarest letter.
UNIT_ANCHOR = re.compile(
    r"[ygkmcvfpwYx](?:ear|(?<=day)|(?<=DAY)|(?<=nig)ht|(?<=week)|onth|or[nr]|(?<=dec)ade|entur|ening|all\b|ring|inter"
    r"|(?<=summ)er|(?<=autum)n|ternoon|ties|enties|orties|hties)"
)
NINETIES = re.compile(f"{UNIT_ANCHOR.pattern}|[Nn]ineties")  # the one word without a rare letter
BEHIND, AHEAD = 52, 40  # from the start of an expression to its first unit, from there to its end

# ---------------------------------------------------------------------------------------------------------------------
# To the left and right of a calendar date

RELATIONS = {
    "by": "by", "no later than": "by", "not later than": "by", "before": "before", "prior to": "before",
    "pre": "before", "ahead of": "before", "after": "after", "following": "after", "post": "after", "since": "since",
    "until": "until",
    "till": "until", "up to": "until", "through": "until", "from": "from", "as of": "from", "beginning in": "from",
    "starting in": "from", "from about": "from", "between": "between",
}  # fmt: skip
LEFT = re.compile(
    rf"""(?:(?<![\w'’-])(?P<relation>{"|".join(RELATIONS).replace(" ", WS)})(?:{WS}|-)(?:(?:about|around){WS})?)?
    (?P<span>(?:(?<![\w'’-])(?:
      (?:the{WS})?(?:very{WS})?(?P<early>early|late|mid|later|earlier|middle)(?:{WS}(?:in|of)(?:{WS}the{WS}year)?|{WS}on)?
        (?:{WS}|-)(?:or{WS}mid(?:{WS}|-))?
    | (?:the{WS})?(?:very{WS})?(?P<end>end|close|beginning|start|outset|middle|turn|eve|course){WS}of{WS}
        (?:the{WS}year{WS})?
    | (?:the{WS})?(?:(?:early|late|mid)(?:{WS}|-))?(?P<season>spring|summer|autumn|fall|winter)(?:,?{WS}of)?,?{WS}
        (?:the{WS}year{WS})?
    | (?:the{WS})?(?:very{WS})?
        (?P<nth>first|second|third|fourth|last|closing|opening|final|latter|early|later|concluding){WS}
        (?:(?:two|three|four|five|six|few|several){WS})?
        (?P<span_of>days?|weeks?|months?|half|quarter|part|hours?){WS}of{WS}
    | (?P<circa>circa|around|about|ca?\.){WS}
    | (?:the{WS})?(?:calendar{WS})?years?{WS}(?:of{WS})?
    | (?P<determiner>the{WS}(?:same|following|next|ensuing|previous|preceding)|that(?:{WS}(?:same|very))?
        |this(?:{WS}(?:same|past))?|last|next){WS}
    ))?(?:(?<!\w)(?P<weekday>{WEEKDAY}|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?),?{WS}(?:the{WS})?)?(?:the{WS})?)$""",
    re.VERBOSE | re.IGNORECASE,
)
# The last words of what LEFT can match beyond a bare preposition.
LEFT_WORDS = frozenset(
    _list(
        "early late mid later earlier middle of spring summer autumn fall winter circa around about ca. c. year years "
        "same following next ensuing previous preceding that very this past last the on in by before to after since "
        "until till through from between pre post than mid- pre- post- early- late- spring, summer, autumn, fall, "
        "winter,"
    )
) | {
    f"{word}{stop}"
    for word in [*WEEKDAYS, *_list("mon tue tues wed thu thur thurs fri sat sun")]
    for stop in ("", ",", ".", ".,")
}
QUALIFIERS = {
    "early": "early", "earlier": "early", "late": "late", "later": "late", "mid": "mid", "middle": "mid", "end": "end",
    "close": "end", "beginning": "start", "start": "start", "outset": "start", "turn": "start", "eve": "start",
} | SEASONS  # fmt: skip

# "1986  June: Brazil", "1992, January 13: the nuncio": entries of a chronology.
MONTH_AFTER = re.compile(
    rf",?[^\S\n]+(?P<month>{MONTH})(?:[^\S\n]+(?P<day>{DAY})(?!\w|[.,:]\d)|(?=\s*[:—–)]|\.\s+[A-Z]))"
)
DAY_AND_MONTH_AFTER = re.compile(  # "1971 16 Aug. — …", in chronologies
    rf"[^\S\n]+(?P<day>{DAY})\.?[^\S\n]+(?P<month>{MONTH})(?!\.?,?[^\S\n]+(?:of[^\S\n]+)?\d{{4}})(?=\s*[:—–(]|\.?\s+[A-Z]|\s+-)"
)
IN_YEAR = re.compile(
    rf",?{WS}(?:(?:of|in){WS})?(?:(?P<det>last|this|next|that(?:{WS}(?:same|very))?"
    rf"|the{WS}(?:very{WS})?(?:same|following|next|ensuing|succeeding|previous|preceding)){WS}year"
    rf"|the{WS}year{WS}(?P<side>before|after))\b(?!['’-]|{WS}(?:last|next))"
)
LAST_ONE = re.compile(rf"{WS}last(?=[,.;:)—]|$)")  # "on November 11 last"
INDEPENDENCE = re.compile(
    rf"\b(?:(?P<since>since)|at|on|upon|with|from){WS}(?:the{WS}(?:very{WS})?(?:day|morrow|moment|date|eve){WS}of{WS})?"
    rf"(?:(?:its|the|their|full|formal){WS})*independence\b(?!{WS}(?:in|on|day|of|movement|war)\b|,?{WS}\(?\d)",
    re.IGNORECASE,
)
SINCE_EVENT = re.compile(
    rf"\bsince{WS}(?:[\w’'-]+{WS}){{0,3}}(?:independence|statehood)"
    rf",?{WS}(?:in|on){WS}$",
    re.IGNORECASE,
)
IN_MONTH = re.compile(
    rf"{WS}(?:day{WS})?of{WS}(?P<det>last|this|next|the(?={WS}month)|that(?:{WS}(?:same|very))?"
    rf"|the{WS}(?:very{WS})?(?:same|following|next|ensuing|succeeding|previous|preceding)){WS}month\b"
)
# Days that have a name, with month and day; an apostrophe stands for either kind.
HOLIDAYS = {
    "New Year's Day": (1, 1), "New Year's Eve": (12, 31), "Christmas Day": (12, 25), "Christmas Eve": (12, 24),
    "Christmas": (12, None), "Boxing Day": (12, 26), "Bastille Day": (7, 14), "May Day": (5, 1),
    "All Saints' Day": (11, 1), "St Stephen's Day": (12, 26), "Armistice Day": (11, 11),
}  # fmt: skip
_HOLIDAY_NAMES = "|".join(HOLIDAYS).replace("'", "['’]").replace(" ", WS)
HOLIDAY = re.compile(
    rf"(?<!\w)(?P<name>{_HOLIDAY_NAMES})\b(?!{WS}(?:Island|[Cc]risis|[Pp]arade))(?![-’'])"
    rf"(?:,?{WS}(?:of{WS}|in{WS})?(?P<year>{YEAR}))?"
)
# "on the sixteenth": a day of the story's month. The first three ordinals count other things as well.
ORDINAL_DAY = re.compile(rf"(?!first|second|third){ORDINAL}\b")
ORDINAL_OF = re.compile(rf"(?<![\w-])({ORDINAL}){WS}(?:day{WS})?of{WS}(?:the{WS}month{WS}of{WS})?$")

# What makes a number of four digits no year.
NOT_YEAR_LEFT = re.compile(
    r"(?:\b(?:no|nos|nr|numbers?|resolutions?|res|article|arts?|sections?|sec|para|paragraph|chapter|ch|pp?|pages?|vols?"
    r"|volume|room|flight|route|highway|tel|phone|box|cmnd|cmd|cm|stat|tias|unts|documents?|docs?|bill|case|rs|usd|gbp"
    r"|eur|agenda|vision|horizon|boeing|mark|model|lines?|verse|issue|fig|figure|table|directive|regulation|at|id|item|ref)"
    r"|us\$|c\$|a\$|[$£€№]|(?<=[^\n#])\#)\.?\s*$",  # "item # 1985"; "## 1985" is a heading
    re.IGNORECASE,
)
ABOUT_LEFT = re.compile(
    r"\b(?:some|about|nearly|over|almost|than|least|roughly|approximately|only|another|estimated)\s$"
)
NOT_YEAR_RIGHT = re.compile(
    r"\s?(?:%|°|(?:km|kms|kg|m|mm|cm|mi|ft|ha|lbs?|mw|kw|hz|miles?|met(?:er|re)s?|feet|yards?|acres|hectares|tons?|tonnes"
    r"|kilomet(?:er|re)s?|kilos|barrels|troops|soldiers|men|women|people|persons|workers|students|refugees|sailors"
    r"|marines|prisoners|civilians|volunteers|officers|casualties|dead|strong|horses|guns|ships|aircraft|tanks|copies"
    r"|votes|dollars|pounds|francs|marks|roubles|rubles|pesos|hours?|hrs|gmt|utc|local time|a\.m\.|p\.m\.|ad lib|more"
    r"|words|pages|years?|days|weeks|months|million|billion|per cent|percent|square|cubic|other"
    r"|of (?:them|these|those))(?![\w-])|-(?!present|now)[A-Za-z])",
    re.IGNORECASE,
)
PLURAL_RIGHT = re.compile(  # "1961 soldiers", but "1961 was"
    r"\s(?!(?:was|is|has|does|as|its|this|thus|across|versus|towards|perhaps|plus|less|unless|always|saw|sees|brings|marks)"
    r"\b)[a-z]{2,}(?<!s)s\b"
)
YEAR_LEADS = frozenset(
    _list(
        "in since by before after until till from during of to and through for throughout between or around circa the "
        "its his their this that early late mid spring summer autumn fall winter year years a an his her our"
    )
)
STRONG_LEADS = frozenset(_list("in since during until till throughout early late mid this last next between"))
WEAK_LEADS = frozenset(_list("by of to for from before after through that each every on"))
PREFIXES = frozenset(("mid", "pre", "post", "early", "late"))
SHORT_LEADS = frozenset(_list("in of since by until till from early late mid to after before during")) | set(SEASONS)
TIMES_OF_DAY = frozenset(_list("morning afternoon evening night noon"))


def month_number(name: str) -> int:
    return ROMAN[name] if name in ROMAN else int(name) if name.isdigit() else MONTHS[name.rstrip(".").lower()]


def day_number(day: str) -> int:
    return int(day.rstrip("stndrh")) if day[0].isdigit() else ORDINALS[re.sub(r"\s+", "-", day.lower())]


def weekday_number(word: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word.lower().rstrip(".")[:3]))


def determiner_of(words: str) -> str:
    """this, last, next, that, the same, the following, the previous."""
    last = words.lower().split()[-1]
    if last in ("following", "ensuing", "succeeding") or (last == "next" and " " in words):
        return "the following"
    if last in ("previous", "preceding"):
        return "the previous"
    if last in ("same", "very", "past"):
        return {"the": "the same", "that": "that", "this": "this"}[words.lower().split()[0]]
    return last
