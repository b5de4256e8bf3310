"""Which organization a text speaks of: by name, by a description ("the bloc"), or because the text is about it."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.events.clause import Clause
from extractor.events.frames import ARRIVED, ENTERED, Frame
from extractor.events.groups import NounGroup
from extractor.events.text import TextReading
from extractor.mentions.names import NameMention
from extractor.normalization import organizations
from extractor.schema import Form


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
        if r.when is not None:  # "set up for the GATT in 1993, …; the kingdom joined in 2005"
            near = [code for code in near if organizations.existed(code, r.when.year) is not False]
        if near:
            return near[-1]
        if d.left_organization and _is_return(frame):
            return d.left_organization
    told = d.topic.organization if d.topic is not None and d.topic.form is Form.JOINED else ""
    about = [d.theme_organization, d.section_organization, d.title_organization]
    about += [_leading(r), told, d.last_theme, d.organization]
    if r.when is not None:  # not one that was dissolved by then, or not yet founded
        about = [c for c in about if c and organizations.existed(c, r.when.year) is not False]
    if noun:
        fitting = [c for c in about if c and noun.lower() in organizations.organization_name(c).lower().split()]
        if fitting:
            return fitting[0]
    known = next(filter(None, about), "")
    return known or (_meant_by_name(r, frame) or _named_later(r) if frame is not None and not noun else "")


def _leading(r: TextReading) -> str:
    """The organization of the news, after a sentence that lists what else the newcomer had joined."""
    members = [m for m in r.mentions if m.form is Form.JOINED]
    if r.d.published is None or not members:
        return ""
    last = [m for m in members if m.sentence == members[-1].sentence]
    listed = len({m.counterpart for m in last}) > 1 and len({m.country for m in last}) == 1
    return members[0].counterpart if listed else ""


def _meant_by_name(r: TextReading, frame: Frame) -> str:
    """ "The League had opened its books; the Hungarians came along in 1922": of its namesakes, the one that existed."""
    if r.when is None or not r.d.tells_who_joined():
        return ""
    for name in reversed(r.names_in(r.start, frame.start)):
        if name.kind == "org" and name.form == "anaphor" and name.text[:1].isupper():
            codes = [c for c in organizations.candidates(name.text) if organizations.existed(c, r.when.year)]
            known = [c for c in codes if r.org_counts[c]] or codes
            return next(iter(known), "")
    return ""


def _named_later(r: TextReading) -> str:
    """ "Uzbekistan's coming turned it into an organization, the SCO": the only one that the paragraph will name."""
    if not r.d.tells_who_joined() or r.d.organization_near:
        return ""
    end = r.text.find("\n", r.span(r.start, r.end)[1])
    ahead = r.name_list[bisect_left(r.name_list, r.start, key=lambda n: n.start) :]
    codes = set(codes_of([n for n in ahead if end < 0 or r.idx[n.start] < end]))
    return codes.pop() if len(codes) == 1 else ""


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


def _leaving(low: list[str]) -> int:
    """Index of the first word for leaving, -1 if there is none: a delegate who walks out has not left."""
    first = next((i for i, word in enumerate(low) if word in _LEAVING), -1)
    return -1 if first >= 0 and low[first] in _WALKING and not _PEOPLE.isdisjoint(low[:first]) else first


_WALKING = frozenset("left walked stalked stormed flounced walk storm stalk".split())
_PEOPLE = frozenset(
    (
        "delegate delegates delegation delegations representative representatives envoy envoys minister ministers "
        "ambassador ambassadors observer observers"
    ).split()
)
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
    names = r.names_in(start, end)
    codes = codes_of(names)
    if codes:
        d.organization, d.organization_near = codes[-1], True
    if d.told_members:
        d.rival = False
    else:
        last = max([n.start for n in names if n.kind == "org"], default=start)
        behind = not _JOINABLE.isdisjoint(r.lows[last:end])
        d.rival = behind or d.rival and last == start and not codes
    renamed = len(codes) > 0 and not _RENAMED.isdisjoint(r.lows[start:end])
    theme = codes[-1] if renamed else _theme(r, clauses) or _opening(r, start, end)
    told = d.told_members and not renamed
    if theme and not told:
        d.theme_organization = theme
    d.told_members = False
    low = r.lows[start:end]
    leaving = _leaving(low)
    leaving = leaving if leaving < 0 else start + leaving
    d.left_last = leaving >= 0 and not told
    if leaving >= 0:
        left = codes_of(r.names_in(leaving, end)) or codes_of(r.names_in(start, leaving)) or [d.theme_organization]
        d.left_organization = left[0] or d.left_organization


_RENAMED = frozenset("renamed name rechristened rebaptised rebaptized reborn relaunched refounded rebranded".split())


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
    if frame.rule == ARRIVED:
        return d.tells_who_joined() and not d.rival
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
