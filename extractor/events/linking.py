"""The cascade over a whole text: sentence by sentence, frames get their parties and dates and become event mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from extractor.events.clause import Clause
from extractor.events.clauses import read_clauses
from extractor.events.columns import read_header, read_row
from extractor.events.context import is_fiction
from extractor.events.dateline import date_of_writing
from extractor.events.entries import LONGEST_NOTE
from extractor.events.envoys import note_envoys
from extractor.events.frame_linking import last_couple, link_frames, recenter
from extractor.events.frames import read_frames
from extractor.events.gapping import repeat_verbs
from extractor.events.gate import Gate
from extractor.events.groups import Phrase
from extractor.events.membership_entries import lists_bodies
from extractor.events.memberships import members_told
from extractor.events.organization_focus import remember_organizations
from extractor.events.phrases import read_phrases
from extractor.events.scene import (
    begins_list,
    head_entry,
    heads_entry,
    is_entry,
    month_alone,
    opens_entry,
    read_heading,
    read_lead,
    read_theme,
    set_scene,
    skip_dateline,
    skip_enumerator,
    split_entry,
)
from extractor.events.section_days import date_headings
from extractor.events.text import Mention, SentenceReading, TextReading, Trace
from extractor.events.timeline import SentenceDates, side_dates
from extractor.events.tokens import TokenReader
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import BlockKind, Sentence, split_sentences
from extractor.mentions.tokenization import TokenizedText
from extractor.mentions.words import Words
from extractor.normalization.dates import DateKind, DateMention, Direction, Unit
from extractor.schema import DateBasis, PartialDate

_INDEPENDENCE = frozenset("independent independence sovereign statehood".split())


class Linker:
    """Reads a text whose names are tagged. One instance serves any number of texts; it keeps nothing between them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.tokens = TokenReader(words)
        other = {w for w, c in words.nouns.items() if c == "otherrel"}
        self.other_relations = frozenset(other | {"military", "party", "church", "university"})
        self.gate = Gate(words)

    def link(
        self,
        tokens: TokenizedText,
        names: list[NameMention],
        *,
        title: str = "",
        published: PartialDate | None = None,
        title_names: Sequence[NameMention] = (),
        trace: list[Trace] | None = None,
    ) -> list[Mention]:
        """All event mentions, in the order of the text."""
        r = TextReading(tokens, names, self.words, published or date_of_writing(tokens.text))
        r.triggered = cache(partial(self._is_triggered, r))
        set_scene(r, title, title_names)
        self._run(r, trace)
        mentions = date_headings(r.mentions, r.sections)
        final = dict(zip(map(id, r.mentions), mentions, strict=True))
        for seen in trace or ():
            seen.mentions = [final[id(mention)] for mention in seen.mentions]
        return mentions

    def _is_triggered(self, r: TextReading) -> bool:
        gate = self.gate
        if not gate.alone.isdisjoint(r.lows):
            return True
        return any(
            not gate.joining.isdisjoint(r.lows[s.start : s.end])
            and any(n.kind == "org" for n in r.names_in(s.start, s.end))
            for s in split_sentences(r.texts)
        )

    def _run(self, r: TextReading, trace: list[Trace] | None) -> None:
        block = -1
        for sentence in split_sentences(r.texts):
            if sentence.block != block:
                block = sentence.block
                sentence = skip_enumerator(r, skip_dateline(r, sentence))
                r.d.open_block()
                if r.news or r.d.section_date is not None and self._is_day_of_section(r, sentence):
                    r.d.story = None
                if r.d.topic is None or block - r.d.topic.block > 6:
                    r.d.topic = members_told(r.d, block)
            first = sentence.block != r.block
            r.block = sentence.block
            self._read_sentence(r, sentence, first, trace)

    @staticmethod
    def _is_day_of_section(r: TextReading, s: Sentence) -> bool:
        """Does the sentence begin with a day or month, whose year is the one in the heading?"""
        dates = r.dates_in(s.start, s.end)
        return bool(dates) and dates[0].start == r.idx[s.start] and dates[0].kind is DateKind.PARTIAL

    def _read_sentence(self, r: TextReading, s: Sentence, first: bool, traces: list[Trace] | None) -> None:
        d = r.d
        d.sentences_read += 1
        read_header(r, s)
        names, dates = r.names_in(s.start, s.end), r.dates_in(s.start, s.end)
        if not (dates and dates[0].start == r.idx[s.start]) and (month := month_alone(r, s, first)) is not None:
            dates = [month, *dates]
        if s.kind is BlockKind.HEADING:
            r.sections.headings.append(r.idx[s.start])
        if s.kind is BlockKind.HEADING and is_entry(r, s, names, dates):
            s = replace(s, kind=BlockKind.ITEM)
            head_entry(r, names[0])
        low, heading = r.lows[s.start : s.end], s.kind is BlockKind.HEADING
        _note_independence(r, low, names)
        if first:
            read_theme(r, s, names)
        triggered = self.gate.opens(low, names, d, dated=bool(dates)) and (bool(dates) or not heading)
        if not names and not dates and not triggered:
            if heading:
                read_heading(r, s, [], [], None)
            return
        asides = _asides(r, s, dates)
        resolve_dates = _date_resolver(r, dates, asides)
        resolved = resolve_dates()
        d.local = False
        r.start, r.end = s.start, s.end
        remarks = read_row(r, s)
        if remarks is not s:
            if remarks is not None:
                self._read_sentence(r, remarks, False, traces)
            return
        if heads_entry(r, s, names, self.gate.tells):
            d.topic = None
            _pass_over(r, s, names, resolved, heading)
            return
        entry = (s.kind is BlockKind.ITEM or d.block_date is not None or bool(d.block_parties)) and not heading
        listing = d.open_members is not None and d.open_members.block == s.block and not _THOSE.isdisjoint(low)
        listing = listing or d.topic is not None and any(m in asides for m in dates) or begins_list(r, s, names, dates)
        listing = listing or not heading and lists_bodies(r, s, names, dates)
        listing = listing or d.title_party is not None and _may_be_note(s, names, dates)
        a0 = r.idx[s.start]
        dated_within = d.block_date is not None and bool(dates) and dates[0].start == a0
        opens = (first or dated_within) and not heading and opens_entry(r, s, names, dates, a0)
        if not (triggered or entry or listing or opens):
            if heading:
                read_heading(r, s, names, dates, resolved)
            if not self.gate.envoys.isdisjoint(low):
                note_envoys(r, self._phrases(r, s, dates))
            _pass_over(r, s, names, resolved, heading)
            return
        d.named = [(n.start, d.party(n)) for n in names if n.kind in ("state", "leader")]
        d.actors = [d.party(n) for n in names if _may_act(r, n)]
        d.places = d.named[:1] if low[0] in ("in", "at") and names[:1] and names[0].start == s.start + 1 else []
        trace = Trace(r.span(s.start, s.end), s.kind.value)
        phrases = self._phrases(r, s, dates)
        trace.phrases, trace.dates = phrases, resolved.values
        note_envoys(r, phrases)
        if heading:
            read_heading(r, s, names, dates, resolved)
        elif first or dated_within and opens:
            phrases = read_lead(r, phrases, resolved)
        led = d.block_date is not None or bool(d.block_parties)
        if triggered or entry or listing or led:
            segments = split_entry(phrases) if entry or led else [phrases]
            resolved = self._tell(r, s, segments, resolve_dates, resolved, trace)
        _consider(r, names)
        _remember(r, s, names, resolved, heading, trace.clauses)
        if traces is not None:
            traces.append(trace)

    def _tell(
        self,
        r: TextReading,
        s: Sentence,
        segments: list[list[Phrase]],
        resolve_dates: Callable[..., SentenceDates],
        resolved: SentenceDates,
        trace: Trace,
    ) -> SentenceDates:
        """Append the events of a sentence; its dates, as they are once its clauses are known."""
        read = [(segment, repeat_verbs(read_clauses(segment))) for segment in segments]
        clauses = [clause for _, found in read for clause in found]
        if sides := side_dates(clauses):
            resolved = resolve_dates(sides=sides)
            trace.dates = resolved.values
        trace.clauses = clauses
        if any(is_fiction(clause) for clause in clauses):
            r.d.fiction = s.block
        before, chosen = len(r.mentions), len(r.choices)
        low = r.lows[s.start : s.end]
        for segment, found in read:
            frames = read_frames(found, low, s.start, self.other_relations)
            link_frames(r, SentenceReading(s, segment, found, resolved), frames, trace)
        trace.mentions, trace.choices = r.mentions[before:], r.choices[chosen:]
        recenter(r, clauses)
        r.d.couple = last_couple(r, clauses)
        told = [m.date for m in trace.mentions if m.date is not None and m.basis in _TOLD]
        if told and not resolved.moved and not sides:
            resolved.last = replace(told[-1], end=None)  # "… with Spain (1977) and Israel (1986)": 1986 it is
        return resolved

    def _phrases(self, r: TextReading, s: Sentence, dates: list[DateMention]) -> list[Phrase]:
        by_token: dict[int, tuple[int, DateMention]] = {}
        for date in dates:
            start = bisect_right(r.idx, date.start) - 1
            end = bisect_left(r.idx, date.end)
            if start >= s.start and end <= s.end:
                by_token[start] = (end, date)
        tokens = self.tokens.read(r.texts[s.start : s.end], s.start, r.names, by_token)
        return read_phrases(tokens, self.words)


