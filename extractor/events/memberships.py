"""Frames of memberships to mentions: which organization is meant, and whether the text tells of memberships at all."""

from __future__ import annotations

import re

from extractor.events.clauses import Clause
from extractor.events.discourse import Discourse, Filler, Party, Topic
from extractor.events.emission import emit
from extractor.events.frames import ACCESSION, ENTERED, FOLLOWED, FOUNDED, MEMBER_SINCE, Frame
from extractor.events.groups import NounGroup
from extractor.events.ranking import choose_party
from extractor.events.roles import resolve_side
from extractor.events.text import SentenceReading, TextReading
from extractor.events.timeline import choose_date
from extractor.mentions.names import NameMention
from extractor.normalization import organizations
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
    members = resolve_side(r, frame, Form.JOINED, frame.agent, known, agent=True)
    if len(members) == 1 and any(group.det == "their" and group.cls == "pron" for group in frame.agent):
        return "several members are meant, and only one is known"
    inferred = any(f.inferred for f in members)
    told = {d.code(f.party) for gap in frame.clause.gaps for f in d.resolve(gap)}
    if len(bodies) == 1 and told and told <= {d.code(f.party) for f in members} and not frame.clause.all_dates():
        d.topic = Topic(Form.JOINED, [f.party for f in members], [], bodies[0][0], False, here.sentence.block)
        return "told one by one: each has its own date"
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
            code = organization_of(r, frame.patient[0])
            if when is not None and code:
                r.d.foundings[code] = when


def bodies_of(r: TextReading, frame: Frame) -> list[tuple[str, DateMention | None]]:
    """Codes of the organizations that the clause names, with the dates of their list items.

    A date holds for the items before it: "the UN and the ILO (1945)". A member "since" has joined only those that
    are dated, if any is: "a member of the UN (since 1960) and of the African Union".
    """
    if frame.form is None and r.d.topic is not None:
        return [(r.d.topic.organization, None)]
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
    if (frame.since or bracketed) and any(when is not None for _, when in bodies):
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


def organization_of(r: TextReading, group: NounGroup) -> str:
    """The code of the organization that a group names or refers to; empty if it is not known which."""
    names = group.organizations()
    if not names:
        return implied_organization(r, None, group.head)
    name = names[0]
    codes = organizations.candidates(name.text) or organizations.candidates(name.text.title())
    if name.form != "anaphor" or not codes:
        return codes[0] if codes else ""
    d = r.d
    near = codes_of(r.names_in(r.start, name.start))
    focus = [d.theme_organization, d.left_organization, d.section_organization, d.organization, d.title_organization]
    fitting = next((known for known in [d.block_organization, *reversed(near), *focus] if known in codes), "")
    if fitting:
        return fitting
    years = {m.year for m in r.dates_in(r.start, r.end) if m.year is not None}
    years = years or ({d.story.year} if d.story is not None else set())
    codes = tuple(c for c in codes if all(organizations.existed(c, year) is not False for year in years)) or codes
    counted = max(codes, key=lambda c: r.org_counts[c])
    if len(codes) == 1 and " " in name.text:
        return codes[0]  # "the oil cartel"
    if name.text[:1].islower():
        about = d.block_organization or d.theme_organization or not r.org_counts[counted]
        return implied_organization(r, None, name.text) if about else counted
    return counted if r.org_counts[counted] else codes[0] if len(codes) == 1 else ""


def implied_organization(r: TextReading, frame: Frame | None, noun: str = "") -> str:
    """The organization that the clause leaves to the text.

    The one that opens the entry; the last one named before the trigger in the sentence, or the one that somebody left
    if this is a return; the one whose name holds the noun ("the council"); what the block, the section or the text is
    about; the one whose members are being told; the one spoken of last.
    """
    d = r.d
    if d.block_organization:
        return d.block_organization
    if frame is not None:
        near = [code for code in _named_between(r, r.start, frame.start) if code]
        if near:
            return near[-1]
        if d.left_organization and _is_return(frame):
            return d.left_organization
    told = d.topic.organization if d.topic is not None and d.topic.form is Form.JOINED else ""
    about = [d.theme_organization, d.section_organization, d.title_organization, told, d.last_theme, d.organization]
    if noun:
        fitting = [c for c in about if c and noun.lower() in organizations.organization_name(c).lower().split()]
        if fitting:
            return fitting[0]
    return next(filter(None, about), "")


_RETURNS = frozenset("rejoin re-join return come be re-enter readmit re-admit re-accede get".split())


def _is_return(frame: Frame) -> bool:
    return frame.clause.verb is not None and frame.clause.verb.lemma in _RETURNS


def _named_between(r: TextReading, start: int, end: int) -> list[str]:
    """The organizations named in a stretch of a sentence, but for those whose member somebody is by the way.

    "Rwanda, a member of the UN since 1962, joined in 2009" is about another one.
    """
    names = [n for n in r.names_in(start, end) if n.kind == "org" and n.form != "anaphor"]
    return codes_of([n for n in names if not _by_the_way(r, n, start, end)])


def _by_the_way(r: TextReading, name: NameMention, start: int, end: int) -> bool:
    """ ", a member of the UN since 1962,": an apposition between commas."""
    commas = [i for i in range(start, name.start) if r.texts[i] == ","]
    words = r.lows[commas[-1] + 1 : name.start] if commas else []
    return "," in r.texts[name.end : end] and any(w.startswith(("member", "founder")) for w in words)


