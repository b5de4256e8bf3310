"""Nouns that name the event: "the rupture with", "recognition of", "its accession to", "the expulsion of"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.events.clause import Argument, Clause
from extractor.events.clauses import EVENT_NOUNS
from extractor.events.frames.envoys import has_envoy
from extractor.events.frames.frame import Frame, SentenceContext, is_partylike, is_unnamed
from extractor.events.frames.membership_nouns import read_accession, read_member
from extractor.events.frames.noun_frames import (
    begins,
    is_object_of_trigger,
    is_restored,
    is_subject,
    names_as_group,
    noun_frame,
)
from extractor.events.frames.recognition import recognized
from extractor.events.frames.ruptures import is_in_a_thing
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form

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
_CALLING = frozenset("call ask press plead campaign lobby push appeal argue vote clamour".split())
_EXPULSIONS = frozenset("expulsion dismissal eviction".split())
_BRINGS_ANOTHER = frozenset("come follow be arrive have".split())
_UNREAL = frozenset("pending without against toward towards".split()) | {"instead of", "in favour of", "in favor of"}
_HAPPENS = frozenset("come follow occur happen arrive ensue materialise materialize".split())
CAME = "rupture came"  # "The break came in March", of those whom the text is about
THEME = "theme"  # names the kind of event that a list goes on to tell


def read_nominal(s: SentenceContext, clause: Clause) -> Iterator[Frame]:
    groups: list[tuple[NounGroup, list[Argument]]] = []
    subject = clause.subject
    if subject is not None and not clause.inherited:
        groups.append((subject, _fronted(clause) or _behind_verb(clause)))
    elif subject is not None and subject.cls == "membership" and (begins(s, clause) or is_restored(clause)):
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
    if not is_subject(clause, group) or clause.verb is None or clause.verb.lemma not in _BRINGS_ANOTHER:
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
    if not is_subject(clause, group) and group not in clause.appositions:
        return None
    agent = [group.possessor] if group.possessor is not None else []
    patient = s.counterparts(clause, group) + names_as_group(group)
    both = any(a.prep == "between" and len(a.group.states()) == 2 for a in behind)
    frame = noun_frame(Form.RELATIONS, clause, group, "entry", agent, patient, True, weak=not both)
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
        parties = names_as_group(group.of)
        if group.of.of is not None and is_partylike(group.of.of):
            parties.append(group.of.of)
        mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agent
        heir = clause.subject if clause.subject is not group else None
        if not agent and heir is not None and is_partylike(heir):
            agent = [heir]  # "Chad and Israel announced the renewal of relations"
        frame = noun_frame(form, clause, group, "noun of relations", agent, partners + parties, mutual)
        frame.paired = any(a.prep == "between" for a in behind) or len(parties) == 1 and len(parties[0].states()) > 1
        return frame
    if not partners and (labelled := _labelled(s, clause, group)) is not None:
        return noun_frame(form, clause, group, "label", [], [labelled], True, weak=group.head not in _NAMES_OF_RUPTURE)
    if not partners and is_subject(clause, group) and _comes(clause) and not group.words & s.other:
        frame = noun_frame(form, clause, group, CAME, agent, [], True, weak=True)  # "The rupture came in March."
        frame.needs_date = True
        return frame
    if not partners and form is Form.RESUMPTION and group.head in _RESUMPTIONS and _is_brought_about(clause, group):
        frame = noun_frame(form, clause, group, "resumption brought about", agent, [], True, weak=True)
        frame.needs_date = True  # "a conference in Paris produced a resumption in February 1869"
        return frame
    healed = clause.verb is not None and _is_healed(clause.verb) and not is_subject(clause, group)
    if group.of is not None and group.of.cls == "" or is_in_a_thing(group, behind):
        return None  # "the rupture of a pipeline between A and B"
    if group.head not in _RUPTURES or not partners or healed or group.words & s.other:
        return None
    if not agent and group.det in ("its", "their", "his"):
        agent = [replace(group, cls="pron", head=group.det)]
    frame = noun_frame(Form.SEVERED, clause, group, "rupture with", agent, partners, not agent)
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
    return noun_frame(Form.DERECOGNITION, clause, group, "withdrawal of recognition", agent, patient, False)


def _comes(clause: Clause) -> bool:
    verb = clause.verb
    return verb is not None and verb.lemma in _HAPPENS and not verb.passive and not verb.modal


def _recognition(s: SentenceContext, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
    """ "the recognition of X by Y", "X's recognition from Y", "recognition between X and Y"."""
    if is_object_of_trigger(clause, group):
        return None
    verb = clause.verb
    lasted = verb is not None and verb.lemma == "take" and all(a.prep for a in clause.args)
    if lasted and is_subject(clause, group):
        return None  # "the recognition of X took from 1971 to 1975"
    between = [a.group for a in behind if a.prep == "between" and is_partylike(a.group)]
    if between:
        frame = noun_frame(Form.RECOGNITION, clause, group, "recognition between", [], between, True)
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
        return noun_frame(Form.RECOGNITION, clause, group, "recognition of", agent, of, False)
    verb = clause.verb
    if is_subject(clause, group) and verb is not None and (verb.has("commence") or verb.has("act")):
        return noun_frame(Form.RECOGNITION, clause, group, THEME, [], [], False)  # "Recognitions came thick and fast"
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
        return replace(noun_frame(Form.EXPELLED, clause, group, "expulsion of", by, [envoy], False), envoy=envoy)
    if envoy is None or not (has_envoy(envoy) or envoy.proper and group.head in _EXPULSIONS):
        return None
    by = [a.group for a in behind if a.prep in ("by", "from") and is_partylike(a.group)]
    agent = [group.possessor] if group.possessor is not None else by
    frame = noun_frame(Form.EXPELLED, clause, group, "expulsion of", agent, [envoy], False)
    frame.envoy = envoy
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
    "membership": read_accession,
    "member": read_member,
}  # by the class of the noun in nouns.tsv
