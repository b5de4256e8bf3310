"""What the readers of nouns share: a frame of a noun, and how the noun stands to the verb of its clause."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.frames.frame import Frame, SentenceContext
from extractor.events.groups import NounGroup
from extractor.schema import Form

_TAKES_EVENT_NOUN = frozenset(
    "end start restore grant withdraw obtain switch exchange withhold forfeit suspend".split()
)
_RESTORING = frozenset("restore reinstate resume renew reactivate revive regain".split())


def is_subject(clause: Clause, group: NounGroup) -> bool:
    return clause.subject is group and not clause.inherited


def is_object_of_trigger(clause: Clause, group: NounGroup) -> bool:
    """Does the verb make an event of its own with this noun ("granted recognition", "sought its recognition")?"""
    verb = clause.verb
    if verb is None or verb.classes.isdisjoint(_TAKES_EVENT_NOUN):
        return False
    return verb.passive or not is_subject(clause, group)


def is_restored(clause: Clause) -> bool:
    """ "its membership was restored in 1997"."""
    return clause.verb is not None and clause.verb.passive and clause.verb.lemma in _RESTORING


def begins(s: SentenceContext, clause: Clause) -> bool:
    """ "dates from 1998", "took effect in 2024": the lasting state had its beginning then."""
    verb = clause.verb
    if verb is None:
        return False
    effect = verb.lemma in ("take", "become", "enter", "come") and any(
        word in s.behind(verb, 3) for word in (" effect ", " effective ", " force ")
    )
    return effect or verb.has("commence") or verb.lemma in ("follow", "come") and not verb.passive


def noun_frame(
    form: Form,
    clause: Clause,
    group: NounGroup,
    rule: str,
    agent: list[NounGroup],
    patient: list[NounGroup],
    mutual: bool,
    weak: bool = False,
) -> Frame:
    return Frame(
        form, clause, rule, group.start, group.end, agent, patient, mutual, nominal=True, weak=weak, anchored=True
    )


def names_as_group(group: NounGroup) -> list[NounGroup]:
    if group.states():
        return [replace(group, cls="state", names=group.states(), of=None, members=[], possessor=None)]
    if group.det in ("its", "their"):
        return [replace(group, cls="pron", head=group.det)]
    return []
