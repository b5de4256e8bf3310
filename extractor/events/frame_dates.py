"""Which date of a sentence belongs to a frame: its clause's own, its list item's, a neighbouring clause's."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from extractor.events.clause import Clause
from extractor.events.context import denies_object
from extractor.events.frames import HEALED, Frame
from extractor.events.timeline import SentenceDates
from extractor.normalization.dates import DateKind, DateMention, Direction, Unit
from extractor.schema import DateBasis, Form, PartialDate

_BASIS = {
    DateKind.ABSOLUTE: DateBasis.EXPLICIT,
    DateKind.PARTIAL: DateBasis.EXPLICIT,
    DateKind.NARRATIVE: DateBasis.RELATIVE,
    DateKind.INDEPENDENCE: DateBasis.RELATIVE,
    DateKind.DEICTIC: DateBasis.PUBLICATION,
}

GAPPING = "gapping"  # the rule of parties that share a verb before them


def choose_date(
    frame: Frame, own: DateMention | None, clauses: list[Clause], dates: SentenceDates
) -> tuple[DateMention, DateBasis] | None:
    """The date mention that belongs to the frame; `own` is the one of its list item."""
    clause = frame.clause
    within = own is not None and own.direction is Direction.WITHIN and clause.kind == "inf"
    if own in clause.lead_dates and _undoes(frame) and any(_usable(d, frame, dates) for d in clause.dates):
        own = None  # "The break with Iran (1960) was mended in 1970"
    if own is not None and not within and _dates_item(own, frame, dates):
        return own, DateBasis.LIST
    if clause.offset is not None and not clause.all_dates():
        return None  # "54 years after they were severed": counted from the main clause
    if frame.since:  # "a member since 2002, was … last November"
        for mention in clause.all_dates():
            if mention.relation == "since" and _usable(mention, frame, dates):
                return mention, _BASIS.get(mention.kind, DateBasis.EXPLICIT)
    after = [d for d in clause.dates if _usable(d, frame, dates)]
    if len(after) > 1 and after[0].kind is DateKind.NARRATIVE and after[1].kind is DateKind.ABSOLUTE:
        after = after[1:]  # "in the same month, May 1975"
    if not after and frame.rule in ("order to leave", "give hours", "hand passports"):
        after = [
            d for c in clauses if c.parent is clause and c.kind == "inf" for d in c.dates if _usable(d, frame, dates)
        ]
    if after and all(d.direction is Direction.WITHIN for d in after) and clause.kind == "inf":
        after = []  # "on Friday became the third to break with X inside a year"
    before = [d for d in clause.lead_dates if _usable(d, frame, dates)]
    when = clause.when
    if not after and not before and when is not None and dates.values.get(when) is not None:
        return when, _BASIS.get(
            when.kind, DateBasis.EXPLICIT
        )  # "It lasted until 1974, when the two resumed relations."
    for mention in [*_until_first(after, frame), *reversed(before)]:
        return mention, _BASIS.get(mention.kind, DateBasis.EXPLICIT)
    if clause.kind == "as" and clause.parent is not None:  # "… when Syria left in 1961, as did Jordan"
        return choose_date(replace(frame, clause=clause.parent), None, clauses, dates)
    for other in _neighbours(clause, clauses):
        found = [d for d in other.all_dates() if _usable(d, frame, dates)]
        if other.kind == clause.kind == "coord" or other.verb is not None and clause.kind in ("coord", "main"):
            found = [d for d in other.lead_dates if _usable(d, frame, dates)] or found
        if found:
            return found[0], _BASIS.get(found[0].kind, DateBasis.EXPLICIT)
    return None


def _undoes(frame: Frame) -> bool:
    verb = frame.clause.verb
    return frame.form is Form.RESUMPTION and not frame.nominal and verb is not None and verb.passive


_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


def offset_date(offset: DateMention, main: PartialDate | None) -> PartialDate | None:
    """What lies `offset` from `main`: "in 2015, 54 years after they were severed" is 1961, "nine days after" a day."""
    if main is None or offset.amount is None or offset.low != offset.high or offset.amount != int(offset.amount):
        return None
    amount = int(offset.amount) * (-1 if offset.direction is Direction.AFTER else 1)
    if offset.unit is Unit.YEAR:
        return PartialDate(main.year + amount)
    if main.month is None:
        return None
    if offset.unit is Unit.MONTH:
        years, month = divmod(main.month - 1 + amount, 12)
        return PartialDate(main.year + years, month + 1)
    if offset.unit not in _DAYS:
        return None
    shift = timedelta(days=amount * _DAYS[offset.unit])
    last_day = monthrange(main.year, main.month)[1]
    first, last = (date(main.year, main.month, main.day or day) + shift for day in (1, last_day))
    if first == last:
        return PartialDate(first.year, first.month, first.day if offset.unit is Unit.DAY else None)
    return (
        PartialDate(first.year, first.month if first.month == last.month else None) if first.year == last.year else None
    )


_WAITING = frozenset({"await", "withhold"})


def _until_first(dates: list[DateMention], frame: Frame) -> list[DateMention]:
    verb = frame.clause.verb
    if verb is not None and (verb.negated or verb.classes & _WAITING):
        return sorted(dates, key=lambda d: d.relation != "until")
    return dates


def _neighbours(clause: Clause, clauses: list[Clause]) -> list[Clause]:
    """Clauses that lend their date: the governing ones; for a coordinated verb, the one it is joined to."""
    result: list[Clause] = []
    parent = clause.parent
    if (
        clause.kind == "rel"
        and parent is not None
        and parent.verb is not None
        and parent.verb.lemma == "be"
        and parent.subject is not None
        and parent.subject.head == "it"
    ):
        result.append(parent)  # "In 2021 it was the DPRK that …"
    if clause.kind == "that":
        result += [c for c in clauses if _is_cleft(c) and c.verb is not None and c.verb.end <= _opening(clause)]
    if clause.kind in ("inf", "ing", "part", "that", "sub", "paren"):
        for ancestor in clause.ancestors():
            result.append(ancestor)
            if ancestor.kind == "rel":
                break
    # "its entry, which took place in 1934"
    result += [c for c in clauses if c.kind == "rel" and c.parent is clause and _happens(c)]
    index = next((i for i, c in enumerate(clauses) if c is clause), len(clauses))
    if (
        clause.inherited
        and clause.kind in ("coord", "main", "rel", "sub", "that")
        or clause.kind in ("ing", "inf", "part")
    ):
        result += [
            c
            for c in reversed(clauses[:index])
            if c.subject is not None and c.subject is clause.subject and c not in result
        ]
    if clause.kind in ("main", "coord"):
        # an "in 1974, after …" that the reader put into a clause of its own, and the sentence's opening date
        result += [c for c in clauses[:index] if c.verb is None and c not in result]
        result += [c for c in clauses if c.parent is clause and _dates_its_parent(c) and c not in result]
        result += [c for c in clauses[:1] if c not in result and c.kind == "main" and c.lead_dates]
        result += [c for c in clauses[index + 1 : index + 2] if c.kind == "coord" and c not in result]
        result += [c for c in clauses[index + 2 :] if _reports(c) and c not in result][:1]
    return result


def _is_cleft(clause: Clause) -> bool:
    """ "It was in 1987, when a summit gave them leave, that …"."""
    subject, verb = clause.subject, clause.verb
    return subject is not None and subject.head == "it" and verb is not None and verb.lemma == "be"


def _opening(clause: Clause) -> int:
    if clause.subject is not None:
        return clause.subject.start
    return clause.verb.start if clause.verb is not None else 0


def _reports(clause: Clause) -> bool:
    """ "…, the ministry said on Monday": when it was said is when it was done, for want of a better date."""
    return clause.kind == "coord" and not clause.inherited and clause.verb is not None and clause.verb.has("say")


def _happens(clause: Clause) -> bool:
    verb = clause.verb
    if verb is None:
        return False
    places = verb.lemma == "take" and any(not a.prep and a.group.head in ("place", "effect") for a in clause.args)
    return places or verb.lemma in ("occur", "happen")


def _dates_its_parent(clause: Clause) -> bool:
    """ "Relations were restored when the embassy was opened on 25 July 1972": both on one day."""
    return clause.kind in ("inf", "that") or clause.kind == "sub" and clause.opener == "when"


def _dates_item(own: DateMention, frame: Frame, dates: SentenceDates) -> bool:
    """Does the date of a list item tell when? "a member of the UN (1955)" as much as "since 1955"."""
    if (frame.form is Form.JOINED or frame.since) and own.relation == "since":
        return dates.values.get(own) is not None
    return _usable(own, replace(frame, since=False), dates)


def _usable(date: DateMention, frame: Frame, dates: SentenceDates) -> bool:
    if date.kind is DateKind.VAGUE or dates.values.get(date) is None:
        return False
    verb = frame.clause.verb
    if date.relation in ("by", "before", "after"):
        return date.relation == "before" and verb is not None and verb.reversal
    if date.relation == "until":
        # "Chad held out until May, Togo until June"; "the breach lasted until May"
        return frame.rule in (GAPPING, HEALED) or _reversed(frame)
    if date.relation == "since":
        if frame.since or verb is not None and (verb.lemma == "exist" or verb.perfect and frame.rule == "recognize"):
            return True  # "has recognized China since 1976"
        return (
            not frame.nominal
            and frame.form is not Form.JOINED
            and verb is not None
            and (verb.mode == "part" or verb.passive)
        )
    if frame.since:
        return frame.nominal or date.relation == "from" or date.end_year is not None
    return True


def _reversed(frame: Frame) -> bool:
    """Does "until" tell when it happened? After a negation, a wait, or what prevented it, here or in a clause above."""
    verb = frame.clause.verb
    if verb is not None and (
        verb.negated or verb.reversal or verb.classes & _WAITING or verb.modal in ("would", "will")
    ):
        return True
    if frame.nominal and verb is not None and verb.has("plan") or denies_object(frame.clause):
        return True
    above = [c.verb for c in frame.clause.ancestors() if c.verb is not None]
    if frame.clause.kind == "inf":
        return bool(above) and (above[0].has("await") or above[0].lemma == "take")  # "it took them until 2009 to …"
    return frame.clause.kind == "that" and bool(above) and above[0].lemma == "be" and above[0].negated
