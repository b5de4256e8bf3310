"""Members taken in: admitted, promoted, seated, let in by open doors; told of by their application or their number."""

from __future__ import annotations

from extractor.events.clause import Argument
from extractor.events.frames.frame import Frame, is_generic, is_organization, is_partylike, is_unnamed
from extractor.events.frames.members import (
    COMPANIONS,
    ENTERED,
    Membership,
    is_full,
    is_newest,
    is_ordinal,
    organizations_of,
    who,
)
from extractor.events.groups import NounGroup
from extractor.normalization import organizations

_ADMIT = frozenset({"admit", "readmit", "re-admit"})
_PARTLY = frozenset({"provisionally", "conditionally", "tentatively", "temporarily"})
_APPLICATIONS = frozenset(
    "application applications candidature candidatures candidacy candidacies bid bids request requests".split()
)
_DECIDING = frozenset("assembly congress members delegates conference".split())  # of an organization
_PRELIMINARY = frozenset({"EU", "NATO"})  # to accept an application begins the talks there
_ORGANS = frozenset({"UN_SECURITY_COUNCIL"})  # recommends, but does not admit
_COUNTED = frozenset("membership number total roll strength tally family ranks figure".split())
_RAISES = frozenset("bring raise increase lift swell take push carry enlarge boost expand".split())


def application_approved(m: Membership) -> Frame | None:
    """ "Angola's application to the UN was approved", "the Assembly accepted the applications of Chad and Mali"."""
    verb = m.v.verb
    granted = m.s.sense(verb, "approve") is not None
    application = next((o for o in m.v.objects[:1] if o.head in _APPLICATIONS), None)
    if not granted or application is None:
        return None
    deciders = m.v.agents
    if not all((is_organization(g) or g.head in _DECIDING) and not _codes(g) & _ORGANS for g in deciders):
        return None  # "accepted by the Security Council", "approved by parliament": not yet the last word
    around = [a.group for a in m.v.clause.args if a.prep in ("to", "for", "of")]
    named = [g for g in around if is_organization(g)]
    named += [org for g in around if g.cls in ("membership", "member") for org in organizations_of(g)]
    named += [g for g in deciders if is_organization(g)]
    members = _applicants(application, around)
    if not members or any(_codes(g) & _PRELIMINARY for g in named):
        return None
    return m.frame("application approved", members, named[:1], weak=not named, needs_date=True)


def _codes(group: NounGroup) -> set[str]:
    return {code for name in group.organizations() for code in organizations.candidates(name.text)[:1]}


def _applicants(application: NounGroup, around: list[NounGroup]) -> list[NounGroup]:
    """ "Mali's application", "the application of Mali", "the Malian application", "its application"."""
    owner = application.possessor or application.of
    if owner is not None and is_partylike(owner) and not is_organization(owner):
        return [owner]
    if application.states():
        return [_as(application, "state", application.head)]
    if application.det in ("its", "their", "his", "her"):
        return [_as(application, "pron", application.det)]
    return [g for g in around if g.cls in ("state", "group")][:1]


def _as(group: NounGroup, cls: str, head: str) -> NounGroup:
    return NounGroup(group.start, group.end, cls, head, names=group.states(), det=group.det)


def number_raised(m: Membership) -> Frame | None:
    """ "Austria and Spain brought the membership of the UN to 76 in 1955", "X swelled the ranks of the OAU"."""
    verb = m.v.verb
    number = m.v.target
    if verb.lemma not in _RAISES or verb.passive or number is None or number.head not in _COUNTED:
        return None
    agents = [a for a in m.v.agents if is_partylike(a) and not is_organization(a)]
    orgs = organizations_of(number)
    of_members = number.of if number.of is not None and number.of.cls == "member" else None
    if of_members is not None:
        orgs = orgs or organizations_of(of_members)
    counted = number.cls == "membership" or number.head == "ranks" or of_members is not None
    if not agents or not counted and not orgs:
        return None
    return m.frame("raise the membership", agents, orgs, weak=not orgs, needs_date=True)


