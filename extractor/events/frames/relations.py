"""Relations begun, resumed, suspended and ended: a verb with "relations" as its object or subject; "broke with X"."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clauses import Clause
from extractor.events.frames.frame import Frame, SentenceContext, Verbal, is_partylike
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense
from extractor.schema import Form

_LINKS = ("to", "into", "from", "on", "of", "up", "out")  # "put an end to relations", "enter into relations"
_EXIST = VerbSense("be", "maintain")
_OTHER_PARTICLES = frozenset("out up down into through away even free ranks ground news".split())

# What happens to relations, by the class of the verb: of which they are the object …
_OUTCOMES = {
    "suspend": Form.SUSPENDED,
    "end": Form.SEVERED,
    "restore": Form.RESUMPTION,
    "start": Form.RELATIONS,
    "maintain": Form.RELATIONS,
}
_COURSES = {"lapse": Form.SEVERED, "commence": Form.RELATIONS}  # … or only the subject

_ALONE = frozenset("resume renew restore reestablish re-establish".split())  # may leave "relations" out


_STANDS_FOR_RELATIONS = ("them", "they", "these", "those", "which", "theirs", "former", "latter")


def is_own(group: NounGroup) -> bool:
    """ "Taipei broke off its own": the noun is left out."""
    return group.head == "own" and group.det in ("its", "their") and not group.names


def read_relations(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects = v.clause, v.verb, v.agents, v.target, v.objects
    group = next((o for o in objects[:2] if o.cls == "relations"), None) or next(
        (a.group for a in clause.args if not a.before and a.group.cls == "relations" and a.prep in _LINKS), None
    )
    bare = target is None and clause.subject is None and (verb.mode == "part" or verb.maybe_part)  # "Restored in 1942."
    pronoun = (
        bare or target is not None and (target.cls == "pron" and target.head in _STANDS_FOR_RELATIONS or is_own(target))
    )
    subject = clause.subject
    if group is None and subject is not None and subject.cls == "relations" and not verb.passive:
        return _intransitive(s, clause, verb, subject)
    if group is None and not pronoun:
        return _without_object(s, v)
    if group is not None and not s.is_diplomatic(group):
        return None
    sense = s.sense(verb, *(_OUTCOMES if group is not None else _OUTCOMES.keys() - {"maintain"}))
    if sense is None and group is not None and verb.lemma == "be" and "there" in verb.adverbs:
        sense = _EXIST  # "Since 1970 there have been relations between X and Y"
    if sense is None:
        return None
    form = _OUTCOMES[sense.cls]
    behind = s.behind(verb, 16)
    if form is Form.RELATIONS and (
        " again " in behind
        or " anew " in behind
        or " afresh " in behind
        or group is not None
        and group.words & {"renewed"}
    ):
        form = Form.RESUMPTION
    weak = group is None
    anchor = group or target or NounGroup(verb.start, verb.end, "relations", "")
    if anchor is not clause.subject and group is not None and not any(o is group for o in objects[:2]):
        prep = next(a.prep for a in clause.args if a.group is group)
        if prep not in sense.rest:
            return None
    ordinal = target is not None and target.head in ("former", "latter")  # "the latter were resumed"
    patient = [anchor] if ordinal else s.counterparts(clause, anchor)
    mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agents
    agent = list(agents)
    if bare and not agent and clause.parent is not None:
        agent = [a.group for a in clause.parent.args if a.prep == "by" and a.before and is_partylike(a.group)]
    if not agent and anchor.possessor is not None and anchor.possessor.cls != "relations":
        agent = [anchor.possessor]
    names = [n for n in anchor.names if anchor.possessor is None or n not in anchor.possessor.names]
    if names and group is not None:
        named = replace(anchor, cls="state", names=names, of=None, possessor=None, members=[])
        if patient and not agent and len(names) == 1:
            agent = [named]  # "U.S. relations with Chad": two sides
        else:
            patient = [*patient, named]
    frame = s.frame(
        form,
        clause,
        verb,
        "verb+relations" if group else "verb+pronoun",
        sense,
        agent=agent,
        patient=patient,
        mutual=mutual,
        weak=weak,
        since=sense.cls == "maintain",
        paired=s.paired(clause, anchor),
        anchored=verb.passive,
    )
    if group is None:
        frame.carried = True
    if not verb.passive and group is not None and anchor.det in ("its", "their", "his") and not agent:
        frame.agent = []
    return frame


def _intransitive(s: SentenceContext, clause: Clause, verb: VerbGroup, subject: NounGroup) -> Frame | None:
    """ "Relations lapsed in 1997", "Ties with Peking date from 1949", "relations followed that October"."""
    if not s.is_diplomatic(subject):
        return None
    sense = s.sense(verb, "lapse", "commence", "restore", "suspend")
    if sense is None:
        return None
    form = (_OUTCOMES | _COURSES)[sense.cls]
    frame = s.frame(
        form,
        clause,
        verb,
        "relations+verb",
        sense,
        patient=s.counterparts(clause, subject),
        mutual=True,
        paired=s.paired(clause, subject),
        anchored=True,
    )
    if subject.possessor is not None:
        frame.agent = [subject.possessor]
    names = [n for n in subject.names if subject.possessor is None or n not in subject.possessor.names]
    if names:
        named = replace(subject, cls="state", names=names, of=None, possessor=None, members=[])
        if frame.patient and not frame.agent and len(names) == 1:
            frame.agent = [named]
        else:
            frame.patient = [*frame.patient, named]
    return frame


def _without_object(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Indonesia resumed in August": in a text that is about relations."""
    verb, clause = v.verb, v.clause
    sense = s.sense(verb, "restore")
    if sense is None or verb.lemma not in _ALONE or verb.passive or verb.mode != "finite" or not clause.all_dates():
        return None
    if v.objects or not v.agents or not is_partylike(v.agents[0]):
        return None
    return s.frame(
        Form.RESUMPTION, clause, verb, "verb+pronoun", sense, agent=v.agents, mutual=True, weak=True, carried=True
    )