def _may_act(r: TextReading, name: NameMention) -> bool:
    """Is it the name of a state, rather than that of a place or an adjective?"""
    placed = name.start > 0 and r.lows[name.start - 1] in _WHERE
    return name.kind in ("state", "leader") and name.form != "adjective" and not placed


_WHERE = frozenset("in at near from through outside via".split())


def _may_be_note(s: Sentence, names: list[NameMention], dates: list[DateMention]) -> bool:
    """ "Chile, 1981." in a handbook: so short that it is worth a reading."""
    return bool(dates) and bool(names) and names[0].start <= s.start + 1 and s.end - s.start <= LONGEST_NOTE


_TOLD = (DateBasis.LIST, DateBasis.EXPLICIT)


def _note_independence(r: TextReading, low: Sequence[str], names: list[NameMention]) -> None:
    d = r.d
    if not _INDEPENDENCE.isdisjoint(low):
        d.independence = True
        born = [n for n in names if n.kind == "state" and n.form != "adjective"]
        d.newborn = d.code(d.party(born[0])) if born else d.newborn


def _asides(r: TextReading, s: Sentence, dates: list[DateMention]) -> frozenset[DateMention]:
    """The dates in brackets."""
    if "(" not in r.lows[s.start : s.end]:
        return frozenset()
    start, rfind = r.idx[s.start], r.text.rfind
    return frozenset(m for m in dates if rfind("(", start, m.start) > rfind(")", start, m.start))


