"""Entries of chronologies, tables and handbooks: what a line says that names only a party, a body or a date."""

from __future__ import annotations

from extractor.events.clause import Clause
from extractor.events.discourse import Filler, Party, Topic
from extractor.events.ellipsis import emit_elliptic
from extractor.events.emission import emit
from extractor.events.frames import Frame
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.membership_entries import read_dated_bodies, segments
from extractor.events.memberships import read_organization_list
from extractor.events.organization_focus import organization_of
from extractor.events.ranking import choose_party
from extractor.events.text import SentenceReading, TextReading
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import BlockKind
from extractor.normalization import countries
from extractor.normalization.dates import DateMention
from extractor.schema import Form


def theme_of(r: TextReading, here: SentenceReading, frame: Frame, form: Form) -> Topic | None:
    """What a list goes on to tell: "Relations established with:", "the cases in which relations were broken off are …".

    The side that the list will name is empty.
    """
    s = here.sentence
    if form is Form.JOINED or any(m.relation != "since" for m in frame.clause.all_dates()):
        return None
    colon = r.lows[s.end - 1] == ":"
    antecedent = frame.clause.antecedent if frame.clause.kind == "rel" else None
    open_class = antecedent is not None and antecedent.head.endswith("s") and not antecedent.names
    if not colon and not (open_class and not _LIST_WORDS.isdisjoint(r.lows[s.start : s.end])):
        return None
    agents, patients = (
        [f.party for g in side if g.states() for f in r.d.resolve(g)] for side in (frame.agent, frame.patient)
    )
    if agents and patients:
        return None
    if not agents and not patients:
        agents = r.d.protagonists[:1]
    return Topic(form, agents, patients, "", frame.mutual, s.block)


_LIST_WORDS = frozenset("following follows list lists listed below enumerate indicate".split())


def supply_subject(r: TextReading, here: SentenceReading, frame: Frame) -> None:
    """ "Breaks relations with Cuba." An entry that begins with its verb tells of the one whom the text is about."""
    d, clause, verb = r.d, frame.clause, frame.clause.verb
    if verb is None or frame.nominal or frame.agent or clause.subject is not None or frame.form is None:
        return
    if frame.form is Form.JOINED and d.block_date is not None and (leading := _leads_entry(r)) is not None:
        frame.agent = [_as_group(leading, verb.start)]  # "28 May: admitted to the UN"
        return
    if verb.mode != "finite" or verb.passive or verb.maybe_part or clause.kind not in ("main", "coord"):
        return
    before = [c.subject for c in here.clauses if c.verb is not None and c.verb.start < verb.start]
    known = next((group for group in reversed(before) if group is not None and group.states()), None)
    about = d.protagonists[0] if d.mono else d.title_party
    if known is None and about is not None:
        known = _as_group(about, verb.start)
    if known is not None:
        frame.agent = [known]
        frame.mutual = frame.form in (Form.RELATIONS, Form.RESUMPTION)


def _as_group(party: Party, at: int) -> NounGroup:
    """The party as if it were named at the token `at`."""
    return NounGroup(at, at, "state", "", names=[NameMention(at, at, party.surface, "state", "name")])


def read_bare(r: TextReading, here: SentenceReading, frames: list[Frame], used: set[int]) -> None:
    """A list of dated parties, or an entry that only names one, in a text whose topic says what they did.

    frames: of the sentence; used: groups that fill a role already.
    """
    d, s, phrases = r.d, here.sentence, here.phrases
    framed = any(f.form is not None for f in frames)
    groups = [g for g in _top_groups(phrases) if _is_party_list(g) and id(g) not in used]
    entry = d.block_date is not None or s.kind is BlockKind.ITEM or bool(d.block_parties)
    item = entry and not framed
    head = next((p for p in phrases if isinstance(p, NounGroup)), None)
    if item and head is not None and _opens_with_organization(r, here, head):
        _organization_entry(r, here, head)
        return
    if not framed and not entry and _read_notes(r, here):
        return
    if entry and d.topic is None:
        d.topic = d.theme
    if not framed and read_organization_list(r, here, groups) or read_dated_bodies(r, here, used):
        return
    listed = d.theme is not None or d.section_form is not None
    if r.lows[s.start] in _LIKEWISE and d.topic is not None and not framed:
        _same_again(r, here)
        return
    dated = [g for g in groups if _is_dated_list(g, phrases) or listed and g is head and _has_date(g)]
    form = d.section_form or d.title_form
    stale = d.topic is not None and d.topic.block != s.block and not item and bool(dated)
    if (d.topic is None or stale) and d.protagonists and form is not None and form is not Form.JOINED:
        about = d.protagonists[:1]
        agents, patients = ([], about) if d.tells_of_recognition else (about, [])
        d.topic = Topic(form, agents, patients, "", form in (Form.RELATIONS, Form.RESUMPTION), s.block)
    if d.block_parties and (actor := _named_actor(here.clauses)) and (theme := d.theme or d.topic) is not None:
        _party_entry(r, here, theme, d.block_parties[0], actor)
        return
    acts = any(c.verb is not None and c.kind in ("main", "coord", "that", "inf") for c in here.clauses)
    if d.topic is None or not dated and (framed or item and acts):
        return
    targets = dated or ([g for g in groups if _heads_entry(g, phrases)] if item else [])
    if d.block_parties and not targets and not acts and here.dates.values:
        _party_entry(r, here, d.topic, d.block_parties[0], [])
        return
    anchor = Frame(None, here.clauses[0] if here.clauses else Clause("main"), "list", s.start, s.start + 1)
    for group in targets:
        emit_elliptic(r, here, anchor, group, "list")