_RUPTURES = frozenset("rupture break breach rift estrangement".split())


def read_healing(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "healed the breach with X", "the rupture was repaired", "ended a rupture of twenty years"."""
    rupture = v.target
    if rupture is None or rupture.head not in _RUPTURES or rupture.words & s.other:
        return None
    sense = s.sense(v.verb, "restore") or (s.sense(v.verb, "end") if v.verb.lemma in _CLOSING else None)
    if sense is None:
        return None
    return s.frame(
        Form.RESUMPTION,
        v.clause,
        v.verb,
        "heal the rupture",
        sense,
        agent=v.agents or ([rupture.possessor] if rupture.possessor is not None else []),
        patient=s.counterparts(v.clause, rupture),
        mutual=True,
        weak=True,
        paired=s.paired(v.clause, rupture),
        anchored=v.verb.passive,
    )


_CLOSING = frozenset({"end", "close", "terminate", "bury", "overcome"})


def read_break(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target = v.clause, v.verb, v.agents, v.target
    if verb.passive or s.behind(verb, 1).strip() in _OTHER_PARTICLES:
        return None
    if any(a.prep == "with" and not is_partylike(a.group) for a in clause.args):
        return None
    partners = [a.group for a in clause.args if a.prep in ("with",) and is_partylike(a.group)]
    sense = s.sense(verb, "breakwith")
    if sense is not None and target is not None and target.start < verb.end + len(sense.rest):
        target = None  # "part company"
    if target is not None and partners and target.start > partners[0].start:
        target = None  # what stands behind "with X" is no object
    if (
        sense is not None
        and target is None
        and (partners or not sense.rest or sense.rest == ("off",))
        and (
            partners
            and verb.lemma in ("break", "part", "rupture", "finish")
            or not partners
            and verb.lemma in ("break", "rupture")
            and not any(
                a.prep in ("in", "into", "out", "for", "from", "through", "up", "down")
                and not a.before
                and a.group.cls == ""
                for a in clause.args
            )
        )
    ):
        return s.frame(
            Form.SEVERED, clause, verb, "break with", sense, agent=agents, patient=partners, weak=not partners
        )
    sense = s.sense(verb, "desert")
    if (
        sense is not None
        and target is not None
        and target.cls == "state"
        and target.names
        and target.names[-1].form != "adjective"
    ):
        return s.frame(Form.SEVERED, clause, verb, "desert", sense, agent=agents, patient=[target], weak=True)
    return None