def codes_of(names: list[NameMention]) -> list[str]:
    """The organizations that are named, not referred to, in their order."""
    return [
        code
        for name in names
        if name.kind == "org" and name.form != "anaphor"
        for code in organizations.candidates(name.text)[:1]
    ]


_LEAVING = frozenset(
    (
        "left leave leaves leaving quit quits quitting withdrew withdraw withdraws withdrawn withdrawing withdrawal "
        "walked stalked stormed flounced resigned resigns resignation expelled expulsion suspended suspension exit "
        "exited exits departure dropped pulled seceded ejected excluded ousted out lapsed forfeited"
    ).split()
)


_JOINABLE = frozenset(
    (
        "war coalition treaty treaties convention conventions protocol boycott boycotts sanctions embargo exercise "
        "exercises manoeuvres games tournament cup championship talks strike campaign expedition blockade front "
        "operation operations mission force competition contest race rebellion revolt uprising march struggle fighting "
        "battle invasion declaration appeal pledge initiative project scheme programme program mediation hunt search"
    ).split()
)  # what else one may join


def tells_of_rival(title: str) -> bool:
    """Is the text about something else that can be joined: "The war in the Pacific", "The Antarctic Treaty"?"""
    return not _JOINABLE.isdisjoint(re.findall(r"\w+", title.lower()))


def remember_organizations(r: TextReading, start: int, end: int, clauses: list[Clause]) -> None:
    """After a sentence: which organization the next one means by "it", "the bloc" or nothing at all."""
    d = r.d
    codes = codes_of(r.names_in(start, end))
    if codes:
        d.organization, d.organization_near = codes[-1], True
    if d.told_members:
        d.rival = False
    else:
        last = max((n.start for n in r.names_in(start, end) if n.kind == "org"), default=start)
        behind = not _JOINABLE.isdisjoint(r.lows[last:end])
        d.rival = behind or d.rival and last == start and not codes
    theme = _theme(r, clauses) or _opening(r, start, end)
    told = d.told_members
    if theme and not told:
        d.theme_organization = theme
    d.told_members = False
    low = r.lows[start:end]
    leaving = -1 if _LEAVING.isdisjoint(low) else start + next(i for i, word in enumerate(low) if word in _LEAVING)
    d.left_last = leaving >= 0 and not told
    if leaving >= 0:
        left = codes_of(r.names_in(leaving, end)) or codes_of(r.names_in(start, leaving)) or [d.theme_organization]
        d.left_organization = left[0] or d.left_organization


def _theme(r: TextReading, clauses: list[Clause]) -> str:
    """The organization that is the subject, or whose growth, members … are: "SADC's growth", "its members"."""
    subject = next((c.subject for c in clauses if c.kind == "main" and c.subject is not None), None)
    if subject is None:
        return ""  # also for a sentence that was not parsed
    groups = [subject, subject.possessor, subject.of] if subject.cls not in ("state", "official") else []
    groups += [a.group for a in clauses[0].args if a.before and a.prep in _FRONTS and a.group.cls == "org"]
    if subject.cls == "membership":
        groups += [a.group for a in clauses[0].args if a.before]
    names = [n for g in groups if g is not None for n in g.organizations() if n.form != "anaphor"]
    return next(iter(codes_of(names)), "")


def _opening(r: TextReading, start: int, end: int) -> str:
    """The same of a sentence that was not parsed: "The Commonwealth grew slowly"."""
    names = r.names_in(start, min(start + 3, end))
    if not names or names[0].end >= end:
        return ""
    if r.lows[start] in _FRONTS:  # "At the United Nations the procession was quicker"
        return next(iter(codes_of(names[:1])), "")
    if names[0].start > start + 1:
        return ""
    behind = r.lows[names[0].end]
    if behind in ("'s", "’s", ",", "(", "'", "’") or behind in r.words.forms or r.words.function.get(behind) in _VERBAL:
        return next(iter(codes_of(names[:1])), "")
    return ""


_FRONTS = frozenset({"at", "in", "within", "inside", "to", "into"})
_VERBAL = frozenset({"be", "have", "do", "modal"})


def is_membership_topical(r: TextReading, frame: Frame) -> bool:
    """Do the words of a weak frame name a membership here?

    "entered" and "came in" do so in a text about an organization only; "joined" and "was admitted" wherever one has
    just been named.
    """
    d = r.d
    if d.tells_of_members():
        return True
    if d.left_organization and _is_return(frame):
        return True
    if any(m.form is Form.JOINED and m.sentence == r.span(r.start, r.end) for m in r.mentions[-3:]):
        return True  # "has belonged to it since 1997, when it was let in with Laos"
    if frame.rule == ENTERED or frame.carried:
        return False
    verb = frame.clause.verb
    joins = verb is not None and verb.lemma in ("join", "rejoin", "accede")
    named = any(g.states() or g.members or joins and g.cls == "pron" for g in frame.agent)
    if d.rival or not _JOINABLE.isdisjoint(r.lows[r.start : frame.start]):
        return False  # "The coalition shrank. Poland joined in 2003"
    if d.last_theme and named and frame.clause.all_dates():
        return True  # "Trinidad joined in March 1967", in a text that spoke of an organization before
    return bool(codes_of(r.names_in(r.start, frame.start))) or d.organization_near


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
