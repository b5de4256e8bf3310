"""Which party is meant where a clause does not name it: every party of the text, ranked by named features.

Two kinds of blanks: a role that the clause leaves open, and a pronoun or description ("it", "the regime") that
stands in it. The weights of each kind are learned (`scripts/learn_weights`) and lie in a lexicon with a gloss for each
feature. A candidate's share is the softmax of its score: how sure the choice is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.events.constructions import who_is_meant
from extractor.events.discourse import Discourse, Filler, Party, Topic
from extractor.events.frames import Frame
from extractor.events.groups import NounGroup
from extractor.events.text import BlankKind, Candidate, Choice, TextReading
from extractor.lexicons import read_table
from extractor.normalization import countries, organizations
from extractor.schema import FORM_ACTION, Action, Form, Modality

COLUMNS = ("feature", "prior", "weight", "gloss")
TABLES = {BlankKind.OPEN: "role_weights", BlankKind.ANAPHOR: "referent_weights"}
LEAST_SHARE = 0.25  # no party stands out below it, and most choices would be wrong
PERSONAL = frozenset("he she his her him hers himself herself".split())


@dataclass(frozen=True, slots=True)
class Blank:
    """What is to be filled: one side of a frame. known: codes of the other side; agent: it is the side that acts.

    words: the pronoun or description that stands there; None where nothing does.
    """

    frame: Frame
    form: Form
    known: frozenset[str]
    agent: bool
    words: NounGroup | None = None

    @property
    def kind(self) -> BlankKind:
        return BlankKind.OPEN if self.words is None else BlankKind.ANAPHOR

    @property
    def start(self) -> int:
        """First token of what a name before it precedes."""
        return self.frame.start if self.words is None else self.words.start


@cache
def weights(kind: BlankKind) -> dict[str, float]:
    """The weight of each feature."""
    return {row["feature"]: float(row["weight"]) for row in read_table(TABLES[kind], COLUMNS)}


def choose_party(r: TextReading, frame: Frame, form: Form, known: Sequence[Party], *, agent: bool) -> Filler | None:
    """The party on the other side of `known`, which the clause does not name; None if no party stands out.

    agent: the open role is the one who acts. The choice is kept in `r.choices`.
    """
    codes = frozenset(r.d.code(p) for p in known)
    return _choose(r, Blank(frame, form, codes, agent))


def choose_referent(
    r: TextReading, frame: Frame, form: Form, words: NounGroup, known: frozenset[str], *, agent: bool
) -> Filler | None:
    """The party that a pronoun or a description stands for; None if no party stands out.

    known: codes of the other side; agent: the words stand for the one who acts. The choice is kept in `r.choices`.
    """
    filler = _choose(r, Blank(frame, form, known, agent, words))
    if filler is not None:
        r.d.referents[words.head in PERSONAL] = r.d.code(filler.party)
        if agent and words.cls == "pron":
            r.d.center, r.d.local = [filler.party], True  # whom a pronoun speaks of, the text goes on speaking of
    return filler


def contributions(choice: Choice, candidate: Candidate) -> dict[str, float]:
    """What each feature added to the candidate's score."""
    weight = weights(choice.kind)
    return {name: weight[name] * value for name, value in candidate.features.items()}


def _choose(r: TextReading, blank: Blank) -> Filler | None:
    candidates = _rank(r, blank)
    if not candidates:
        return None
    trigger = r.span(blank.frame.start, blank.frame.end)
    r.choices.append(Choice(blank.kind, blank.form, tuple(sorted(blank.known)), trigger, tuple(candidates)))
    best = candidates[0]
    return Filler(best.party, inferred=True, share=best.share) if best.share >= LEAST_SHARE else None


_KINGDOMS_FELL = 1980  # those that are republics today had become so by then


