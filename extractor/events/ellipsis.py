"""What repeats an event told before: "did so", dated parties that share the verb of the clause."""

from __future__ import annotations

from extractor.events.clause import Clause
from extractor.events.discourse import Filler, Party, Topic
from extractor.events.emission import emit
from extractor.events.frame_dates import GAPPING
from extractor.events.frames import ENTERED, RECEIVED, THEME, TURNS, WENT, Frame
from extractor.events.frames.members import is_full, organizations_of
from extractor.events.groups import NounGroup, VerbGroup
from extractor.events.organization_focus import codes_of, implied_organization, organization_of
from extractor.events.text import Mention, SentenceReading, TextReading
from extractor.schema import FORM_ACTION, Form, Modality


def carried_form(r: TextReading, here: SentenceReading, frame: Frame) -> tuple[Form | None, str]:
    """What "did so", "followed", "her turn came" repeat; None with the reason if it is no event told before."""
    d = r.d
    if d.topic is None and (joined := _members_are_told(r, frame)) is not None:
        d.topic = joined
        return Form.JOINED, ""
    if d.topic is None:
        return None, "nothing to carry on"
    place = r.span(here.sentence.start, here.sentence.end)
    here_told = [m for m in r.mentions[-12:] if m.sentence == place]
    if not here_told and (frame.rule == "as did" or _takes_up_another(frame, here.clauses)):
        return None, "nothing to carry on"
    if frame.rule == RECEIVED and d.topic.form is not Form.RECOGNITION:
        return None, "nothing that one gets"
    if here_told and FORM_ACTION[here_told[-1].form] is not FORM_ACTION[d.topic.form]:
        # "Yugoslavia, which recognized it, and Cuba, which did so"
        d.topic = d.topics.get(FORM_ACTION[here_told[-1].form], d.topic)
    if frame.rule in ("possessive", "turn") and d.topic.form is Form.JOINED and d.topic.block != here.sentence.block:
        return None, "nothing to carry on"
    if d.topic.form is Form.JOINED and d.left_last and not here_told:
        return None, "the last one left"
    last = _last_told(here_told, {d.code(f.party) for g in frame.agent for f in d.resolve(g)}, frame)
    verb = frame.clause.verb
    does = verb is not None and verb.lemma == "do"
    if does and last is not None and (nearest := d.topics.get(FORM_ACTION[last.form])) is not None:
        d.topic = nearest  # what an aside here has told: "Chad, which recognized it in 1957, and Cuba, which did so"
    form = Form.EXPELLED if frame.envoy is not None else d.topic.form
    if frame.rule == WENT and form not in (Form.SEVERED, Form.SUSPENDED):
        return None, "nobody broke off before"
    if FORM_ACTION[form] not in d.topics and frame.envoy is not None:
        return None, "nobody was expelled before"
    told = {m.country for m in here_told}
    if frame.clause.kind in ("inf", "ing") and told & {d.code(f.party) for g in frame.agent for f in d.resolve(g)}:
        return None, "told already"  # "Peru, which recognized it in May, was the last to do so"; "… was left waiting"
    frame.mutual = frame.mutual or form in (Form.RELATIONS, Form.RESUMPTION)
    return form, ""


def _members_are_told(r: TextReading, frame: Frame) -> Topic | None:
    """ "Greece was next, in 1981", where the text or the section tells who joined, and nobody has yet."""
    if not r.d.tells_who_joined() or r.d.rival or frame.envoy is not None or frame.rule == "as did":
        return None
    code = implied_organization(r, frame)
    return Topic(Form.JOINED, [], [], code, False, r.block) if code else None


def _last_told(told: list[Mention], agents: set[str], frame: Frame) -> Mention | None:
    """What the sentence told last of the same subject: "Bonn broke with X when X recognized Y, and did so to Z"."""
    own = [m for m in told if m.country in agents] if frame.clause.inherited else []
    last = (own or told)[-1] if told else None
    return last if last is not None and last.modality is Modality.ASSERTED else None


def _takes_up_another(frame: Frame, clauses: list[Clause]) -> bool:
    """Does "do so" repeat an act before it in the sentence that is no event: "left the fund, the first to do so"?"""
    verb = frame.clause.verb
    if verb is None or verb.lemma != "do":
        return False
    governor = frame.clause.governor
    governed = isinstance(governor, VerbGroup) and governor.end == verb.start  # "was allowed to do so"
    own = [frame.clause, *(frame.clause.ancestors() if governed else ())]
    acts = [
        c
        for c in clauses
        if c.verb is not None and c.verb.start < verb.start and c.kind in ("main", "coord") and c not in own
    ]
    last = acts[-1].verb if acts else None
    return last is not None and last.lemma not in ("be", "have", "do") and not last.classes & _NO_ACTS


