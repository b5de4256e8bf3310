"""The cascade over a whole text: sentence by sentence, frames get their parties and dates and become event mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from extractor.events.clause import Clause
from extractor.events.clauses import read_clauses
from extractor.events.columns import read_header, read_row
from extractor.events.context import is_fiction
from extractor.events.discourse import Topic
from extractor.events.ellipsis import carried_form, carry_on, leave_to_gaps, read_gaps, take_up
from extractor.events.emission import emit
from extractor.events.entries import read_bare, supply_subject, theme_of
from extractor.events.envoys import known_envoy, note_envoys
from extractor.events.frames import CAME, THEME, Frame, is_generic, is_partylike, read_frames
from extractor.events.frames.frame import PRIVATE
from extractor.events.frames.relations import is_open
from extractor.events.gapping import repeat_verbs
from extractor.events.gate import Gate
from extractor.events.groups import NounGroup, Phrase, VerbGroup
from extractor.events.memberships import link_membership, members_told, record_foundings, set_back
from extractor.events.organization_focus import codes_of, is_membership_topical, remember_organizations
from extractor.events.phrases import read_phrases
from extractor.events.roles import fill_roles, resolve_all, resolve_roles
from extractor.events.scene import (
    begins_list,
    heads_entry,
    is_entry,
    month_alone,
    opens_entry,
    read_heading,
    read_lead,
    read_theme,
    set_scene,
    skip_dateline,
    split_entry,
)
from extractor.events.text import Mention, SentenceReading, TextReading, Trace
from extractor.events.timeline import SentenceDates, choose_date, side_dates
from extractor.events.tokens import TokenReader
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import BlockKind, Sentence, split_sentences
from extractor.mentions.tokenization import TokenizedText
from extractor.mentions.words import Words
from extractor.normalization.dates import DateKind, DateMention, Direction
from extractor.schema import FORM_ACTION, DateBasis, Form, PartialDate

_INDEPENDENCE = frozenset("independent independence sovereign statehood".split())


class Linker:
    """Reads a text whose names are tagged. One instance serves any number of texts; it keeps nothing between them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.tokens = TokenReader(words)
        other = {w for w, c in words.nouns.items() if c == "otherrel"}
        self.other_relations = frozenset(other | {"military", "party"})
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
        r = TextReading(tokens, names, self.words, published)
        set_scene(r, title, title_names)
        self._run(r, trace)
        return r.mentions

    def _run(self, r: TextReading, trace: list[Trace] | None) -> None:
        block = -1
        for sentence in split_sentences(r.texts):
            if sentence.block != block:
                block = sentence.block
                sentence = skip_dateline(r, sentence)
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
        low = r.lows[s.start : s.end]
        if not (dates and dates[0].start == r.idx[s.start]) and (month := month_alone(r, s, first)) is not None:
            dates = [month, *dates]
        if s.kind is BlockKind.HEADING and is_entry(r, s, names, dates):
            s = replace(s, kind=BlockKind.ITEM)
            if names[0].kind == "org":
                d.block_organization = next(iter(codes_of(names)), "")
            else:
                d.block_parties = [d.party(names[0])]
            if d.section_form is not None:
                d.topic = None  # the heading says what the table lists, not the row before
        if not _INDEPENDENCE.isdisjoint(low):
            d.independence = True
            born = [n for n in names if n.kind == "state" and n.form != "adjective"]
            d.newborn = d.code(d.party(born[0])) if born else d.newborn
        heading = s.kind is BlockKind.HEADING
        if first:
            read_theme(r, s, names)
        triggered = self.gate.opens(low, names, d, dated=bool(dates)) and (bool(dates) or not heading)
        if not names and not dates and not triggered:
            if heading:
                read_heading(r, s, [], [], None)
            return
        a0 = r.idx[s.start]
        asides: frozenset[DateMention] = frozenset()
        if "(" in low:
            rfind = r.text.rfind
            asides = frozenset(m for m in dates if rfind("(", a0, m.start) > rfind(")", a0, m.start))
        dangling = frozenset(
            m
            for m in dates
            if m.direction in (Direction.AFTER, Direction.BEFORE)
            and _named_behind(r, m)
            or m.direction is Direction.WITHIN
            and r.text.startswith(" of ", m.end)
        )
        resolve_dates = partial(
            SentenceDates,
            dates,
            published=d.published,
            story=d.story,
            year=d.section_date,
            calendar=r.calendar,
            dangling=dangling,
            asides=asides,
        )
        resolved = resolve_dates()
        d.local = False
        r.start, r.end = s.start, s.end
        if read_row(r, s, resolved):
            return
        entry = (s.kind is BlockKind.ITEM or d.block_date is not None or bool(d.block_parties)) and not heading
        listing = d.topic is not None and any(m in asides for m in dates) or begins_list(r, s, names, dates)
        if heads_entry(r, s, names, self.gate.tells):
            d.topic = None
            _pass_over(r, s, names, resolved, heading)
            return
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
        d.places = d.named[:1] if low[0] in ("in", "at") and names[:1] and names[0].start == s.start + 1 else []
        trace = Trace(r.span(s.start, s.end), s.kind.value)
        phrases = self._phrases(r, s, dates)
        trace.phrases, trace.dates = phrases, resolved.values
        note_envoys(r, phrases)
        if heading:
            read_heading(r, s, names, dates, resolved)
        elif first or dated_within and opens:
            phrases = read_lead(r, phrases, resolved)
        if triggered or entry or listing or d.block_date is not None or d.block_parties:
            segments = split_entry(phrases) if entry or d.block_date is not None or d.block_parties else [phrases]
            read = [(segment, repeat_verbs(read_clauses(segment))) for segment in segments]
            clauses = [clause for _, found in read for clause in found]
            if sides := side_dates(clauses):
                resolved = resolve_dates(sides=sides)
                trace.dates = resolved.values
            trace.clauses = clauses
            if any(is_fiction(clause) for clause in clauses):
                d.fiction = s.block
            before, chosen = len(r.mentions), len(r.choices)
            for segment, found in read:
                frames = read_frames(found, low, s.start, self.other_relations)
                _link_frames(r, SentenceReading(s, segment, found, resolved), frames, trace)
            trace.mentions, trace.choices = r.mentions[before:], r.choices[chosen:]
            _recenter(r, clauses)
            told = [
                m.date for m in trace.mentions if m.date is not None and m.basis in (DateBasis.LIST, DateBasis.EXPLICIT)
            ]
            if told and not resolved.moved and not sides:
                resolved.last = replace(told[-1], end=None)  # "… with Spain (1977) and Israel (1986)": 1986 it is
        if (
            not d.local
            and len({d.code(d.party(n)) for n in names if n.kind in ("state", "leader")}) == 1
            and not d.mono
        ):
            d.center = [d.party(n) for n in names if n.kind in ("state", "leader")][:1]  # "Consider Niger."
        _remember(r, s, names, resolved, heading, trace.clauses)
        if traces is not None:
            traces.append(trace)

    def _phrases(self, r: TextReading, s: Sentence, dates: list[DateMention]) -> list[Phrase]:
        by_token: dict[int, tuple[int, DateMention]] = {}
        for date in dates:
            start = bisect_right(r.idx, date.start) - 1
            end = bisect_left(r.idx, date.end)
            if start >= s.start and end <= s.end:
                by_token[start] = (end, date)
        tokens = self.tokens.read(r.texts[s.start : s.end], s.start, r.names, by_token)
        return read_phrases(tokens, self.words)


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
    r.calendar.note(resolved, independence=not _INDEPENDENCE.isdisjoint(r.lows[s.start : s.end]))
    if resolved.last is not None and not heading:
        d.story = resolved.last


