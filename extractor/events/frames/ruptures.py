"""Ruptures without the word "relations": "broke with X", "dropped Taipei"; and their end: "was back"."""

from __future__ import annotations

from extractor.events.clause import Clause
from extractor.events.frames.frame import (
    Frame,
    SentenceContext,
    Verbal,
    Verbs,
    is_partylike,
)
from extractor.events.frames.relations import OTHER_PARTICLES, is_mutual, named
from extractor.events.groups import NounGroup
from extractor.schema import Form

_RUPTURES = frozenset("rupture break breach rift estrangement".split())
_CLOSING = frozenset({"end", "close", "terminate", "bury", "overcome", "bring", "put"})
_BACKED = ("back", "on")  # "turned its back on X"
_LEAVE = frozenset({"leave", "forsake", "trade", "swap", "exchange"})  # "left Taiwan" alone is no rupture
_PREFERENCES = frozenset({"for", "in favour of", "in favor of", "in exchange for", "in return for"})
_FOLDS = frozenset("fold camp embrace column".split())

OF_HEALING = Verbs(frozenset({"restore", "end"}))
OF_BREAK = Verbs(frozenset({"breakwith"}))
OF_DESERTION = Verbs(frozenset({"desert"}))
OF_RETURN = Verbs(frozenset({"return"}))


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


def read_break(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target = v.clause, v.verb, v.agents, v.target
    if verb.passive or s.behind(verb, 1).strip() in OTHER_PARTICLES:
        return None
    mutual = is_mutual(clause)
    if any(a.prep == "with" and not is_partylike(a.group) for a in clause.args) and not mutual:
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
        and (
            partners or mutual or not sense.rest or sense.rest == ("off",) or verb.lemma == "part" and _are_two(agents)
        )
        and (
            partners
            and verb.lemma in ("break", "part", "rupture", "finish")
            or not partners
            and verb.lemma in ("break", "rupture", "part")
            and not any(
                a.prep in ("in", "into", "out", "for", "from", "through", "up", "down")
                and not a.before
                and a.group.cls == ""
                for a in clause.args
            )
        )
    ):
        if not partners and _are_two(agents) and (mutual or verb.lemma == "part"):
            one, other = agents[0].parts
            return s.frame(
                Form.SEVERED,
                clause,
                verb,
                "break with",
                sense,
                agent=[one],
                patient=[other],
                mutual=True,
                weak=not mutual,
            )
        return s.frame(
            Form.SEVERED, clause, verb, "break with", sense, agent=agents, patient=partners, weak=not partners
        )
    return None


def _are_two(groups: list[NounGroup]) -> bool:
    return len(groups) == 1 and len(groups[0].parts) == 2


def read_desertion(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "dropped Taipei", "turned its back on Chile"; outright where it says for whom: "left Taiwan for Beijing"."""
    clause, verb = v.clause, v.verb
    sense = s.sense(verb, "desert")
    if sense is None or verb.passive:
        return None
    left = v.target
    if sense.rest[-2:] == _BACKED:
        left = next((a.group for a in clause.args if a.prep == "on" and not a.before), None)
    if left is None or left.cls != "state" or not left.names or left.names[-1].form == "adjective":
        return None
    chosen = preferred(clause)
    if verb.lemma in _LEAVE and not chosen:
        return None
    return s.frame(Form.SEVERED, clause, verb, "desert", sense, agent=v.agents, patient=[left], weak=not chosen)


def preferred(clause: Clause) -> list[NounGroup]:
    """Who took the place of the one deserted: "ditched Taipei for Beijing"."""
    return [
        a.group
        for a in clause.args
        if a.prep in _PREFERENCES
        and not a.before
        and a.group.cls == "state"
        and a.group.names
        and a.group.names[-1].form != "adjective"
    ]


def read_return(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Venezuela returned in December", "was back", "came back into the fold": relations resumed, where the text
    told of their rupture.
    """
    clause, verb = v.clause, v.verb
    sense = s.sense(verb, "return")
    if sense is None or verb.mode == "part":
        return None
    fold = next((a.group for a in clause.args if a.group.head in _FOLDS and not a.before), None)
    if fold is None and any(a.prep in ("", "to", "into", "from", "on") and not a.before for a in clause.args):
        return None  # "returned to Geneva"
    agents = v.objects[:1] if sense.gap or verb.passive else v.agents
    if not agents or not is_partylike(agents[0]):
        return None
    return s.frame(
        Form.RESUMPTION,
        clause,
        verb,
        "return",
        sense,
        agent=agents,
        patient=named(fold) if fold is not None else [],
        mutual=True,
        weak=True,
        carried=True,
        needs_date=True,
    )
