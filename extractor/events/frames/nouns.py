"""Nouns that name the event: "the rupture with", "recognition of", "its accession to", "the expulsion of"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.events.clause import Argument, Clause
from extractor.events.clauses import EVENT_NOUNS
from extractor.events.frames.envoys import has_envoy
from extractor.events.frames.frame import Frame, SentenceContext, is_organization, is_partylike, is_unnamed
from extractor.events.frames.members import COMPANIONS, is_founding, organizations_of
from extractor.events.frames.recognition import recognized
from extractor.events.frames.ruptures import is_in_a_thing
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form

_TAKES_EVENT_NOUN = frozenset(
    "end start restore grant withdraw obtain switch exchange withhold forfeit suspend".split()
)
_STATES_OF_BEING = frozenset({"membership", "memberships", "full membership", "arrival", "inclusion", "affiliation"})
_NO_STATE = frozenset(
    (
        "need needs right rights fact importance role roles border borders obligation obligations duty duties "
        "belligerency claim claims contribution contributions qualifications diploma diplomas degrees status efforts "
        "service services work merit merits achievements reality realities principle principles boundary boundaries "
        "frontier frontiers responsibility responsibilities sacrifice sacrifices passports certificates language"
    ).split()
)
_RUPTURES = frozenset("rupture ruptures break breaks breach severance".split())
_NAMES_OF_RUPTURE = frozenset({"rupture", "severance"})  # "breach" and "break" have other meanings
_PREVENTING = frozenset(
    (
        "postpone defer delay veto block reject refuse oppose cancel prevent hamper hinder freeze stall shelve "
        "obstruct bar thwart forbid resist discuss debate demand request seek propose suggest urge favour favor"
    ).split()
)
_RATIFYING = frozenset("ratify approve endorse back support confirm sign accept".split())
_RESTORING = frozenset("restore reinstate resume renew reactivate revive regain".split())
_CALLING = frozenset("call ask press plead campaign lobby push appeal argue vote clamour".split())
_EXPULSIONS = frozenset("expulsion dismissal eviction".split())
_BRINGS_ANOTHER = frozenset("come follow be arrive have".split())
ACCESSION = "accession to"
MEMBER_SINCE = "member since"
_UNREAL = frozenset("pending without against toward towards".split()) | {"instead of", "in favour of", "in favor of"}
_HAPPENS = frozenset("come follow occur happen arrive ensue materialise materialize".split())
CAME = "rupture came"  # "The break came in March", of those whom the text is about
THEME = "theme"  # names the kind of event that a list goes on to tell


def read_nominal(s: SentenceContext, clause: Clause) -> Iterator[Frame]:
    groups: list[tuple[NounGroup, list[Argument]]] = []
    subject = clause.subject
    if subject is not None and not clause.inherited:
        groups.append((subject, _fronted(clause) or _behind_verb(clause)))
    elif subject is not None and subject.cls == "membership" and (_begins(s, clause) or _restored(clause)):
        named = next((c for c in s.clauses if c.subject is subject and not c.inherited), clause)
        groups.append((subject, _fronted(named)))  # "Its accession to the WTO was approved in 2011 and took effect …"
    for index, argument in enumerate(clause.args):
        if argument.prep not in _UNREAL and not _is_planned(clause, argument):
            groups.append((argument.group, clause.args[index + 1 : index + 3]))
    for apposition in clause.appositions:
        groups.append((apposition, clause.args[:2]))
    for group, following in groups:
        behind = _up_to_next_event(following)
        for part in group.parts:
            frame = _nominal_frame(s, clause, part, behind)
            if frame is not None:
                yield frame
        inner = group.of
        if inner is not None and group.cls in ("", "plan", "member"):
            frame = _nominal_frame(s, clause, inner, behind)
            if frame is not None and group.cls != "plan":
                yield frame


def _up_to_next_event(arguments: list[Argument]) -> list[Argument]:
    """ "Recognition of Mali and rupture with Chad": Chad belongs to the rupture."""
    events = (i for i, a in enumerate(arguments) if not a.prep and a.group.cls in EVENT_NOUNS)
    return arguments[: next(events, len(arguments))]


def _fronted(clause: Clause) -> list[Argument]:
    """What stands between the subject and its verb: "Its accession to the WTO …"."""
    return [a for a in clause.args if a.before and clause.subject is not None and a.group.start > clause.subject.start]


def _is_planned(clause: Clause, argument: Argument) -> bool:
    """ "talks about X's readmission", "a vote on the recognition of X": of what stands right before it."""
    plans = [g for g in (clause.subject, *(a.group for a in clause.args)) if g is not None and g.cls == "plan"]
    verb = clause.verb
    if argument.prep == "for" and verb is not None and verb.lemma in _CALLING:
        return True  # "called in 2005 for a rupture with Tehran"
    if argument.prep == "for":  # "set three conditions in 1966 for the resumption of relations"
        return any(plan.end < argument.group.start for plan in plans)
    return argument.prep in ("about", "on", "over", "to", "towards") and any(
        plan.end + 1 == argument.group.start for plan in plans
    )


def _behind_verb(clause: Clause) -> list[Argument]:
    """What belongs to the subject behind its verb, as in "Recognition came from France": all before an object."""
    objects = [i for i, a in enumerate(clause.args) if not a.prep and not a.before]
    return clause.args[: min([2, *objects])]


def _nominal_frame(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """The frame of one noun group; behind: the arguments that may belong to it."""
    if group.cls == "state":
        return _possessive(clause, group) if "'s" in group.words else None
    read = _READERS.get(group.cls)
    return read(s, clause, group, behind) if read is not None else None


def _possessive(clause: Clause, group: NounGroup) -> Frame | None:
    """ "Cuba's came in May": the event told before, once more."""
    if not _is_subject(clause, group) or clause.verb is None or clause.verb.lemma not in _BRINGS_ANOTHER:
        return None
    return Frame(None, clause, "possessive", group.start, group.end, [group], nominal=True, carried=True, weak=True)


def _turn(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "It was the turn of Chad", "Chad's turn came in May", "the turn of the Chadian ambassador"."""
    owner = group.possessor or group.of
    if owner is not None and has_envoy(owner):
        return Frame(
            None,
            clause,
            "turn",
            group.start,
            group.end,
            [],
            [owner],
            nominal=True,
            carried=True,
            weak=True,
            envoy=owner,
        )
    if owner is None or not is_partylike(owner) or is_unnamed(owner):
        return None
    return Frame(None, clause, "turn", group.start, group.end, [owner], nominal=True, carried=True, weak=True)