def _opens_with_organization(r: TextReading, here: SentenceReading, group: NounGroup) -> bool:
    """ "NATO: 1999", "WHO (with Chad), May 1972": no verb, in a text of memberships, or of events of any kind."""
    d = r.d
    s = here.sentence
    beside = r.lows[s.start : group.start] + r.lows[group.end : s.end]  # not "the Islamic Conference: 1974"
    if not _NO_ENTRY.isdisjoint(beside):
        return False
    told = {d.section_form or d.title_form, d.topic.form if d.topic is not None else None}
    return (
        (group.cls == "org" or group.cls in ("seat", "membership") and bool(group.organizations()))
        and not any(c.verb is not None for c in here.clauses)
        and (Form.JOINED in told or None in told and r.triggered())
        and bool(d.protagonists or d.opens_block)
    )


def _leads_entry(r: TextReading) -> Party | None:
    """Whom the sentence before in the entry is about: "Bahrain independent. (UN: 21 September.)"

    That is the one which was recognized, or the first that was named.
    """
    d, topic = r.d, r.d.topic
    if d.mono or not d.opens_block:
        return None
    if topic is not None and topic.form is Form.RECOGNITION and len(topic.patients) == 1 and topic.block == r.block:
        return topic.patients[0]
    return Party(countries.state_name(d.opens_block), fixed=d.opens_block)


def _read_notes(r: TextReading, here: SentenceReading) -> bool:
    """ "Chile, 1981.", "Togo, 4 May 1982; Mali, since 1983": running notes of a handbook on one state."""
    about, s = r.d.title_party, here.sentence
    if about is None or s.end - s.start > LONGEST_NOTE or any(c.verb is not None for c in here.clauses):
        return False
    if not r.triggered() or not _NO_ENTRY.isdisjoint(r.lows[s.start : s.end]):
        return False
    notes = [note for part in segments(here.phrases) for note in _dated_names(part)]
    if not notes or notes[0][0].start != here.phrases[0].start:
        return False
    clause = here.clauses[0] if here.clauses else Clause("main")
    for head, when in notes:
        partners = [f for f in r.d.resolve(head) if not r.d.same(f.party, about)]
        frame = Frame(Form.RELATIONS, clause, "entry", head.start, head.end, mutual=True, weak=True)
        emit(r, here, frame, Form.RELATIONS, [Filler(about, inferred=True)], partners, True, own=when)
    return True


def _dated_names(part: list[Phrase]) -> list[tuple[NounGroup, DateMention]]:
    """The names that a note begins with and the date behind each."""
    head = part[0] if part else None
    if (
        not isinstance(head, NounGroup)
        or head.cls != "state"
        or any(name.form not in _FULL_NAMES for name in head.names)
    ):
        return []
    if head.members:
        return [(one, one.date) for one in head.members if one.date is not None]
    for i, phrase in enumerate(part[1:], start=2):
        if isinstance(phrase, DateGroup):
            explained = i < len(part) and not (isinstance(mark := part[i], Mark) and mark.kind in ("comma", "stop"))
            return [] if explained else [(head, phrase.date)]  # "Libya, 1983: war"
        if not isinstance(phrase, Mark) or phrase.low not in _BEFORE_A_NOTES_DATE:
            break
    return []


LONGEST_NOTE = 24  # tokens
_FULL_NAMES = frozenset({"name", "official"})
_BEFORE_A_NOTES_DATE = frozenset((",", ":", "since", "from", "as", "of", "in", "as of"))
_NO_ENTRY = frozenset(
    (
        "ratification ratifies deposits withdrawal withdraws leaves left suspended suspension expelled expulsion "
        "observer application applies candidate candidacy associate summit meeting conference visit resolution "
        "session vote mission secretariat headquarters report embargo sanctions peacekeepers troops"
    ).split()
)  # "OAS: deposits its ratification" tells of something else


def _organization_entry(r: TextReading, here: SentenceReading, group: NounGroup) -> None:
    """The one whom the text is about joined it, with those whom the entry names."""
    d, topic = r.d, r.d.topic
    code = organization_of(r, group)
    if not code or not (here.dates.values or d.block_date is not None):
        return
    if (leading := _leads_entry(r)) is not None:
        member = leading
    elif topic is not None and topic.form is Form.JOINED and len(topic.agents) == 1:
        member = topic.agents[0]
    else:
        member = d.protagonists[0]
    with_it = [a.group for c in here.clauses for a in c.args if a.prep in _COMPANY and a.group.states()]
    members = [Filler(member, inferred=True), *(f for companion in with_it for f in d.resolve(companion))]
    clause = here.clauses[0] if here.clauses else Clause("main")
    frame = Frame(Form.JOINED, clause, "entry", group.start, group.end, weak=True)
    own = group.date or next(iter(here.dates.values), None)
    emit(r, here, frame, Form.JOINED, members, [], True, organization=code, own=own)
    d.organization = code


