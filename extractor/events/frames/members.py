"""What the frames of memberships share: the clause with its organizations, and what a noun for members says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.events.clause import Argument
from extractor.events.frames.frame import Frame, SentenceContext, Verbal, Verbs, is_organization, is_partylike
from extractor.events.groups import NounGroup
from extractor.schema import Form

ENTERED = "enter"  # the rule whose words name a membership only in a text about one: "Libya came in in 1962"
COMPANIONS = frozenset({"with", "along with", "together with", "alongside"})
_CLASSES = frozenset("join admit promote obtain complete grant widen found partake".split())
# Of any verb beside a noun for members, too.
OF_MEMBERSHIP = Verbs(
    _CLASSES | {"approve", "arise"},
    frozenset(
        (
            "be become wake emerge arrive count rank figure number include have list comprise admit readmit re-admit "
            "bring raise increase lift swell take push carry enlarge boost expand fill occupy open throw reopen join "
            "rejoin come make follow present keep exclude bar shut debar hold lock stay remain block"
        ).split()
    ),
)
_FOUNDING = frozenset("founding founder founders founder-member original charter inaugural co-founding".split())
_FOUNDERS = _FOUNDING | frozenset("signatory signatories co-founder co-founders cofounder cofounders".split())
_NEWCOMERS = frozenset("addition newcomer recruit entrant joiner latecomer new-comer arrival".split())
_NEWCOMERS |= frozenset(f"{noun}s" for noun in _NEWCOMERS)
_NOT_FULL = frozenset(
    (
        "associate observer candidate potential prospective board future aspiring leading only sole corresponding "
        "provisional honorary would-be fellow key active loyal important influential prominent"
    ).split()
)
_NEWEST = frozenset("first last next latest newest youngest final new full".split())


@dataclass(frozen=True, slots=True)
class Membership:
    """The clause of a verb as far as memberships go.

    after: arguments that may hold the organization; bodies: the organizations among them; member: the object that
    says what somebody becomes or gets: "a member", "membership", "its seat", "an observer".
    """

    s: SentenceContext
    v: Verbal
    after: list[Argument]
    bodies: list[NounGroup]
    member: NounGroup | None

    def frame(self, rule: str, agent: Sequence[NounGroup], patient: Sequence[NounGroup], **values: object) -> Frame:
        sense = next((s for s in self.v.verb.senses if s.rest and s.cls in _CLASSES), None)
        return self.s.frame(
            Form.JOINED, self.v.clause, self.v.verb, rule, sense, agent=list(agent), patient=list(patient), **values
        )


def who(m: Membership, group: NounGroup) -> list[NounGroup]:
    """The states that a list beside the group names."""
    if group.apposition is not None and is_partylike(group.apposition):
        return [group.apposition]
    if group is m.v.clause.subject:
        return [a for a in m.v.clause.appositions if is_partylike(a) and (a.names or a.members)]
    return []


def is_founding(member: NounGroup) -> bool:
    words = member.words | {member.head}
    return any(word in _FOUNDERS or word.split()[0] in _FOUNDING for word in words if word)


def is_full(member: NounGroup) -> bool:
    """Not an associate or candidate, and not one of whom something else is said ("the only member to object")."""
    return member.cls != "nonmember" and (not member.words & _NOT_FULL or is_founding(member))


def is_ordinal(group: NounGroup) -> bool:
    return any(w in _NEWEST or len(w) > 2 and w.endswith(("st", "nd", "rd", "th")) for w in group.words)


def is_newest(member: NounGroup) -> bool:
    """ "the 28th member", "its newest member", "a newcomer": who is one has just become one."""
    return member.head in _NEWCOMERS or is_ordinal(replace(member, words=member.words - {"full"}))


def organizations_of(group: NounGroup) -> list[NounGroup]:
    """The organizations that a noun names: "members of NATO", "NATO's founders", "the UN seat"."""
    found = []
    if group.of is not None and is_organization(group.of):
        found.append(group.of)
    elif group.of is not None and group.of.cls == "charter":
        found += organizations_of(group.of)  # "the signatories of the Charter of the OIC"
    if group.organizations():
        found.append(replace(group, cls="org", names=group.organizations(), members=[], of=None, apposition=None))
    if not found and group.possessor is not None and is_organization(group.possessor):
        found.append(group.possessor)  # "the OIC, whose charter it signed"
    return found
