"""Events without a verb: dated parties that share the verb of the clause or the topic of the list."""

from __future__ import annotations

from extractor.events.clauses import Clause
from extractor.events.discourse import Filler, Party, Topic
from extractor.events.emission import emit
from extractor.events.frames import THEME, WENT, Frame
from extractor.events.groups import Mark, NounGroup, Phrase, VerbGroup
from extractor.events.memberships import organization_of, read_organization_list
from extractor.events.ranking import choose_party
from extractor.events.text import SentenceReading, TextReading
from extractor.events.timeline import GAPPING
from extractor.mentions.sentences import BlockKind
from extractor.schema import FORM_ACTION, Form


def carried_form(r: TextReading, here: SentenceReading, frame: Frame) -> tuple[Form | None, str]:
    """What "did so", "followed", "her turn came" repeat; None with the reason if it is no event told before."""
    d = r.d
    if d.topic is None:
        return None, "nothing to carry on"
    here_told = [m for m in r.mentions[-12:] if m.sentence == r.span(here.sentence.start, here.sentence.end)]
    if not here_told and (frame.rule == "as did" or _takes_up_another(frame, here.clauses)):
        return None, "nothing to carry on"
    form = Form.EXPELLED if frame.envoy is not None else d.topic.form
    if frame.rule == WENT and form not in (Form.SEVERED, Form.SUSPENDED):
        return None, "nobody broke off before"
    if FORM_ACTION[form] not in d.topics and frame.envoy is not None:
        return None, "nobody was expelled before"
    told = {m.country for m in here_told}
    if frame.clause.kind == "inf" and told & {d.code(f.party) for g in frame.agent for f in d.resolve(g)}:
        return None, "told already"  # "Peru, which recognized it in May, was the last to do so"
    frame.mutual = frame.mutual or form in (Form.RELATIONS, Form.RESUMPTION)
    return form, ""


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


_NO_ACTS = frozenset({"say", "plan", "await"})


def leave_to_gaps(r: TextReading, frame: Frame) -> None:
    """ "Peru recognized Croatia in January, Chile in May": in a text about Croatia, Chile is another one that acts."""
    d = r.d
    if len(frame.agent) != 1 or len(frame.patient) != 1 or frame.paired or frame.form in (None, Form.JOINED):
        return
    first, *later = frame.patient[0].parts
    if not later or any(part.cls != "state" or part.date is None for part in (first, *later)):
        return
    groups = (frame.agent[0], first, later[0])
    actor, hub, other = (max((d.salience(f.party) for f in d.resolve(group)), default=0.0) for group in groups)
    if hub > actor + 1 and hub > other + 1:
        frame.patient = [first]
        frame.clause.gaps[:0] = later


def read_gaps(r: TextReading, here: SentenceReading, frames: list[Frame]) -> set[int]:
    """ "Uganda broke off in March, Chad in November and Togo in May": the dated parties share the verb."""
    d = r.d
    shared: set[int] = set()
    for clause in here.clauses:
        if not clause.gaps or d.topic is None:
            continue
        source = next((f for f in frames if f.clause is clause), None) or next(
            (f for f in reversed(frames) if f.rule != THEME), None
        )
        if source is None or not _has_code(r, source):
            continue
        for gap in clause.gaps:
            _elliptic(r, here, source, gap, GAPPING)
            shared.update(id(part) for part in [gap, *gap.parts])
    return shared


def _has_code(r: TextReading, source: Frame) -> bool:
    """Not "Texas, whose independence Peru acknowledged in 1837, and Chile two years later"."""
    parties = [f.party for group in source.agent + source.patient for f in r.d.resolve(group)]
    return not any(r.d.code(party).startswith("X:") for party in parties)


def _elliptic(r: TextReading, here: SentenceReading, source: Frame, gap: NounGroup, rule: str) -> None:
    d, s = r.d, here.sentence
    topic = d.topic
    assert topic is not None
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
        if members and topic.organization:
            emit(r, here, frame, Form.JOINED, members, [], False, organization=topic.organization)
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
    if len(topic.agents) > 1 and len(topic.patients) == 1 and patients:
        keep_agents = False
    elif len(topic.patients) > 1 and len(topic.agents) == 1 and agents:
        keep_agents = True
    if keep_agents:
        emit(r, here, frame, topic.form, [Filler(p) for p in agents], fillers, True)
        d.topic = Topic(topic.form, agents, [f.party for f in fillers], "", topic.mutual, s.block)
    else:
        emit(r, here, frame, topic.form, fillers, [Filler(p) for p in patients], True)
        d.topic = Topic(topic.form, [f.party for f in fillers], patients, "", topic.mutual, s.block)


