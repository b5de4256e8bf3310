"""Frames of memberships to mentions: which organization is meant, and whether the text tells of memberships at all."""

from __future__ import annotations

from extractor.events.discourse import Discourse, Party, Topic
from extractor.events.emission import emit
from extractor.events.frames import ENTERED, Frame
from extractor.events.groups import NounGroup
from extractor.events.ranking import choose_party
from extractor.events.roles import resolve_side
from extractor.events.text import SentenceReading, TextReading
from extractor.mentions.names import NameMention
from extractor.normalization import organizations
from extractor.normalization.dates import DateMention
from extractor.schema import Form


def link_membership(r: TextReading, here: SentenceReading, frame: Frame) -> str:
    """Append the mentions of a membership frame; the reason if there are none."""
    d = r.d
    bodies = _bodies(r, frame)
    known = [Party(code, fixed=code) for code, _ in bodies]
    members = resolve_side(r, frame, Form.JOINED, frame.agent, known, agent=True)
    if len(members) == 1 and any(group.det == "their" and group.cls == "pron" for group in frame.agent):
        return "several members are meant, and only one is known"
    inferred = any(f.inferred for f in members)
    told = {d.code(f.party) for gap in frame.clause.gaps for f in d.resolve(gap)}
    if len(bodies) == 1 and told and told <= {d.code(f.party) for f in members} and not frame.clause.all_dates():
        d.topic = Topic(Form.JOINED, [f.party for f in members], [], bodies[0][0], False, here.sentence.block)
        return "told one by one: each has its own date"
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
    reasons = [
        emit(r, here, frame, Form.JOINED, members, [], inferred, organization=code, own=when) for code, when in bodies
    ]
    d.organization = bodies[-1][0]
    return reasons[0]


def _bodies(r: TextReading, frame: Frame) -> list[tuple[str, DateMention | None]]:
    """Codes of the organizations that the clause names, with the dates of their list items.

    A date holds for the items before it: "the UN and the ILO (1945)". A member "since" has joined only those that
    are dated, if any is: "a member of the UN (since 1960) and of the African Union".
    """
    if frame.form is None and r.d.topic is not None:
        return [(r.d.topic.organization, None)]
    bodies: list[tuple[str, DateMention | None]] = []
    for group in frame.patient:
        found = [(organization_of(r, part), _item_date(part, frame)) for part in group.parts]
        date: DateMention | None = None
        for k in range(len(found) - 1, -1, -1):
            date = found[k][1] or date
            found[k] = (found[k][0], date)
        bodies.extend((code, when) for code, when in found if code)
    if frame.since and any(when is not None for _, when in bodies):
        return [(code, when) for code, when in bodies if when is not None]
    return bodies


def _item_date(part: NounGroup, frame: Frame) -> DateMention | None:
    """The date of a list item. What is a lasting state is dated by brackets, or by "since"."""
    if part.date is None or not frame.since or part.bracketed or part.date.relation in ("since", "from"):
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
    for known in (d.block_organization, d.organization, d.title_organization):
        if known in codes:
            return known
    if name.text[:1].islower():
        return implied_organization(r, None, name.text)
    likeliest = max(codes, key=lambda c: r.org_counts[c])
    return likeliest if r.org_counts[likeliest] else codes[0] if len(codes) == 1 else ""


def implied_organization(r: TextReading, frame: Frame | None, noun: str = "") -> str:
    """The organization that the clause leaves to the text.

    The one that opens the entry; the last one named before the trigger in the sentence; the one whose name holds the
    noun ("the council"); the one whose members are being told; the one spoken of last, or in the title.
    """
    d = r.d
    if d.block_organization:
        return d.block_organization
    if frame is not None:
        near = codes_of(r.names_in(r.start, frame.start))
        if near:
            return near[-1]
    for code in (d.title_organization, d.organization):
        if noun and code and noun.lower() in organizations.organization_name(code).lower().split():
            return code
    if d.topic is not None and d.topic.form is Form.JOINED and d.topic.organization:
        return d.topic.organization
    return d.title_organization or d.organization


def codes_of(names: list[NameMention]) -> list[str]:
    """The organizations that are named, not referred to, in their order."""
    return [
        code
        for name in names
        if name.kind == "org" and name.form != "anaphor"
        for code in organizations.candidates(name.text)[:1]
    ]


def is_membership_topical(r: TextReading, frame: Frame) -> bool:
    """Do the words of a weak frame name a membership here?

    "entered" and "came in" do so in a text about an organization only; "joined" and "was admitted" wherever one has
    just been named.
    """
    d = r.d
    if d.tells_of_members():
        return True
    if frame.rule == ENTERED or frame.carried:
        return False
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
