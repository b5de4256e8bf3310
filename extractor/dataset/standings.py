"""What dated facts say of a lasting state of things (relations, recognition, membership) at the end of a year.

It holds as long as both parties exist as the same state: a window. Nothing is said that no fact supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractor.dataset.facts import Fact
from extractor.events.histories import History
from extractor.schema import Form, PartialDate

Day: TypeAlias = tuple[int, int, int]
Window: TypeAlias = tuple[Day, Day]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether it holds (None: unknown), by which facts, or which facts leave it open."""

    holds: bool | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def fact_ids(self) -> tuple[str, ...]:
        return tuple(sorted(fact.fact_id for fact in self.facts))

    @property
    def disputed(self) -> bool:
        """Is one of the facts contradicted by another fact?"""
        return any(fact.conflicts_with for fact in self.facts)


def standing(facts: Sequence[Fact], year: int, begins: frozenset[Form]) -> Standing:
    """What the facts say at the end of `year`.

    facts: dated, in chronological order, of one window, each beginning or ending it. begins: the forms that begin it.
    """
    history = History(facts)
    known = [fact for fact in facts if _last_year(fact) <= year]
    coming = [fact for fact in facts if _last_year(fact) > year]
    holds: bool | None = None
    run: list[Fact] = []
    for group in _unordered(known):
        signs = {fact.form in begins for fact in group}
        if len(signs) > 1:  # one of each, in an order that is not told: all is as before, if that is known
            holds = holds if len(group) == 2 else None
            run = group
        else:
            sign = signs.pop()
            goes_on = holds is sign and not _comes_anew(run, group, history)
            run = [*run, *group] if goes_on else group
            holds = sign
    open_ends = [fact for fact in coming if fact.year is not None and fact.year <= year]
    if any((fact.form in begins) is not holds for fact in open_ends):
        return Standing(None, (*run, *open_ends))
    following = next(_unordered(coming), [])
    same = holds is not None and all((fact.form in begins) is holds for fact in following)
    if following and same and max(map(_last_year, run)) < year and _has_ended_between(run, following, history):
        return Standing(None, (*run, *following))
    return Standing(holds, tuple(run))


def since(standing: Standing, begins: frozenset[Form]) -> PartialDate | None:
    """The date of the first fact that says what is said now; None where nothing is."""
    return next((fact.date for fact in standing.facts if (fact.form in begins) is standing.holds), None)


def _comes_anew(run: Sequence[Fact], group: Sequence[Fact], history: History) -> bool:
    """Is what `run` says told again as something new?"""
    joins = all(fact.form is Form.JOINED for fact in group) and not _contradict(run, group)
    return joins or _has_ended_between(run, group, history)


def _has_ended_between(run: Sequence[Fact], group: Sequence[Fact], history: History) -> bool:
    """Must what `run` says have ended before `group` says it again, although no fact tells when?

    So it is where relations are resumed, and where one document tells the same twice. Where two sources tell it with
    two dates they contradict each other, and nothing follows.
    """
    if _contradict(run, group):
        return False
    resumed = all(fact.form is Form.RESUMPTION for fact in group)
    return resumed or any(history.repeats(later, earlier) for later in group for earlier in run)


def _unordered(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Group facts of which nobody can say which came first."""
    group: list[Fact] = []
    for fact in facts:
        if group and all(other.date and fact.date and other.date.precedes(fact.date) for other in group):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _contradict(ones: Iterable[Fact], others: Iterable[Fact]) -> bool:
    ids = {fact.fact_id for fact in others}
    return any(ids & {*fact.conflicts_with} for fact in ones)


def _last_year(fact: Fact) -> int:
    assert fact.year_end is not None
    return fact.year_end


# ---- windows ----


def windows(one: Sequence[Window], other: Sequence[Window]) -> list[Window]:
    """The times in which both exist, each as one and the same."""
    common = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return sorted((first, last) for first, last in common if first <= last)


def window_of(date: PartialDate, among: Sequence[Window]) -> Window | None:
    """The window that a fact belongs to: the last one that its date touches.

    What is dated before a state existed (recognition on the eve of independence) holds from its first day. None for
    what is dated after the last window.
    """
    touched = [window for window in among if window[0] <= date.last_day and date.first_day <= window[1]]
    if touched:
        return touched[-1]
    return next((window for window in among if date.last_day < window[0]), None)


def window_in(year: int, among: Sequence[Window]) -> Window | None:
    """The last window that has a day in the year."""
    return next((window for window in reversed(among) if window[0][0] <= year <= window[1][0]), None)
