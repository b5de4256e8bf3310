"""Frames of memberships to mentions: which organization is meant, and whether the text tells of memberships at all."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.discourse import Discourse, Filler, OpenMembers, Party, Topic
from extractor.events.emission import emit
from extractor.events.frame_dates import choose_date
from extractor.events.frames import (
    ACCESSION,
    AMONG_THEM,
    ENTERED,
    FOLLOWED,
    FOUNDED,
    MEMBER_SINCE,
    THEY_WERE,
    Frame,
)
from extractor.events.frames.frame import is_unnamed
from extractor.events.groups import NounGroup
from extractor.events.organization_focus import implied_organization, organization_of
from extractor.events.ranking import choose_party
from extractor.events.roles import resolve_side
from extractor.events.text import SentenceReading, TextReading
from extractor.normalization.dates import DateMention
from extractor.schema import Form


def link_membership(r: TextReading, here: SentenceReading, frame: Frame) -> str:
    """Append the mentions of a membership frame; the reason if there are none."""
    d = r.d
    bodies = bodies_of(r, frame)
    known = [Party(code, fixed=code) for code, _ in bodies]
    subject = frame.clause.subject
    if subject is not None and subject not in frame.agent and frame.agent and frame.agent[0].cls == "pron":
        known += [d.party(name) for name in subject.states()]  # "A Soviet veto kept it out": "it" is another
    if is_open_plural(frame.agent):
        note_open_members(r, here, frame)
        return "an open group: nobody is named"
    members = resolve_side(r, frame, Form.JOINED, frame.agent, known, agent=True)
    if len(members) <= 1 and any(group.det == "their" and group.cls == "pron" for group in frame.agent):
        members = _listed_before(r, here, frame)
        if not members:
            return "several members are meant, and only one is known"
    inferred = any(f.inferred for f in members)
    told = {d.code(f.party) for gap in frame.clause.gaps for f in d.resolve(gap)}
    if len(bodies) == 1 and told and told <= {d.code(f.party) for f in members} and not frame.clause.all_dates():
        d.topic = Topic(Form.JOINED, [f.party for f in members], [], bodies[0][0], False, here.sentence.block)
        return "told one by one: each has its own date"
    if told and len(frame.agent) == 1 and is_unnamed(frame.agent[0]):
        # "The others were received in 1962: Mali on 2 May, Togo on the 9th"
        code = bodies[0][0] if bodies else implied_organization(r, frame)
        d.topic = Topic(Form.JOINED, [], [], code, False, here.sentence.block)
        return "told one by one: those who are named"
    if frame.rule == FOLLOWED:
        if d.topic is None or d.topic.form is not Form.JOINED or not d.topic.agents:
            return "nobody is said to have joined another before"
        members = [Filler(party, inferred=True) for party in d.topic.agents]
    if frame.rule == FOUNDED and not frame.agent:
        return "it only says when it was founded"
    if not bodies:
        code = implied_organization(r, frame)
        if not code:
            return "the organization is missing"
        bodies, inferred = [(code, None)], True
    if not members:
        if frame.agent and frame.agent[0].cls != "pron":
            return "the member is no state"
        member = None
        if frame.rule != ENTERED:
            member = choose_party(r, frame, Form.JOINED, [Party(code, fixed=code) for code, _ in bodies], agent=True)
        if member is None:
            return "the member is missing"
        members, inferred = [member], True
    if frame.rule == MEMBER_SINCE and frame.clause.verb is not None:
        bodies = _dated_apposition(r, frame, bodies)
        if not bodies:
            return "a member, but it is not said since when"
    if frame.nominal and frame.rule == ACCESSION and all(when is None for _, when in bodies):
        beside = _date_right_behind(r, frame)
        bodies = [(code, beside) for code, _ in bodies]
    founded = None
    if frame.founding and not any(here.dates.values.get(m) for m in [*_governing_dates(frame), *frame.item_dates()]):
        founded = d.foundings.get(bodies[0][0])
        if founded is None and (d.block_date is None or d.theme_organization not in ("", bodies[0][0])):
            return "it is not said when it was founded"
    elif frame.rule == FOUNDED and not _governing_dates(frame) and not frame.item_dates():
        founded = d.foundings.get(bodies[0][0])  # "founded the Union, which came into being in 2015"
    one_by_one = frame.respective and len(members) == len(bodies)
    reasons = [
        emit(
            r,
            here,
            frame,
            Form.JOINED,
            members[k : k + 1] if one_by_one else members,
            [],
            inferred,
            organization=code,
            own=when,
            founded=founded,
        )
        for k, (code, when) in enumerate(bodies)
    ]
    d.organization = bodies[-1][0]
    if frame.clause.kind not in ("rel", "paren", "sub") and not frame.since:
        d.theme_organization, d.told_members = bodies[-1][0], True
    return reasons[0]


_DEFINITE = frozenset({"the", "both", "these", "those", "all"})


def is_open_plural(groups: list[NounGroup]) -> bool:
    """ "Six governments", "five oil producers": more than one, and it is not said which."""
    return bool(groups) and all(
        group.cls in ("", "official")
        and group.head.endswith("s")
        and all(name.form == "anaphor" for name in group.names)  # "Six governments", which are not "the Six"
        and not group.members
        and group.apposition is None
        and group.possessor is None
        and not group.words & {"two", "both"}
        and not _COUNTS.isdisjoint({*group.words, group.det, *(name.text.lower() for name in group.names)})
        and group.det not in _DEFINITE
        for group in groups
    )


_COUNTS = frozenset(
    (
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty dozen several"
    ).split()
)


def note_open_members(r: TextReading, here: SentenceReading, frame: Frame) -> None:
    """Keep what was joined, and when, by those whom the text names next."""
    bodies = bodies_of(r, frame)
    code = bodies[0][0] if bodies else implied_organization(r, frame)
    chosen = choose_date(frame, None, here.clauses, here.dates)
    when = here.dates.values[chosen[0]] if chosen is not None else r.d.foundings.get(code) if frame.founding else None
    r.d.open_members = OpenMembers(code, when, here.sentence.block) if code and when is not None else None


def name_open_members(r: TextReading, here: SentenceReading, frame: Frame) -> str | None:
    """Append the mentions of those whom the text has told of without a name; None if it has told of nobody."""
    told = r.d.open_members
    if frame.rule not in (AMONG_THEM, THEY_WERE) or any(here.dates.values.get(m) for m in frame.clause.all_dates()):
        return None
    if told is None or here.sentence.block - told.block > 1:
        return "nobody is told of whom these could be" if frame.rule == AMONG_THEM else None
    if (named := bodies_of(r, frame)) and named[0][0] != told.organization:
        return None
    members = resolve_side(r, frame, Form.JOINED, frame.agent, [], agent=True)
    return emit(r, here, frame, Form.JOINED, members, [], False, organization=told.organization, founded=told.when)


def _date_right_behind(r: TextReading, frame: Frame) -> DateMention | None:
    """ "with Cuba's accession ten years later and a third one in 1978": the date beside the noun."""
    near = r.dates_in(frame.end, min(frame.end + 2, r.end))
    if not near or near[0].relation:
        return None
    gap = r.text[r.span(frame.end - 1, frame.end)[1] : near[0].start].strip().lower()
    return near[0] if gap in ("", "in", "on") else None


def _governing_dates(frame: Frame) -> list[DateMention]:
    """The dates of the clause and, if it depends on others, of those: not of the verb beside it."""
    above = frame.clause.ancestors() if frame.clause.kind not in ("main", "coord") else []
    return [m for clause in (frame.clause, *above) for m in clause.all_dates()]


def record_foundings(r: TextReading, here: SentenceReading, frames: list[Frame]) -> None:
    """When an organization was founded, which may be all that is said of when its founders joined it."""
    for frame in frames:
        if frame.rule == FOUNDED and (chosen := choose_date(frame, None, here.clauses, here.dates)) is not None:
            when = here.dates.values[chosen[0]]
            code = organization_of(r, frame.patient[0]) if frame.patient else implied_organization(r, frame)
            if when is not None and code:
                r.d.foundings[code] = when
    for clause in here.clauses if r.d.tells_of_members() else ():
        dates = [here.dates.values.get(m) for m in clause.all_dates() if not m.relation]
        if dates and dates[0] is not None and (code := _that_begins(r, clause)):
            r.d.foundings.setdefault(code, dates[0])


def _that_begins(r: TextReading, clause: Clause) -> str:
    """ "The Bank opened its doors on …", "the Charter came into force", "the Council met for the first time"."""
    verb, subject = clause.verb, clause.subject
    if verb is None or subject is None or verb.negated or verb.modal or verb.mode not in ("finite", "part"):
        return ""
    behind = r.lows[verb.end : verb.end + _AHEAD]
    if not any(verb.lemma in lemmas and not words.isdisjoint(behind) for lemmas, words in _BEGINNINGS):
        return ""
    if subject.cls == "charter":
        named = [g for g in (subject.of, subject.possessor) if g is not None and g.cls == "org"]
        return organization_of(r, named[0]) if named else r.d.title_organization
    return organization_of(r, subject) if subject.cls == "org" else ""


_AHEAD = 5  # tokens behind the verb
_BEGINNINGS = (
    (frozenset({"open"}), frozenset({"doors", "business", "books"})),
    (frozenset({"come", "enter", "spring"}), frozenset({"being", "existence", "force", "life"})),
    (
        frozenset({"begin", "start", "commence", "take"}),
        frozenset({"life", "work", "business", "operations", "effect"}),
    ),
    (frozenset({"meet", "convene", "assemble"}), frozenset({"first"})),
    (frozenset({"be"}), frozenset({"born"})),
)


def bodies_of(r: TextReading, frame: Frame) -> list[tuple[str, DateMention | None]]:
    """Codes of the organizations that the clause names, with the dates of their list items.

    A date holds for the items before it: "the UN and the ILO (1945)". A member "since" has joined only those that
    are dated, if any is: "a member of the UN (since 1960) and of the African Union".
    """
    if frame.form is None and r.d.topic is not None:
        old = r.d.topic.block < r.block and r.d.organization_near  # this block has named another one since
        return [(r.d.organization if old else r.d.topic.organization, None)]
    bodies: list[tuple[str, DateMention | None]] = []
    for group in frame.patient:
        told_before = group is frame.clause.antecedent  # "quit it in 1972, to which it would return": not 1972
        found = [(organization_of(r, part), None if told_before else _item_date(part, frame)) for part in group.parts]
        date: DateMention | None = None
        for k in range(len(found) - 1, -1, -1):
            date = found[k][1] or date
            found[k] = (found[k][0], date)
        bodies.extend((code, when) for code, when in found if code)
    bracketed = any(part.bracketed for group in frame.patient for part in group.parts)
    undated = frame.since or bracketed and not set(_governing_dates(frame)) - set(frame.item_dates())
    if undated and any(when is not None for _, when in bodies):
        return [(code, when) for code, when in bodies if when is not None]
    return bodies


_HEADS = frozenset(
    (
        "membership memberships member members organization organizations organisation organisations bodies "
        "affiliation affiliations accession accessions admission admissions clubs institutions agencies joined"
    ).split()
)


def read_organization_list(r: TextReading, here: SentenceReading, groups: list[NounGroup]) -> bool:
    """ "Memberships: UN (1945), OAS (1948)", "UN since 1945; WHO since 1948": whom the text is about joined them.

    A list without a verb in a text about one state, or one behind a colon and a noun for memberships.
    """
    d = r.d
    listed = next((g for g in groups if all(p.cls == "org" for p in g.parts) and g.parts[-1].date is not None), None)
    if listed is None or not d.protagonists:
        return False
    before = r.lows[r.start : listed.start]
    headed = ":" in before and not _HEADS.isdisjoint(before)
    bare = d.mono and not before and len(listed.parts) > 1 and not any(c.verb is not None for c in here.clauses)
    if not headed and not bare:
        return False
    named = [p for start, p in d.named if start < listed.start]
    member = named[0] if len(named) == 1 else d.protagonists[0]
    clause = here.clauses[0] if here.clauses else Clause("main")
    frame = Frame(Form.JOINED, clause, "list", listed.start, listed.end, patient=[listed], since=True, nominal=True)
    for code, when in bodies_of(r, frame):
        emit(r, here, frame, Form.JOINED, [Filler(member, inferred=not named)], [], True, organization=code, own=when)
    return True


def _listed_before(r: TextReading, here: SentenceReading, frame: Frame) -> list[Filler]:
    """ "invited Poland and Hungary to join, and their membership took effect in 1999": the list before it."""
    groups = [a.group for c in here.clauses for a in c.args] + [
        c.subject for c in here.clauses if c.subject is not None
    ]
    lists = [g for g in groups if g.end <= frame.start and g.members and all(m.cls == "state" for m in g.members)]
    last = max(lists, key=lambda group: group.start, default=None)
    return [replace(f, inferred=True) for f in r.d.resolve(last)] if last is not None else []


def _dated_apposition(
    r: TextReading, frame: Frame, bodies: list[tuple[str, DateMention | None]]
) -> list[tuple[str, DateMention | None]]:
    """ "Kuwait, a member of OPEC since 1960, objected in 1990": only the dates beside the noun tell when it joined."""
    if any(when is not None for _, when in bodies):
        return bodies
    verb = frame.clause.verb
    end = verb.start if verb is not None and verb.start > frame.start else r.end
    beside = [m for m in r.dates_in(frame.start, end) if not frame.since or m.relation in ("since", "from")]
    return [(code, beside[0]) for code, _ in bodies] if beside else []


def _item_date(part: NounGroup, frame: Frame) -> DateMention | None:
    """The date of a list item. What is a lasting state is dated by brackets, or by "since"."""
    if (
        part.date is None
        or not frame.since
        or frame.rule == "list"
        or part.bracketed
        or part.date.relation in ("since", "from")
    ):
        return part.date
    return None


def set_back(r: TextReading, frame: Frame, agents: list[NounGroup]) -> None:
    """In a text about one state, another state that "came next" is next in what the list tells, not as a member."""
    d = r.d
    ties = [topic for topic in d.topics.values() if topic.form is not Form.JOINED]
    if not d.mono or d.topic is None or d.topic.form is not Form.JOINED or not ties:
        return
    parties = [f.party for group in agents for f in d.resolve(group)]
    if parties and not any(d.same(party, d.protagonists[0]) for party in parties):
        d.topic = max(ties, key=lambda topic: topic.block)


def members_told(d: Discourse, block: int) -> Topic | None:
    """The topic of a text whose title says that it tells who joined an organization."""
    if d.title_form is not Form.JOINED or not d.title_organization or d.mono:
        return None
    return Topic(Form.JOINED, [], [], d.title_organization, False, block)
