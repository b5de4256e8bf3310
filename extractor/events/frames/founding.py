"""Founding members: "founded OPEC", "signed the Charter", "The founders – Iran, Iraq … – met at Baghdad"."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause
from extractor.events.frames.frame import Frame, is_organization, is_partylike
from extractor.events.frames.members import (
    COMPANIONS,
    Membership,
    is_founding,
    is_full,
    is_newest,
    organizations_of,
    who,
)
from extractor.events.groups import NounGroup
from extractor.schema import Form

FOUNDED = "found"  # without agents: it only says when
AMONG_THEM = "among them"  # the rules that name those of whom the text has just told, not by name, that they joined
THEY_WERE = "the members were"
_SIGNING = frozenset({"sign", "initial", "conclude"})
_PACTS = frozenset("pact treaty entente alliance accord agreement plan".split())


def members_were(m: Membership) -> Frame | None:
    """ "Its founding members were China and Russia", "The latest newcomer was Somalia"."""
    subject, verb = m.v.clause.subject, m.v.verb
    if verb.lemma not in ("be", "include", "comprise") or verb.passive or subject is None or subject.cls != "member":
        return None
    if not (is_founding(subject) or is_newest(subject)) or not is_full(subject):
        return None
    named = [o for o in m.v.objects if is_partylike(o) and (o.names or o.members)]
    if not named:
        return None
    founding = is_founding(subject)
    orgs = organizations_of(subject)
    return m.frame(THEY_WERE, named, orgs, needs_date=not founding, weak=True, founding=founding)


def among_them(m: Membership) -> Frame | None:
    """ "Iraq was one of them, and so was Iran", "Mali was among them", "they were Chad and Togo"."""
    subject, verb, objects = m.v.clause.subject, m.v.verb, m.v.objects
    if verb.lemma != "be" or verb.passive or subject is None:
        return None
    if not m.v.clause.inherited:
        one = bool(objects) and objects[0].head == "one"
        if any(
            (a.prep == "among" or a.prep == "of" and one) and a.group.head in _THEM for a in m.v.clause.args
        ) and is_partylike(subject):
            return m.frame(AMONG_THEM, [subject], [], weak=True, needs_date=True)
    named = next((o for o in objects if o.cls == "state"), None)
    behind = verb.start - m.s.offset
    so = m.v.clause.inherited and "so" in m.s.lows[max(behind - _ASIDE, 0) : behind]
    they = subject.cls == "pron" and subject.head in ("they", "these", "those") and named is not None and named.members
    if named is None or not (so or they):
        return None
    return m.frame(AMONG_THEM, [named], [], weak=True, needs_date=True)


_THEM = frozenset({"them", "these", "those"})
_ASIDE = 6  # tokens between "and so" and its verb


def founders_act(m: Membership) -> Frame | None:
    """ "The founders – Iran, Iraq and Kuwait – met at Baghdad in 1960"."""
    subject = m.v.clause.subject
    if subject is None or subject.cls != "member" or not is_founding(subject) or m.v.verb.lemma == "be":
        return None
    named = who(m, subject)
    orgs = organizations_of(subject)
    return m.frame("founders", named, orgs, needs_date=True, founding=True) if named else None


def with_founders(m: Membership) -> Frame | None:
    """ "was set up with India and Thailand as its founding members", "signed by six founders: Egypt, Iraq …"."""
    clause = m.v.clause
    for argument in clause.args:
        group = argument.group
        begins = m.s.sense(m.v.verb, "found", "arise") is not None and not group.words & {"new", "other"}
        if group.cls != "member" or not (is_founding(group) or begins and argument.prep == "as"):
            continue
        named = who(m, group)
        if not named and argument.prep == "as":
            named = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if not named and is_founding(group) and _acts_as(m, argument):
            named = m.v.agents
        if not named and argument.prep == "among":
            named = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if named:
            subject = [clause.subject] if clause.subject is not None and is_organization(clause.subject) else []
            orgs = organizations_of(group) or subject or m.bodies
            return m.frame("founders", named, orgs, needs_date=True, founding=True)
    return None


_SIGNED = frozenset("sign initial ratify accept attend join".split())


def _acts_as(m: Membership, argument: Argument) -> bool:
    """ "signed the treaty as a founder member of NATO", "… as one of the twelve founders": is it the subject?"""
    if m.v.verb.lemma not in _SIGNED or m.v.verb.passive or not m.v.agents or argument.before:
        return False
    one = any(a.prep == "as" and a.group.head == "one" and a.group.end < argument.group.start for a in m.v.clause.args)
    return is_partylike(m.v.agents[0]) and (argument.prep == "as" or argument.prep == "of" and one)


def founded(m: Membership) -> Frame | None:
    """ "founded OPEC", "was set up with Kenya and Uganda", "signed the Charter of the OAU"."""
    verb, clause = m.v.verb, m.v.clause
    if m.s.sense(verb, "arise") is not None and clause.subject is not None and clause.subject.cls == "org":
        quartet = next((a.group.of for a in clause.args if a.prep == "as" and a.group.of is not None), None)
        founders = [quartet] if quartet is not None and is_partylike(quartet) else []
        return m.frame(FOUNDED, founders, [clause.subject])  # "began life in 1997 as a quartet of India, Nepal …"
    sense = m.s.sense(verb, "found")
    if sense is None:
        return None
    orgs = [
        o
        for o in m.v.objects
        if o.cls == "org" and all(n.form != "anaphor" for n in o.names) or o.members and is_organization(o)
    ]
    charter = next((o for o in m.v.objects if o.cls == "charter"), None)
    if charter is not None and verb.lemma in ("sign", "initial", "ratify"):
        orgs = organizations_of(charter)
    if verb.lemma in _SIGNING and charter is None:
        orgs = [o for o in orgs if o.head.split()[-1] in _PACTS]  # "signed the Baghdad Pact"
        orgs = orgs or [pact for o in m.v.objects if (pact := _pact_of(o)) is not None]
    elif verb.lemma == "conclude":
        return None
    signers = _signers(m)
    if signers is not None:
        return m.s.frame(Form.JOINED, signers, verb, FOUNDED, None, agent=_by(signers), patient=orgs) if orgs else None
    agents = m.v.agents or [
        a.group for a in clause.args if a.prep in ("by", "with") and (is_partylike(a.group) or a.group.apposition)
    ]
    if agents and agents[0].head in _DELEGATES and not agents[0].names:  # "delegates from Chad and Mali founded …"
        agents = [a.group for a in clause.args if a.prep == "from" and a.before and is_partylike(a.group)] or agents
    agents = [a for a in agents if a.cls != "charter"]
    agents = [part for a in agents for part in ([a.apposition] if a.apposition is not None else [a])]
    agents += [
        a.group for a in clause.args if a.prep in COMPANIONS and a.group.cls == "state" and a.group not in agents
    ]
    entry = clause.kind == "main" and clause.subject is None and verb.mode == "finite" and not clause.next_subject
    if not verb.passive and not m.v.agents and (agents or entry):
        # "With Cuba, founds ALBA in Havana", "Signs the UN Charter": the one whom the entry is about
        agents = [NounGroup(verb.start, verb.start, "pron", "it"), *agents]
    if not agents and verb.passive:
        agents = _present(clause)
    if orgs and (agents or verb.passive):
        return m.frame(FOUNDED, agents, orgs)
    itself = next((o for o in m.v.objects if o.cls == "org" and all(n.text[:1].isupper() for n in o.names)), None)
    if itself is not None and agents and all(p.cls in ("state", "group") for p in agents[0].parts):
        return m.frame(FOUNDED, agents, [], weak=True, needs_date=True)  # "founded the Organization"
    return None


_DELEGATES = frozenset(
    "delegates delegations representatives leaders ministers envoys presidents heads diplomats".split()
)


def _pact_of(group: NounGroup) -> NounGroup | None:
    """ "The pact of the Arab League": what is otherwise another word for an organization is here its charter."""
    body = group.of
    return body if group.cls == "org" and group.head in _PACTS and body is not None and body.cls == "org" else None


def _signers(m: Membership) -> Clause | None:
    """The clause of the signature: "was created by the treaty signed at Chaguaramas in 1973 by Barbados and Guyana"."""
    by = next((a.group for a in m.v.clause.args if a.prep in ("by", "under", "with", "through")), None)
    if not m.v.verb.passive or by is None or not (by.cls == "charter" or by.head in _PACTS):
        return None
    told = (c for c in m.v.following if c.subject is by and c.kind in ("part", "rel") and c.verb is not None)
    return next((c for c in told if _by(c)), None)


def _by(clause: Clause) -> list[NounGroup]:
    return [a.group for a in clause.args if a.prep in ("by", "between", "among") and is_partylike(a.group)]


def _present(clause: Clause) -> list[NounGroup]:
    """ "took part in the meeting at which the Forum was founded": those who did founded it."""
    outer = clause.parent
    if clause.kind not in ("rel", "sub") or outer is None or outer.verb is None or outer.subject is None:
        return []
    return [outer.subject] if outer.verb.has("partake") and is_partylike(outer.subject) else []


def took_part(m: Membership) -> Frame | None:
    """ "was present at the birth of SAARC", "took part in founding the UN", "attended the conference that …"."""
    verb = m.v.verb
    present = verb.lemma == "present" and not m.v.objects  # "was present at", which looks like a verb
    if m.s.sense(verb, "partake") is None and not present:
        return None
    founding = next((a.group for a in m.v.clause.args if a.group.cls == "founding"), None)
    if founding is None:
        return None
    orgs = organizations_of(founding)
    if not m.v.agents or not orgs and founding.det != "its":
        return None
    return m.frame("take part in founding", m.v.agents, orgs, weak=not orgs, needs_date=True)