_NO_ACTS = frozenset({"say", "await"})


def carry_on(
    r: TextReading, frame: Frame, agents: list[Filler], patients: list[Filler]
) -> tuple[list[Filler], list[Filler]]:
    """ "X did so": X takes the place of the party that varies.

    "It was X's turn", "X was added to the list": on the side of those that the text is less about.
    """
    d, topic = r.d, r.d.topic
    assert topic is not None
    if patients:
        if not agents and topic.form is Form.EXPELLED and len(topic.agents) == 1:
            agents = _inferred(topic.agents)  # "the Italian envoy was followed by the Spanish"
        return agents, patients
    sides = (topic.patients, topic.agents)
    if not agents:
        return _inferred(topic.agents), _inferred(topic.patients)
    codes = {d.code(f.party) for f in agents}
    if topic.mutual and len(agents) == 2 and codes & {d.code(p) for p in (*sides[0], *sides[1], *d.protagonists)}:
        return agents[:1], agents[1:]  # "Bonn and Peking established relations in May, Bern and Peking did so in June"
    side = topic.patients
    if any(d.code(p) in codes for p in topic.patients):
        side = topic.agents
    elif not _acts(frame) and (keeps := keeps_agents(r, topic)) is not None:
        side = topic.agents if keeps else topic.patients
        if keeps and not topic.mutual:
            return _inferred(side), agents  # "Spain recognized Mexico in 1836, Chile in 1844; El Salvador followed"
    elif (topic.mutual or frame.rule in TURNS or _may_be_recognized(frame, topic)) and all(sides):
        side = max(sides, key=lambda parties: max(d.salience(p) for p in parties))
        if side is topic.agents and _may_be_recognized(frame, topic):
            return _inferred(side), agents
    if frame.rule == RECEIVED or frame.rule in TURNS and not topic.patients:
        side = topic.agents
    if frame.rule in (*TURNS, RECEIVED) and side is topic.agents:
        return _inferred(side), agents
    return agents, _inferred(side)


def _may_be_recognized(frame: Frame, topic: Topic) -> bool:
    """ "Spain recognized Mexico in 1836; Ecuador followed in 1840": it was recognized too, in a text about Spain."""
    return topic.form is Form.RECOGNITION and not _acts(frame)


def _acts(frame: Frame) -> bool:
    """ "Bolivia did so": it acts, where "Bolivia's turn came" and "Bolivia followed" only say that it is next."""
    verb = frame.clause.verb
    return frame.rule not in ("turn", "added", "possessive") and verb is not None and verb.lemma == "do"


def keeps_agents(r: TextReading, topic: Topic) -> bool | None:
    """Which side do the last acts of the topic's kind share: its agents (True), its patients, or neither (None)?"""
    acts: dict[tuple[object, ...], set[str]] = {}  # by trigger and date, the parties
    for m in r.mentions[-12:]:
        if FORM_ACTION[m.form] is FORM_ACTION[topic.form] and m.modality is Modality.ASSERTED:
            acts.setdefault((m.trigger, m.date), set()).update((m.country, m.counterpart))
    last = list(acts.values())[-3:]
    if len(last) < 2:
        return None
    shared = set.intersection(*last)
    agents, patients = ({r.d.code(p) for p in side} for side in (topic.agents, topic.patients))
    if bool(shared & agents) == bool(shared & patients):
        return None
    return not shared.isdisjoint(agents)


def _inferred(parties: list[Party]) -> list[Filler]:
    return [Filler(p, inferred=True) for p in parties]


def take_up(
    r: TextReading, frame: Frame, agents: list[Filler], patients: list[Filler]
) -> tuple[list[Filler], list[Filler]]:
    """ "They were restored by Cairo in 1974 and by Algiers in 1975": each with the other side of what was broken."""
    topic, verb = r.d.topic, frame.clause.verb
    if patients or not frame.carried or frame.form is None or topic is None or verb is None or not verb.passive:
        return agents, patients
    if not agents and topic.block == r.block and not r.d.block_parties:
        agents, patients = _inferred(topic.agents), _inferred(topic.patients)  # "Chad breaks with Mali. Restored 1980."
        return (agents, patients) if len(agents) == len(patients) == 1 else ([], [])
    if not agents or not (topic.agents and topic.patients):
        return agents, patients
    codes = {r.d.code(f.party) for f in agents}
    for own, other in ((topic.agents, topic.patients), (topic.patients, topic.agents)):
        if codes <= {r.d.code(p) for p in own}:
            return agents, _inferred(other)
    return agents, patients