def _rank(r: TextReading, blank: Blank) -> list[Candidate]:
    d = r.d
    found: dict[str, Party] = {}
    for party in _pool(r, blank):
        code = d.code(party)
        if code not in blank.known:
            found.setdefault(code, party)
    if blank.words is not None and (fitting := countries.with_epithet(blank.words.head) & found.keys()):
        when = d.story or d.published
        if when is not None and when.year >= _KINGDOMS_FELL:
            fitting = countries.still_with_epithet(blank.words.head) & fitting or fitting
        found = {code: party for code, party in found.items() if code in fitting}  # "the kingdom"
    if not found:
        return []
    weight = weights(blank.kind)
    meant = who_is_meant(r, blank.frame, blank.form, blank.known, agent=blank.agent, words=blank.words)
    described = {code: dict(_describe(r, blank, party, code)) for code, party in found.items()}
    for construction, code in meant.items():
        if code in described:
            described[code][construction] = 1.0
    described = {code: {f: v for f, v in features.items() if v and f in weight} for code, features in described.items()}
    scores = {code: sum(weight[f] * v for f, v in features.items()) for code, features in described.items()}
    most = max(scores.values())
    total = sum(math.exp(score - most) for score in scores.values())
    ranked = [Candidate(found[c], c, described[c], math.exp(scores[c] - most) / total) for c in found]
    return sorted(ranked, key=lambda candidate: -candidate.share)  # stable: the pool's order breaks ties


def _pool(r: TextReading, blank: Blank) -> list[Party]:
    """The parties of the discourse and the sentence; what is named once, behind the trigger, plays another part."""
    d = r.d
    topics = [topic for topic in (d.topic, *d.topics.values()) if topic is not None]
    sides = [party for topic in topics for party in (*topic.patients, *topic.agents)]
    here = [party for start, party in d.named if start < blank.start or d.counts[d.code(party)] > 1]
    sides += [d.speaker] if d.speaker is not None else []
    return [*d.block_parties, *d.section_parties, *d.protagonists, *sides, *d.center, *d.dyad, *here, *d.recent]


def _describe(r: TextReading, blank: Blank, party: Party, code: str) -> Iterator[tuple[str, float]]:
    """The features of a candidate. A feature that the table of its kind has no weight for does not count."""
    yield from _of_text(r.d, blank, party, code)
    yield from _of_events(r, blank, code)
    yield from _of_sentence(r.d, blank, code)
    if blank.words is not None:
        yield from _of_words(r.d, blank.words, code)
    yield from _of_time(r, blank, code)


def _among(d: Discourse, parties: Sequence[Party], code: str) -> bool:
    return any(d.code(p) == code for p in parties)


def _of_text(d: Discourse, blank: Blank, party: Party, code: str) -> Iterator[tuple[str, float]]:
    """Whom the text, the section and the entry are about, and who has been named."""
    yield "entry", _among(d, d.block_parties, code)
    yield "section", _among(d, d.section_parties, code)
    first = _among(d, d.protagonists[:1], code)
    yield "protagonist", first
    yield "protagonist_mono", d.mono and first
    yield "second_protagonist", _among(d, d.protagonists[1:2], code)
    yield "share", d.counts[code] / max(d.counts.total(), 1)
    rank = next((i for i, p in enumerate(d.recent) if d.code(p) == code), None)
    yield "recent", 0.0 if rank is None else 1 / (1 + rank)
    yield "opens_block", code == d.opens_block
    yield "newborn", blank.form is Form.RECOGNITION and not blank.agent and code == d.newborn
    yield "speaker", d.speaker is not None and d.code(d.speaker) == code
    yield "rival", any(countries.are_rivals(code, other) for other in blank.known)