def _named_behind(r: TextReading, mention: DateMention) -> bool:
    """ "two years after the coup": counted from the words that follow; "a year after that" is the story's."""
    following = r.text[mention.end : mention.end + 6].lstrip()
    return following[:1].isalpha() and not following.startswith(("that", "this", "and", "or", "but"))


def _link_frames(r: TextReading, here: SentenceReading, frames: list[Frame], trace: Trace) -> None:
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


def _is_no_state(group: NounGroup) -> bool:
    """A thing, or a body of its own: "the treaty", "the Chilean party"."""
    if group.cls == "" and group.head in PRIVATE and not group.members:
        return True
    return group.cls == "" and not group.proper and not group.names and group.possessor is None


def _is_citizen(group: NounGroup) -> bool:
    """ "Ireland's Mary Robinson"."""
    return group.cls == "" and group.proper and group.possessor is not None and bool(group.possessor.states())


def _link_frame(r: TextReading, here: SentenceReading, frame: Frame) -> str:
    """Resolve one frame and append its mentions; the reason if there are none."""
    d, s, dates = r.d, here.sentence, here.dates
    if frame.otherwise is not None and not is_membership_topical(r, frame) and not codes_of(r.names_in(s.start, s.end)):
        frame = frame.otherwise
    form = frame.form
    if form is None:
        set_back(r, frame, frame.agent)
        form, why = carried_form(r, here, frame)
        if form is None:
            return why
    if frame.clause.kind == "ing" and frame.clause.opener == "for" and not frame.clause.all_dates():
        return "a reason: nobody is said when it was done"
    if (theme := theme_of(r, here, frame, form)) is not None:
        d.topic = d.theme = theme
        return "says what the list is about"
    if frame.clause.kind == "ing" and frame.clause.next_subject and frame.clause.subject is None:
        return "a gerund: nobody is said to have done it"
    if frame.rule == "verb+relations" and frame.patient and all(is_open(g) for g in frame.patient):
        _open_topic(r, form, replace(frame, patient=[]), s.block)
        return "an open group: nobody is named"
    if frame.agent and all(is_generic(g) for g in frame.agent):
        if form is not Form.JOINED:
            _open_topic(r, form, frame, s.block)
        return "an open group: nobody is named"
    if frame.rule == THEME:
        d.topic = Topic(form, [], d.protagonists[:1], "", frame.mutual, s.block)
        return "says what the list is about"
    if frame.rule == "entry" and (
        s.kind is BlockKind.PROSE
        and d.block_date is None
        and not d.block_parties
        or d.block_date is None
        and not frame.clause.all_dates()
    ):
        return "an entry without a date"
    if form is Form.JOINED and frame.agent and all(_is_citizen(g) for g in frame.agent):
        return "a person is no member"
    if frame.agent and not frame.nominal and all(_is_no_state(g) for g in frame.agent):
        if frame.form is not None and frame.form is not Form.JOINED:
            _open_topic(r, frame.form, frame, s.block)
        return "the subject is no state"
    governor = frame.clause.governor
    if form is Form.RECOGNITION and isinstance(governor, VerbGroup) and governor.lemma in ("continue", "go"):
        return "a lasting state, not an act"
    own = [*frame.clause.all_dates(), *frame.item_dates(), *([frame.clause.when] if frame.clause.when else [])]
    told = frame.clause.verb
    if told is not None and "still" in told.adverbs and not frame.nominal and not told.negated:
        return "a lasting state, not an act"  # "still recognized Taipei", "were still broken"
    if frame.needs_date and not any(dates.values.get(m) for m in own) and not frame.founding:
        return "no date of its own"
    if (
        s.start < 3
        and not any(text in (".", "!", "?") for text in r.texts[s.end - 2 : s.end])
        and not frame.weak
        and s.block == 0
        or s.kind is BlockKind.HEADING
        and not any(m.kind is DateKind.ABSOLUTE and m.relation != "since" for m in dates.values)
    ):
        return "a heading without a date"
    topical = is_membership_topical(r, frame) if form is Form.JOINED else _topical(r, frame)
    if frame.weak and not topical:
        return "the words alone do not name an event, and the text is not about one"
    chosen = choose_date(frame, None, here.clauses, dates)
    r.when = dates.values[chosen[0]] if chosen is not None else None
    if form is Form.JOINED:
        return link_membership(r, here, frame)
    agents, patients = resolve_roles(r, frame, form)
    if (frame.form is None or frame.rule == "return") and d.topic is not None:
        agents, patients = carry_on(r, frame, agents, patients)
    agents, patients = take_up(r, frame, agents, patients)
    agents, patients = fill_roles(r, frame, form, agents, patients)
    if not agents or not patients:
        return "a party is missing"
    if (
        form is Form.RECOGNITION
        and not frame.agent
        and frame.clause.verb is not None
        and frame.clause.verb.passive
        and d.title_form is None
        and d.section_form is None
        and d.topic is None
    ):
        return "nobody is said to recognize"
    inferred = any(f.inferred for f in agents + patients)
    return emit(r, here, frame, form, agents, patients, inferred)


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
    _recenter(r, earlier)
    if not r.d.local:
        _recenter(r, earlier, kinds=("sub", "that", "paren"))


def _recenter(r: TextReading, clauses: list[Clause], kinds: tuple[str, ...] = ("main", "coord")) -> None:
    """The subject of the last main clause with a party is what "it" means next."""
    d = r.d
    for clause in clauses:
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