def leave_to_gaps(r: TextReading, frame: Frame) -> None:
    """ "Peru recognized Croatia in January, Chile in May": in a text about Croatia, Chile is another one that acts."""
    d = r.d
    if len(frame.agent) != 1 or len(frame.patient) != 1 or frame.paired or frame.form in (None, Form.JOINED):
        return
    first, *later = frame.patient[0].parts
    if (
        not later
        or any(part.cls != "state" for part in (first, *later))
        or first.date is None
        or later[-1].date is None
    ):
        return  # each has a date of its own, or that of the next: "Syria in June, Yemen and Egypt in July"
    groups = (frame.agent[0], first, later[0])
    actor, hub, other = (max((d.salience(f.party) for f in d.resolve(group)), default=0.0) for group in groups)
    if hub > actor + 1 and hub > other + 1:
        frame.patient = [first]
        date = None
        for part in reversed(later):
            date = part.date = part.date or date
        frame.clause.gaps[:0] = later


def read_gaps(r: TextReading, here: SentenceReading, frames: list[Frame]) -> set[int]:
    """ "Uganda broke off in March, Chad in November and Togo in May": the dated parties share the verb."""
    d = r.d
    shared: set[int] = set()
    _date_fronted(r, here)
    for clause in here.clauses:
        if not clause.gaps:
            continue
        if not frames and (code := _announces_members(r, clause)):
            d.topic = Topic(Form.JOINED, [], [], code, False, here.sentence.block)
            frames = [Frame(Form.JOINED, clause, ENTERED, clause.gaps[0].start, clause.gaps[0].end)]
        if d.topic is None:
            continue
        source = next((f for f in frames if f.clause is clause), None) or next(
            (f for f in reversed(frames) if f.rule != THEME), None
        )
        if source is None and not frames and _announces(r, here, clause):
            source = Frame(None, clause, "list", clause.gaps[0].start, clause.gaps[0].end)
        if source is None or not _has_code(r, source):
            continue
        if source.rule == WENT and d.topic.form is Form.JOINED:
            continue  # "Paraguay went in 1935 and Italy in 1937": out of it
        if source.otherwise is not None and d.topic.form is not Form.JOINED:
            source = source.otherwise  # "Venezuela returns in 1974, Colombia in 1975": to relations
        if source.form is Form.JOINED and id(source) in d.told_by:
            d.topic = d.told_by[id(source)]  # not what a later clause told
        for gap in clause.gaps:
            emit_elliptic(r, here, source, gap, GAPPING)
            shared.update(id(part) for part in [gap, *gap.parts])
    return shared


def _date_fronted(r: TextReading, here: SentenceReading) -> None:
    """ "Britain joined in 1973; in 1981 Greece; in 1986 Spain and Portugal": each shares the verb before, and its date
    stands in front.
    """
    owner: Clause | None = None
    for clause in here.clauses:
        if clause.verb is not None:
            owner = clause if clause.kind in ("main", "coord") else owner
            continue
        groups = [clause.subject] if clause.subject is not None else []
        groups += [a.group for a in clause.args]
        if owner is None or clause.opener not in ("semi", "colon") or not clause.lead_dates or clause.gaps:
            continue
        plain = all(not a.prep and a.before for a in clause.args) and not clause.appositions
        if not plain or not all(p.cls == "state" and p.date is None for g in groups for p in g.parts):
            continue
        for group in groups:
            for part in group.parts:
                ahead = [m for m in clause.lead_dates if m.end <= r.idx[part.start] and not m.relation]
                part.date = ahead[-1] if ahead else None
        owner.gaps.extend(g for g in groups if g.parts[0].date is not None)


def _is_acted_on(r: TextReading, source: Frame, gap: NounGroup) -> bool:
    """ "Bahrain received recognition in August, Qatar in September": like the subject whose verb it shares."""
    subject = source.clause.subject
    acted_on = subject is not None and any(g is subject for g in source.patient) and source.rule == "obtain recognition"
    return acted_on and r.lows[gap.start - 1] not in ("by", "from")


def _did_so(source: Frame) -> bool:
    """ "Peru did so in May, and Chile in July": like the subject of "did so", who acted."""
    verb = source.clause.verb
    return source.form is None and source.carried and verb is not None and verb.lemma == "do" and bool(source.agent)


