"""Relations begun, resumed, suspended and ended: a verb with "relations" as its object or subject; "broke with X"."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.frames.frame import (
    PRIVATE,
    RECIPROCAL,
    Frame,
    SentenceContext,
    Verbal,
    Verbs,
    is_organization,
    is_partylike,
)
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense
from extractor.schema import Form

_LINKS = ("to", "into", "from", "on", "of", "up", "out", "upon")  # "put an end to relations", "enter into relations"
_EXIST = VerbSense("be", "maintain")
OTHER_PARTICLES = frozenset("out up down into through away even free ranks ground news".split())

# What happens to relations, by the class of the verb: of which they are the object …
_OUTCOMES = {
    "suspend": Form.SUSPENDED,
    "end": Form.SEVERED,
    "forfeit": Form.SEVERED,
    "restore": Form.RESUMPTION,
    "start": Form.RELATIONS,
    "maintain": Form.RELATIONS,
}
# … or only the subject
_COURSES = {"lapse": Form.SEVERED, "rest": Form.SUSPENDED, "commence": Form.RELATIONS, "await": Form.RELATIONS}
_ANEW = (" again ", " anew ", " afresh ", " once more ", " once again ")

_ALONE = frozenset("resume renew restore reestablish re-establish".split())  # may leave "relations" out


_STANDS_FOR_RELATIONS = ("them", "they", "these", "those", "which", "theirs", "former", "latter")


_YEARS = frozenset("years year decades decade century centuries months".split())
_STANDS_ALONE = frozenset({"they", "these", "those", "theirs"})
_OF_TIES_ALONE = frozenset("be begin start commence date go lapse cease expire resume reach stretch run trace".split())


OF_RELATIONS = Verbs(frozenset(_OUTCOMES | _COURSES), frozenset({"be", "remain"}))
OF_PARTNERS = Verbs(frozenset({"link"}), frozenset({"be", "become", "remain"}))


def is_own(group: NounGroup) -> bool:
    """ "Taipei broke off its own", "Kabul severed hers": the noun is left out."""
    if group.cls == "pron":
        return group.head in ("hers", "theirs")
    return group.head == "own" and group.det in ("its", "their", "her", "his") and not group.names


def read_relations(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects = v.clause, v.verb, v.agents, v.target, v.objects
    group = next((o for o in objects[:2] if o.cls == "relations"), None) or next(
        (a.group for a in clause.args if not a.before and a.group.cls == "relations" and a.prep in _LINKS), None
    )
    if group is None and target is not None and target.head in _YEARS and target.of is not None:
        group = target.of if target.of.cls == "relations" else None  # "ended eighty years of relations with X"
    bare = target is None and clause.subject is None and (verb.mode == "part" or verb.maybe_part)  # "Restored in 1942."
    pronoun = (
        bare or target is not None and (target.cls == "pron" and target.head in _STANDS_FOR_RELATIONS or is_own(target))
    )
    if not pronoun and target is None and group is None:
        target = _pronoun_behind(s, clause, verb)  # "entered upon them"
        pronoun = target is not None
    subject = clause.subject
    if group is None and subject is not None and subject.cls == "relations" and not verb.passive:
        return _intransitive(s, clause, verb, subject)
    if not objects and subject is not None and subject.head in _STANDS_ALONE and _is_of_ties_alone(s, verb):
        return _intransitive(s, clause, verb, subject)  # "They began again in 1992", "Those with Cuba date from 1956"
    if group is None and not pronoun:
        return _without_object(s, v)
    if group is not None and (not s.is_diplomatic(group) or _with_no_state(clause, group)):
        return None
    if group is None and agents and all(is_organization(a) for a in agents):
        return None  # "the League, which suspended it"
    sense = s.sense(verb, *(_OUTCOMES if group is not None else _OUTCOMES.keys() - {"maintain"}))
    if sense is None and group is not None and verb.lemma == "be" and "there" in verb.adverbs:
        sense = _EXIST  # "Since 1970 there have been relations between X and Y"
    if sense is None:
        return None
    form = _OUTCOMES[sense.cls]
    if form is Form.RELATIONS and (_anew(s, verb, 16) or group is not None and group.words & {"renewed"}):
        form = Form.RESUMPTION
    weak = group is None and not _told_of_before(s, verb)
    anchor = group or target or NounGroup(verb.start, verb.end, "relations", "")
    held = [o.of for o in objects[:2]] + objects[:2]
    if anchor is not clause.subject and group is not None and not any(o is group for o in held):
        prep = next(a.prep for a in clause.args if a.group is group)
        if prep not in sense.rest:
            return None
    ordinal = target is not None and target.head in ("former", "latter")  # "the latter were resumed"
    patient = [anchor] if ordinal else s.counterparts(clause, anchor) or _open_partners(clause)
    agent = [a for a in agents if not (_is_thing(a) and s.paired(clause, anchor))]
    if agent and _is_thing(agent[0]) and clause.kind == "rel" and clause.parent is not None:
        signer = clause.parent.subject  # "X and Y signed the communiqué that established relations"
        agent = [signer] if signer is not None and is_partylike(signer) else agent
    owner = anchor.possessor
    if owner is not None and patient and _is_one_of_two(owner, agent):
        agent = []
    unsaid = not agent and not clause.is_elliptic()
    mutual = form in (Form.RELATIONS, Form.RESUMPTION) or unsaid or sense.cls == "forfeit" or is_mutual(clause)
    if bare and not agent and clause.parent is not None:
        agent = [a.group for a in clause.parent.args if a.prep == "by" and a.before and is_partylike(a.group)]
    if not agent and owner is not None and owner.cls != "relations":
        agent = [owner]
    if group is not None:
        agent, patient = _with_named(anchor, agent, patient)
    frame = s.frame(
        form,
        clause,
        verb,
        "verb+relations" if group else "verb+pronoun",
        sense,
        agent=agent,
        patient=patient,
        mutual=mutual,
        weak=weak,
        since=sense.cls == "maintain" and not _became(clause),
        paired=s.paired(clause, anchor),
        anchored=verb.passive,
    )
    if group is None:
        frame.carried = True
    if not verb.passive and group is not None and anchor.det in ("its", "their", "his") and not agent:
        frame.agent = []
    return frame


def _is_one_of_two(owner: NounGroup, agent: list[NounGroup]) -> bool:
    """ "Havana's relations with Chile were broken off by the junta": by one of the two."""
    return owner.cls == "state" and len(agent) == 1 and agent[0].cls == "official" and not agent[0].states()


def _became(clause: Clause) -> bool:
    """ "became the third country to have relations with X": then they began."""
    outer = clause.parent
    return clause.kind == "inf" and outer is not None and outer.verb is not None and outer.verb.lemma == "become"


def _pronoun_behind(s: SentenceContext, clause: Clause, verb: VerbGroup) -> NounGroup | None:
    sense = s.sense(verb, *_OUTCOMES)
    if sense is None or not sense.rest:
        return None
    behind = (a.group for a in clause.args if a.prep == sense.rest[-1] and not a.before and a.group.cls == "pron")
    return next((group for group in behind if group.head in ("them", "these")), None)


def _is_of_ties_alone(s: SentenceContext, verb: VerbGroup) -> bool:
    """Is it hardly said of anything but relations: "They lapsed", "They came into being in 1992"?"""
    if verb.lemma in _OF_TIES_ALONE:
        return True
    sense = s.sense(verb, *_COURSES)
    return verb.lemma == "come" and sense is not None and len(sense.rest) > 1


def _told_of_before(s: SentenceContext, verb: VerbGroup) -> bool:
    """ "without ties since 1867, established them": the sentence has told what the pronoun stands for."""
    groups = [g for c in s.clauses for g in (c.subject, *(a.group for a in c.args)) if g is not None]
    return any(g.cls == "relations" and g.start < verb.start and s.is_diplomatic(g) for g in groups)


def _anew(s: SentenceContext, verb: VerbGroup, width: int) -> bool:
    behind = s.behind(verb, width)
    return any(word in behind for word in _ANEW) or bool({"again", "anew", "once again"} & set(verb.adverbs))


def _open_partners(clause: Clause) -> list[NounGroup]:
    return [a.group for a in clause.args if a.prep == "with" and is_open(a.group)]


def is_open(group: NounGroup) -> bool:
    """ "four NATO powers", "several neighbours": states, but not said which."""
    told = group.det in ("both", "these", "those", "the", "its", "their", "his") or group.words & {"two", "both"}
    return group.cls == "official" and group.head.endswith("s") and not group.states() and not told


def _with_no_state(clause: Clause, relations: NounGroup) -> bool:
    """ "suspended its relations with two banks", "ties between the customs houses": with what is no state."""
    partners = [a.group for a in clause.args if a.prep in ("with", "between") and a.group.start > relations.start]
    if not partners:
        return False
    first, head = partners[0], partners[0].head
    if head in PRIVATE:
        return True
    if first.start > relations.end + 1 or any(
        p.cls or p.proper or p.members or p.of is not None or any(n.form != "adjective" for n in p.states())
        for p in partners
    ):
        return False  # "relations, with the Wall still standing"
    manner = head in _MANNERS or head.endswith(("tion", "ness", "ment", "ance", "ence", "ity", "sion"))
    return not (manner or first.words & _MANNERS)


_MANNERS = frozenset(
    (
        "effect effects delay regret notice speed haste heart fanfare ceremony word words backing help support consent "
        "blessing approval stroke view aim hope result ease pomp sorrow relief anger fury bang whimper flourish letter "
        "telegram note message one vote majority signature protest other rest world"
    ).split()
)  # "with immediate effect", "with regret"


def _intransitive(s: SentenceContext, clause: Clause, verb: VerbGroup, subject: NounGroup) -> Frame | None:
    """ "Relations lapsed in 1997", "Ties with Peking date from 1949", "relations followed that October"."""
    if not s.is_diplomatic(subject):
        return None
    sense = s.sense(verb, *_COURSES) or s.sense(verb, "restore", "suspend")
    if sense is None and verb.lemma in ("be", "remain") and any(o.head in _UNBROKEN for o in _predicates(clause)):
        sense = _EXIST  # "Relations have been continuous since 1902"
    if sense is None or s.behind(verb, 1).strip() in OTHER_PARTICLES and not sense.rest:
        return None  # "relations broke down"
    if sense.cls == "commence" and _begins_something_else(s, clause, subject):
        return None
    if sense.cls == "await" and not any(d.relation == "until" for d in clause.all_dates()):
        return None
    form = (_OUTCOMES | _COURSES)[sense.cls]
    if form is Form.RELATIONS and _anew(s, verb, 4):
        form = Form.RESUMPTION
    frame = s.frame(
        form,
        clause,
        verb,
        "relations+verb",
        sense,
        patient=s.counterparts(clause, subject),
        mutual=True,
        paired=s.paired(clause, subject),
        anchored=True,
        weak=subject.cls != "relations",
        since=sense is _EXIST,
        needs_date=subject.cls != "relations",
    )
    if subject.cls != "relations":
        frame.carried = True
    if subject.possessor is not None:
        frame.agent = [subject.possessor]
    frame.agent, frame.patient = _with_named(subject, frame.agent, frame.patient)
    return frame


def _is_thing(group: NounGroup) -> bool:
    """ "The note brought to an end relations between A and B": a thing, not one of the two."""
    return group.cls in ("", "charter", "plan") and not group.proper and not group.states() and not group.members


def _with_named(
    relations: NounGroup, agent: list[NounGroup], patient: list[NounGroup]
) -> tuple[list[NounGroup], list[NounGroup]]:
    """ "U.S. relations with Chad", "Soviet–Mexican relations": what the adjectives name is a side."""
    sides = named(relations)
    if sides and patient and not agent and len(sides[0].names) == 1:
        return sides, patient
    return agent, patient + sides


_UNBROKEN = frozenset("continuous unbroken uninterrupted intact".split())


def _predicates(clause: Clause) -> list[NounGroup]:
    return [a.group for a in clause.args if not a.prep and not a.before]


def _begins_something_else(s: SentenceContext, clause: Clause, subject: NounGroup) -> bool:
    """ "relations began to improve", "the relationship began": not the opening of diplomatic relations."""
    if subject.head in ("relationship", "relationships") and "diplomatic" not in subject.words:
        return True
    return any(c.kind == "inf" and c.parent is clause for c in s.clauses)


def _without_object(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "Indonesia resumed in August": in a text that is about relations."""
    verb, clause = v.verb, v.clause
    sense = s.sense(verb, "restore")
    if sense is None or verb.lemma not in _ALONE or verb.passive or verb.mode != "finite" or not clause.all_dates():
        return None
    if v.objects or not v.agents or not is_partylike(v.agents[0]):
        return None
    return s.frame(
        Form.RESUMPTION, clause, verb, "verb+pronoun", sense, agent=v.agents, mutual=True, weak=True, carried=True
    )


