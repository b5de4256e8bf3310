"""Recognition granted, obtained and withdrawn: of a state, its independence or its government."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.frames.frame import EXEMPLARS, Frame, SentenceContext, Verbal, Verbs, is_generic, is_partylike
from extractor.events.frames.relations import is_own
from extractor.events.frames.ruptures import preferred
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form

OF_RECOGNITION = Verbs(
    frozenset("recognize derecognize accept exchange grant obtain withdraw withhold forfeit suspend end".split())
)
OF_SWITCH = Verbs(frozenset({"switch", "choose"}))


def read_recognition(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects = v.clause, v.verb, v.agents, v.target, v.objects
    if target is None:
        return _without_object(s, v)
    exemplars = [
        a.group for a in clause.args if not a.before and a.prep in EXEMPLARS and a.group.cls in ("state", "group")
    ]
    accepted = verb.has("accept") and target.cls == "independence" and not _is_granted(clause)
    if verb.has("recognize") or verb.has("derecognize") or accepted:
        form = Form.DERECOGNITION if verb.has("derecognize") or _ceased(clause) else Form.RECOGNITION
        if _as_something_else(s, clause, verb):
            return None
        if target.head in ("each other", "one another") and s.behind(verb, 3).split()[-1] not in ("'s", "’s"):
            return s.frame(form, clause, verb, "recognize", None, agent=agents, mutual=True)
        patient = recognized(target, exemplars)
        if target.cls == "relations":  # "recognized and established relations with X"
            patient = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if target.head in _POSSESSIONS and not target.names:
            patient = _former_possession(clause, target)
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
        (target.cls == "pron" and target.head == "it" or is_own(target))
        and len(v.objects) == 1
        and s.sense(verb, "grant")
        and (verb.lemma in ("grant", "extend", "accord") or is_own(target))
    ):
        return s.frame(Form.RECOGNITION, clause, verb, "grant it", None, agent=agents, carried=True, weak=True)
    group = next((o for o in objects[:3] if o.cls == "recognition"), None)
    if group is None:
        return None
    if verb.has("exchange"):
        return s.frame(Form.RECOGNITION, clause, verb, "exchange recognition", None, agent=agents, mutual=True)
    sense = s.sense(verb, "grant", "obtain", "withdraw", "withhold", "forfeit", "suspend", "end")
    if sense is None:
        return None
    to = [a.group for a in clause.args if a.prep in ("to", "upon", "on") and is_partylike(a.group)]
    dative = [o for o in objects if o is not group and is_partylike(o)]
    if not dative and group.states() and group.possessor is None and not _as_adjective(group):
        dative = [replace(group, cls="state", names=group.states(), of=None)]  # "accorded Estonia recognition"
    of = [group.of] if group.of is not None and is_partylike(group.of) else []
    if group.of is not None and group.of.cls == "independence":
        of = recognized(group.of, exemplars)
    if group.of is not None and not of and group.of.cls == "":
        return None  # "its recognition of two colleges"
    if sense.cls in ("withdraw", "suspend", "end"):
        source = _withdrawn_from(clause, group)
        return s.frame(
            Form.DERECOGNITION,
            clause,
            verb,
            "withdraw recognition",
            sense,
            agent=agents or ([group.possessor] if group.possessor else []),
            patient=of or source,
        )
    owner = [group.possessor] if group.possessor is not None else []
    if not owner and group.states() and _as_adjective(group):
        owner = [replace(group, cls="state", names=group.states(), of=None)]  # "obtained British recognition"
    if sense.cls in ("obtain", "forfeit") and not verb.passive:
        form = Form.RECOGNITION if sense.cls == "obtain" else Form.DERECOGNITION
        source = [a.group for a in clause.args if a.prep in ("from", "by", "of") and is_partylike(a.group)]
        return s.frame(
            form, clause, verb, f"{sense.cls} recognition", sense, agent=source or of or owner, patient=agents
        )
    if sense.cls == "withhold":
        to = [a.group for a in clause.args if a.prep in ("from", "to") and is_partylike(a.group)]
    givers = agents or (owner if of or to else [])
    return s.frame(
        Form.RECOGNITION, clause, verb, f"{sense.cls} recognition", sense, agent=givers, patient=of or to or dative
    )


_POSSESSIONS = frozenset(
    "colony colonies province provinces possession dominion protectorate territory dependency wing half".split()
)


def _former_possession(clause: Clause, group: NounGroup) -> list[NounGroup]:
    """ "its former colony Brazil", "its former colony, Brazil,"; of one not named, whom the text is about."""
    if not group.words & {"former", "lost", "old", "erstwhile", "one-time"} or group.of is not None:
        return []
    beside = [a.group for a in clause.args if not a.prep and not a.before] + clause.appositions
    named = [g for g in beside if g.cls == "state" and 0 <= g.start - group.end <= 1]
    return named[:1] or [replace(group, cls="official", det="the", possessor=None)]


def _is_granted(clause: Clause) -> bool:
    """ "conceded independence to Kenya": by whom it was ruled."""
    return any(a.prep == "to" and is_partylike(a.group) for a in clause.args)


def _as_adjective(group: NounGroup) -> bool:
    """ "British recognition", "U.S. recognition", not "accorded Estonia recognition"."""
    name = group.states()[-1]
    return name.form == "adjective" or name.text.isupper()


def _withdrawn_from(clause: Clause, recognition: NounGroup) -> list[NounGroup]:
    """ "from X", or "to X" right behind the noun; not "withdrew recognition on the eve of a visit to Moscow"."""
    at = next((i for i, a in enumerate(clause.args) if a.group is recognition), -2)
    return [
        a.group
        for i, a in enumerate(clause.args)
        if (a.prep in ("from", "of") or a.prep == "to" and i == at + 1) and not a.before and is_partylike(a.group)
    ]


_STATEHOOD = frozenset(
    (
        "state country nation republic kingdom independent sovereign government authority free power member "
        "successor legal representative ruler president entity"
    ).split()
)


_MEASURES = frozenset("early late far soon long recently well".split())


def _as_something_else(s: SentenceContext, clause: Clause, verb: VerbGroup) -> bool:
    """ "recognized China as a market economy", "Jerusalem as the capital"; "as a state" is recognition."""
    roles = [a.group for a in clause.args if a.prep == "as" and not a.before and a.group.cls != "state"]
    roles = [role for role in roles if role.head not in _MEASURES]  # "as early as 1946"
    return bool(roles) and not any((role.words | {role.head}) & _STATEHOOD for role in roles)


def _ceased(clause: Clause) -> bool:
    """ "ceased to recognize", "stopped recognizing", "no longer recognized"."""
    verb, above = clause.verb, clause.governor
    if verb is not None and "no longer" in verb.adverbs:
        return True
    return isinstance(above, VerbGroup) and above.lemma in ("cease", "stop", "discontinue") and clause.kind != "that"


def _without_object(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Burma recognized on 13 January": in a text that is about who recognized whom."""
    verb, clause = v.verb, v.clause
    if not verb.has("recognize") or verb.passive or verb.mode != "finite" or not clause.all_dates():
        return None
    if not v.agents or not is_partylike(v.agents[0]) or any(not a.before and not a.prep for a in clause.args):
        return None
    return s.frame(Form.RECOGNITION, clause, verb, "recognize", None, agent=v.agents, weak=True)


