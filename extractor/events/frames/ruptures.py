"""Ruptures without the word "relations": "broke with X", "dropped Taipei"; and their end: "was back"."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause
from extractor.events.frames.frame import (
    Frame,
    SentenceContext,
    Verbal,
    Verbs,
    is_partylike,
)
from extractor.events.frames.relations import OTHER_PARTICLES, is_mutual, named
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense
from extractor.schema import Form

_RUPTURES = frozenset("rupture break breach rift estrangement interruption hiatus".split())
_QUARRELS = frozenset({"quarrel", "dispute"})  # that had broken relations, where the text has just told so
_SPANS = frozenset("years year decades decade months weeks".split())  # "Twelve years of estrangement"
_CLOSING = frozenset({"end", "close", "terminate", "bury", "overcome", "bring", "put", "draw"})
_LASTING = frozenset("last endure continue persist remain go be".split())  # "lasted until 1966"
_BACKED = ("back", "on")  # "turned its back on X"
_LEAVE = frozenset({"leave", "forsake", "trade", "swap", "exchange"})  # "left Taiwan" alone is no rupture
_JILT = frozenset({"ditch", "desert", "forsake", "jilt", "disown", "dump"})
_DROP = _JILT | {"drop", "abandon"}
_PREFERENCES = frozenset({"for", "in favour of", "in favor of", "in exchange for", "in return for"})
_MAKING_PEACE = frozenset({"make", "reconcile"})
_FOLDS = frozenset("fold camp embrace column".split())

HEALED = "heal the rupture"
OF_HEALING = Verbs(frozenset({"restore", "end", "lapse"}), _LASTING)
OF_BREAK = Verbs(frozenset({"breakwith"}))
OF_DESERTION = Verbs(frozenset({"desert"}))
OF_RETURN = Verbs(frozenset({"return"}))


def read_healing(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "healed the breach with X", "the rupture was repaired", "ended a rupture of twenty years"; also "the rupture
    ended in 1966", "twelve years of estrangement ended", "a break that lasted until 1966".
    """
    verb, clause = v.verb, v.clause
    rupture = _rupture_in(_object(s, v))
    sense = s.sense(verb, "restore") or (s.sense(verb, "end") if verb.lemma in _CLOSING else None)
    if rupture is None and clause.kind == "part" and clause.inherited and sense is not None:
        rupture = _rupture_of(clause)  # "a rupture with X in 1962, repaired in 1964"
    if rupture is None and not verb.passive:
        rupture, sense = _rupture_in(clause.subject), s.sense(verb, "lapse")
        if (rupture is None or sense is None) and verb.lemma in _LASTING and _until(clause):
            rupture, sense = rupture or _rupture_of(clause), VerbSense(verb.lemma, "lapse")
    if rupture is None or sense is None or rupture.words & s.other or rupture.cls == "relations":
        return None
    if is_in_a_thing(rupture, clause.args):
        return None
    if rupture.head in _QUARRELS and not (verb.passive and sense.cls == "restore"):
        return None
    acting = [g for g in v.agents if is_partylike(g)] if rupture is not clause.subject else []
    return s.frame(
        Form.RESUMPTION,
        clause,
        verb,
        HEALED,
        sense,
        agent=acting or ([rupture.possessor] if rupture.possessor is not None else []),
        patient=s.counterparts(clause, rupture),
        mutual=True,
        weak=True,
        paired=s.paired(clause, rupture),
        anchored=verb.passive,
        needs_date=True,
    )


def _object(s: SentenceContext, v: Verbal) -> NounGroup | None:
    """What the verb is done to: its object, or what its idiom names last ("put an end to the breach")."""
    sense = s.sense(v.verb, "end", "restore")
    idiom = v.verb.end + len(sense.rest) if sense is not None else v.verb.end
    if v.target is None or v.target.start >= idiom or v.verb.passive or sense is None or not sense.rest:
        return v.target
    return next((a.group for a in v.clause.args if a.group.start >= idiom and a.prep == sense.rest[-1]), None)


def is_in_a_thing(rupture: NounGroup, behind: list[Argument]) -> bool:
    """ "the break in the pipeline between A and B"; "a breach in relations" is one."""
    return any(a.prep == "in" and a.group.cls == "" and a.group.start == rupture.end + 1 for a in behind)


def _rupture_in(group: NounGroup | None) -> NounGroup | None:
    if group is None:
        return None
    if group.head in _SPANS and group.of is not None and group.of.head in _RUPTURES:
        return group.of
    return group if group.head in _RUPTURES or group.head in _QUARRELS else None


