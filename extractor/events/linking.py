"""The cascade over a whole text: sentence by sentence, frames get their parties and dates and become event mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from spacy.tokens import Doc

from extractor.events.clauses import Clause, read_clauses
from extractor.events.context import modality
from extractor.events.discourse import Discourse, Filler, Party, Topic
from extractor.events.frames import THEME, Frame, is_generic, is_partylike, read_frames
from extractor.events.gate import Gate
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.phrases import read_phrases
from extractor.events.timeline import SentenceDates, choose_date
from extractor.events.tokens import TokenReader
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import BlockKind, Sentence, split_sentences
from extractor.mentions.words import Words
from extractor.normalization import countries, organizations
from extractor.normalization.dates import DateKind, DateMention, Direction, dateline, find_dates, resolve
from extractor.schema import Certainty, DateBasis, Flag, Form, Modality, PartialDate


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention in a Doc: character spans of trigger and sentence, roles as codes."""

    form: Form
    country: str
    counterpart: str
    organization: bool
    mutual: bool
    date: PartialDate | None
    basis: DateBasis
    modality: Modality
    certainty: Certainty
    rule: str
    trigger: tuple[int, int]
    sentence: tuple[int, int]
    flags: tuple[Flag, ...] = ()  # what speaks against it; see plausibility


