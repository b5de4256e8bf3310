"""Which words make an event, and which parts of their clause fill its roles.

A frame pairs the class of a verb with the class of its object ("end" + "relations" = severed), or reads a noun that
names the event ("the rupture with", "its accession to"). Classes come from verbs.tsv and nouns.tsv, so a new word is
a new row there; a new construction is a new branch of the reader of its action: relations, recognition, envoys,
membership; nouns for all actions alike; carried for verbs that repeat the event before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from extractor.events.clause import Clause
from extractor.events.frames.arrivals import ARRIVED, OF_ARRIVALS, read_arrival
from extractor.events.frames.carried import OF_CARRIED, RECEIVED, TURNS, WENT, leads, read_carried
from extractor.events.frames.envoys import OF_ENVOYS, read_envoy
from extractor.events.frames.founding import AMONG_THEM, FOUNDED, THEY_WERE
from extractor.events.frames.frame import EXEMPLARS, Frame, SentenceContext, Verbal, Verbs, is_generic, is_partylike
from extractor.events.frames.members import COMPANIONS, ENTERED, OF_MEMBERSHIP
from extractor.events.frames.membership import FOLLOWED, read_membership
from extractor.events.frames.membership_nouns import ACCESSION, MEMBER_SINCE
from extractor.events.frames.nouns import CAME, THEME, read_nominal
from extractor.events.frames.recognition import (
    OF_RECOGNITION,
    OF_SWITCH,
    read_other_side,
    read_recognition,
    read_switch,
)
from extractor.events.frames.relations import OF_PARTNERS, OF_RELATIONS, read_partners, read_relations
from extractor.events.frames.ruptures import (
    HEALED,
    OF_BREAK,
    OF_DESERTION,
    OF_HEALING,
    OF_RETURN,
    read_break,
    read_desertion,
    read_healing,
    read_return,
)
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form

__all__ = [
    "ACCESSION",
    "AMONG_THEM",
    "ARRIVED",
    "CAME",
    "ENTERED",
    "FOLLOWED",
    "FOUNDED",
    "HEALED",
    "MEMBER_SINCE",
    "RECEIVED",
    "THEME",
    "THEY_WERE",
    "TURNS",
    "WENT",
    "Frame",
    "is_generic",
    "is_partylike",
    "read_frames",
]

_Reader: TypeAlias = Callable[[SentenceContext, Verbal], Frame | None]
# The first that reads a frame wins: from the firmest evidence to the weakest.
_READERS: dict[_Reader, Verbs] = {
    read_relations: OF_RELATIONS,
    read_healing: OF_HEALING,
    read_partners: OF_PARTNERS,
    read_recognition: OF_RECOGNITION,
    read_switch: OF_SWITCH,
    read_envoy: OF_ENVOYS,
    read_membership: OF_MEMBERSHIP,
    read_break: OF_BREAK,
    read_desertion: OF_DESERTION,
    read_return: OF_RETURN,
    read_carried: OF_CARRIED,
    read_arrival: OF_ARRIVALS,
}
_IN_A_TEXT_OF_TIES = (read_return, read_carried)  # what "came in", "was back" mean where no membership is told of


def read_frames(
    clauses: list[Clause], lows: Sequence[str], offset: int, other_relations: frozenset[str]
) -> list[Frame]:
    """The frames of one sentence, in its order.

    lows: its token strings in lower case; offset: index of the first in the Doc; other_relations: words for
    relations that are not diplomatic ("trade").
    """
    s = SentenceContext(lows, offset, other_relations, clauses, all(c.verb is None for c in clauses))
    frames: list[Frame] = []
    for index, clause in enumerate(clauses):
        frames.extend(read_nominal(s, clause))
        if clause.verb is not None and (frame := _read_verbal(s, clause, clause.verb, clauses[index + 1 :])):
            frames.append(frame)
            frames.extend(read_other_side(s, frame))
            frames.extend(_with_the_last(frame))
    frames.sort(key=lambda f: f.start)
    return frames


_INSTRUMENTS = frozenset(
    (
        "vote letter letters note notes treaty treaties decree exchange resolution agreement law act telegram cable "
        "proclamation protocol communique communiqué declaration statement"
    ).split()
)  # "was withdrawn by a letter": how, not by whom


@lru_cache(maxsize=10_000)
def _readers_of(lemma: str, classes: frozenset[str]) -> tuple[_Reader, ...]:
    return tuple([read for read, verbs in _READERS.items() if verbs.hold(lemma, classes)])


def _readers(clause: Clause, verb: VerbGroup) -> Collection[_Reader]:
    """Those that can make a frame of the clause, since asking each of every verb would take long."""
    if clause.kind == "as" or clause.subject is not None and clause.subject.cls == "member":
        return _READERS  # "as did Chad", "the founders met"
    if any([a.group.cls == "member" for a in clause.args]):
        return _READERS  # "was set up with Chad as a founding member"
    return _readers_of(verb.lemma, verb.classes)


def _read_verbal(s: SentenceContext, clause: Clause, verb: VerbGroup, following: list[Clause]) -> Frame | None:
    readers = _readers(clause, verb)
    if not readers or _is_of_the_rest(clause):
        return None
    objects = [a.group for a in clause.args if a.prep == "" and not a.before and a.group.head != "both"]
    if (
        clause.kind == "rel"
        and clause.antecedent is not None
        and clause.subject is not None
        and clause.subject is not clause.antecedent
        and clause.subject.det != "whose"
        and not any(a.prep and a.group is clause.antecedent for a in clause.args)  # "to which it returned"
    ):
        objects = [clause.antecedent, *objects]  # "the relations which Chad had broken"
    agents = [clause.subject] if clause.subject is not None and not verb.passive else []
    if verb.passive:
        objects = ([clause.subject] if clause.subject is not None else []) + objects
        agents = [a.group for a in clause.args if a.prep == "by" and a.group.head not in _INSTRUMENTS]
    if (named := _named_by_copula(clause) or _one_of_them(clause)) is not None:
        agents, objects = ([named], objects) if not verb.passive else (agents, [named, *objects[1:]])
    exemplars = [a.group for a in clause.args if a.before and a.prep in EXEMPLARS and is_partylike(a.group)]
    if exemplars and len(agents) == 1 and not agents[0].names:
        agents = exemplars[:1]  # "several states, including Kuwait and Oman, …"
    verbal = Verbal(clause, verb, agents, objects, following)
    for read in readers:
        frame = read(s, verbal)
        if frame is not None:
            if frame.rule == ENTERED:
                frame.otherwise = next((f for other in _IN_A_TEXT_OF_TIES if (f := other(s, verbal))), None)
            if frame.weak and frame.form is Form.RESUMPTION and not frame.patient:
                frame.otherwise = read_arrival(s, verbal)  # "returned to the fold"
            several = frame.form is Form.JOINED and sum(len(g.parts) for g in frame.patient) > 1
            frame.agent = [_as_person(group, frame) for group in frame.agent]
            if clause.subject in frame.agent and not several:  # else "with Croatia" goes with the last body only
                frame.agent = frame.agent + _companions(s, clause)
            return frame
    return None


def _is_of_the_rest(clause: Clause) -> bool:
    """ "All but Laos broke with Chile": those who did are not named."""
    return clause.subject is None and any(a.prep == "except" and a.before for a in clause.args)


_SUCCESSORS = frozenset("successor successors predecessor predecessors heir".split())


def _as_person(group: NounGroup, frame: Frame) -> NounGroup:
    """ "His successor" acts for the same state; of a head of mission he is another."""
    related = group.head in _SUCCESSORS and group.cls == "" and not group.states() and group.det in _POSSESSIVES
    if not related or frame.form not in _OF_STATES:
        return group
    return replace(group, cls="pron", head="he", of=None)


_POSSESSIVES = frozenset({"his", "her", "its"})
_OF_STATES = frozenset({Form.RELATIONS, Form.RESUMPTION, Form.RECOGNITION, Form.SEVERED, Form.SUSPENDED})


def _companions(s: SentenceContext, clause: Clause) -> list[NounGroup]:
    """Who acted, too: "along with Chad", "followed by Chad"."""
    companions = [a.group for a in clause.args if a.prep in ("along with", "together with") and is_partylike(a.group)]
    companions += [a.group for c in s.clauses if leads(c, clause) for a in c.args if a.prep == "by"]
    return [c for c in companions if not any(gap.start > c.start for gap in clause.gaps)]  # the later item's


def _with_the_last(frame: Frame) -> list[Frame]:
    """ "entered the WTO in 2000 and NATO, together with Croatia, in 2009": the companion is only there in the last."""
    bodies = frame.patient[0].members if len(frame.patient) == 1 and frame.form is Form.JOINED else []
    if len(bodies) < 2 or bodies[-1].date is None or bodies[-2].date is None:
        return []
    behind = [a for a in frame.clause.args if a.prep in COMPANIONS and a.group.cls == "state" and not a.before]
    late = [a.group for a in behind if a.group.start > bodies[-1].start]
    return [replace(frame, agent=late, patient=[bodies[-1]])] if late else []


_LISTING_VERBS = frozenset({"be", "include", "comprise", "number"})


def _named_by_copula(clause: Clause) -> NounGroup | None:
    """Who "the states that recognized X" were: "countries that have … include A and B", "the first to … was A",
    "among those that … were A and B".
    """
    outer = clause.parent
    if outer is None or outer.verb is None or outer.verb.lemma not in _LISTING_VERBS or outer.verb.negated:
        return None
    if clause.kind not in ("rel", "part", "inf") or clause.verb is None or clause.verb.start > outer.verb.start:
        return None
    subject = clause.subject
    if subject is not None and (subject.states() or subject.members or subject.cls == "pron" and subject.head == "it"):
        return None
    if subject is not None and subject.cls not in ("", "official", "pron", "member"):
        return None
    told = [a.group for a in outer.args if not a.prep and not a.before]
    return told[0] if told and all(part.cls in ("state", "group") for part in told[0].parts) else None


def _one_of_them(clause: Clause) -> NounGroup | None:
    """Who "was one of the ten countries that founded X", "was among the first states that recognized Y"."""
    outer, antecedent = clause.parent, clause.antecedent
    if clause.kind != "rel" or outer is None or outer.verb is None or outer.subject is None or antecedent is None:
        return None
    if outer.verb.lemma not in ("be", "become") or outer.verb.negated or clause.subject is not antecedent:
        return None
    if antecedent.states() or antecedent.cls not in ("official", "member") or not is_partylike(outer.subject):
        return None
    one = any(not a.prep and a.group.head == "one" for a in outer.args)
    held = next((a for a in outer.args if a.group is antecedent and not a.before), None)
    if held is None or not (held.prep == "of" and one or held.prep == "among"):
        return None
    return outer.subject