def _date_resolver(
    r: TextReading, dates: list[DateMention], asides: frozenset[DateMention]
) -> Callable[..., SentenceDates]:
    """Resolves the dates of a sentence from where the text stands; again, once its relative clauses are known."""
    d = r.d
    dangling = frozenset([m for m in dates if _dangles(r, m)])
    return partial(
        SentenceDates,
        dates,
        published=d.published,
        story=d.story,
        year=d.section_date,
        calendar=r.calendar,
        dangling=dangling,
        asides=asides,
    )


def _consider(r: TextReading, names: list[NameMention]) -> None:
    """ "Consider Niger.": the one state of a sentence is what "it" means next."""
    d = r.d
    if d.local or d.mono:
        return
    parties = [d.party(n) for n in names if n.kind in ("state", "leader")]
    if len({d.code(p) for p in parties}) == 1:
        d.center = parties[:1]


_THOSE = frozenset({"them", "they", "these"})  # of whom it is not yet said who they are


def _pass_over(r: TextReading, s: Sentence, names: list[NameMention], resolved: SentenceDates, heading: bool) -> None:
    """A sentence that holds no event still moves the story on: who is spoken of, and when."""
    d = r.d
    states = [n for n in names if n.kind in ("state", "leader") and n.form != "adjective"]
    if states and not heading and (states[0].start <= s.start + 2 or len(states) == 1 and not d.mono):
        d.center = [d.party(states[0])]
    _remember(r, s, names, resolved, heading, [])


def _remember(
    r: TextReading, s: Sentence, names: list[NameMention], resolved: SentenceDates, heading: bool, clauses: list[Clause]
) -> None:
    d = r.d
    for name in names:
        if name.kind in ("state", "leader") and name.form != "adjective":
            d.mention(d.party(name), leader=name.kind == "leader")
    remember_organizations(r, s.start, s.end, clauses)
    told = next((i for i in range(s.start, s.end) if r.lows[i] in _INDEPENDENCE), None)
    r.calendar.note(resolved, independence=None if told is None else r.idx[told])
    if not heading:
        if _OTHER_TIMES.isdisjoint(r.lows[s.start : s.end]):
            r.sections.note(resolved)
        d.story = resolved.last or d.story


_OTHER_TIMES = frozenset({"after", "before", "until", "till"})  # "soon after independence on 30 July 1980"


def _dangles(r: TextReading, mention: DateMention) -> bool:
    """Is it counted from what is named behind it?"""
    if mention.direction is Direction.WITHIN or _is_day_after(mention):
        return r.text.startswith(" of ", mention.end)  # "on the morrow of its birth"
    return mention.direction in (Direction.AFTER, Direction.BEFORE) and _named_behind(r, mention)


def _is_day_after(mention: DateMention) -> bool:
    return mention.kind is DateKind.NARRATIVE and mention.unit is Unit.DAY and mention.determiner == "the following"


def _named_behind(r: TextReading, mention: DateMention) -> bool:
    """ "two years after the coup": counted from the words that follow; "a year after that" is the story's."""
    following = r.text[mention.end : mention.end + 6].lstrip()
    return following[:1].isalpha() and not following.startswith(("that", "this", "and", "or", "but"))
