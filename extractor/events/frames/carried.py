"""Verbs that carry on the event told before: "did so", "followed suit", "as did", "was followed by"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.frames.envoys import has_envoy, hosts, is_envoy_like
from extractor.events.frames.frame import Frame, SentenceContext, Verbal, Verbs, is_partylike
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense

_ANSWERS = frozenset(
    "answer reply respond retaliate act arrive hit reciprocate copy imitate emulate echo".split()
)  # alone, without a date, they tell of words
_ACTS = frozenset("recognize start suspend end breakwith restore join".split())
_UPON = frozenset({"to", "with", "by"})
_FOLLOWED = frozenset({"follow", "copy", "imitate", "emulate", "echo"})
RECEIVED = "received"  # the rule of "Ecuador obtained as much": the other side acted
TURNS = ("turn", "added")  # the rules that leave open which side X is on
WENT = "went"  # the rule of "Kenya went in March": in a text about ruptures only

OF_CARRIED = Verbs(frozenset({"act", "await"}), frozenset({"do", "have", "go", "come"}))


def read_carried(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, following = v.clause, v.verb, v.agents, v.target, v.following
    sense = s.sense(verb, "act", "await")
    if (
        sense is not None
        and (verb.lemma == "be" or sense.cls == "await")
        and any(
            c.kind == "inf" and c.parent is clause and c.verb is not None and not _carries(c.verb) for c in following
        )
    ):
        return None  # "was the first to recognize X": that verb has a frame of its own
    if verb.lemma == "go" and sense is not None and any(c.kind == "ing" and _names_act(c) for c in following):
        return None  # "went first, recognizing X": that verb has a frame of its own
    if verb.lemma == "take" and sense is not None and sense.cls == "await":
        return None  # "took until 1990" tells of nothing without an infinitive
    envoy = _envoy_in_turn(v, sense)
    if envoy is not None:
        return s.frame(
            None, clause, verb, "the same to an envoy", sense,
            agent=hosts(clause, envoy), patient=[envoy], envoy=envoy, carried=True, weak=True,
        )  # fmt: skip
    if _so_did(s, v) and target is not None and target.cls in ("state", "official", "group"):
        return s.frame(None, clause, verb, "carried on", None, agent=[target], carried=True, weak=True)
    if clause.kind == "as":
        return (
            s.frame(None, clause, verb, "as did", None, agent=[target], carried=True, weak=True)
            if target is not None and is_partylike(target)
            else None
        )
    if sense is not None and verb.passive and verb.lemma in _FOLLOWED and agents:
        if clause.parent is not None and leads(clause, clause.parent):
            return None
        return s.frame(None, clause, verb, "followed by", sense, agent=agents, carried=True, weak=True)
    if sense is not None and verb.passive and verb.lemma == "add" and target is not None and is_partylike(target):
        return s.frame(None, clause, verb, "added", sense, agent=[target], carried=True, weak=True)
    inverted = clause.subject is None and verb.lemma == "come" and target is not None and is_partylike(target)
    if inverted and verb.mode == "finite" and clause.all_dates():  # "In 1973 came Denmark and Ireland"
        return s.frame(None, clause, verb, "carried on", None, agent=[target], carried=True, weak=True)
    if sense is None and _went(v):
        rule = WENT if verb.lemma == "go" else "carried on"
        return s.frame(None, clause, verb, rule, None, agent=agents, carried=True, weak=True)
    if sense is None or verb.passive or clause.kind == "inf" and not _carries(verb):
        return None
    if sense.cls == "act" and sense.rest in _AS_MUCH and verb.lemma in _RECEIVING:
        named = bool(agents) and is_partylike(agents[0])
        return s.frame(None, clause, verb, RECEIVED, sense, agent=agents, carried=True, weak=True) if named else None
    if verb.lemma == "be" and not _only_ranks(v):
        return None
    if verb.lemma == "move" and not sense.rest and (target is not None or any(not a.before for a in clause.args)):
        return None  # "moved troops", "moved to the left"; "India moved on 30 December"
    if sense.cls == "await" and (
        not any(d.relation == "until" for d in clause.all_dates())
        or any(a.group.cls in ("membership", "recognition", "establishment", "resumption") for a in clause.args)
    ):
        return None
    if target is not None and target.start < verb.end + len(sense.rest):
        target = None
    if target is not None and not verb.passive and "," in s.lows[verb.end - s.offset : target.start - s.offset]:
        target = None  # "followed in 1962, the former under protest"
    if (
        sense.cls == "act"
        and not sense.rest
        and (target is not None and target.cls != "" or verb.lemma in _ANSWERS and not clause.all_dates())
    ):
        return None
    if sense.rest and clause.subject is None and verb.mode == "finite" and clause.kind in ("main", "coord"):
        return s.frame(None, clause, verb, "carried on", sense, carried=True, weak=True)  # "…; does so again in 2018"
    if not agents or not is_partylike(agents[0]):
        return None
    if (
        sense.cls == "act"
        and not sense.rest
        and verb.lemma != "follow"
        and not (agents[0].states() or agents[0].members)
    ):
        return None
    envoy = next(
        (a.group for a in clause.args if a.prep in _UPON and not a.before and is_envoy_like(a.group)), None
    ) or next((a.group for a in clause.args if a.prep == "to" and not a.before and a.group.proper), None)
    if envoy is not None:  # "did the same to its Libyan ambassador"
        return s.frame(
            None, clause, verb, "the same to an envoy", sense, agent=agents, patient=[envoy], envoy=envoy, weak=True
        )
    to = "to" if verb.lemma == "do" and "same" in sense.rest else "with"  # "did so with Chad", "did the same to Chad"
    partners = [a.group for a in clause.args if a.prep in ("with", to) and is_partylike(a.group)]
    frame = s.frame(None, clause, verb, "carried on", sense, agent=agents, patient=partners, carried=True, weak=True)
    frame.needs_date = sense.rest in _DATELESS
    return frame


_DATELESS = (
    *(("the", noun) for noun in ("way", "lead", "plunge", "trail")),
    ("there",),
)  # "led the way", "had got there long before" tell nothing of their own without a date


def _envoy_in_turn(v: Verbal, sense: VerbSense | None) -> NounGroup | None:
    """ "Peru's ambassador suffered the same fate", "the Italian envoy was followed by the Spanish": expelled, too."""
    if sense is None or sense.cls != "act" or v.clause.subject is None:
        return None
    subject, target = v.clause.subject, v.agents[0] if v.agents else None
    if not v.verb.passive:
        return subject if has_envoy(subject) and subject.states() else None
    if v.verb.lemma not in _FOLLOWED or target is None or not target.states():
        return None
    if has_envoy(target):
        return target
    adjective = all(name.form == "adjective" for name in target.states())
    spoken_of = has_envoy(subject) or subject.cls == "pron" and subject.head in ("he", "she")
    return replace(target, cls="envoy") if adjective and spoken_of else None


def leads(aside: Clause, clause: Clause) -> bool:
    """ "Kuwait, followed by Qatar, recognized …": those who followed stand before the verb that they share."""
    verb, main = aside.verb, clause.verb
    return (
        aside.kind == "part"
        and aside.parent is clause
        and verb is not None
        and verb.lemma == "follow"
        and verb.passive
        and main is not None
        and main.start > verb.start
    )


_AS_MUCH = (("the", "same"), ("as", "much"))
_RECEIVING = frozenset({"obtain", "receive", "get", "gain", "secure", "win"})


def _so_did(s: SentenceContext, v: Verbal) -> bool:
    """ "and so did Uruguay", "so too had Chad": the subject behind its verb."""
    k = v.verb.start - s.offset
    before = s.lows[max(k - 2, 0) : k]
    subject = v.clause.subject
    inverted = subject is None or v.clause.inherited or subject.cls == "hours"
    at_once = "so" in before[-1:] or before == ["so", "too"]
    return v.verb.lemma in ("do", "have") and inverted and (at_once or _so_when(s.lows[max(k - _WHEN, 0) : k]))


def _only_ranks(v: Verbal) -> bool:
    """ "Panama was next, in 1974", "was the last to do so", not "was the next virtuoso", "is the last outside"."""
    if v.target is not None and not v.target.words <= _RANKS:
        return False
    dated = any(date.relation != "since" for date in v.clause.all_dates())
    return dated or any(c.kind == "inf" and c.parent is v.clause for c in v.following)


_WHEN = 8  # tokens of ", a few days later," between "so" and "did"


def _so_when(before: Sequence[str]) -> bool:
    """ "and so, some hours later, did …": what stands between two commas tells when."""
    if list(before[-1:]) != [","] or "so" not in before:
        return False
    aside = list(before[before.index("so") + 1 :])
    return aside[:1] == [","] and aside.count(",") == 2 and bool(_LATER & set(aside))


_LATER = frozenset("later after afterwards on in then same next soon".split())
_RANKS = frozenset({"first", "next", "last", "the", "second", "third"})


def _names_act(clause: Clause) -> bool:
    return clause.verb is not None and bool(clause.verb.classes & _ACTS)


def _carries(verb: VerbGroup) -> bool:
    """ "the next to do so", "the last to go", not "the first to go over to Peking"."""
    waits = verb.lemma == "wait" or verb.lemma == "bide" and verb.has("await")
    return waits or verb.lemma in ("do", "follow") or verb.lemma == "go" and not verb.has("switch")


def _went(v: Verbal) -> bool:
    """ "Kenya went in March", "Norway came a week later", "next to go was Mali": a named party, and nowhere."""
    if (
        v.verb.lemma not in ("go", "come")
        or v.verb.has("switch")
        or v.verb.passive
        or not v.agents
        or not all(p.cls == "state" for p in v.agents[0].parts)
        or any(c.kind == "ing" and c.parent is v.clause for c in v.following)  # "went on recognizing"
    ):
        return False
    told = v.clause.kind == "inf" and v.agents[0] is not v.clause.subject or bool(v.clause.all_dates())
    return told and v.clause.kind != "as" and v.verb.mode != "ing" and all(a.before for a in v.clause.args)
