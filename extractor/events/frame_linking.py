"""The frames of a sentence to event mentions: what is told at all, by whom and to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.discourse import Party, Topic
from extractor.events.ellipsis import carried_form, carry_on, leave_to_gaps, read_gaps, take_up
from extractor.events.emission import emit
from extractor.events.entries import read_bare, supply_subject, theme_of
from extractor.events.envoys import known_envoy
from extractor.events.frame_dates import choose_date
from extractor.events.frames import ARRIVED, CAME, THEME, Frame, is_generic, is_partylike
from extractor.events.frames.frame import PRIVATE
from extractor.events.frames.relations import is_open
from extractor.events.groups import NounGroup, VerbGroup
from extractor.events.memberships import (
    is_open_plural,
    link_membership,
    name_open_members,
    note_open_members,
    record_foundings,
    set_back,
)
from extractor.events.organization_focus import codes_of, is_membership_topical
from extractor.events.roles import fill_roles, resolve_all, resolve_roles
from extractor.events.text import SentenceReading, TextReading, Trace
from extractor.mentions.sentences import BlockKind
from extractor.normalization.dates import DateKind
from extractor.schema import FORM_ACTION, Form


def link_frames(r: TextReading, here: SentenceReading, frames: list[Frame], trace: Trace) -> None:
    """Append the mentions of a sentence to the reading; the trace gets each frame with the reason if it has none."""
    record_foundings(r, here, frames)
    r.d.told_by = {}
    for frame in frames:
        _recenter_before(r, frame, here.clauses)
        leave_to_gaps(r, frame)
        supply_subject(r, here, frame)
        why = _link_frame(r, here, frame)
        if not why and r.d.topic is not None:
            r.d.told_by[id(frame)] = r.d.topic
        trace.frames.append((frame, why))
    shared = read_gaps(r, here, frames)
    used = {id(part) for f in frames for g in f.agent + f.patient for part in [g, *g.parts]} | shared
    read_bare(r, here, frames, used)


def _link_frame(r: TextReading, here: SentenceReading, frame: Frame) -> str:
    """Resolve one frame and append its mentions; the reason if there are none."""
    d, s, dates = r.d, here.sentence, here.dates
    if (other := frame.otherwise) is not None:
        joins = is_membership_topical(r, other if other.rule == ARRIVED else frame)
        if joins if other.rule == ARRIVED else not joins and not codes_of(r.names_in(s.start, s.end)):
            frame = other
    form = frame.form
    if form is None:
        set_back(r, frame, frame.agent)
        form, why = carried_form(r, here, frame)
        if form is None:
            return why
    if (named := name_open_members(r, here, frame)) is not None:
        return named
    for rejection in _REJECTIONS:
        if why := rejection(r, here, frame, form):
            return why
    chosen = choose_date(frame, None, here.clauses, dates)
    r.when = dates.values[chosen[0]] if chosen is not None else None
    if form is Form.JOINED:
        return link_membership(r, here, frame)
    if frame.reciprocal:
        return _link_both_ways(r, here, frame, form)
    agents, patients = resolve_roles(r, frame, form)
    both = frame.rule == "return" and len(agents) == 2 and all(f.inferred for f in agents)  # "the two made it up"
    if (frame.form is None or frame.rule == "return" and not both) and d.topic is not None:
        agents, patients = carry_on(r, frame, agents, patients)
    agents, patients = take_up(r, frame, agents, patients)
    agents, patients = fill_roles(r, frame, form, agents, patients)
    if not agents or not patients:
        return "a party is missing"
    if form is Form.RECOGNITION and _by_nobody(r, frame):
        return "nobody is said to recognize"
    inferred = any(f.inferred for f in agents + patients)
    return emit(r, here, frame, form, agents, patients, inferred)


def _link_both_ways(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    """ "The two countries expelled each other's ambassadors": two events."""
    sides = resolve_all(r, frame.agent)
    if len(sides) != 2:
        return "each other: of two that are not known"
    inferred = any(f.inferred for f in sides)
    one, other = sides[:1], sides[1:]
    return emit(r, here, frame, form, one, other, inferred) or emit(r, here, frame, form, other, one, inferred)


# ---- what tells no event of its own, in the order in which it is asked; each gives the reason, or nothing ----


def _gives_a_reason(_r: TextReading, _here: SentenceReading, frame: Frame, _form: Form) -> str:
    clause = frame.clause
    found = clause.kind == "ing" and clause.opener == "for" and not clause.all_dates()
    return "a reason: nobody is said when it was done" if found else ""


def _announces_a_list(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    theme = theme_of(r, here, frame, form)
    if theme is None:
        return ""
    r.d.topic = r.d.theme = theme
    return "says what the list is about"


def _is_a_gerund(_r: TextReading, _here: SentenceReading, frame: Frame, _form: Form) -> str:
    clause = frame.clause
    found = clause.kind == "ing" and clause.next_subject and clause.subject is None
    return "a gerund: nobody is said to have done it" if found else ""


def _is_of_open_partners(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    if frame.rule != "verb+relations" or not frame.patient or not all(is_open(g) for g in frame.patient):
        return ""
    _open_topic(r, form, replace(frame, patient=[]), here.sentence.block)
    return "an open group: nobody is named"


def _is_of_an_open_group(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    if not frame.agent or not all(is_generic(g) for g in frame.agent):
        return ""
    if form is not Form.JOINED:
        _open_topic(r, form, frame, here.sentence.block)
    else:
        note_open_members(r, here, frame)
    return "an open group: nobody is named"


def _is_of_those_who_did(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    """ "Of the states that had recognized X, Chad withdrew": what those are that the clause names one of."""
    clause = frame.clause
    if clause.kind != "rel" or clause.parent is None or len(frame.agent) != 1 or form is Form.JOINED:
        return ""
    whole = frame.agent[0]
    part = any(a.prep in ("of", "among") and a.before and a.group is whole for a in clause.parent.args)
    if not part or whole.cls != "official" or not whole.head.endswith("s") or whole.states():
        return ""
    _open_topic(r, form, frame, here.sentence.block)
    return "an open group: nobody is named"


def _is_a_theme(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> str:
    if frame.rule != THEME:
        return ""
    r.d.topic = Topic(form, [], r.d.protagonists[:1], "", frame.mutual, here.sentence.block)
    return "says what the list is about"


def _is_an_undated_entry(r: TextReading, here: SentenceReading, frame: Frame, _form: Form) -> str:
    if frame.rule != "entry" or r.d.block_date is not None:
        return ""
    prose = here.sentence.kind is BlockKind.PROSE and not r.d.block_parties
    return "an entry without a date" if prose or not frame.clause.all_dates() else ""


def _is_of_a_person(_r: TextReading, _here: SentenceReading, frame: Frame, form: Form) -> str:
    found = form is Form.JOINED and frame.agent and all(_is_citizen(g) for g in frame.agent)
    return "a person is no member" if found else ""


def _is_of_no_state(r: TextReading, here: SentenceReading, frame: Frame, _form: Form) -> str:
    if not frame.agent or frame.nominal or not all(_is_no_state(g) for g in frame.agent):
        return ""
    if frame.form is not None and frame.form is not Form.JOINED:
        _open_topic(r, frame.form, frame, here.sentence.block)
    elif frame.form is Form.JOINED and is_open_plural(frame.agent):
        note_open_members(r, here, frame)
    return "the subject is no state"


def _lasts(_r: TextReading, _here: SentenceReading, frame: Frame, form: Form) -> str:
    """ "Continued to recognize Taipei", "still recognized Taipei", "were still broken"."""
    governor, verb = frame.clause.governor, frame.clause.verb
    continued = isinstance(governor, VerbGroup) and governor.lemma in ("continue", "go") and frame.clause.opener != ","
    still = verb is not None and "still" in verb.adverbs and not frame.nominal and not verb.negated
    return "a lasting state, not an act" if continued and form is Form.RECOGNITION or still else ""


def _lacks_its_date(_r: TextReading, here: SentenceReading, frame: Frame, _form: Form) -> str:
    if not frame.needs_date or frame.founding:
        return ""
    own = [*frame.clause.all_dates(), *frame.item_dates(), *([frame.clause.when] if frame.clause.when else [])]
    return "" if any(here.dates.values.get(m) for m in own) else "no date of its own"


def _is_an_undated_heading(r: TextReading, here: SentenceReading, frame: Frame, _form: Form) -> str:
    s = here.sentence
    title = s.start < 3 and s.block == 0 and not any(text in _STOPS for text in r.texts[s.end - 2 : s.end])
    dated = any(m.kind is DateKind.ABSOLUTE and m.relation != "since" for m in here.dates.values)
    found = title and not frame.weak or s.kind is BlockKind.HEADING and not dated
    return "a heading without a date" if found else ""


def _is_off_topic(r: TextReading, _here: SentenceReading, frame: Frame, form: Form) -> str:
    topical = is_membership_topical(r, frame) if form is Form.JOINED else _topical(r, frame)
    return "the words alone do not name an event, and the text is not about one" if frame.weak and not topical else ""


_STOPS = (".", "!", "?")
_REJECTIONS: tuple[Callable[[TextReading, SentenceReading, Frame, Form], str], ...] = (
    _gives_a_reason,
    _announces_a_list,
    _is_a_gerund,
    _is_of_open_partners,
    _is_of_an_open_group,
    _is_of_those_who_did,
    _is_a_theme,
    _is_an_undated_entry,
    _is_of_a_person,
    _is_of_no_state,
    _lasts,
    _lacks_its_date,
    _is_an_undated_heading,
    _is_off_topic,
)


def _by_nobody(r: TextReading, frame: Frame) -> bool:
    """ "The republic was recognized", in a text that tells of no recognition."""
    d, verb = r.d, frame.clause.verb
    passive = not frame.agent and verb is not None and verb.passive
    return passive and d.title_form is None and d.section_form is None and d.topic is None


def _is_no_state(group: NounGroup) -> bool:
    """A thing, or a body of its own: "the treaty", "the Chilean party"."""
    if group.cls == "" and group.head in PRIVATE and not group.members:
        return True
    return group.cls == "" and not group.proper and not group.names and group.possessor is None


def _is_citizen(group: NounGroup) -> bool:
    """ "Ireland's Mary Robinson"."""
    return group.cls == "" and group.proper and group.possessor is not None and bool(group.possessor.states())


def _open_topic(r: TextReading, form: Form, frame: Frame, block: int) -> None:
    """ "Several states broke with Israel": what the parties that are named next have done."""
    sides = [f.party for f in resolve_all(r, frame.patient)] or r.d.protagonists[:1]
    r.d.topic = Topic(form, [], sides, "", frame.mutual, block)


_OF_TIES = frozenset({"return", "desert", "go over", CAME})  # their words mean relations only in a text about them


def _topical(r: TextReading, frame: Frame) -> bool:
    d = r.d
    if frame.envoy is not None and frame.form is Form.EXPELLED:
        return _speaks_of(r, frame, frame.envoy)
    if frame.rule in _OF_TIES or frame.rule == "verb+pronoun" and frame.weak and frame.form is Form.SUSPENDED:
        told = {d.topic.form if d.topic is not None else None, d.section_form, d.title_form}
        return not told <= {Form.JOINED, Form.EXPELLED, None}
    if d.topic is not None or d.section_form is not None or d.title_form is not None:
        return True
    # "Chile recognized it", after events of any kind, after it became independent, or where another is named before
    named = {party.surface for start, party in d.named if start < frame.start}
    return frame.rule == "recognize" and (bool(d.topics) or d.independence or len(named) > 1)


def _speaks_of(r: TextReading, frame: Frame, envoy: NounGroup) -> bool:
    """Is this person an envoy whom the text has named, or one of those whose expulsion it goes on to tell?"""
    known = known_envoy(r, envoy) if envoy.cls in ("", "pron") else None
    if known is not None:
        return not known.own or envoy.cls == ""
    told = r.d.topics.get(FORM_ACTION[Form.EXPELLED])
    if told is not None and r.block - told.block <= 2:
        return True
    if envoy.cls in ("", "pron", "elliptic") and not envoy.possessor or frame.rule == "ask for the departure of":
        return False
    return bool(envoy.names or envoy.possessor) or r.d.topic is not None or known_envoy(r, envoy) is not None


def _recenter_before(r: TextReading, frame: Frame, clauses: list[Clause]) -> None:
    """ "it" in a clause is first of all the subject of a clause before it in the same sentence."""
    earlier: list[Clause] = []
    for clause in clauses:
        if clause is frame.clause:
            break
        earlier.append(clause)
    recenter(r, earlier)
    r.d.couple = last_couple(r, earlier) or r.d.couple
    if not r.d.local:
        recenter(r, earlier, kinds=("sub", "that", "paren"))


def recenter(r: TextReading, clauses: list[Clause], kinds: tuple[str, ...] = ("main", "coord")) -> None:
    """The subject of the last main clause with a party is what "it" means next."""
    d = r.d
    for clause in clauses:
        if clause.kind in kinds and (owner := _owner_of_subject(clause)) is not None:
            d.center, d.local = [f.party for f in d.resolve(owner)], True
            continue
        if (
            clause.subject is None
            or clause.inherited
            or not is_partylike(clause.subject)
            or clause.kind not in kinds
            or clause.subject.cls == "pron"
        ):
            continue
        fillers = d.resolve(clause.subject)
        if fillers:
            d.center = [f.party for f in fillers]
            d.local = True


def _owner_of_subject(clause: Clause) -> NounGroup | None:
    """ "Taipei's oldest friend was Malawi, which had relations with it": whose friend the clause is about."""
    subject, verb = clause.subject, clause.verb
    if subject is None or clause.inherited or subject.cls or verb is None or verb.lemma != "be":
        return None
    named = any(not a.prep and not a.before and a.group.cls == "state" for a in clause.args)
    owner = subject.possessor
    return owner if named and owner is not None and owner.cls == "state" else None


def last_couple(r: TextReading, clauses: list[Clause]) -> list[Party]:
    """ "… that Peru and Chile would be next": two that are named together; "both" of them act next."""
    groups = [c.subject for c in clauses if c.subject is not None and not c.inherited]
    groups += [a.group for c in clauses for a in c.args]
    groups.sort(key=lambda group: group.start)
    couples = [g for g in groups if len(g.members) == 2 and all(m.cls == "state" for m in g.members)]
    if not couples:
        return []
    return [filler.party for filler in r.d.resolve(couples[-1])]