def _relations(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "Relations with Oman", the whole of an entry."""
    if not s.verbless or not s.is_diplomatic(group):
        return None
    if not _is_subject(clause, group) and group not in clause.appositions:
        return None
    agent = [group.possessor] if group.possessor is not None else []
    patient = s.counterparts(clause, group) + _names_as_group(group)
    both = any(a.prep == "between" and len(a.group.states()) == 2 for a in behind)
    frame = _noun(Form.RELATIONS, clause, group, "entry", agent, patient, True, weak=not both)
    frame.paired = both
    return frame


def _course_of_relations(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the resumption of relations with X", "a rupture with X"."""
    form = _COURSES[group.cls]
    partners = [a.group for a in behind if a.prep in ("with", "between", "to") and is_partylike(a.group)]
    agent = [a.group for a in behind if a.prep == "by" and is_partylike(a.group)]
    if not agent and group.possessor is not None:
        agent = [group.possessor]
    if group.of is not None and group.of.cls == "relations" and s.is_diplomatic(group.of):
        parties = _names_as_group(group.of)
        if group.of.of is not None and is_partylike(group.of.of):
            parties.append(group.of.of)
        mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agent
        heir = clause.subject if clause.subject is not group else None
        if not agent and heir is not None and is_partylike(heir):
            agent = [heir]  # "Chad and Israel announced the renewal of relations"
        frame = _noun(form, clause, group, "noun of relations", agent, partners + parties, mutual)
        frame.paired = any(a.prep == "between" for a in behind) or len(parties) == 1 and len(parties[0].states()) > 1
        return frame
    if not partners and (labelled := _labelled(s, clause, group)) is not None:
        return _noun(form, clause, group, "label", [], [labelled], True, weak=group.head not in _NAMES_OF_RUPTURE)
    if not partners and _is_subject(clause, group) and _comes(clause) and not group.words & s.other:
        frame = _noun(form, clause, group, CAME, agent, [], True, weak=True)  # "The rupture came in March."
        frame.needs_date = True
        return frame
    if not partners and form is Form.RESUMPTION and group.head in _RESUMPTIONS and _is_brought_about(clause, group):
        frame = _noun(form, clause, group, "resumption brought about", agent, [], True, weak=True)
        frame.needs_date = True  # "a conference in Paris produced a resumption in February 1869"
        return frame
    healed = clause.verb is not None and _is_healed(clause.verb) and not _is_subject(clause, group)
    if group.of is not None and group.of.cls == "" or is_in_a_thing(group, behind):
        return None  # "the rupture of a pipeline between A and B"
    if group.head not in _RUPTURES or not partners or healed or group.words & s.other:
        return None
    if not agent and group.det in ("its", "their", "his"):
        agent = [replace(group, cls="pron", head=group.det)]
    frame = _noun(Form.SEVERED, clause, group, "rupture with", agent, partners, not agent)
    frame.paired = any(a.prep == "between" for a in behind)
    return frame


_RESUMPTIONS = frozenset({"resumption", "restoration", "normalization", "normalisation"})
_BRING_ABOUT = frozenset("produce bring yield see achieve effect arrange negotiate".split())


def _is_brought_about(clause: Clause, group: NounGroup) -> bool:
    verb = clause.verb
    told = any(a.group is group and not a.prep and not a.before for a in clause.args) and group.of is None
    return verb is not None and verb.lemma in _BRING_ABOUT and not verb.passive and told


def _is_healed(verb: VerbGroup) -> bool:
    """ "repaired the breach", "put an end to the rupture"."""
    return verb.has("restore") or verb.has("end") and verb.lemma in ("end", "put", "bring", "terminate")


def _labelled(s: SentenceContext, clause: Clause, group: NounGroup) -> NounGroup | None:
    """The state in front of the colon: "1944 – Saudi Arabia: rupture after a beheading"."""
    if clause.opener != "colon" or clause.verb is not None or clause.subject is not group or group.words & s.other:
        return None
    index = next((i for i, c in enumerate(s.clauses) if c is clause), 0)
    label = s.clauses[index - 1] if index else None
    if label is None or label.verb is not None or label.args or label.subject is None:
        return None
    return label.subject if label.subject.cls == "state" else None


def _withdrawal(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the withdrawal of recognition from X", "Lesotho's withdrawal of its recognition of X"."""
    recognition = group.of
    if recognition is None or recognition.cls != "recognition":
        return None
    patient = [a.group for a in behind if a.prep in ("from", "of") and is_partylike(a.group)]
    if recognition.of is not None and is_partylike(recognition.of):
        patient = [recognition.of]
    agent = [group.possessor] if group.possessor is not None else []
    agent = agent or [a.group for a in behind if a.prep == "by" and is_partylike(a.group)]
    return _noun(Form.DERECOGNITION, clause, group, "withdrawal of recognition", agent, patient, False)


def _comes(clause: Clause) -> bool:
    verb = clause.verb
    return verb is not None and verb.lemma in _HAPPENS and not verb.passive and not verb.modal


def _recognition(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the recognition of X by Y", "X's recognition from Y", "recognition between X and Y"."""
    if _is_object_of_trigger(clause, group):
        return None
    verb = clause.verb
    lasted = verb is not None and verb.lemma == "take" and all(a.prep for a in clause.args)
    if lasted and _is_subject(clause, group):
        return None  # "the recognition of X took from 1971 to 1975"
    between = [a.group for a in behind if a.prep == "between" and is_partylike(a.group)]
    if between:
        frame = _noun(Form.RECOGNITION, clause, group, "recognition between", [], between, True)
        frame.paired = True
        return frame
    of = [group.of] if group.of is not None and is_partylike(group.of) else []
    if group.of is not None and group.of.cls in ("independence", "official"):
        of = recognized(group.of)
    elif group.of is not None and not of and group.of.head in _NO_STATE:
        return None  # "recognition of its obligations"
    if not of:
        of = [a.group for a in behind if a.prep == "of" and is_partylike(a.group)][:1]
    givers = ("by",) if group.of is not None and group.of.cls == "independence" else ("by", "from")
    by = [a.group for a in behind if a.prep in givers and is_partylike(a.group)]
    owner = [group.possessor] if group.possessor is not None and is_partylike(group.possessor) else []
    if owner and by and not of:
        of, owner = owner, []  # "Cuba's recognition by Jamaica"
    if group.det in ("its", "their") and by and not of:
        of = [replace(group, cls="pron", head=group.det)]
    agent = owner or by
    if not agent and group.states():
        agent = [replace(group, cls="state", names=group.states(), of=None)]
    if of or agent:
        return _noun(Form.RECOGNITION, clause, group, "recognition of", agent, of, False)
    verb = clause.verb
    if _is_subject(clause, group) and verb is not None and (verb.has("commence") or verb.has("act")):
        return _noun(Form.RECOGNITION, clause, group, THEME, [], [], False)  # "Recognitions came thick and fast"
    return None


def _acceptance(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "Portugal's acceptance of Brazilian independence", not "of the Brazilian proposal"."""
    of_independence = group.of is not None and group.of.cls == "independence"
    return _recognition(s, clause, group, behind) if of_independence else None


def _expulsion(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the expulsion of the ambassador by X", "X's dismissal of Richard Melton"."""
    envoy = group.of
    if envoy is None and group.possessor is not None and has_envoy(group.possessor):
        by = [a.group for a in behind if a.prep in ("by", "from") and is_partylike(a.group)]
        envoy = group.possessor  # "the Iranian ambassador's expulsion from Khartoum"
        return replace(_noun(Form.EXPELLED, clause, group, "expulsion of", by, [envoy], False), envoy=envoy)
    if envoy is None or not (has_envoy(envoy) or envoy.proper and group.head in _EXPULSIONS):
        return None
    by = [a.group for a in behind if a.prep in ("by", "from") and is_partylike(a.group)]
    agent = [group.possessor] if group.possessor is not None else by
    frame = _noun(Form.EXPELLED, clause, group, "expulsion of", agent, [envoy], False)
    frame.envoy = envoy
    return frame


def _accession(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the accession of X to Y", "its admission to Y", "X's entry into Y"."""
    began = clause.subject is group and (_begins(s, clause) or _restored(clause))
    if group.head in _STATES_OF_BEING and not began:
        return None
    verb = clause.verb
    if (
        verb is not None
        and verb.has("obtain")
        and _is_object_of_trigger(clause, group)
        and any(a.group is group and not a.prep for a in clause.args)
    ):
        return None  # "obtained membership": the verb has the frame
    orgs = [a.group for a in behind if a.prep in ("to", "into", "in") and is_organization(a.group)]
    orgs += organizations_of(group)
    if not orgs and verb is not None and _is_subject(clause, group):  # "raised the membership of the UN to 103"
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
    return _noun(Form.JOINED, clause, group, ACCESSION, member, orgs, False, weak=not orgs)


def _is_one_of(clause: Clause, group: NounGroup) -> bool:
    """ "Lesotho, one of the founders of SADCC in 1980, …", "Norway, among the founders of NATO, …"."""
    argument = next((a for a in clause.args if a.group is group and a.before), None)
    one = any(a.head == "one" for a in clause.appositions)
    if argument is not None and argument.prep == "as" and is_founding(group):
        return True  # "As a founder of the NAM (1961) it had to leave"
    return argument is not None and (argument.prep == "of" and one or argument.prep == "among")


def _takes_effect_later(s: SentenceContext, clause: Clause, group: NounGroup) -> bool:
    """ "Its accession was approved in 2011 and took effect in 2012": the second date is the date."""
    return any(c is not clause and c.subject is group and c.inherited and _begins(s, c) for c in s.clauses)


def _named_behind(clause: Clause, group: NounGroup) -> NounGroup | None:
    """ "A member of ASEAN from July 1995, the country applied …": who is meant stands behind the comma."""
    first = clause.subject is group and not clause.inherited and group.det in ("a", "an", "")
    return next((a for a in clause.appositions if is_partylike(a)), None) if first and clause.lead_dates else None


def _member(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
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
    frame = _noun(Form.JOINED, clause, group, MEMBER_SINCE, bearer, orgs, False, weak=not orgs)
    entry = s.verbless and clause.subject is group and not any(d.relation == "since" for d in clause.all_dates())
    frame.since = not is_founding(group) and not entry and not since  # "28 November – Full member of ECO"
    return frame


_COURSES = {
    "rupture": Form.SEVERED,
    "suspension": Form.SUSPENDED,
    "establishment": Form.RELATIONS,
    "resumption": Form.RESUMPTION,
}
_READERS = {
    "turn": _turn,
    "relations": _relations,
    **dict.fromkeys(_COURSES, _course_of_relations),
    "recognition": _recognition,
    "acceptance": _acceptance,
    "withdrawal": _withdrawal,
    "expulsion": _expulsion,
    "membership": _accession,
    "member": _member,
}  # by the class of the noun in nouns.tsv


def _is_subject(clause: Clause, group: NounGroup) -> bool:
    return clause.subject is group and not clause.inherited


def _is_object_of_trigger(clause: Clause, group: NounGroup) -> bool:
    """Does the verb make an event of its own with this noun ("granted recognition", "sought its recognition")?"""
    verb = clause.verb
    if verb is None or verb.classes.isdisjoint(_TAKES_EVENT_NOUN):
        return False
    return verb.passive or not _is_subject(clause, group)


def _restored(clause: Clause) -> bool:
    """ "its membership was restored in 1997"."""
    return clause.verb is not None and clause.verb.passive and clause.verb.lemma in _RESTORING


def _begins(s: SentenceContext, clause: Clause) -> bool:
    """ "dates from 1998", "took effect in 2024": the lasting state had its beginning then."""
    verb = clause.verb
    if verb is None:
        return False
    effect = verb.lemma in ("take", "become", "enter", "come") and any(
        word in s.behind(verb, 3) for word in (" effect ", " effective ", " force ")
    )
    return effect or verb.has("commence") or verb.lemma in ("follow", "come") and not verb.passive


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