def _rupture_of(clause: Clause) -> NounGroup | None:
    """What "that lasted until 1966" is about: a rupture told of before it, where another noun stands nearer."""
    if clause.kind not in ("rel", "part") or clause.parent is None or clause.verb is None:
        return None
    told = [a.group for a in reversed(clause.parent.args) if a.group.end <= clause.verb.start]
    told += [clause.parent.subject] if clause.parent.subject is not None else []
    return next((group for group in told if group.head in _RUPTURES), None)


def _reconciled_with(behind: list[Argument], verb: VerbGroup) -> list[NounGroup]:
    """ "made it up with Chad", "was reconciled with it"."""
    if verb.lemma not in _MAKING_PEACE:
        return []
    return [a.group for a in behind if a.prep == "with" and is_partylike(a.group)][:1]


def _until(clause: Clause) -> bool:
    return any(date.relation == "until" for date in clause.all_dates())


def _partners(clause: Clause) -> list[NounGroup]:
    """Whom it broke with; not the one named last in "broke with Egypt after the treaty with Israel"."""
    found: list[NounGroup] = []
    for before, a in zip([None, *clause.args], clause.args, strict=False):
        of_a_noun = before is not None and before.prep not in ("", "with") and before.group.end == a.group.start - 1
        if a.prep == "with" and is_partylike(a.group) and not (found and of_a_noun):
            found.append(a.group)
    return found


def read_break(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target = v.clause, v.verb, v.agents, v.target
    if verb.passive:
        return _broken_with(s, v)
    if s.behind(verb, 1).strip() in OTHER_PARTICLES:
        return None
    mutual = is_mutual(clause)
    if any(a.prep == "with" and not is_partylike(a.group) for a in clause.args) and not mutual:
        return None
    partners = _partners(clause)
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
            and verb.lemma in ("break", "part", "rupture", "finish", "sever")
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


def _broken_with(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Israel was broken with by Zaire"."""
    sense = s.sense(v.verb, "breakwith")
    if sense is None or v.target is None or v.target.cls != "state":
        return None
    if not s.behind(v.verb, 2).startswith((" with by ", " with in ", " with on ", " off with ")):
        return None
    return s.frame(Form.SEVERED, v.clause, v.verb, "break with", sense, agent=v.agents, patient=[v.target])


def _are_two(groups: list[NounGroup]) -> bool:
    return len(groups) == 1 and len(groups[0].parts) == 2


def read_desertion(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "dropped Taipei", "turned its back on Chile"; outright where it says for whom: "left Taiwan for Beijing"."""
    clause, verb = v.clause, v.verb
    sense = s.sense(verb, "desert")
    if sense is None:
        return None
    left = v.target
    if verb.passive:  # "Britain was dropped in December 1965", in a text about one state
        alone = left is not None and _is_state(left) and verb.lemma in _DROP and bool(clause.all_dates())
        return (
            s.frame(Form.SEVERED, clause, verb, "desert", sense, agent=v.agents, patient=v.objects[:1], weak=True)
            if alone
            else None
        )
    if sense.rest[-2:] == _BACKED:
        left = next((a.group for a in clause.args if a.prep == "on" and not a.before), None)
    if left is None or not (_is_state(left) or left.head == "it" and verb.lemma in _JILT and clause.all_dates()):
        return None
    chosen = preferred(clause)
    if verb.lemma in _LEAVE and not chosen:
        return None
    return s.frame(Form.SEVERED, clause, verb, "desert", sense, agent=v.agents, patient=[left], weak=not chosen)


def _is_state(group: NounGroup) -> bool:
    """ "Taipei", "the Taiwanese", not "Taiwanese goods"."""
    if group.cls != "state" or not group.names:
        return False
    return group.names[-1].form != "adjective" or group.det == "the" and group.end == group.names[-1].end


def preferred(clause: Clause) -> list[NounGroup]:
    """Who took the place of the one deserted: "ditched Taipei for Beijing"."""
    return [
        a.group
        for a in clause.args
        if a.prep in _PREFERENCES
        and not a.before
        and (
            a.group.cls == "state"
            and a.group.names
            and a.group.names[-1].form != "adjective"
            or a.group.cls == "pron"
            and a.group.head == "it"
        )
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
    idiom = verb.end + len(sense.rest)  # "made it up"
    behind = [a for a in clause.args if not a.before and a.group.start >= idiom]
    if fold is None and any(a.prep in ("", "to", "into", "from", "on") for a in behind):
        return None  # "returned to Geneva"
    if any(a.group.cls == "seat" for a in behind):
        return None  # "was back in its seat"
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
        patient=named(fold) if fold is not None else _reconciled_with(behind, verb),
        mutual=True,
        weak=True,
        carried=True,
        needs_date=True,
    )