@dataclass(slots=True)
class Trace:
    """What the steps saw in one sentence, for `extractor explain`."""

    sentence: tuple[int, int]
    kind: str = ""
    phrases: list[Phrase] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    frames: list[tuple[Frame, str]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dates: dict[DateMention, PartialDate | None] = field(default_factory=dict)


class TokenStrings:
    """Texts and offsets of a Doc's tokens from its arrays, since Token objects and the string store are dear.

    Keeps the strings it has seen, up to `most`: as many as spaCy's own tokenizer cache.
    """

    def __init__(self, most: int = 200_000) -> None:
        self.most = most
        self.known: dict[int, str] = {}
        self.lower: dict[int, str] = {}

    def read(self, doc: Doc) -> tuple[list[str], list[str], list[int]]:
        """The texts, the texts in lower case, and the character offsets of the tokens."""
        if not len(doc):
            return [], [], []
        array = doc.to_array(["ORTH", "SPACY"])
        orths = array[:, 0].tolist()
        if len(self.known) > self.most:
            self.known, self.lower = {}, {}
        for orth in set(orths).difference(self.known):
            text = doc.vocab.strings[orth]
            self.known[orth], self.lower[orth] = text, text.lower()
        known, lower = self.known, self.lower
        texts = [known[orth] for orth in orths]
        widths = np.array([len(text) for text in texts]) + array[:, 1].astype(np.int64)
        return texts, [lower[orth] for orth in orths], (np.cumsum(widths) - widths).tolist()


class Linker:
    """Reads a Doc whose names are tagged. One instance serves any number of Docs; it keeps nothing between them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.tokens = TokenReader(words)
        other = {w for w, c in words.nouns.items() if c == "otherrel"}
        self.other_relations = frozenset(other | {"military"})
        self.gate = Gate(words)
        self.strings = TokenStrings()

    def link(
        self,
        doc: Doc,
        names: list[NameMention],
        *,
        title: str = "",
        published: PartialDate | None = None,
        title_names: Sequence[NameMention] = (),
        trace: list[Trace] | None = None,
    ) -> list[Mention]:
        """All event mentions of `doc`, in the order of the text."""
        return _Reading(self, doc, names, title, published, title_names, trace).run()


class _Reading:
    """One pass over one Doc."""

    def __init__(
        self,
        linker: Linker,
        doc: Doc,
        names: list[NameMention],
        title: str,
        published: PartialDate | None,
        title_names: Sequence[NameMention],
        trace: list[Trace] | None,
    ) -> None:
        self.linker, self.trace = linker, trace
        self.text: str = doc._.source or doc.text  # spaCy builds doc.text anew at each call
        self.texts, self.lows, self.idx = linker.strings.read(doc)
        self.names = {n.start: n for n in names}
        self.name_starts = [n.start for n in names]
        self.name_list = names
        self.dates = find_dates(self.text)
        self.date_starts = [d.start for d in self.dates]
        self.d = Discourse(published=published)
        self.mentions: list[Mention] = []
        self.news = False  # a dateline was seen
        self._set_scene(title, title_names)

    # ---- the text as a whole ----

    def _set_scene(self, title: str, title_names: Sequence[NameMention]) -> None:
        d = self.d
        counts: Counter[str] = Counter()
        first: dict[str, Party] = {}
        mentioned: dict[str, list[NameMention]] = {}
        for name in self.name_list:
            if name.kind in ("state", "leader"):
                mentioned.setdefault(name.text, []).append(name)
        for same in mentioned.values():
            party = d.party(same[0])
            code = d.code(party)
            counts[code] += len(same)
            first.setdefault(code, party)
        d.counts = counts
        self.org_counts = Counter(
            c
            for n in self.name_list
            if n.kind == "org" and n.form != "anaphor"
            for c in organizations.candidates(n.text)[:1]
        )
        seen: list[Party] = []
        for name in title_names:
            if name.kind in ("state", "leader", "uncoded"):
                party = d.party(name)
                if not any(d.same(party, p) for p in seen):
                    seen.append(party)
            elif name.kind == "org" and name.form != "anaphor" and not d.title_organization:
                d.title_organization = (
                    organizations.candidates(name.text)[0] if organizations.candidates(name.text) else ""
                )
        total = sum(counts.values())
        for code, count in counts.most_common(2):
            if count >= 4 and count / max(total, 1) >= 0.25 and not any(d.code(p) == code for p in seen):
                seen.append(first[code])
        d.mono = (
            d.published is None
            and len(seen) >= 1
            and (
                len({d.code(d.party(n)) for n in title_names if n.kind in ("state", "leader")}) == 1 or not title_names
            )
        )
        top = counts.most_common(2)
        if not seen and top and top[0][1] >= 3:
            seen = [first[top[0][0]]]
        if (
            d.mono
            and _form_of_heading(title) is None
            and total >= 40
            and len(top) == 2
            and top[1][1] >= 0.5 * top[0][1]
        ):
            d.mono = False  # a long text about two states
            seen = seen[:1] + [first[c] for c, _ in top if c != d.code(seen[0])][:1]
        if d.mono:
            seen = seen[:1]
            d.center = list(seen)
        d.protagonists = seen
        d.organization = d.title_organization
        d.title_form = _form_of_heading(title)

    def run(self) -> list[Mention]:
        block = -1
        for sentence in split_sentences(self.texts):
            if sentence.block != block:
                block = sentence.block
                sentence = self._skip_dateline(sentence)
                self.d.block_parties, self.d.block_date = [], None
                if self.d.mono:
                    self.d.center = self.d.protagonists[:1]
                if self.news:
                    self.d.story = None
                if self.d.topic is not None and block - self.d.topic.block > 6:
                    self.d.topic = None
            self._sentence(sentence, first=sentence.block != getattr(self, "_block", -1))
            self._block = sentence.block
        return self.mentions

    def _skip_dateline(self, s: Sentence) -> Sentence:
        """ "BAMAKO, Aug 10 (Wire) —" is where and when it was written, not what it is about."""
        if self.d.published is None or s.kind is BlockKind.HEADING:
            return s
        start, end = self._span(s.start, s.end)
        offset, mention = dateline(self.text[start:end])
        if not offset:
            return s
        self.news = True
        day = resolve(mention, published=self.d.published, story=None) if mention is not None else None
        if day is not None and day.day is not None and day.year == self.d.published.year:
            self.d.published = day  # "today" is the day of writing, not of printing
        first = bisect_left(self.idx, start + offset)
        return Sentence(first, s.end, s.block, s.kind) if first < s.end else s

    # ---- one sentence ----

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.idx[start], self.idx[end - 1] + len(self.texts[end - 1])

    def _dates_in(self, start: int, end: int) -> list[DateMention]:
        a, b = self._span(start, end)
        return self.dates[bisect_left(self.date_starts, a) : bisect_left(self.date_starts, b)]

    def _names_in(self, start: int, end: int) -> list[NameMention]:
        return self.name_list[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]

    def _sentence(self, s: Sentence, first: bool) -> None:
        d = self.d
        names, dates = self._names_in(s.start, s.end), self._dates_in(s.start, s.end)
        low = self.lows[s.start : s.end]
        heading = s.kind is BlockKind.HEADING
        triggered = self.linker.gate.opens(low, names, d, dated=bool(dates)) and (bool(dates) or not heading)
        if not names and not dates and not triggered:
            if heading:
                self._heading(s, [], [], None)
            return
        a0 = self.idx[s.start]
        asides: frozenset[DateMention] = frozenset()
        if "(" in low:
            rfind = self.text.rfind
            asides = frozenset(m for m in dates if rfind("(", a0, m.start) > rfind(")", a0, m.start))
        dangling = frozenset(
            m for m in dates if m.direction in (Direction.AFTER, Direction.BEFORE) and self._named_behind(m)
        )
        resolved = SentenceDates(
            dates, published=d.published, story=d.story, year=d.section_date, dangling=dangling, asides=asides
        )
        d.local = False
        self._start = s.start
        entry = (s.kind is BlockKind.ITEM or d.block_date is not None or bool(d.block_parties)) and not heading
        listing = d.topic is not None and any(m in asides for m in dates)
        opens = first and not heading and self._opens_entry(s, names, dates, a0)
        if not (triggered or entry or listing or opens):
            if heading:
                self._heading(s, names, dates, resolved)
            self._pass_over(s, names, resolved, heading)
            return
        d.named = [(n.start, d.party(n)) for n in names if n.kind in ("state", "leader")]
        trace = Trace(self._span(s.start, s.end), s.kind.value)
        phrases = self._phrases(s, dates)
        trace.phrases, trace.dates = phrases, resolved.values
        if heading:
            self._heading(s, names, dates, resolved)
        elif first:
            phrases = self._lead(phrases, resolved)
        if triggered or entry or listing or d.block_date is not None or d.block_parties:
            clauses = read_clauses(phrases)
            frames = read_frames(clauses, low, s.start, self.linker.other_relations)
            trace.clauses = clauses
            before = len(self.mentions)
            self._frames(s, phrases, clauses, frames, resolved, trace)
            trace.mentions = self.mentions[before:]
            self._recenter(clauses)
        if (
            not d.local
            and len({d.code(d.party(n)) for n in names if n.kind in ("state", "leader")}) == 1
            and not d.mono
        ):
            d.center = [d.party(n) for n in names if n.kind in ("state", "leader")][:1]  # "Consider Niger."
        self._remember(names, resolved, heading)
        if self.trace is not None:
            self.trace.append(trace)

    def _opens_entry(self, s: Sentence, names: list[NameMention], dates: list[DateMention], start: int) -> bool:
        """Does the block begin like an entry: a date or a party, and then a colon, a dash, a full stop or a new
        start?
        """
        if dates and dates[0].start <= start + 3:
            following = self.text[dates[0].end : dates[0].end + 3].strip()[:1]
            return following in ":–—-.*" or following.isupper()
        if names and names[0].start <= s.start + 2:
            return names[0].end < s.end and self.texts[names[0].end] in (":", "–", "—", "-", "(")
        return False

    def _pass_over(self, s: Sentence, names: list[NameMention], resolved: SentenceDates, heading: bool) -> None:
        """A sentence that holds no event still moves the story on: who is spoken of, and when."""
        d = self.d
        states = [n for n in names if n.kind in ("state", "leader") and n.form != "adjective"]
        if states and not heading and (states[0].start <= s.start + 2 or len(states) == 1 and not d.mono):
            d.center = [d.party(states[0])]
        self._remember(names, resolved, heading)

    def _remember(self, names: list[NameMention], resolved: SentenceDates, heading: bool) -> None:
        d = self.d
        for name in names:
            if name.kind in ("state", "leader") and name.form != "adjective":
                d.mention(d.party(name))
            elif name.kind == "org" and name.form != "anaphor":
                codes = organizations.candidates(name.text)
                d.organization = codes[0] if codes else d.organization
        if resolved.last is not None and not heading:
            d.story = resolved.last

    def _named_behind(self, mention: DateMention) -> bool:
        """ "two years after the coup": counted from the words that follow; "a year after that" is the story's."""
        following = self.text[mention.end : mention.end + 6].lstrip()
        return following[:1].isalpha() and not following.startswith(("that", "this", "and", "or", "but"))

    def _phrases(self, s: Sentence, dates: list[DateMention]) -> list[Phrase]:
        by_token: dict[int, tuple[int, DateMention]] = {}
        for date in dates:
            start = bisect_right(self.idx, date.start) - 1
            end = bisect_left(self.idx, date.end)
            if start >= s.start and end <= s.end:
                by_token[start] = (end, date)
        tokens = self.linker.tokens.read(self.texts[s.start : s.end], s.start, self.names, by_token)
        return read_phrases(tokens, self.linker.words)

    # ---- headings and leads ----

    def _heading(
        self, s: Sentence, names: list[NameMention], dates: list[DateMention], resolved: SentenceDates | None
    ) -> None:
        d = self.d
        parties: list[Party] = []
        for name in names:
            if name.kind in ("state", "leader"):
                party = d.party(name)
                if not any(d.same(party, p) for p in parties):
                    parties.append(party)
        own = {d.code(p) for p in d.protagonists[:1]}
        d.section_parties = [p for p in parties if d.code(p) not in own] if len(parties) <= 2 else []
        text = " ".join(self.lows[s.start : s.end])
        d.section_form = _form_of_heading(text)
        orgs = [
            c for n in names if n.kind == "org" and n.form != "anaphor" for c in organizations.candidates(n.text)[:1]
        ]
        d.organization = orgs[0] if orgs else d.organization
        absolute = [resolved.values[m] for m in dates if m.kind is DateKind.ABSOLUTE and resolved is not None]
        d.section_date = absolute[0] if s.block > 0 and absolute and absolute[0] is not None else None
        if d.section_date is not None:
            d.story = None
        d.topic = None if not dates and not names else d.topic

    def _lead(self, phrases: list[Phrase], resolved: SentenceDates) -> list[Phrase]:
        """A date or a party that opens an entry: "8 February. …", "Mexico – …", "WHO: May 1972"."""
        d = self.d
        k = 0
        while k < len(phrases) and _is_mark(phrases[k], "hyphen", "dash", "open", "stop", "close"):
            k += 1
        if k >= len(phrases):
            return phrases
        head = phrases[k]
        following = phrases[k + 1] if k + 1 < len(phrases) else None
        if isinstance(head, DateGroup) and (
            _is_mark(following, "stop", "colon", "dash", "hyphen")
            or following is None
            or isinstance(following, NounGroup | DateGroup)
        ):
            d.block_date = head.date
            if following is None and head.date.kind is DateKind.ABSOLUTE and head.date.month is None:
                d.section_date = resolved.values.get(head.date)
            skip = k + 2 if isinstance(following, Mark) else k + 1
            return phrases[skip:]
        if (
            isinstance(head, NounGroup)
            and isinstance(following, Mark)
            and following.kind in ("colon", "dash")
            and len(head.parts) <= 2
        ):
            rest = phrases[k + 2 :]
            if head.states() and head.cls == "state":
                d.block_parties = [f.party for f in d.resolve(head)]
                if d.section_form is not None or d.title_form is not None:
                    d.topic = None
                d.section_parties = d.section_parties or []
                return rest if any(isinstance(p, VerbGroup | DateGroup) for p in rest) else phrases
            if head.cls == "org":
                code = self._organization(head)
                if code:
                    d.organization = code
                    if rest and not any(isinstance(p, VerbGroup) for p in rest):
                        return phrases
                    return rest
        return phrases

    # ---- frames to mentions ----

    def _frames(
        self,
        s: Sentence,
        phrases: list[Phrase],
        clauses: list[Clause],
        frames: list[Frame],
        dates: SentenceDates,
        trace: Trace,
    ) -> None:
        emitted = 0
        for frame in frames:
            self._recenter_before(frame, clauses)
            why = self._frame(s, frame, clauses, dates)
            trace.frames.append((frame, why))
            if not why:
                emitted += 1
        shared = self._gaps(s, clauses, frames, dates)
        used = {id(part) for f in frames for g in f.agent + f.patient for part in [g, *g.parts]} | shared
        self._bare(s, phrases, clauses, dates, used, any(f.form is not None for f in frames))

    def _frame(self, s: Sentence, frame: Frame, clauses: list[Clause], dates: SentenceDates) -> str:
        """Resolve one frame and append its mentions; the reason if there are none."""
        d = self.d
        form = frame.form
        if form is None:
            if d.topic is None:
                return "nothing to carry on"
            form = d.topic.form
        if frame.rule == "as did" and not any(m.sentence == self._span(s.start, s.end) for m in self.mentions[-12:]):
            return "nothing to carry on"
        if frame.clause.kind == "ing" and frame.clause.next_subject and frame.clause.subject is None:
            return "a gerund: nobody is said to have done it"
        if frame.agent and all(is_generic(g) for g in frame.agent):
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
        if (
            frame.agent
            and not frame.nominal
            and all(g.cls == "" and not g.proper and not g.names and g.possessor is None for g in frame.agent)
        ):
            if frame.form is not None and frame.form is not Form.JOINED:
                sides = [f.party for f in self._resolve_all(frame.patient)] or d.protagonists[:1]
                d.topic = Topic(
                    frame.form, [], sides, "", frame.mutual, s.block
                )  # "several states broke off relations: …"
            return "the subject is no state"
        governor = frame.clause.governor
        if form is Form.RECOGNITION and isinstance(governor, VerbGroup) and governor.lemma in ("continue", "go"):
            return "a lasting state, not an act"
        if frame.needs_date and not any(dates.values.get(m) for m in frame.clause.all_dates()):
            return "no date of its own"
        if (
            s.start < 3
            and self.texts[s.end - 1] not in (".", "!", "?")
            and not frame.weak
            and s.block == 0
            or s.kind is BlockKind.HEADING
            and not any(m.kind is DateKind.ABSOLUTE and m.relation != "since" for m in dates.values)
        ):
            return "a heading without a date"
        if frame.weak and not self._topical(frame, form):
            return "the words alone do not name an event, and the text is not about one"
        if form is Form.JOINED:
            return self._joining(s, frame, form, clauses, dates)
        agents = self._resolve_all(frame.agent)
        patients = self._patients(frame, agents)
        if frame.form is None and d.topic is not None:
            agents, patients = self._carry(agents, patients)
        agents, patients = self._fill(frame, form, agents, patients)
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
        own_dates = [f.date for f in agents + patients if f.date is not None]
        inferred = any(f.inferred for f in agents + patients)
        return self._emit(s, frame, form, agents, patients, clauses, dates, inferred, bool(own_dates))

    def _topical(self, frame: Frame, form: Form) -> bool:
        d = self.d
        if d.topic is not None or d.section_form is not None or d.title_form is not None:
            return True
        if frame.rule == "admit" and any(n.kind == "org" for n in self._names_in(self._start, frame.start)):
            return True
        return (
            frame.rule in ("order to leave", "give hours", "declare persona non grata")
            or frame.envoy is not None
            and bool(frame.envoy.names or frame.envoy.possessor)
        )

    def _resolve_all(self, groups: list[NounGroup], exclude: list[Party] | None = None) -> list[Filler]:
        fillers: list[Filler] = []
        for group in groups:
            for filler in self.d.resolve(group, exclude=exclude):
                if not any(self.d.same(filler.party, f.party) for f in fillers):
                    fillers.append(filler)
        return fillers

    def _patients(self, frame: Frame, agents: list[Filler]) -> list[Filler]:
        known = [f.party for f in agents]
        if frame.envoy is None:
            return self._resolve_all(frame.patient, known)
        owners: list[Filler] = []
        for part in frame.envoy.parts:
            if frame.envoy.members and part.cls not in ("envoy", "minister", "state", ""):
                continue
            found = self._owner(part, known)
            for filler in found:
                if not any(self.d.same(filler.party, f.party) for f in owners):
                    owners.append(filler)
        return owners

    def _owner(self, envoy: NounGroup, agents: list[Party]) -> list[Filler]:
        """Whose envoy: "the Mexican ambassador", "Mexico's man", "its ambassador", or one named before."""
        d = self.d
        codes = {d.code(p) for p in agents}
        named = [d.party(n) for n in envoy.states() if n.kind != "leader" or envoy.cls == "state"]
        parties = [p for p in named if d.code(p) not in codes]
        if not parties and envoy.head in _PAPAL and "VAT" not in codes:
            parties = [Party("Holy See", fixed="VAT")]
        if parties:
            for word in self._surnames(envoy):
                d.envoys[word] = parties[0]
            return [Filler(p) for p in parties]
        if envoy.det in ("its", "their", "his", "her") and envoy.cls != "pron":
            owners = d.resolve(NounGroup(envoy.start, envoy.end, "pron", envoy.det, det=envoy.det), exclude=agents)
            if owners:
                return owners
        for word in self._surnames(envoy):
            if word in d.envoys and d.code(d.envoys[word]) not in codes:
                return [Filler(d.envoys[word], inferred=True)]
        return []

    def _surnames(self, group: NounGroup) -> list[str]:
        words = self.texts[group.start : group.end]
        return [
            w
            for i, w in enumerate(words)
            if w[:1].isupper()
            and len(w) > 2
            and (group.start + i) not in self.names
            and w.lower() not in self.linker.words.nouns
        ]

    def _carry(self, agents: list[Filler], patients: list[Filler]) -> tuple[list[Filler], list[Filler]]:
        """ "X did so": X takes the place of the party that varies."""
        d = self.d
        topic = d.topic
        assert topic is not None
        codes = {d.code(f.party) for f in agents}
        if patients:
            return agents, patients
        side = topic.patients
        if any(d.code(p) in codes for p in topic.patients):
            side = topic.agents
        elif topic.mutual and topic.agents and topic.patients:
            side = max((topic.patients, topic.agents), key=lambda x: max(d.salience(p) for p in x))
        return agents, [Filler(p, inferred=True) for p in side]

    def _fill(
        self, frame: Frame, form: Form, agents: list[Filler], patients: list[Filler]
    ) -> tuple[list[Filler], list[Filler]]:
        """Supply the role that the clause leaves open from the discourse."""
        d = self.d
        if not agents and len(patients) >= 2 and frame.mutual and frame.paired:
            return patients[:1], patients[1:]
        codes = {d.code(f.party) for f in agents}
        if (
            patients
            and agents
            and not frame.anchored
            and not frame.carried
            and {d.code(f.party) for f in patients} <= codes
            and not any(f.inferred for f in agents + patients)
        ):
            return [], []  # two people of one state fell out
        patients = [f for f in patients if d.code(f.party) not in codes]
        if agents and not patients:
            if (
                len(agents) == 2
                and (frame.mutual or form in (Form.SEVERED, Form.SUSPENDED) and all(f.inferred for f in agents))
                and not (
                    (d.mono or d.title_form is not None)
                    and d.protagonists
                    and not any(d.same(f.party, p) for f in agents for p in d.protagonists)
                )
            ):
                return agents[:1], agents[1:]
            if form is Form.EXPELLED and not (
                frame.envoy is not None
                and (frame.envoy.cls in ("envoy", "minister") or frame.envoy.cls in ("", "pron"))
            ):
                return agents, []
            other = self._nearby(frame, agents) or d.other([f.party for f in agents], anchored=frame.anchored)
            return agents, [Filler(other, inferred=True)] if other is not None else []
        if patients and not agents:
            pool = d.other([f.party for f in patients], anchored=frame.anchored)
            return [Filler(pool, inferred=True)] if pool is not None else [], patients
        if not agents and not patients:
            entry = d.block_parties or d.section_parties
            main = [p for p in d.protagonists if not any(d.same(p, q) for q in entry[:1])]
            pair = (
                (
                    [main[0], entry[0]]
                    if entry and main
                    else d.protagonists[:2]
                    if len(d.protagonists) >= 2
                    else d._pair()
                )
                if frame.mutual or form in (Form.SEVERED, Form.SUSPENDED, Form.RECOGNITION)
                else []
            )
            if len(pair) == 2 and not d.same(pair[0], pair[1]):
                return [Filler(pair[0], inferred=True)], [Filler(pair[1], inferred=True)]
        return agents, patients

    def _nearby(self, frame: Frame, agents: list[Filler]) -> Party | None:
        """A party named before the trigger in the same sentence: "sent the Libyan envoys packing and severed ties"."""
        if frame.carried or frame.anchored or frame.form not in (Form.SEVERED, Form.SUSPENDED):
            return None
        d = self.d
        codes = {d.code(f.party) for f in agents}
        named = [d.party(n) for n in self._names_in(self._start, frame.start) if n.kind in ("state", "leader")]
        near = [p for p in named if d.code(p) not in codes]
        if d.topic is not None and any(d.same(p, q) for p in near for q in d.topic.agents + d.topic.patients):
            return None
        return near[-1] if near else None

    def _joining(self, s: Sentence, frame: Frame, form: Form, clauses: list[Clause], dates: SentenceDates) -> str:
        d = self.d
        members = self._resolve_all(frame.agent)
        bodies: list[tuple[str, DateMention | None]] = []
        if frame.form is None and d.topic is not None:
            bodies = [(d.topic.organization, None)]
        for group in frame.patient:
            found = [(self._organization(part), part.date) for part in group.parts]
            date: DateMention | None = None
            for k in range(len(found) - 1, -1, -1):
                date = found[k][1] or date
                found[k] = (found[k][0], date)
            bodies.extend((code, when) for code, when in found if code)
        inferred = any(f.inferred for f in members)
        if not bodies:
            near = [
                c
                for n in self._names_in(self._start, frame.start)
                if n.kind == "org" and n.form != "anaphor"
                for c in organizations.candidates(n.text)[:1]
            ]
            code = near[-1] if near else d.organization
            if not code:
                return "the organization is missing"
            bodies, inferred = [(code, None)], True
        if not members:
            if frame.agent and frame.agent[0].cls not in ("pron", "official"):
                return "the member is no state"
            pool = d.center[:1] or d.protagonists[:1]
            if not pool:
                return "the member is missing"
            members, inferred = [Filler(pool[0], inferred=True)], True
        reasons = [
            self._emit(s, frame, form, members, [], clauses, dates, inferred, True, organization=code, own=when)
            for code, when in bodies
        ]
        d.organization = bodies[-1][0]
        return reasons[0]

    def _organization(self, group: NounGroup) -> str:
        names = group.organizations()
        d = self.d
        if names:
            name = names[0]
            codes = organizations.candidates(name.text) or organizations.candidates(name.text.title())
            if name.form == "anaphor" and codes:
                if d.organization in codes or name.text[:1].islower() and d.organization:
                    return d.organization
                if name.text[:1].islower():
                    return ""
                known = max(codes, key=lambda c: self.org_counts[c])
                return known if self.org_counts[known] else codes[0] if len(codes) == 1 else ""
            return codes[0] if codes else ""
        return d.organization

    def _emit(
        self,
        s: Sentence,
        frame: Frame,
        form: Form,
        agents: list[Filler],
        patients: list[Filler],
        clauses: list[Clause],
        dates: SentenceDates,
        inferred: bool,
        listed: bool,
        *,
        organization: str = "",
        own: DateMention | None = None,
    ) -> str:
        d = self.d
        pairs = [(a, None) for a in agents] if organization else [(a, p) for a in agents for p in patients]
        if organization and organizations_kind(organization) in ("treaty", "organ"):
            return f"{organization} is no organization that states join"
        result = "no mode"
        trigger, span = self._span(frame.start, frame.end), self._span(s.start, s.end)
        last: tuple[PartialDate | None, Modality] = (None, Modality.ASSERTED)
        for a, p in pairs:
            item = own or a.date or (p.date if p is not None else None)
            chosen = choose_date(frame, item, clauses, dates)
            until = chosen is not None and chosen[0].relation == "until" or _waits(frame)
            mode = modality(
                frame.clause,
                dated=chosen is not None and chosen[0].kind in (DateKind.ABSOLUTE, DateKind.PARTIAL),
                until=until,
            )
            if (
                frame.nominal
                and mode is Modality.ASSERTED
                and not until
                and frame.clause.verb is not None
                and frame.clause.verb.has("plan")
            ):
                mode = Modality.PLANNED  # "voted for a rupture with"
            date, basis = self._date(frame, chosen, dates, clauses)
            if date is not None and date.end is not None and form in (Form.SUSPENDED, Form.SEVERED, Form.EXPELLED):
                date = replace(date, end=None)  # "Interruption of relations, 1917-1922": it began in 1917
            country = self._then(a, date)
            counterpart = organization or (self._then(p, date) if p is not None else "")
            if country == counterpart or country.startswith("X:") or counterpart.startswith("X:"):
                result = "a party without a code"
                continue
            certainty = (
                Certainty.HIGH
                if not inferred and not frame.weak and basis in (DateBasis.EXPLICIT, DateBasis.LIST)
                else Certainty.MEDIUM
            )
            if frame.weak and inferred or basis in (DateBasis.CONTEXT, DateBasis.NONE) and inferred:
                certainty = Certainty.LOW
            self.mentions.append(
                Mention(
                    form,
                    country,
                    counterpart,
                    bool(organization),
                    frame.mutual and not organization,
                    date,
                    basis,
                    mode,
                    certainty,
                    frame.rule,
                    trigger,
                    span,
                )
            )
            last = (date, mode)
            result = ""
        if pairs:
            a_side, p_side = [f.party for f in agents], [f.party for f in patients]
            aside = frame.clause.kind in ("rel", "paren", "part") and not frame.carried or frame.since
            if not aside and (not result or frame.form is not None) and last[0] is not None or d.topic is None:
                d.topic = Topic(form, a_side, p_side, organization, frame.mutual, s.block)
            if p_side and not organization:
                d.dyad = [a_side[0], p_side[0]]
        return result

    def _then(self, filler: Filler, date: PartialDate | None) -> str:
        """The code at the time of the event; a party that the text only implies is the state that it then belonged
        to.
        """
        when = date or self.d.story or self.d.published
        code = filler.party.code(when)
        if filler.inferred and code in countries.UNIONS and date is not None and countries.existed(code, date) is False:
            return countries.UNIONS[code]
        return code

    def _date(
        self,
        frame: Frame,
        chosen: tuple[DateMention, DateBasis] | None,
        dates: SentenceDates,
        clauses: list[Clause],
    ) -> tuple[PartialDate | None, DateBasis]:
        d = self.d
        if chosen is None and frame.clause.kind == "sub" and frame.clause.opener in ("until", "till", "before"):
            return None, DateBasis.NONE
        if chosen is not None:
            return dates.values[chosen[0]], chosen[1]
        if frame.since:
            return None, DateBasis.NONE
        if any(
            m.relation in ("by", "before", "after") and m.kind is not DateKind.VAGUE or m.kind is DateKind.VAGUE
            for m in frame.clause.all_dates()
        ):
            return None, DateBasis.NONE
        if d.block_date is not None:
            value = (
                dates.values.get(d.block_date)
                or SentenceDates([d.block_date], published=d.published, story=d.story, year=d.section_date).values[
                    d.block_date
                ]
            )
            if value is not None:
                return value, DateBasis.HEADING
        if d.section_date is not None and d.section_date.last_year == d.section_date.year:
            return d.section_date, DateBasis.HEADING
        elsewhere = {m for c in clauses if _tells_another_story(c, frame.clause) for m in c.all_dates()}
        own = [
            v
            for m, v in dates.values.items()
            if v is not None
            and m not in elsewhere
            and m.relation not in ("by", "before", "after", "until", "since")
            and m.kind is not DateKind.VAGUE
        ]
        if len(own) == 1:
            return own[0], DateBasis.CONTEXT
        if d.story is not None:
            return d.story, DateBasis.CONTEXT
        if d.published is not None:
            return PartialDate(d.published.year, d.published.month), DateBasis.PUBLICATION
        return None, DateBasis.NONE

    # ---- ellipsis without a verb ----

    def _gaps(self, s: Sentence, clauses: list[Clause], frames: list[Frame], dates: SentenceDates) -> set[int]:
        """ "Uganda broke off in March, Chad in November and Togo in May": the dated parties share the verb."""
        d = self.d
        shared: set[int] = set()
        for clause in clauses:
            if not clause.gaps or d.topic is None:
                continue
            source = next((f for f in frames if f.clause is clause), None) or next(
                (f for f in reversed(frames) if f.rule != THEME), None
            )
            if source is None:
                continue
            for gap in clause.gaps:
                self._elliptic(s, source, gap, clauses, dates, "gapping")
                shared.update(id(part) for part in [gap, *gap.parts])
        return shared

    def _elliptic(
        self, s: Sentence, source: Frame, gap: NounGroup, clauses: list[Clause], dates: SentenceDates, rule: str
    ) -> None:
        d = self.d
        topic = d.topic
        assert topic is not None
        frame = Frame(topic.form, source.clause, rule, gap.start, gap.end, mutual=topic.mutual, weak=True, carried=True)
        if topic.form is Form.JOINED:
            orgs = [p for p in gap.parts if p.cls == "org"]
            if orgs:
                frame.agent, frame.patient = [], [gap]
                members = [Filler(p) for p in topic.agents]
                for part in gap.parts:
                    code = self._organization(part)
                    if code:
                        self._emit(
                            s,
                            frame,
                            Form.JOINED,
                            members,
                            [],
                            clauses,
                            dates,
                            False,
                            True,
                            organization=code,
                            own=part.date,
                        )
                return
            members = self.d.resolve(gap)
            if members and topic.organization:
                self._emit(
                    s, frame, Form.JOINED, members, [], clauses, dates, False, True, organization=topic.organization
                )
            return
        fillers = d.resolve(gap)
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
            self._emit(s, frame, topic.form, [Filler(p) for p in agents], fillers, clauses, dates, True, True)
            d.topic = Topic(topic.form, agents, [f.party for f in fillers], "", topic.mutual, s.block)
        else:
            self._emit(s, frame, topic.form, fillers, [Filler(p) for p in patients], clauses, dates, True, True)
            d.topic = Topic(topic.form, [f.party for f in fillers], patients, "", topic.mutual, s.block)

    def _bare(
        self,
        s: Sentence,
        phrases: list[Phrase],
        clauses: list[Clause],
        dates: SentenceDates,
        used: set[int],
        framed: bool,
    ) -> None:
        """A list of dated parties, or an entry that only names one, in a text whose topic says what they did."""
        d = self.d
        groups = [g for g in _top_groups(phrases) if is_listable(g) and id(g) not in used]
        item = (d.block_date is not None or s.kind is BlockKind.ITEM or bool(d.block_parties)) and not framed
        dated = [g for g in groups if _is_dated_list(g, phrases)]
        clause = clauses[0] if clauses else Clause("main")
        anchor = Frame(None, clause, "list", s.start, s.start + 1)
        form = d.section_form or d.title_form
        if (
            groups
            and groups[0].cls == "org"
            and item
            and not any(c.verb is not None for c in clauses)
            and (form is Form.JOINED or not d.topic or d.topic.form is Form.JOINED or form is None)
            and d.protagonists
        ):
            topic = d.topic
            member = (
                topic.agents[0]
                if topic is not None and topic.form is Form.JOINED and len(topic.agents) == 1
                else d.protagonists[0]
            )
            code = self._organization(groups[0])
            if code and (dates.values or d.block_date is not None):
                frame = Frame(Form.JOINED, clause, "entry", groups[0].start, groups[0].end, weak=True)
                companions = [
                    f
                    for c in clauses
                    for a in c.args
                    if a.prep in ("with", "together with", "along with")
                    for f in d.resolve(a.group)
                    if a.group.states()
                ]
                self._emit(
                    s,
                    frame,
                    Form.JOINED,
                    [Filler(member, inferred=True), *companions],
                    [],
                    clauses,
                    dates,
                    True,
                    True,
                    organization=code,
                    own=groups[0].date,
                )
                d.organization = code
            return
        stale = d.topic is not None and d.topic.block != s.block and not item and bool(dated)
        if (d.topic is None or stale) and form is not None and len(d.protagonists) >= 1 and form is not Form.JOINED:
            d.topic = Topic(form, [d.protagonists[0]], [], "", form in (Form.RELATIONS, Form.RESUMPTION), s.block)
        if d.topic is None:
            return
        targets = dated if not item else (dated or [g for g in groups if g.cls == "state"][:1])
        acts = any(c.verb is not None and c.kind in ("main", "coord", "that", "inf") for c in clauses)
        if item and not dated and acts:
            return
        if framed and not dated:
            return
        if d.block_parties and not targets and not acts and dates.values:
            party = d.block_parties[0]
            other = d.other([party])
            if other is not None:
                topic = d.topic
                assert topic is not None
                frame = Frame(topic.form, clause, "entry", s.start, s.start + 1, mutual=topic.mutual, weak=True)
                self._emit(
                    s, frame, topic.form, [Filler(other, inferred=True)], [Filler(party)], clauses, dates, True, True
                )
            return
        for group in targets:
            self._elliptic(s, anchor, group, clauses, dates, "list")

    def _recenter_before(self, frame: Frame, clauses: list[Clause]) -> None:
        """ "it" in a clause is first of all the subject of a clause before it in the same sentence."""
        earlier: list[Clause] = []
        for clause in clauses:
            if clause is frame.clause:
                break
            earlier.append(clause)
        self._recenter(earlier)
        if not self.d.local:
            self._recenter(earlier, kinds=("sub", "that", "paren"))

    def _recenter(self, clauses: list[Clause], kinds: tuple[str, ...] = ("main", "coord")) -> None:
        """The subject of the last main clause with a party is what "it" means next."""
        d = self.d
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


_PAPAL = frozenset({"nuncio", "apostolic nuncio", "papal nuncio", "apostolic delegate", "papal legate", "internuncio"})


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


def _tells_another_story(clause: Clause, own: Clause) -> bool:
    """Has `clause` a subject of its own that is not the event's? Its date is then no date for the event."""
    if clause is own or clause is own.parent or clause.parent is own or clause.verb is None:
        return False
    if clause.kind in ("rel", "paren"):
        return True
    return clause.kind == "coord" and not clause.inherited and clause.subject is not own.subject


def _is_mark(phrase: Phrase | None, *kinds: str) -> bool:
    return isinstance(phrase, Mark) and phrase.kind in kinds


def _waits(frame: Frame) -> bool:
    return frame.clause.verb is not None and frame.clause.verb.has("await")


def is_listable(group: NounGroup) -> bool:
    parts = group.parts
    return all(p.cls in ("state", "org", "group") for p in parts) and not (
        group.names and group.names[-1].form == "adjective"
    )


def _top_groups(phrases: list[Phrase]) -> list[NounGroup]:
    return [p for p in phrases if isinstance(p, NounGroup)]


def organizations_kind(code: str) -> str:
    try:
        return organizations.organization_kind(code).value
    except KeyError:
        return ""


_HEADING_FORMS = (
    (Form.RESUMPTION, ("resum", "restor", "re-establish", "reestablish", "renew", "normaliz", "normalis", "return")),
    (Form.SEVERED, ("sever", "ruptur", "break", "broke", "breach")),
    (Form.JOINED, ("member", "accession", "enlarge", "organizations", "organisations", "admission")),
    (Form.RECOGNITION, ("recogni",)),
    (Form.RELATIONS, ("relations", "diplomatic ties", "missions")),
)


def _form_of_heading(text: str) -> Form | None:
    low = text.lower()
    return next((form for form, stems in _HEADING_FORMS if any(stem in low for stem in stems)), None)