def admitted(m: Membership) -> Frame | None:
    """ "was admitted to the Union", "the Union took in Austria", "was voted in"."""
    verb, agents, target = m.v.verb, m.v.agents, m.v.target
    if verb.mode == "part" and not m.v.objects and m.bodies and verb.lemma in _ADMIT:
        return m.frame("admit", [], m.bodies)  # "Admitted to the CSCE at Prague"
    if (
        (verb.maybe_part and not verb.passive and verb.lemma in _ADMIT and m.bodies and not m.v.objects and agents)
        and not any(c.opener == "that" or c.kind == "that" for c in m.v.following)  # "admitted that it had lost"
        and all(is_partylike(a) and not is_organization(a) and a.cls != "pron" for a in agents)
    ):
        return m.frame("admit", agents, m.bodies)  # "20 September: Somalia admitted to the UN"
    sense = m.s.sense(verb, "admit")
    if sense is None or target is None and sense.rest != ("in",):
        return None
    state = next((o for o in m.v.objects[:2] if is_partylike(o)), None)
    inward = sense.rest == ("in",) and not verb.passive and not m.v.objects
    if state is None and inward:  # "the Union took in Finland and Sweden"
        state = next((a.group for a in m.v.clause.args if a.prep == "in" and a.group.cls in ("state", "group")), None)
    adds = verb.lemma in ("add", "gain", "acquire")
    newest = next((o for o in m.v.objects[:1] if o.cls == "member" and (is_newest(o) or adds)), None)
    if adds and newest is None:
        return None
    if state is None and newest is not None:  # "welcomed its newest member, South Sudan"
        state = next(iter(who(m, newest) or [a for a in m.v.clause.appositions if is_partylike(a)]), None)
    state = state or next((o for o in m.v.objects[:1] if is_generic(o)), None)  # who they were is told next
    if state is None:
        return None
    orgs = m.bodies or [g for g in agents if is_organization(g)]
    orgs = orgs or [org for g in agents if g.cls == "member" for org in organizations_of(g)]
    membership = next((a.group for a in m.after if a.group.cls in ("membership", "member")), None)
    membership = membership or next(
        (a.group for a in m.v.clause.args if a.prep == "as" and a.group.cls in ("member", "nonmember")), None
    )
    if membership is not None and not is_full(membership):
        return None
    if not orgs and membership is not None:
        orgs = organizations_of(membership)
    weak = not orgs
    if weak and membership is None and any(_is_elsewhere(a) for a in m.v.clause.args):
        return None  # "was admitted to the tournament"
    if weak and sense.rest[-1:] == ("into",) and not any(a.prep == "into" for a in m.v.clause.args):
        return None  # "was let into several of the committees"
    listed = bool(m.v.clause.gaps) and is_unnamed(state)  # "The others were received in 1962: Mali on 2 May, …"
    telling = (
        listed or verb.lemma in _ADMIT or bool(sense.rest) and verb.lemma in ("let", "vote", "take", "bring", "welcome")
    )
    if weak and not telling and membership is None and newest is None:
        return None
    if not _PARTLY.isdisjoint(verb.adverbs) or " principle " in m.s.behind(verb, 6):
        return None  # "was provisionally admitted"
    partners = [a.group for a in m.v.clause.args if a.prep in COMPANIONS and a.group.cls == "state" and not a.before]
    partners = [p for p in partners if verb.passive and not any(gap.start > p.start for gap in m.v.clause.gaps)]
    vague = weak and verb.lemma not in _ADMIT and membership is None
    if vague and state.head == "it" and agents and not any(is_organization(g) or g.cls == "member" for g in agents):
        return None  # "the three brought it back under a new name": the organization itself
    return m.frame(ENTERED if vague else "admit", [state, *partners], orgs, weak=weak, needs_date=vague)


def _is_elsewhere(argument: Argument) -> bool:
    group = argument.group
    return argument.prep in ("to", "into") and not argument.before and group.cls not in ("pron", "member", "membership")


def memberships_are(m: Membership) -> Frame | None:
    """ "Cambodia's memberships include the UN (1955) and ASEAN (1999)"."""
    subject = m.v.clause.subject
    if subject is None or subject.cls != "membership" or m.v.verb.lemma not in ("include", "comprise", "be"):
        return None
    if subject.possessor is None or not m.bodies:
        return None
    return m.frame("memberships", [subject.possessor], m.bodies, since=True, needs_date=True)


def promoted(m: Membership) -> Frame | None:
    """ "was raised to full membership", "upgraded from observer to full member", "made a full member"."""
    verb = m.v.verb
    if m.s.sense(verb, "promote") is None:
        return None
    rank = next(
        (a.group for a in m.after if a.prep in ("to", "into") and a.group.cls in ("member", "membership")), None
    )
    rank = rank or next((o for o in m.v.objects[1:] if o.cls == "member"), None)
    rank = rank or next((a.group for a in m.v.clause.args if a.prep == "as" and a.group.cls == "member"), None)
    state = next((o for o in m.v.objects[:1] if is_partylike(o)), None)
    if rank is None or state is None or not is_full(rank):
        return None
    if any(c.kind == "inf" and c.governor is rank for c in m.v.following):
        return None  # "making Peru the first member of the Union to ratify"
    orgs = organizations_of(rank) + [b for b in m.bodies if b is not rank]
    orgs = orgs or [g for g in m.v.agents if is_organization(g)]
    return m.frame("promote", [state], orgs, weak=not orgs)


