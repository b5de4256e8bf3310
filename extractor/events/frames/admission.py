"""Members told of by what happened to their application, or to the number of members."""

from __future__ import annotations

from extractor.events.frames.frame import Frame, is_organization, is_partylike
from extractor.events.frames.members import Membership, organizations_of
from extractor.events.groups import NounGroup
from extractor.normalization import organizations

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
