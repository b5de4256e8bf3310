"""The memberships of the one state that a handbook or guide is about: "the ILO 2000; WTO, 25 October 1995"."""

from __future__ import annotations

from itertools import pairwise

from extractor.events.clause import Clause
from extractor.events.discourse import Filler, Party
from extractor.events.emission import emit
from extractor.events.frames import Frame
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.organization_focus import organization_of
from extractor.events.text import SentenceReading, TextReading
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import Sentence
from extractor.normalization.dates import DateKind, DateMention
from extractor.schema import Form

_BEFORE_DATE = frozenset(
    (
        ", : ( – — - since in on from as of with effect member full membership founding founder original charter "
        "joined admitted force acceded entered"
    ).split()
)
_BACK = frozenset("back again rejoined readmitted re-admitted re-joined returned".split())
_NOT_IN = frozenset(
    (
        "not never no left leaves withdrew withdrawal withdrawn suspended suspension expelled observer observers "
        "associate associated candidate candidacy application applied applies signed signature summit session seat "
        "council resolution vote conference meeting mission troops loan report"
    ).split()
)  # what else there is to date beside an organization
_COMPANY = frozenset({"with", "along with", "together with", "alongside"})


def lists_bodies(r: TextReading, s: Sentence, names: list[NameMention], dates: list[DateMention]) -> bool:
    """Does an organization stand before a date, in a text about one state, where a list of them could go on?"""
    if not dates or _subject_of(r) is None:
        return False
    behind = {r.idx[n.end] if n.end < s.end else -1 for n in names if n.kind == "org"}
    if any(date.start in behind for date in dates):
        return True
    return any(n.kind == "org" and n.end < s.end and r.lows[n.end] in _SETS_OFF and _opens(r, s, n) for n in names)


_SETS_OFF = frozenset({":", "(", ",", "–", "since", "from", "as"})


def _opens(r: TextReading, s: Sentence, name: NameMention) -> bool:
    before = r.lows[s.start : name.start]
    while before and before[-1] in ("the", "*", "-", "•", '"', "“"):
        before.pop()
    return not before or before[-1] in (";", "•", "–", "—", ":", ")", ".")


def _subject_of(r: TextReading) -> Party | None:
    """The one state that a text is about, if it is no news."""
    if r.news:
        return None
    return r.d.title_party or (r.d.protagonists[0] if r.d.mono and r.d.protagonists else None)


def read_dated_bodies(r: TextReading, here: SentenceReading, used: set[int]) -> bool:
    """Append a membership for each organization that has nothing but a date; say whether there was one."""
    member = _subject_of(r)
    if member is None:
        return False
    found, code = False, ""
    s = here.sentence
    opening = r.names_in(s.start, s.end)[:1]
    led = bool(opening) and opening[0].kind == "org" and _opens(r, s, opening[0]) and r.d.block_organization
    start = s.start
    for segment in [part for whole in segments(here.phrases) for part in _apart(whole)]:
        head, end = segment[0], segment[-1].end
        lows = r.lows[start:end]
        body = head if isinstance(head, NounGroup) and _is_body(head) else None
        if body is not None:
            code = organization_of(r, body) if id(body) not in used else ""
        elif start == s.start and led and isinstance(head, DateGroup):
            code = led
        dated = _date_of(r, segment, body, start)
        back = body is None and start > s.start and not _BACK.isdisjoint(lows[:3])
        if code and dated is not None and (body is not None or start == s.start and led or back):
            companions = [] if back else _companions(segment, lows)
            members = [Filler(member, inferred=True), *(f for g in companions for f in r.d.resolve(g))]
            trigger = body.end if body is not None else start + 1
            clause = here.clauses[0] if here.clauses else Clause("main")
            frame = Frame(Form.JOINED, Clause("main", dates=clause.dates), "entry", start, trigger, weak=True)
            emit(r, here, frame, Form.JOINED, members, [], True, organization=code, own=dated)
            found = True
        start = end + 1
    return found


def segments(phrases: list[Phrase]) -> list[list[Phrase]]:
    """The parts of an entry between semicolons and full stops."""
    parts: list[list[Phrase]] = [[]]
    for phrase in phrases:
        if isinstance(phrase, Mark) and phrase.kind in ("semi", "stop"):
            parts.append([])
        else:
            parts[-1].append(phrase)
    return [part for part in parts if part]


def _apart(segment: list[Phrase]) -> list[list[Phrase]]:
    """ "UNESCO 1989; the ILO 2000", which was read as one list: each with its own date."""
    head = segment[0]
    listed = isinstance(head, NounGroup) and len(head.members) > 1 and all(m.date for m in head.members)
    return [[m] for m in head.members] if listed and len(segment) == 1 else [segment]  # type: ignore[union-attr]


def _is_body(group: NounGroup) -> bool:
    if group.members or not group.organizations():
        return False
    return group.cls == "org" and all(n.text[:1].isupper() for n in group.names) or group.cls == "membership"


def _date_of(r: TextReading, segment: list[Phrase], body: NounGroup | None, start: int) -> DateMention | None:
    """The date of the segment if nothing but punctuation and words for being in stand before it, and none for not."""
    if body is not None and body.date is not None:
        date, at = body.date, body.end
    else:
        group = next((p for p in segment if isinstance(p, DateGroup)), None)
        if group is None:
            return None
        first = body.end if body is not None else start
        if not set(r.lows[first : group.start]) <= _BEFORE_DATE | _BACK:
            return None
        date, at = group.date, group.end
    if date.kind not in (DateKind.ABSOLUTE, DateKind.PARTIAL) or date.end_year is not None:
        return None
    around = [*r.lows[start : body.start if body is not None else start], *r.lows[at : min(at + 2, segment[-1].end)]]
    if date.relation not in ("", "since", "from") or not _NOT_IN.isdisjoint(around):
        return None
    behind = next((p for p in segment if p.start >= at), None)
    closed = behind is None or isinstance(behind, Mark) and behind.kind in ("comma", "open", "close")
    acts = any(isinstance(p, VerbGroup) and p.mode == "finite" and p.start < at for p in segment)
    return date if closed and not acts else None


def _companions(segment: list[Phrase], lows: list[str]) -> list[NounGroup]:
    """ ", along with Turkey", "(Turkey, same date)"."""
    found = []
    for before, phrase in pairwise(segment):
        named = isinstance(phrase, NounGroup) and all(p.cls == "state" for p in phrase.parts)
        if named and isinstance(before, Mark):
            alike = before.kind == "open" and "same" in lows
            if before.low in _COMPANY or alike:
                found.append(phrase)
    return found  # type: ignore[return-value]