def _of_events(r: TextReading, blank: Blank, code: str) -> Iterator[tuple[str, float]]:
    """What part the candidate had in the events told so far."""
    d, action, known = r.d, FORM_ACTION[blank.form], blank.known
    for name, topic in (("topic", d.topic), ("theme", d.topics.get(action))):
        if topic is not None and (part := _part(d, topic, known, code, blank.agent)):
            yield f"{name}_{part}", 1.0
    yield "dyad", _among(d, d.dyad, code)
    others = [m for m in r.mentions if m.modality is Modality.ASSERTED and not known & {m.country, m.counterpart}]
    mine = [m for m in others if code in (m.country, m.counterpart)]
    yield "hub", math.log1p(sum(FORM_ACTION[m.form] is action for m in mine if not m.organization))
    side = "country" if blank.agent else "counterpart"
    yield "hub_side", math.log1p(sum(getattr(m, side) == code for m in mine if not m.organization))
    told_here = [m for m in r.mentions[-8:] if m.sentence[0] >= r.idx[r.start] and FORM_ACTION[m.form] is action]
    yield "parallel", any(getattr(m, "counterpart" if blank.agent else "country") == code for m in told_here)
    yield "partner_here", any(code in sides and known & set(sides) for sides in _pairs_told_here(r))
    last = _last_between(r, known, code)
    yield "pair", last is not None
    yield "pair_broken", last is Action.SEVERED and blank.form is Form.RESUMPTION
    yield "told", last is action and blank.form is not Form.RESUMPTION


def _of_sentence(d: Discourse, blank: Blank, code: str) -> Iterator[tuple[str, float]]:
    """Where the candidate stands in the sentence, and in the ones before."""
    role = "agent" if blank.agent else "patient"
    center = _among(d, d.center, code)
    yield "center", center
    yield "center_here", center and d.local
    yield f"before_{role}", any(start < blank.start and d.code(p) == code for start, p in d.named)
    yield "place", any(start < blank.start and d.code(p) == code for start, p in d.places)
    behind = any(start >= max(blank.frame.end, blank.start) and d.code(p) == code for start, p in d.named)
    yield f"behind_{role}", behind
    yield "sentence_before", d.sentences_read - d.last_named.get(code, -9) == 1


def _of_words(d: Discourse, words: NounGroup, code: str) -> Iterator[tuple[str, float]]:
    """Does the candidate fit the pronoun? "He" is the leader of a state that was named by one."""
    personal = words.head in PERSONAL or words.det in PERSONAL
    kind = "person" if personal else "it" if words.cls == "pron" else "named" if words.proper else "noun"
    led = code in d.led
    yield "person_led", personal and led
    yield "person_not_led", personal and not led
    yield "same_pronoun", words.cls == "pron" and d.referents.get(personal) == code
    yield f"{kind}_center", _among(d, d.center, code)
    yield f"{kind}_protagonist", _among(d, d.protagonists[:1], code)


def _of_time(r: TextReading, blank: Blank, code: str) -> Iterator[tuple[str, float]]:
    """Did the state exist then, and was it a member already? Tables tell apart whom the words alone do not."""
    when = r.when
    if when is None:
        return
    yield "not_existing", countries.existed(code, when) is False
    if blank.form is Form.JOINED:
        stays = [stay for body in blank.known for stay in organizations.memberships(body, code)]
        then = any(when.year <= stay.joined.year <= when.last_year for stay in stays)
        yield "member_then", then
        yield "member_at_another_time", bool(stays) and not then


def _part(d: Discourse, topic: Topic, known: frozenset[str], code: str, agent: bool) -> str:
    """What the candidate was in an earlier event: the same role, the other one, or the partner of a known side."""
    agents, patients = ({d.code(p) for p in side} for side in (topic.agents, topic.patients))
    if known & (agents | patients):
        return "partner" if code in (patients if known & agents else agents) else ""
    same, other = (agents, patients) if agent else (patients, agents)
    if topic.mutual and len(agents | patients) == 2:
        return "same_if_mutual" if code in same else "other_if_mutual" if code in other else ""
    return "same_role" if code in same else "other_role" if code in other else ""


def _pairs_told_here(r: TextReading) -> Iterator[tuple[str, str]]:
    """The sides of the events that the sentence has told: "recognized X in 1984 and suspended relations with it"."""
    return ((m.country, m.counterpart) for m in r.mentions[-8:] if m.sentence[0] >= r.idx[r.start])


def _last_between(r: TextReading, known: frozenset[str], code: str) -> Action | None:
    for m in reversed(r.mentions):
        if code in (m.country, m.counterpart) and known & {m.country, m.counterpart}:
            return FORM_ACTION[m.form]
    return None
