"""Heads of mission expelled: by one verb, or by words that expel only together ("was given 48 hours")."""

from __future__ import annotations

from extractor.events.clauses import Clause
from extractor.events.frames.frame import Frame, SentenceContext, Verbal, is_partylike
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form


def read_envoy(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects, following = v.clause, v.verb, v.agents, v.target, v.objects, v.following
    if target is None:
        return None
    if target.cls == "png" and verb.lemma == "be":
        return _declared_to_be(s, clause, verb)
    sense = s.sense(verb, "expel")
    rule = "expel"
    if sense is None:
        rule = _expelling(s, clause, verb, target, objects, following)
        if not rule:
            return None
    envoy = next((o for o in objects[:2] if has_envoy(o)), None)
    if envoy is None:
        envoy = next((a for a in clause.appositions if has_envoy(a)), None)
    weak = envoy is None or envoy.cls != "envoy" and not envoy.members
    if envoy is None:
        if not (target.proper or target.cls in ("pron", "minister")):
            return None
        envoy = target
    if not agents and rule in ("order to leave", "give hours"):  # "… was given 24 hours to leave Yugoslavia"
        agents = [
            a.group for c in following[:2] if c.kind == "inf" for a in c.args if not a.prep and a.group.cls == "state"
        ][:1]
    if verb.passive and not agents:
        origin = [a.group for a in clause.args if a.prep in ("from", "in") and is_partylike(a.group)]
        agents = origin
    return s.frame(Form.EXPELLED, clause, verb, rule, sense, agent=agents, patient=[envoy], envoy=envoy, weak=weak)


def _declared_to_be(s: SentenceContext, clause: Clause, verb: VerbGroup) -> Frame | None:
    """ "declared the Danish minister to be persona non grata": the clause that is declared names the envoy."""
    above, envoy = clause.parent, clause.subject
    if above is None or above.verb is None or not above.verb.has("declare") or envoy is None or not has_envoy(envoy):
        return None
    agents = [a.group for a in above.args if a.prep == "by"]
    if above.subject is not None and not above.verb.passive:
        agents = [above.subject]
    return s.frame(
        Form.EXPELLED, clause, verb, "declare persona non grata", None, agent=agents, patient=[envoy], envoy=envoy
    )


def _expelling(
    s: SentenceContext,
    clause: Clause,
    verb: VerbGroup,
    target: NounGroup,
    objects: list[NounGroup],
    following: list[Clause],
) -> str:
    """Verbs that expel only together with what follows: to leave, persona non grata, passports, the door, 48
    hours.
    """
    behind = s.behind(verb, 30)
    if verb.has("declare") and any(
        w in behind
        for w in (
            " persona ",
            " personae ",
            " personas ",
            " unwelcome ",
            " longer welcome ",
            " non grata ",
            " undesirable ",
        )
    ):
        return "declare persona non grata"
    if verb.has("hand") and (
        " passports" in behind
        or " passport " in behind
        or " marching orders " in behind
        or " walking papers " in behind
    ):
        return "hand passports"
    if verb.has("show") and " the door " in behind:
        return "show the door"
    if verb.has("order"):
        leave = any(
            f" to {w} " in behind
            for w in (
                "leave",
                "go",
                "depart",
                "quit",
                "get out",
                "be gone",
                "pack",
                "clear out",
                "withdraw",
                "return home",
            )
        )
        out = " out " in behind[:60] and verb.lemma in ("order",)
        if leave or out:
            return "order to leave"
        if (
            verb.lemma in ("give", "allow", "grant")
            and any(w in behind for w in (" hours ", " days ", " a week ", " hours' ", " weeks "))
            and " to " not in behind.split(".")[0]
        ):
            return "give hours"
    return ""


def has_envoy(group: NounGroup) -> bool:
    if group.members:
        return any(m.cls in ("envoy", "minister") for m in group.members)
    return (
        group.cls == "envoy"
        or group.cls == "minister"
        and bool(group.names or group.possessor or group.det in ("its", "their", "his", "her"))
    )
