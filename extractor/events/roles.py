"""Who fills the roles of a frame: the groups in its clause, an envoy's state, and what the discourse supplies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractor.events.discourse import PAIR_HEADS, RELATIONAL, Filler, Party, Topic
from extractor.events.envoys import host_of, owners_of
from extractor.events.frames import Frame
from extractor.events.groups import NounGroup
from extractor.events.ranking import choose_party, choose_referent
from extractor.events.text import TextReading
from extractor.schema import FORM_ACTION, Action, Form, Modality

_LEAST_SHARE_OF_SENDER = 0.6  # whose envoy a person is, of whom the text has said nothing


def resolve_all(r: TextReading, groups: list[NounGroup], exclude: list[Party] | None = None) -> list[Filler]:
    """The parties that the groups name or mean, by the discourse alone."""
    return _distinct(r, [filler for group in groups for filler in r.d.resolve(group, exclude=exclude)])


def resolve_roles(r: TextReading, frame: Frame, form: Form) -> tuple[list[Filler], list[Filler]]:
    """Agents and patients. Those that are named come first, so that no pronoun is taken for the other side."""
    named = [f.party for group in frame.patient if not is_anaphor(group) for f in r.d.resolve(group)]
    if frame.envoy is not None:
        named += [r.d.party(name) for name in frame.envoy.states()]
    agents = resolve_side(r, frame, form, frame.agent, named, agent=True)
    if frame.envoy is not None and not frame.agent and (host := host_of(r, frame.envoy)) is not None:
        agents = [Filler(host, inferred=True)]
    return agents, _resolve_patients(r, frame, form, agents)


def resolve_side(
    r: TextReading,
    frame: Frame,
    form: Form,
    groups: list[NounGroup],
    known: list[Party],
    *,
    agent: bool,
) -> list[Filler]:
    """The parties of one side; known: the parties of the other, or the organization."""
    fillers: list[Filler] = []
    for group in groups:
        if (speakers := _whose_own(frame, group)) is not None:
            fillers += r.d.resolve(speakers, exclude=known)
        elif is_anaphor(group):
            found = choose_referent(r, frame, form, group, frozenset(r.d.code(p) for p in known), agent=agent)
            fillers += [found] if found is not None else []
        else:
            fillers += r.d.resolve(group, exclude=known)
    return _distinct(r, fillers)


def _whose_own(frame: Frame, group: NounGroup) -> NounGroup | None:
    """ "The delegate of Malta recalled that his country had …": of the official who is the subject of the telling."""
    outer = frame.clause.parent if frame.clause.kind == "that" else None
    teller = outer.subject if outer is not None else None
    if teller is None or teller.cls not in ("minister", "envoy", "official", "leader") or group.head not in _HOMES:
        return None
    return replace(teller, cls="official") if group.det in ("his", "her") and teller.states() else None


_HOMES = frozenset("country nation state government republic kingdom island homeland people".split())


def is_anaphor(group: NounGroup) -> bool:
    """Does the group stand for one party that the text named elsewhere? "it", "he", "the regime", "its government"."""
    if group.members:
        return False
    if group.cls == "pron":
        return group.head in _SINGULAR
    if group.cls != "official" or group.states() or group.organizations() or group.head in _PLURAL_OR_RELATIONAL:
        return False
    owner = group.possessor
    return group.det in _DEFINITE and (owner is None or owner.cls == "pron" and owner.head not in ("their", "our"))


_SINGULAR = frozenset("it he she him her its his itself himself herself".split())
_DEFINITE = frozenset(("the", "this", "that", "its", "his", "her", ""))
_PLURAL_OR_RELATIONAL = PAIR_HEADS | RELATIONAL


def _distinct(r: TextReading, fillers: list[Filler]) -> list[Filler]:
    kept: list[Filler] = []
    for filler in fillers:
        if not any(r.d.same(filler.party, f.party) for f in kept):
            kept.append(filler)
    return kept


def _resolve_patients(r: TextReading, frame: Frame, form: Form, agents: list[Filler]) -> list[Filler]:
    known = [f.party for f in agents]
    if frame.envoy is None:
        return _same_object(r, frame, known) or resolve_side(r, frame, form, frame.patient, known, agent=False)
    owners: list[Filler] = []
    for part in frame.envoy.parts:
        if frame.envoy.members and part.cls not in ("envoy", "minister", "state", ""):
            continue
        found = owners_of(r, part, known)
        owners += [replace(f, date=part.date) for f in found] if frame.envoy.members else found
    return _distinct(r, owners)


def _same_object(r: TextReading, frame: Frame, known: list[Party]) -> list[Filler]:
    """ "Peru recognized Croatia, and Chile recognized it": a pronoun as object takes up the object of the same act."""
    theme = r.d.topics.get(FORM_ACTION[frame.form]) if frame.form is not None else None
    if theme is None or theme.mutual or frame.mutual or [g.head for g in frame.patient] != ["it"]:
        return []
    codes = {r.d.code(p) for p in known}
    return [Filler(p, inferred=True) for p in theme.patients if r.d.code(p) not in codes]


def fill_roles(
    r: TextReading, frame: Frame, form: Form, agents: list[Filler], patients: list[Filler]
) -> tuple[list[Filler], list[Filler]]:
    """Supply the role that the clause leaves open from the discourse."""
    d = r.d
    if not agents and len(patients) >= 2 and frame.mutual and frame.paired:
        return patients[:1], patients[1:]
    codes = {d.code(f.party) for f in agents}
    senders = frame.envoy.states() if frame.envoy is not None and frame.agent else []
    if not patients and {d.code(d.party(n)) for n in senders if n.kind != "leader"} & codes:
        return [], []  # "the Swiss envoy in Lima was dismissed by Berne"
    if (
        patients
        and agents
        and not frame.anchored
        and not frame.carried
        and {d.code(f.party) for f in patients} <= codes
        and not any(f.inferred for f in agents + patients)
    ):
        return [], []  # two people of one state fell out
    patients = [f for f in patients if d.code(f.party) not in codes]
    if agents and not patients:
        if (
            len(agents) == 2
            and (frame.mutual or form in (Form.SEVERED, Form.SUSPENDED) and all(f.inferred for f in agents))
            and not _third(r, agents)
        ):
            return agents[:1], agents[1:]
        if form is Form.EXPELLED and not (
            frame.envoy is not None and (frame.envoy.cls in ("envoy", "minister") or frame.envoy.cls in ("", "pron"))
        ):
            return agents, []
        other = choose_party(r, frame, form, [f.party for f in agents], agent=False)
        if form is Form.EXPELLED and other is not None and other.share < _LEAST_SHARE_OF_SENDER:
            other = None
        unlikely = other is None or _are_the_theme(r, agents)
        if unlikely and len(agents) == 2 and form in (Form.SEVERED, Form.SUSPENDED):
            frame.mutual = True  # "Costa Rica and Nicaragua broke off relations": nobody else is in the text
            return agents[:1], agents[1:]
        return agents, [other] if other is not None else []
    if patients and not agents:
        other = choose_party(r, frame, form, [f.party for f in patients], agent=True)
        return [other] if other is not None else [], patients
    granted = d.topics.get(Action.ESTABLISHED)
    if form is Form.DERECOGNITION and not agents and not patients and _names_recognition(granted):
        assert granted is not None  # "Chad recognized Kosovo in 2008; the recognition was withdrawn in 2012"
        return _inferred(granted.agents), _inferred(granted.patients)
    broken = d.topics.get(Action.SEVERED)
    just_broken = broken is not None and not broken.mutual and broken.block == r.block
    if form is Form.EXPELLED and not agents and not patients and broken is not None and just_broken:
        host, sender = broken.agents[:1], broken.patients[:1]  # "Burma broke with North Korea. The ambassador was …"
        return [Filler(p, inferred=True) for p in host], [Filler(p, inferred=True) for p in sender]
    if not agents and not patients and (frame.mutual or form in _PAIRED):
        return _pair(r, frame, form)
    return agents, patients


def _named_in_entry(r: TextReading) -> list[Party]:
    """ "1946. Talks with Albania are dropped. No relations until 1991": whom an entry of a chronology names, if one."""
    d = r.d
    if d.block_date is None or not d.protagonists:
        return []
    first = next((p for p in d.recent if d.code(p) == d.opens_block), None)
    alone = first is not None and not any(d.same(first, p) for p in (*d.dyad, *d.protagonists[:1]))
    return [first] if first is not None and alone else []


def _names_recognition(topic: Topic | None) -> bool:
    return topic is not None and topic.form is Form.RECOGNITION and len(topic.agents) == len(topic.patients) == 1


def _inferred(parties: list[Party]) -> list[Filler]:
    return [Filler(party, inferred=True) for party in parties]


def _third(r: TextReading, pair: list[Filler]) -> bool:
    """ "Peru and Chile resumed relations", in a text that tells of nothing but the relations of a third state."""
    d = r.d
    if (d.mono or d.title_form is not None) and d.protagonists:
        return not any(d.same(f.party, p) for f in pair for p in d.protagonists)
    told = [(m.country, m.counterpart) for m in r.mentions if m.modality is Modality.ASSERTED and not m.organization]
    if len(told) < _MANY:
        return False
    third, times = Counter(code for sides in told for code in sides).most_common(1)[0]
    return times >= _MOST * len(told) and not any(d.code(f.party) == third for f in pair)


def _are_the_theme(r: TextReading, pair: list[Filler]) -> bool:
    """Is one of the two whom the text is about?"""
    return any(r.d.same(f.party, p) for f in pair for p in r.d.protagonists[:1])


_MANY, _MOST = 4, 0.8  # events told, and the share of them in which the third has part
_PAIRED = frozenset((Form.SEVERED, Form.SUSPENDED, Form.RECOGNITION))


def _pair(r: TextReading, frame: Frame, form: Form) -> tuple[list[Filler], list[Filler]]:
    """ "Relations were resumed": the clause names no side. The sentence may tell one, the entry or the text both."""
    d = r.d
    if frame.rule == "verb+pronoun" and frame.clause.is_elliptic() and len(d.dyad) == 2:
        return [Filler(d.dyad[0], inferred=True)], [Filler(d.dyad[1], inferred=True)]  # "…; resumes them the day after"
    if d.local and len(d.center) == 1 and not d.block_parties:
        other = choose_party(r, frame, form, d.center, agent=False)
        if other is not None:
            return [Filler(d.center[0], inferred=True)], [other]
    entry = d.block_parties or _named_in_entry(r) or d.section_parties
    main = [p for p in d.protagonists if not any(d.same(p, q) for q in entry[:1])]
    pair = [main[0], entry[0]] if entry and main else d.pair() if len(d.protagonists) < 2 else d.protagonists[:2]
    if len(pair) == 2 and not d.same(pair[0], pair[1]):
        return [Filler(pair[0], inferred=True)], [Filler(pair[1], inferred=True)]
    return [], []