def _announces_members(r: TextReading, clause: Clause) -> str:
    """The organization that "gained four members: in 1995 Austria, …"."""
    members = [a.group for a in clause.args if a.group.cls == "member" and not a.before and not a.prep]
    if not members or clause.verb is None or clause.verb.negated or not members[0].head.endswith("s"):
        return ""
    if not is_full(members[0]):
        return ""
    named = [g for g in [*organizations_of(members[0]), *(a.group for a in clause.args)] if g.organizations()]
    named += [clause.subject] if clause.subject is not None and clause.subject.organizations() else []
    return organization_of(r, named[0]) if named else implied_organization(r, None)


def _announces(r: TextReading, here: SentenceReading, clause: Clause) -> bool:
    """ "The circle of partners widened: Greece in 1971, Spain in 1986": a word for a row, a colon, dated parties."""
    start = clause.gaps[0].start
    dated = sum(part.date is not None for gap in clause.gaps for part in gap.parts)
    verb = clause.verb
    if verb is not None and verb.lemma in ("come", "follow") and not verb.negated and clause.gaps[0].start > verb.start:
        return all(a.before or a.prep in ("in", "on", "after") for a in clause.args)  # "A string came, Chile in 1971"
    return dated > 1 and r.lows[start - 1] == ":" and not _ROWS.isdisjoint(r.lows[here.sentence.start : start])


_ROWS = frozenset(
    (
        "partners others list row series string stream flood trickle wave procession parade queue rush cascade "
        "avalanche sequence chain succession round turn order next rest ruptures recognitions breaks resumptions"
    ).split()
)


def _has_code(r: TextReading, source: Frame) -> bool:
    """Not "Texas, whose independence Peru acknowledged in 1837, and Chile two years later"."""
    parties = [f.party for group in source.agent + source.patient for f in r.d.resolve(group)]
    return not any(r.d.code(party).startswith("X:") for party in parties)


def emit_elliptic(r: TextReading, here: SentenceReading, source: Frame, gap: NounGroup, rule: str) -> None:
    d, s = r.d, here.sentence
    topic = d.topic
    assert topic is not None
    if rule == GAPPING and source.form is Form.JOINED and source.rule != ENTERED and topic.form is not Form.JOINED:
        told = d.topics.get(FORM_ACTION[Form.JOINED])  # "has been in ALBA since 2006 and Nicaragua since 2007"
        if told is None:
            return
        topic = told
    frame = Frame(topic.form, source.clause, rule, gap.start, gap.end, mutual=topic.mutual, weak=True, carried=True)
    if topic.form is Form.JOINED:
        orgs = [p for p in gap.parts if p.cls == "org"]
        if orgs:
            frame.agent, frame.patient = [], [gap]
            members = [Filler(p) for p in topic.agents]
            for part in gap.parts:
                code = organization_of(r, part)
                if code:
                    emit(r, here, frame, Form.JOINED, members, [], False, organization=code, own=part.date)
            return
        members = d.resolve(gap)
        near = codes_of(r.names_in(r.start, gap.start)) if rule == "list" else []
        code = near[-1] if near else topic.organization
        if members and code:
            emit(r, here, frame, Form.JOINED, members, [], False, organization=code)
        return
    fillers = d.resolve(gap)
    if rule == GAPPING:
        fillers = [f for f in fillers if f.date is not None]
    if not fillers:
        return
    codes = {d.code(f.party) for f in fillers}
    agents = [p for p in topic.agents if d.code(p) not in codes]
    patients = [p for p in topic.patients if d.code(p) not in codes]
    if not agents and not patients:
        return
    weight_a = max((d.salience(p) for p in agents), default=-1.0)
    weight_p = max((d.salience(p) for p in patients), default=-1.0)
    keep_agents = bool(agents) and (weight_a > weight_p or not patients)
    if rule == GAPPING and _is_acted_on(r, source, gap) and agents:
        keep_agents = True
    elif patients and (rule == GAPPING and _did_so(source) or len(topic.agents) > 1 and len(topic.patients) == 1):
        keep_agents = False
    elif len(topic.patients) > 1 and len(topic.agents) == 1 and agents:
        keep_agents = True
    elif agents and patients and (keeps := keeps_agents(r, topic)) is not None:
        keep_agents = keeps
    if keep_agents:
        emit(r, here, frame, topic.form, [Filler(p) for p in agents], fillers, True)
        d.topic = Topic(topic.form, agents, [f.party for f in fillers], "", topic.mutual, s.block)
    else:
        emit(r, here, frame, topic.form, fillers, [Filler(p) for p in patients], True)
        d.topic = Topic(topic.form, [f.party for f in fillers], patients, "", topic.mutual, s.block)