def obtained(m: Membership) -> Frame | None:
    """ "took its seat in", "completed its accession to", "took its place as the eleventh member"."""
    verb, member = m.v.verb, m.member
    if member is None or member.cls not in ("membership", "seat") or verb.passive:
        return None
    sense = m.s.sense(verb, "obtain", "complete")
    if sense is None or sense.cls == "complete" and member.cls != "membership":
        return None
    if m.v.agents and m.v.agents[0].cls in ("envoy", "minister", "diplomat"):
        return None  # "the Syrian delegate took his old seat"
    rank = next((a.group for a in m.v.clause.args if a.prep == "as" and a.group.cls == "member"), None)
    orgs = organizations_of(member) + m.bodies + (organizations_of(rank) if rank is not None else [])
    if not orgs and member.cls == "seat" and rank is None:
        elsewhere = any(a.prep in ("in", "on", "at", "among", "between", "of") for a in m.v.clause.args)
        own = member.det in ("its", "their") and verb.lemma in ("take", "occupy")
        return None if elsewhere or not own else m.frame(ENTERED, m.v.agents, [], weak=True, needs_date=True)
    lasting = verb.lemma in ("hold", "occupy")
    return m.frame("obtain membership", m.v.agents, orgs, weak=not orgs, since=lasting)


def filled_seat(m: Membership) -> Frame | None:
    """ "the thirteenth chair was filled in 1975 by Gabon", "Angola took the twelfth seat"."""
    verb = m.v.verb
    seat = m.v.target
    if verb.lemma not in ("fill", "take", "occupy") or seat is None or seat.cls != "seat" or not is_ordinal(seat):
        return None
    agents = [a for a in m.v.agents if is_partylike(a)]
    return (
        m.frame("fill a seat", agents, organizations_of(seat) + m.bodies, weak=True, needs_date=True)
        if agents
        else None
    )


def granted(m: Membership) -> Frame | None:
    """ "was granted membership of the Council"."""
    if m.member is None or m.member.cls != "membership" or not m.v.verb.passive or not m.s.sense(m.v.verb, "grant"):
        return None
    to = [a.group for a in m.after if a.prep == "to" and is_partylike(a.group)]
    dative = [o for o in m.v.objects if o is not m.member and is_partylike(o)]
    return m.frame("grant membership", dative or to, organizations_of(m.member) + m.bodies)


def opened_doors(m: Membership) -> Frame | None:
    """ "In 1934 the League opened its doors to the Soviet Union"; "SADC opened its doors in August"."""
    verb, agents = m.v.verb, m.v.agents
    door = next((o for o in m.v.objects if o.head in ("doors", "door", "gates", "ranks")), None)
    if verb.lemma not in ("open", "throw", "reopen") or door is None or not agents or not is_organization(agents[0]):
        return None
    states = [a.group for a in m.v.clause.args if a.prep == "to" and is_partylike(a.group)]
    states = [s for s in states if s.names or s.cls == "pron"]
    return m.frame("open the doors", states, agents, needs_date=True) if states else None


def widened(m: Membership) -> Frame | None:
    """ "was enlarged in 1994 by South Africa", "the Union expanded to Finland and Sweden"."""
    verb = m.v.verb
    if m.s.sense(verb, "widen") is None:
        return None
    whole = m.v.target if verb.passive else next(iter(m.v.agents), None)
    if whole is None or not is_organization(whole):
        return None
    states = [a.group for a in m.v.clause.args if a.prep in ("by", "to") and a.group.cls in ("state", "group")]
    return m.frame("enlarge", states, [whole], needs_date=True) if states else None


def kept_out(m: Membership) -> Frame | None:
    """ "was kept out of the UN until 1955": it was in from then on."""
    verb, clause = m.v.verb, m.v.clause
    if verb.lemma not in _KEEPING or verb.negated or not any(d.relation == "until" for d in clause.all_dates()):
        return None
    bodies = [a.group for a in clause.args if a.prep in ("out of", "from", "outside") and is_organization(a.group)]
    state = m.v.target if verb.passive or m.v.objects else next(iter(m.v.agents), None)
    waits = m.s.behind(verb, 1).strip() in ("outside", "out", "waiting")
    if not bodies and waits and state is not None and is_partylike(state):
        verb.reversal = True
        return m.frame(ENTERED, [state], [], weak=True, needs_date=True)  # "was kept outside until February 1995"
    if not bodies or state is None or not is_partylike(state):
        return None
    verb.reversal = True
    return m.frame("kept out until", [state], bodies, needs_date=True)


_KEEPING = frozenset("keep exclude bar shut debar hold lock stay remain block".split())
