"""Nouns that name the event: "the rupture with", "recognition of", "its accession to", "the expulsion of"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.events.clauses import Argument, Clause
from extractor.events.frames.envoys import has_envoy
from extractor.events.frames.frame import Frame, SentenceContext, is_organization, is_partylike
from extractor.events.frames.members import is_founding, organizations_of
from extractor.events.frames.recognition import recognized
from extractor.events.groups import NounGroup
from extractor.schema import Form

_TAKES_EVENT_NOUN = frozenset({"end", "start", "restore", "grant", "withdraw", "obtain", "switch"})
_EVENT_GROUPS = frozenset(
    "rupture suspension establishment resumption recognition expulsion membership member relations turn".split()
)
_STATES_OF_BEING = frozenset({"membership", "memberships", "full membership", "arrival", "inclusion", "affiliation"})
THEME = "theme"  # names the kind of event that a list goes on to tell


def read_nominal(s: SentenceContext, clause: Clause) -> Iterator[Frame]:
    groups: list[tuple[NounGroup, list[Argument]]] = []
    if clause.subject is not None and not clause.inherited:
        groups.append(
            (
                clause.subject,
                [a for a in clause.args if a.before and a.group.start > clause.subject.start] or _behind_verb(clause),
            )
        )
    for index, argument in enumerate(clause.args):
        groups.append((argument.group, clause.args[index + 1 : index + 3]))
    for apposition in clause.appositions:
        groups.append((apposition, clause.args[:2]))
    for group, behind in groups:
        for part in group.parts:
            frame = _nominal_frame(s, clause, part, behind)
            if frame is not None:
                yield frame
        inner = group.of
        if inner is not None and group.cls in ("", "plan", "member"):
            frame = _nominal_frame(s, clause, inner, behind)
            if frame is not None and group.cls != "plan":
                yield frame


def _behind_verb(clause: Clause) -> list[Argument]:
    """What belongs to the subject behind its verb, as in "Recognition came from France": all before an object."""
    objects = [i for i, a in enumerate(clause.args) if not a.prep and not a.before]
    return clause.args[: min([2, *objects])]


def _nominal_frame(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    if group.cls not in _EVENT_GROUPS and not (group.cls == "state" and "'s" in group.words):
        return None
    forms = {
        "rupture": Form.SEVERED,
        "suspension": Form.SUSPENDED,
        "establishment": Form.RELATIONS,
        "resumption": Form.RESUMPTION,
    }
    subject = clause.subject is group and not clause.inherited
    verb_is_trigger = (
        clause.verb is not None
        and not clause.verb.classes.isdisjoint(_TAKES_EVENT_NOUN)
        and (not subject or clause.verb.passive)
    )
    if group.cls == "turn":
        owner = [group.possessor] if group.possessor is not None else [group.of] if group.of is not None else []
        if owner and is_partylike(owner[0]):
            return Frame(None, clause, "turn", group.start, group.end, owner, nominal=True, carried=True, weak=True)
    if group.cls == "relations" and s.verbless and s.is_diplomatic(group) and (subject or group in clause.appositions):
        return _noun(
            Form.RELATIONS,
            clause,
            group,
            "entry",
            [group.possessor] if group.possessor is not None else [],
            s.counterparts(clause, group) + _names_as_group(group),
            True,
            weak=True,
        )
    if (
        group.cls == "state"
        and "'s" in group.words
        and subject
        and clause.verb is not None
        and clause.verb.lemma in ("come", "follow", "be", "arrive", "have")
    ):
        return Frame(None, clause, "possessive", group.start, group.end, [group], nominal=True, carried=True, weak=True)
    if group.cls in forms:
        form = forms[group.cls]
        partners = [a.group for a in behind if a.prep in ("with", "between", "to") and is_partylike(a.group)]
        by = [a.group for a in behind if a.prep == "by" and is_partylike(a.group)]
        if group.of is not None and group.of.cls == "relations" and s.is_diplomatic(group.of):
            parties = _names_as_group(group.of) + (
                [group.of.of] if group.of.of is not None and is_partylike(group.of.of) else []
            )
            agent = by or ([group.possessor] if group.possessor is not None else [])
            mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agent
            heir = clause.subject if clause.subject is not group else None
            if not agent and heir is not None and is_partylike(heir):
                agent = [heir]  # "Chad and Israel announced the renewal of relations"
            frame = _noun(form, clause, group, "noun of relations", agent, partners + parties, mutual)
            frame.paired = (
                any(a.prep == "between" for a in behind) or len(parties) == 1 and len(parties[0].states()) > 1
            )
            return frame
        strong = group.cls == "rupture" and group.head in (
            "rupture",
            "ruptures",
            "break",
            "breach",
            "breaks",
            "severance",
        )
        healed = clause.verb is not None and clause.verb.has("restore") and not subject
        if strong and partners and not healed and not (group.words & s.other):
            agent = by or ([group.possessor] if group.possessor is not None else [])
            if not agent and group.det in ("its", "their", "his"):
                agent = [replace(group, cls="pron", head=group.det)]
            return _noun(Form.SEVERED, clause, group, "rupture with", agent, partners, not agent)
        return None
    if group.cls == "recognition" and not verb_is_trigger:
        of = [group.of] if group.of is not None and is_partylike(group.of) else []
        if group.of is not None and group.of.cls in ("independence", "official"):
            of = recognized(group.of)
        by = [
            a.group
            for a in behind
            if (a.prep == "by" or a.prep == "from" and not (group.of is not None and group.of.cls == "independence"))
            and is_partylike(a.group)
        ]
        between = [a.group for a in behind if a.prep == "between" and is_partylike(a.group)]
        if between:
            frame = _noun(Form.RECOGNITION, clause, group, "recognition between", [], between, True)
            frame.paired = True
            return frame
        if not of:
            of = [a.group for a in behind if a.prep in ("of",) and is_partylike(a.group)]
        owner = [group.possessor] if group.possessor is not None and is_partylike(group.possessor) else []
        if owner and by and not of:
            of, owner = owner, []  # "Cuba's recognition by Jamaica"
        if group.det in ("its", "their") and by and not of:
            of = [replace(group, cls="pron", head=group.det)]
        agent = owner or by
        if not agent and group.states():
            agent = [replace(group, cls="state", names=group.states(), of=None)]
        if not of and not agent:
            if subject and clause.verb is not None and (clause.verb.has("commence") or clause.verb.has("act")):
                return _noun(
                    Form.RECOGNITION, clause, group, THEME, [], [], False
                )  # "Recognitions came thick and fast"
            return None
        return _noun(Form.RECOGNITION, clause, group, "recognition of", agent, of, False)
    if (
        group.cls == "expulsion"
        and group.of is not None
        and (has_envoy(group.of) or group.of.proper and group.head in ("expulsion", "dismissal", "eviction"))
    ):
        by = [a.group for a in behind if a.prep in ("by", "from") and is_partylike(a.group)]
        agent = ([group.possessor] if group.possessor is not None else []) or by
        frame = _noun(Form.EXPELLED, clause, group, "expulsion of", agent, [group.of], False)
        frame.envoy = group.of
        return frame
    if group.cls == "membership" and (group.head not in _STATES_OF_BEING or subject and _begins(s, clause)):
        if (
            verb_is_trigger
            and clause.verb is not None
            and clause.verb.has("obtain")
            and group in [a.group for a in clause.args if a.prep == ""]
        ):
            return None
        orgs = [a.group for a in behind if a.prep in ("to", "into", "in") and is_organization(a.group)]
        orgs += organizations_of(group)
        member = [group.possessor] if group.possessor is not None else []
        if group.of is not None and is_partylike(group.of) and not is_organization(group.of):
            member = [group.of]
        if not member and group.states():
            member = [replace(group, cls="state", names=group.states(), of=None)]
        if not member and group.det in ("its", "their"):
            fronted = any(a.group is group and a.before for a in clause.args)  # "On its admission in 1932, Iraq …"
            heir = clause.subject if fronted and not clause.inherited else None
            member = [heir if heir is not None and heir.states() else replace(group, cls="pron", head=group.det)]
        if orgs or member:
            return _noun(Form.JOINED, clause, group, "accession to", member, orgs, False, weak=not orgs)
        return None
    if group.cls == "member" and clause.verb is None or group.cls == "member" and group in clause.appositions:
        orgs = organizations_of(group) + [a.group for a in behind if a.prep in ("of",) and is_organization(a.group)]
        if orgs and not group.words & {"associate", "observer"}:
            bearer = clause.subject if clause.subject is not None and clause.subject is not group else None
            frame = _noun(
                Form.JOINED, clause, group, "member since", [bearer] if bearer is not None else [], orgs, False
            )
            frame.since = not is_founding(group)
            return frame
    return None


def _begins(s: SentenceContext, clause: Clause) -> bool:
    """ "dates from 1998", "took effect in 2024": the lasting state had its beginning then."""
    verb = clause.verb
    if verb is None:
        return False
    effect = verb.lemma in ("take", "become", "enter", "come") and any(
        word in s.behind(verb, 3) for word in (" effect ", " effective ", " force ")
    )
    return effect or verb.has("commence")


def _noun(
    form: Form,
    clause: Clause,
    group: NounGroup,
    rule: str,
    agent: list[NounGroup],
    patient: list[NounGroup],
    mutual: bool,
    weak: bool = False,
) -> Frame:
    return Frame(
        form, clause, rule, group.start, group.end, agent, patient, mutual, nominal=True, weak=weak, anchored=True
    )


def _names_as_group(group: NounGroup) -> list[NounGroup]:
    if group.states():
        return [replace(group, cls="state", names=group.states(), of=None, members=[], possessor=None)]
    if group.det in ("its", "their"):
        return [replace(group, cls="pron", head=group.det)]
    return []
