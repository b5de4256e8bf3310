"""Nouns of membership: "the accession of X to Y", "a member of Y since 1955"."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Argument, Clause
from extractor.events.frames.frame import Frame, SentenceContext, is_organization, is_partylike
from extractor.events.frames.members import COMPANIONS, is_founding, organizations_of
from extractor.events.frames.noun_frames import begins, is_object_of_trigger, is_restored, is_subject, noun_frame
from extractor.events.groups import NounGroup
from extractor.schema import Form

ACCESSION = "accession to"
MEMBER_SINCE = "member since"
_STATES_OF_BEING = frozenset({"membership", "memberships", "full membership", "arrival", "inclusion", "affiliation"})
_PREVENTING = frozenset(
    (
        "postpone defer delay veto block reject refuse oppose cancel prevent hamper hinder freeze stall shelve "
        "obstruct bar thwart forbid resist discuss debate demand request seek propose suggest urge favour favor"
    ).split()
)
_RATIFYING = frozenset("ratify approve endorse back support confirm sign accept".split())


def read_accession(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the accession of X to Y", "its admission to Y", "X's entry into Y"."""
    began = clause.subject is group and (begins(s, clause) or is_restored(clause))
    if group.head in _STATES_OF_BEING and not began:
        return None
    verb = clause.verb
    if (
        verb is not None
        and verb.has("obtain")
        and is_object_of_trigger(clause, group)
        and any(a.group is group and not a.prep for a in clause.args)
    ):
        return None  # "obtained membership": the verb has the frame
    orgs = [a.group for a in behind if a.prep in ("to", "into", "in") and is_organization(a.group)]
    orgs += organizations_of(group)
    if not orgs and verb is not None and is_subject(clause, group):  # "raised the membership of the UN to 103"
        orgs += [
            o for a in clause.args if not a.prep and a.group.cls == "membership" for o in organizations_of(a.group)
        ]
    if began and verb is not None:  # "Membership of UNESCO came in 1972 and of the WHO in May 1973"
        later = [a.group for a in clause.args if a.prep in ("of", "in", "to") and a.group.start > verb.end]
        orgs += [g for g in later if is_organization(g) and g.date is not None and g not in orgs]
    off = verb is not None and (verb.lemma in _PREVENTING or verb.lemma == "put" and " off " in s.behind(verb, 3))
    ratified = verb is not None and verb.passive and verb.lemma in _RATIFYING
    if ratified and any(a.prep == "by" and not is_organization(a.group) for a in clause.args):
        return None  # "its accession to NATO was ratified by France in 2019"
    if off and not clause.lead_dates:
        return None  # "Cambodia's entry was put off", but "the admission in 1955 had been delayed"
    if not orgs and clause.subject is not None and is_organization(clause.subject):
        orgs = [clause.subject]  # "With the entry of Albania the UN had 76 members"
    if _takes_effect_later(s, clause, group):
        return None
    member = [group.possessor] if group.possessor is not None else []
    if group.of is not None and is_partylike(group.of) and not is_organization(group.of):
        member = [group.of]
    if not member and group.states():
        member = [replace(group, cls="state", names=group.states(), of=None)]
    if not member and group.det in ("its", "their"):
        fronted = any(a.group is group and a.before for a in clause.args)  # "On its admission in 1932, Iraq …"
        heir = clause.subject if fronted and not clause.inherited else None
        member = [heir if heir is not None and heir.states() else replace(group, cls="pron", head=group.det)]
    if not orgs and not member:
        return None
    return noun_frame(Form.JOINED, clause, group, ACCESSION, member, orgs, False, weak=not orgs)


def _is_one_of(clause: Clause, group: NounGroup) -> bool:
    """ "Lesotho, one of the founders of SADCC in 1980, …", "Norway, among the founders of NATO, …"."""
    argument = next((a for a in clause.args if a.group is group and a.before), None)
    one = any(a.head == "one" for a in clause.appositions)
    if argument is not None and argument.prep == "as" and is_founding(group):
        return True  # "As a founder of the NAM (1961) it had to leave"
    return argument is not None and (argument.prep == "of" and one or argument.prep == "among")


def _takes_effect_later(s: SentenceContext, clause: Clause, group: NounGroup) -> bool:
    """ "Its accession was approved in 2011 and took effect in 2012": the second date is the date."""
    return any(c is not clause and c.subject is group and c.inherited and begins(s, c) for c in s.clauses)


def _named_behind(clause: Clause, group: NounGroup) -> NounGroup | None:
    """ "A member of ASEAN from July 1995, the country applied …": who is meant stands behind the comma."""
    first = clause.subject is group and not clause.inherited and group.det in ("a", "an", "")
    return next((a for a in clause.appositions if is_partylike(a)), None) if first and clause.lead_dates else None


def read_member(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "X, a member of Y since 1955"; in a text about Y, "X, a member since 1955"."""
    named = _named_behind(clause, group)
    if clause.verb is not None and group not in clause.appositions and named is None and not _is_one_of(clause, group):
        return None
    orgs = organizations_of(group) + [a.group for a in behind if a.prep == "of" and is_organization(a.group)]
    since = any(a.prep in ("since", "from") and a.group.start > group.start for a in clause.args)
    bare = not orgs and clause.verb is not None and (since or any(d.relation == "since" for d in clause.all_dates()))
    if not (orgs or bare and group.head == "member") or group.words & {"associate", "observer"}:
        return None
    bearer = [clause.subject] if clause.subject is not None and clause.subject is not group else []
    bearer = bearer or ([named] if named is not None else [])
    if clause.verb is not None and group.start > clause.verb.start:  # "broke with Libya, a member of OPEC"
        bearer = [a.group for a in clause.args if a.group.start < group.start][-1:]
    partners = [a.group for a in clause.args if a.prep in COMPANIONS and a.group.cls == "state"]
    if clause.verb is None and is_founding(group) and partners:  # "Founder of Mercosur with Brazil and Paraguay"
        bearer = [*(bearer or [replace(group, cls="pron", head="it")]), *partners]
    frame = noun_frame(Form.JOINED, clause, group, MEMBER_SINCE, bearer, orgs, False, weak=not orgs)
    entry = s.verbless and clause.subject is group and not any(d.relation == "since" for d in clause.all_dates())
    frame.since = not is_founding(group) and not entry and not since  # "28 November – Full member of ECO"
    return frame