def read_partners(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "became diplomatic partners", "have been diplomatic allies of Taipei since 1983", "are linked by relations"."""
    clause, verb = v.clause, v.verb
    if verb.passive and verb.has("link"):
        relations = next((a.group for a in clause.args if a.prep in ("by", "in") and a.group.cls == "relations"), None)
        if relations is None or not s.is_diplomatic(relations):
            return None
        linked = [clause.subject] if clause.subject is not None else []
        partners = [a.group for a in clause.args if a.prep in ("to", "with") and is_partylike(a.group)]
        return s.frame(
            Form.RELATIONS, clause, verb, "linked by relations", None, agent=linked, patient=partners, mutual=True
        )
    partner = v.target
    if partner is None and verb.lemma == "be" and not verb.passive:
        return _with_whom(s, v)
    if verb.passive or verb.lemma not in ("be", "become", "remain") or partner is None or partner.cls != "ally":
        return None
    others = [a.group for a in clause.args if a.prep in ("with", "of", "to") and is_partylike(a.group)]
    if partner.of is not None and is_partylike(partner.of):
        others.append(partner.of)
    return s.frame(
        Form.RELATIONS,
        clause,
        verb,
        "diplomatic partners",
        None,
        agent=v.agents,
        patient=others + ([partner.possessor] if partner.possessor is not None else []) + named(partner),
        mutual=True,
        since=verb.lemma != "become",
        needs_date=True,
    )


def _with_whom(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "St Vincent, which has been with Taipei since 1981", in a text about whose relations are whose."""
    sides = [a.group for a in v.clause.args if a.prep == "with" and not a.before and a.group.cls == "state"]
    if not sides or not v.agents or not is_partylike(v.agents[0]):
        return None
    if not any(d.relation == "since" for d in v.clause.all_dates()):
        return None
    return s.frame(
        Form.RELATIONS,
        v.clause,
        v.verb,
        "go over",
        None,
        agent=v.agents,
        patient=sides,
        mutual=True,
        weak=True,
        since=True,
    )


def named(group: NounGroup) -> list[NounGroup]:
    """The state that an adjective of the group names."""
    names = [n for n in group.states() if group.possessor is None or n not in group.possessor.names]
    return [replace(group, cls="state", names=names, of=None, possessor=None, members=[])] if names else []


def is_mutual(clause: Clause) -> bool:
    """ "broke with each other"."""
    return any(a.prep == "with" and a.group.head in RECIPROCAL for a in clause.args)