def read_bare(r: TextReading, here: SentenceReading, used: set[int], framed: bool) -> None:
    """A list of dated parties, or an entry that only names one, in a text whose topic says what they did.

    used: groups that fill a role already; framed: the sentence has a frame that names an event itself.
    """
    d, s, phrases = r.d, here.sentence, here.phrases
    groups = [g for g in _top_groups(phrases) if is_listable(g) and id(g) not in used]
    item = (d.block_date is not None or s.kind is BlockKind.ITEM or bool(d.block_parties)) and not framed
    if item and groups and _opens_with_organization(r, here, groups[0]):
        _organization_entry(r, here, groups[0])
        return
    if not framed and read_organization_list(r, here, groups):
        return
    dated = [g for g in groups if _is_dated_list(g, phrases)]
    form = d.section_form or d.title_form
    stale = d.topic is not None and d.topic.block != s.block and not item and bool(dated)
    if (d.topic is None or stale) and d.protagonists and form is not None and form is not Form.JOINED:
        d.topic = Topic(form, [d.protagonists[0]], [], "", form in (Form.RELATIONS, Form.RESUMPTION), s.block)
    acts = any(c.verb is not None and c.kind in ("main", "coord", "that", "inf") for c in here.clauses)
    if d.topic is None or not dated and (framed or item and acts):
        return
    targets = dated or ([g for g in groups if _heads_entry(g, phrases)] if item else [])
    if d.block_parties and not targets and not acts and here.dates.values:
        _party_entry(r, here, d.topic, d.block_parties[0])
        return
    anchor = Frame(None, here.clauses[0] if here.clauses else Clause("main"), "list", s.start, s.start + 1)
    for group in targets:
        _elliptic(r, here, anchor, group, "list")


def _opens_with_organization(r: TextReading, here: SentenceReading, group: NounGroup) -> bool:
    """ "NATO: 1999", "WHO (with Chad), May 1972": no verb, in a text that tells of memberships or of nothing yet."""
    d = r.d
    told = {d.section_form or d.title_form, d.topic.form if d.topic is not None else None}
    return (
        group.cls == "org"
        and next(p for p in here.phrases if isinstance(p, NounGroup)) is group
        and not any(c.verb is not None for c in here.clauses)
        and bool(told & {Form.JOINED, None})
        and bool(d.protagonists)
    )


def _organization_entry(r: TextReading, here: SentenceReading, group: NounGroup) -> None:
    """The one whom the text is about joined it, with those whom the entry names."""
    d, topic = r.d, r.d.topic
    code = organization_of(r, group)
    if not code or not (here.dates.values or d.block_date is not None):
        return
    member = d.protagonists[0]
    if topic is not None and topic.form is Form.JOINED and len(topic.agents) == 1:
        member = topic.agents[0]
    with_it = [a.group for c in here.clauses for a in c.args if a.prep in _COMPANY and a.group.states()]
    members = [Filler(member, inferred=True), *(f for companion in with_it for f in d.resolve(companion))]
    clause = here.clauses[0] if here.clauses else Clause("main")
    frame = Frame(Form.JOINED, clause, "entry", group.start, group.end, weak=True)
    emit(r, here, frame, Form.JOINED, members, [], True, organization=code, own=group.date)
    d.organization = code


def _party_entry(r: TextReading, here: SentenceReading, topic: Topic, party: Party) -> None:
    """ "Mexico: 4 August 1924": the party that leads the block, and the one that the text is about."""
    s = here.sentence
    clause = here.clauses[0] if here.clauses else Clause("main")
    frame = Frame(topic.form, clause, "entry", s.start, s.start + 1, mutual=topic.mutual, weak=True)
    other = choose_party(r, frame, topic.form, [party], agent=True)
    if other is not None:
        emit(r, here, frame, topic.form, [other], [Filler(party)], True)


_COMPANY = ("with", "together with", "along with")


def _heads_entry(group: NounGroup, phrases: list[Phrase]) -> bool:
    """Is the entry about this party: "Hungary", "by Hungary", "relations with Hungary"? Not "talks with Hungary"."""
    if group.cls != "state" or "'s" in group.words:
        return False
    for phrase in phrases:
        if phrase is group:
            return True
        if isinstance(phrase, VerbGroup) or isinstance(phrase, NounGroup) and phrase.cls not in _EVENT_CLASSES:
            return False
        if isinstance(phrase, Mark) and phrase.kind == "prep" and phrase.low not in _ENTRY_PREPOSITIONS:
            return False
    return False


_ENTRY_PREPOSITIONS = ("by", "with", "to", "in", "on", "of")  # "in March, with Chile"
_EVENT_CLASSES = frozenset("relations establishment resumption recognition rupture suspension".split())


def _is_dated_list(group: NounGroup, phrases: list[Phrase]) -> bool:
    """ "Egypt (1963)", "X in 1980 and Y in 1981", "countries such as X in 1991": not every party with a year near
    it.
    """
    parts = [p for p in group.parts if p.date is not None]
    if not parts or any(p.date and (p.date.end_year or p.date.relation) for p in parts):
        return False
    index = next(i for i, p in enumerate(phrases) if p is group)
    before = phrases[index - 1] if index else None
    if (
        isinstance(before, Mark)
        and before.kind == "prep"
        and before.low in ("in", "at", "from", "of", "on", "against", "by", "for", "into")
    ):
        return False
    exemplar = isinstance(before, Mark) and before.low in ("including", "like", "as")
    return any(p.bracketed for p in parts) or exemplar


def is_listable(group: NounGroup) -> bool:
    parts = group.parts
    return all(p.cls in ("state", "org", "group") for p in parts) and not (
        group.names and group.names[-1].form == "adjective"
    )


def _top_groups(phrases: list[Phrase]) -> list[NounGroup]:
    return [p for p in phrases if isinstance(p, NounGroup)]
