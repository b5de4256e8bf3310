"""Recognition granted, obtained and withdrawn: of a state, its independence or its government."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.events.frames.frame import EXEMPLARS, Frame, SentenceContext, Verbal, is_generic, is_partylike
from extractor.events.groups import NounGroup
from extractor.schema import Form


def read_recognition(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects = v.clause, v.verb, v.agents, v.target, v.objects
    if target is None:
        return _without_object(s, v)
    exemplars = [
        a.group for a in clause.args if not a.before and a.prep in EXEMPLARS and a.group.cls in ("state", "group")
    ]
    if verb.has("recognize") or verb.has("derecognize"):
        form = Form.DERECOGNITION if verb.has("derecognize") else Form.RECOGNITION
        patient = recognized(target, exemplars)
        if target.cls == "relations":  # "recognized and established relations with X"
            patient = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if target.cls == "official" and not target.names:  # "the interim authority in Afghanistan"
            patient = [
                a.group
                for a in clause.args
                if a.prep == "in" and a.group.cls == "state" and a.group.start > target.start
            ][:1] or patient
        if not patient:
            return None
        return s.frame(form, clause, verb, "recognize", None, agent=agents, patient=patient, weak=target.cls == "pron")
    if (
        target.cls == "pron"
        and target.head == "it"
        and s.sense(verb, "grant")
        and verb.lemma in ("grant", "extend", "accord")
    ):
        return s.frame(Form.RECOGNITION, clause, verb, "grant it", None, agent=agents, carried=True, weak=True)
    group = next((o for o in objects[:3] if o.cls == "recognition"), None)
    if group is None:
        return None
    if verb.has("switch"):
        towards = [a.group for a in clause.args if a.prep == "to" and is_partylike(a.group)]
        return (
            s.frame(Form.RECOGNITION, clause, verb, "switch recognition", None, agent=agents, patient=towards)
            if towards
            else None
        )
    sense = s.sense(verb, "grant", "obtain", "withdraw")
    if sense is None:
        return None
    to = [a.group for a in clause.args if a.prep in ("to", "upon", "on") and is_partylike(a.group)]
    dative = [o for o in objects if o is not group and is_partylike(o)]
    of = [group.of] if group.of is not None and is_partylike(group.of) else []
    if group.of is not None and group.of.cls == "independence":
        of = recognized(group.of, exemplars)
    if sense.cls == "withdraw":
        source = [
            a.group for a in clause.args if a.prep in ("from", "to", "of") and not a.before and is_partylike(a.group)
        ]
        return s.frame(
            Form.DERECOGNITION,
            clause,
            verb,
            "withdraw recognition",
            sense,
            agent=agents or ([group.possessor] if group.possessor else []),
            patient=of or source,
        )
    if sense.cls == "obtain" and not verb.passive:
        source = [a.group for a in clause.args if a.prep in ("from", "by", "of")]
        return s.frame(Form.RECOGNITION, clause, verb, "obtain recognition", sense, agent=source or of, patient=agents)
    return s.frame(Form.RECOGNITION, clause, verb, "grant recognition", sense, agent=agents, patient=of or to or dative)


def _without_object(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Burma recognized on 13 January": in a text that is about who recognized whom."""
    verb, clause = v.verb, v.clause
    if not verb.has("recognize") or verb.passive or verb.mode != "finite" or not clause.all_dates():
        return None
    if not v.agents or not is_partylike(v.agents[0]) or any(not a.before and not a.prep for a in clause.args):
        return None
    return s.frame(Form.RECOGNITION, clause, verb, "recognize", None, agent=v.agents, weak=True)


def read_switched_from(s: SentenceContext, switch: Frame) -> list[Frame]:
    """ "switched recognition from A to B" also withdraws it from A."""
    clause, verb = switch.clause, switch.clause.verb
    losers = [a.group for a in clause.args if a.prep == "from" and is_partylike(a.group)]
    if switch.rule != "switch recognition" or verb is None or not losers:
        return []
    return [
        s.frame(
            Form.DERECOGNITION, clause, verb, "switch recognition from", None, agent=list(switch.agent), patient=losers
        )
    ]


def recognized(group: NounGroup, exemplars: Sequence[NounGroup] = ()) -> list[NounGroup]:
    """The state that "recognized X", "X's independence", "the government of X" is about; nothing for claims
    and borders.
    """
    if group.members:
        return [group] if any(recognized(m, exemplars) for m in group.members) else []
    if not group.names and (group.cls == "" and (group.of is None or is_generic(group.of)) or is_generic(group)):
        return list(exemplars)  # "several new states, such as X"
    if group.cls in ("state", "group"):
        if group.cls == "state" and group.names and group.names[-1].form == "adjective":
            return []
        return [group]
    if group.cls == "official":
        return (
            [group] if group.names or group.det or group.head in ("government", "regime", "republic", "junta") else []
        )
    if group.cls == "independence":
        if group.head == "sovereignty" and group.of is None:
            return []
        inner = group.of if group.of is not None and is_partylike(group.of) else None
        if inner is not None:
            return [inner]
        if group.possessor is not None:
            return [group.possessor]
        if group.states():
            return [replace(group, cls="state")]
        if group.det in ("its", "their"):
            return [replace(group, cls="pron", head=group.det)]
        return []
    if group.cls == "pron" and group.head in ("it", "them", "both", "neither", "him", "each", "one"):
        return [group]
    if group.cls == "" and group.of is not None and group.of.cls == "independence":
        return recognized(group.of, exemplars)
    return []
