"""Founding members: "founded OPEC", "signed the Charter", "The founders – Iran, Iraq … – met at Baghdad"."""

from __future__ import annotations

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
    return m.frame("the members were", named, organizations_of(subject), needs_date=not is_founding(subject), weak=True)


def founders_act(m: Membership) -> Frame | None:
    """ "The founders – Iran, Iraq and Kuwait – met at Baghdad in 1960"."""
    subject = m.v.clause.subject
    if subject is None or subject.cls != "member" or not is_founding(subject) or m.v.verb.lemma == "be":
        return None
    named = who(m, subject)
    return m.frame("founders", named, organizations_of(subject), needs_date=True) if named else None


def with_founders(m: Membership) -> Frame | None:
    """ "was set up with India and Thailand as its founding members", "signed by six founders: Egypt, Iraq …"."""
    clause = m.v.clause
    for argument in clause.args:
        group = argument.group
        if group.cls != "member" or not is_founding(group):
            continue
        named = who(m, group)
        if not named and argument.prep == "as":
            named = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if not named and argument.prep == "among":
            named = [a.group for a in clause.args if a.prep == "with" and is_partylike(a.group)]
        if named:
            subject = [clause.subject] if clause.subject is not None and is_organization(clause.subject) else []
            return m.frame("founders", named, organizations_of(group) or subject or m.bodies, needs_date=True)
    return None


def founded(m: Membership) -> Frame | None:
    """ "founded OPEC", "was set up with Kenya and Uganda", "signed the Charter of the OAU"."""
    verb, clause = m.v.verb, m.v.clause
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
    if verb.lemma in ("sign", "initial") and charter is None:
        return None
    agents = m.v.agents or [
        a.group for a in clause.args if a.prep in ("by", "with") and (is_partylike(a.group) or a.group.apposition)
    ]
    agents = [part for a in agents for part in ([a.apposition] if a.apposition is not None else [a])]
    agents += [
        a.group for a in clause.args if a.prep in COMPANIONS and a.group.cls == "state" and a.group not in agents
    ]
    if orgs and (agents or verb.passive):
        return m.frame("found", agents, orgs)
    return None


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
    return m.frame("take part in founding", m.v.agents, orgs, needs_date=True) if orgs and m.v.agents else None
