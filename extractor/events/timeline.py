"""What the dates of a sentence mean in the story, and what a text has dated so far."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from extractor.events.clause import Clause
from extractor.normalization.dates import DateKind, DateMention, Direction, Unit, resolve
from extractor.schema import PartialDate

_END = 1 << 60


@dataclass(slots=True)
class Calendar:
    """What a text has dated so far. years: the last date in each month; independence: that of its subject."""

    years: dict[int, PartialDate] = field(default_factory=dict)
    independence: PartialDate | None = None

    def note(self, dates: SentenceDates, *, independence: int | None) -> None:
        """The dates of a sentence; independence: where it tells of one, in characters: the date beside it is meant."""
        if not dates.values:
            return
        values = {m: v for m, v in dates.values.items() if v is not None and not m.relation}
        self.years |= {value.month: value for value in values.values() if value.month is not None}
        exact = [m for m in values if m.kind in (DateKind.ABSOLUTE, DateKind.PARTIAL)]
        if independence is not None and exact:
            self.independence = values[min(exact, key=lambda m: abs(m.start - independence))]


@dataclass(slots=True)
class Sections:
    """Where the headings stand, and the months and days told beneath them; both in characters, in order."""

    headings: list[int] = field(default_factory=list)
    days: list[tuple[int, PartialDate]] = field(default_factory=list)

    def note(self, dates: SentenceDates) -> None:
        """The dates of a sentence that is no heading."""
        self.days += [
            (m.start, value)
            for m, value in dates.values.items()
            if value is not None and value.month is not None and value.end is None and not m.relation
            if m.kind in (DateKind.ABSOLUTE, DateKind.PARTIAL)
        ]

    def around(self, place: int) -> tuple[int, int]:
        """The section that `place` lies in, from its heading to the next one."""
        following = bisect_right(self.headings, place)
        bounds = [0, *self.headings, _END]
        return bounds[following], bounds[following + 1]


class SentenceDates:
    """The dates of one sentence, resolved from left to right; each may be counted from the one before."""

    def __init__(
        self,
        mentions: list[DateMention],
        *,
        published: PartialDate | None,
        story: PartialDate | None,
        year: PartialDate | None,
        calendar: Calendar,
        dangling: frozenset[DateMention] = frozenset(),
        asides: frozenset[DateMention] = frozenset(),
        sides: frozenset[DateMention] = frozenset(),
    ) -> None:
        """calendar: what earlier sentences have dated; story: the time before the sentence; year: of the section or
        entry ("1962" above "8 February").

        dangling: mentions counted from what is named behind them ("two years after the coup"): they give no date.
        asides: mentions in brackets. They do not move the story's time, but that of those behind them in the sentence.
        sides: mentions in relative clauses ("Burma, which had left in 1979, …"): later ones in the sentence may be
        counted from them, but a month without a year and the next sentence are not.
        """
        self.values: dict[DateMention, PartialDate | None] = {}
        self._calendar = calendar
        self.last = story  # of the main clauses
        self._latest = story  # of any clause
        self._said: PartialDate | None = None  # the last one said, whatever it dates
        self.moved = False  # has this sentence set the time itself?
        for mention, following in zip_longest(mentions, mentions[1:]):
            side = mention in sides or mention in asides
            value = None if mention in dangling else self._resolve(mention, published, year, side)
            if mention in dangling and following is not None and _dates_what_is_named(following, mention):
                anchor = resolve(following, published=published, story=None)  # "two days after the coup of 3 May 1979"
                value = resolve(mention, published=None, story=anchor)
            if following is not None and mention.kind is DateKind.NARRATIVE and _explains(following, mention):
                value = self._resolve(following, published, year, side)  # "in the same month, May 1975"
            if following is not None and _shares_year(mention, following):
                completed = mention._replace(year=following.year, kind=DateKind.ABSOLUTE)
                value = resolve(completed, published=None, story=None)  # "in June and July 1961"
            self.values[mention] = value
            self._said = value or self._said
            if (
                value is not None
                and mention.direction not in (Direction.BEFORE, Direction.EARLIER)
                and mention.relation not in ("by", "before")
            ):
                self._latest = replace(value, end=None)
                if not side:
                    self.last = self._latest
                    self.moved = True

    def _resolve(
        self, mention: DateMention, published: PartialDate | None, year: PartialDate | None, side: bool
    ) -> PartialDate | None:
        if mention.kind is DateKind.INDEPENDENCE:
            return self._calendar.independence
        if mention.kind is DateKind.PARTIAL and mention.determiner in ("that", "the same"):
            known = self._calendar.years.get(mention.month or 0) if mention.determiner == "the same" else None
            return resolve(mention, published=None, story=known or self._latest or year)
        if mention.determiner == "that" and mention.unit in (Unit.MONTH, Unit.YEAR) and self._said is not None:
            return resolve(mention, published=published, story=self._said)  # "by May 1962 …, on the 3rd of that month"
        if mention.kind is not DateKind.PARTIAL or side:
            value = resolve(mention, published=published, story=self._latest or year or published)
            return _not_ahead(value, published) if mention.kind is DateKind.PARTIAL and year is None else value
        if mention.determiner in ("this", "last", "next"):
            return resolve(mention, published=published, story=self.last)
        if published is not None and not self.moved and (self.last is None or published.year - self.last.year <= 1):
            return resolve(mention, published=published, story=None)
        story = self.last or year
        value = resolve(mention, published=published, story=story)
        if (
            value is not None
            and story is not None
            and story.month
            and value.month
            and value.year == story.year
            and story.month - value.month >= 6
            and not mention.determiner
        ):
            later = replace(value, year=value.year + 1)
            if year is None and (
                published is None or (later.year, later.month or 1) <= (published.year, published.month or 12)
            ):
                return later
        return value


def _not_ahead(value: PartialDate | None, published: PartialDate | None) -> PartialDate | None:
    """January 2009: "Togo, which had cut its ties in March, …": an aside tells of the past, so in March 2008."""
    if value is None or value.month is None or value.end is not None or published is None or published.month is None:
        return value
    ahead = value.year == published.year and value.month > published.month
    return replace(value, year=value.year - 1) if ahead else value


def _dates_what_is_named(following: DateMention, mention: DateMention) -> bool:
    counted = mention.direction in (Direction.AFTER, Direction.BEFORE)
    return counted and following.kind is DateKind.ABSOLUTE and following.start - mention.end <= _NAME_OF_AN_EVENT


_NAME_OF_AN_EVENT = 40  # characters between "two days after" and the date of what is named


def side_dates(clauses: list[Clause]) -> frozenset[DateMention]:
    """The dates in relative clauses, at any depth; not that of "the treaty of 3 May 1830, by which …"."""
    shared = {mention for clause in clauses if clause.kind != "rel" for mention in clause.all_dates()}
    return frozenset(
        mention
        for clause in clauses
        if any(_stands_apart(c) for c in (clause, *clause.ancestors()))
        for mention in clause.all_dates()
        if mention not in shared or clause.kind != "rel"
    )


def _stands_apart(clause: Clause) -> bool:
    if clause.kind == "rel" and _carries_on(clause):
        return False
    return clause.kind == "rel" or clause.kind == "part" and not clause.next_subject


def _carries_on(relative: Clause) -> bool:
    """ "The first was Oman, which broke with Cuba in 2001; …", "…, which cost it Chad, which broke off relations in
    June": behind the verb, a relative clause with an act of its own carries the story on.
    """
    outer, verb, antecedent = relative.parent, relative.verb, relative.antecedent
    if outer is None or outer.verb is None or verb is None or antecedent is None or outer.all_dates():
        return False
    behind = outer.kind in ("main", "coord") and antecedent.start > outer.verb.start
    acts = outer.verb.lemma == "be" or bool(verb.classes & _ACTS)
    return behind and acts and not verb.perfect and not verb.passive


_ACTS = frozenset("end suspend start restore recognize expel breakwith".split())


def _shares_year(mention: DateMention, following: DateMention) -> bool:
    """ "on 9 December and 21 July 2010": the year stands once, behind the last of the dates."""
    return (
        mention.kind is DateKind.PARTIAL
        and following.kind is DateKind.ABSOLUTE
        and mention.year is None
        and mention.month is not None
        and following.month is not None
        and not mention.determiner
        and 2 <= following.start - mention.end <= 5
    )


def _explains(following: DateMention, mention: DateMention) -> bool:
    """Does an exact date stand right behind a relative one: ", on 25 February"?"""
    return following.kind in (DateKind.ABSOLUTE, DateKind.PARTIAL) and 0 < following.start - mention.end <= len(", on ")