def _named_actor(clauses: list[Clause]) -> list[NounGroup]:
    """Who acted, in an entry that says nothing else: "Oman: by Oman, 4 May 1971"."""
    first = clauses[0] if clauses else None
    if first is None or first.verb is not None or first.subject is not None or not first.all_dates():
        return []
    return [a.group for a in first.args if a.prep == "by" and a.group.states()]


def _party_entry(r: TextReading, here: SentenceReading, topic: Topic, party: Party, actor: list[NounGroup]) -> None:
    """ "Mexico: 4 August 1924": the party that leads the block, and the one that the list or the text is about."""
    d, s = r.d, here.sentence
    clause = here.clauses[0] if here.clauses else Clause("main")
    mutual = topic.form in (Form.RELATIONS, Form.RESUMPTION) or topic.form in _RUPTURES and not actor
    frame = Frame(topic.form, clause, "entry", s.start, s.start + 1, mutual=mutual, weak=True)
    told = [p for p in topic.patients or topic.agents if not d.same(p, party)]
    if topic.agents and topic.patients or not told:
        other = choose_party(r, frame, topic.form, [party], agent=True)
    else:
        other = Filler(told[0], inferred=True)
    actors = [f for group in actor for f in d.resolve(group)]
    if actors and not d.same(actors[0].party, party):
        emit(r, here, frame, topic.form, actors[:1], [Filler(party)], True)
    elif other is not None and (actors or topic.patients and not topic.agents):
        emit(r, here, frame, topic.form, [Filler(party)], [other], True)
    elif other is not None:
        emit(r, here, frame, topic.form, [other], [Filler(party)], True)


_RUPTURES = (Form.SEVERED, Form.SUSPENDED)


def _same_again(r: TextReading, here: SentenceReading) -> None:
    """ "Likewise with Vichy France": the event told before, with another party."""
    anchor = Frame(
        None, here.clauses[0] if here.clauses else Clause("main"), "list", here.sentence.start, here.sentence.end
    )
    for clause in here.clauses[:1]:
        for argument in clause.args if clause.verb is None else ():
            if argument.prep in ("with", "from", "by", "to") and argument.group.states():
                emit_elliptic(r, here, anchor, argument.group, "list")


_LIKEWISE = frozenset({"likewise", "ditto", "similarly", "idem"})


_COMPANY = ("with", "together with", "along with")


def _heads_entry(group: NounGroup, phrases: list[Phrase]) -> bool:
    """Is the entry about this party: "Hungary", "by Hungary", "relations with Hungary"? Not "talks with Hungary"."""
    if group.cls != "state" or "'s" in group.words:
        return False
    for i, phrase in enumerate(phrases):
        if phrase is group:
            return not _is_label(phrases[i + 1 : i + 3]) and not _is_somewhere(phrases[i + 1 : i + 3])
        if isinstance(phrase, VerbGroup) or isinstance(phrase, NounGroup) and phrase.cls not in _EVENT_CLASSES:
            return False
        if isinstance(phrase, Mark) and phrase.kind == "prep" and phrase.low not in _ENTRY_PREPOSITIONS:
            return False
    return False


def _is_label(behind: list[Phrase]) -> bool:
    """ "Somalia and Kenya: talks on the border": a colon and something else than an event."""
    colon, noun = ([*behind, None, None])[:2]
    return (
        isinstance(colon, Mark)
        and colon.kind == "colon"
        and isinstance(noun, NounGroup)
        and noun.cls not in (*_EVENT_CLASSES, "state")
    )


def _is_somewhere(behind: list[Phrase]) -> bool:
    """ "Ulbricht in Cairo", "Bonn into the Council of Europe": where it went tells of something else."""
    place, noun = ([*behind, None, None])[:2]
    return isinstance(place, Mark) and place.low in _WHERE and isinstance(noun, NounGroup)


_WHERE = frozenset("in into at to for against on over towards through".split())
_ENTRY_PREPOSITIONS = ("by", "with", "to", "in", "on", "of")  # "in March, with Chile"
_EVENT_CLASSES = frozenset("relations establishment resumption recognition rupture suspension".split())


def _has_date(group: NounGroup) -> bool:
    return any(part.date is not None for part in group.parts)


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


def _is_party_list(group: NounGroup) -> bool:
    parts = group.parts
    return all(p.cls in ("state", "org", "group") for p in parts) and not (
        group.names and group.names[-1].form == "adjective"
    )


def _top_groups(phrases: list[Phrase]) -> list[NounGroup]:
    return [p for p in phrases if isinstance(p, NounGroup)]