_ALLEGIANCES = frozenset("recognition relations allegiance".split())


def read_switch(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "switched recognition from A to B", "transferred its allegiance to B", "switched from A to B"; in a text about
    relations also "went over to B", "chose B".
    """
    clause, verb, agents, target = v.clause, v.verb, v.agents, v.target
    sense = s.sense(verb, "switch", "choose")
    if sense is None:
        return None
    switched = next((o for o in v.objects[:3] if o.cls in _ALLEGIANCES), None)
    towards = [a.group for a in clause.args if a.prep == "to" and not a.before and is_partylike(a.group)]
    losers = [a.group for a in clause.args if a.prep == "from" and not a.before and is_partylike(a.group)]
    if switched is not None and sense.cls == "switch":
        if not towards or not s.is_diplomatic(switched):
            return None
        agent = agents or ([switched.possessor] if switched.possessor is not None else [])
        return s.frame(Form.RECOGNITION, clause, verb, "switch recognition", sense, agent=agent, patient=towards)
    if verb.passive or not agents or not is_partylike(agents[0]):
        return None
    if sense.cls == "choose":
        prep = sense.rest[-1] if sense.rest else ""
        towards = [a.group for a in clause.args if a.prep == prep and not a.before]
    elif target is not None and target.head not in _SIDES:
        return None
    towards = [g for g in towards if g.cls == "state" and g.names and g.names[-1].form != "adjective"]
    if not towards or sense.cls == "switch" and not losers and verb.lemma not in _GO_OVER:
        return None
    both = bool(losers) and verb.lemma in ("switch", "transfer", "shift", "swing")
    rule = "switch recognition" if both else "go over"
    return s.frame(Form.RECOGNITION, clause, verb, rule, sense, agent=agents, patient=towards, weak=not both)


_GO_OVER = frozenset("go come cross defect swing veer switch".split())  # without "from X", not "moved to X"
_SIDES = frozenset({"sides", "side", "camps", "horses"})


def read_other_side(s: SentenceContext, frame: Frame) -> list[Frame]:
    """ "switched recognition from A to B" also withdraws it from A, "ditched A for B" also turns to B."""
    clause, verb = frame.clause, frame.clause.verb
    if verb is None:
        return []
    if frame.rule in ("switch recognition", "go over"):
        form, rule = Form.DERECOGNITION, "switch recognition from"
        others = [a.group for a in clause.args if a.prep == "from" and is_partylike(a.group)]
    elif frame.rule == "desert":
        form, rule, others = Form.RECOGNITION, "desert for", preferred(clause)
    else:
        return []
    if not others:
        return []
    return [s.frame(form, clause, verb, rule, None, agent=list(frame.agent), patient=others, weak=frame.weak)]


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
