"""Which party fills a role that the clause leaves open: every party of the text, ranked by named features.

The weights are learned (`scripts/learn_weights`) and lie in lexicons/role_weights.tsv with a gloss for each feature.
A candidate's share is the softmax of its score: how sure the choice is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from extractor.events.discourse import Discourse, Filler, Party, Topic
from extractor.events.frames import Frame
from extractor.events.text import Candidate, Choice, TextReading
from extractor.lexicons import read_table
from extractor.schema import FORM_ACTION, Action, Form, Modality

COLUMNS = ("feature", "prior", "weight", "gloss")


@cache
def weights() -> dict[str, float]:
    """The weight of each feature."""
    return {row["feature"]: float(row["weight"]) for row in read_table("role_weights", COLUMNS)}


LEAST_SHARE = 0.25  # no party stands out below it, and most choices would be wrong


def choose_party(r: TextReading, frame: Frame, form: Form, known: Sequence[Party], *, agent: bool) -> Filler | None:
    """The party on the other side of `known`, which the clause does not name; None if no party stands out.

    agent: the open role is the one who acts. The choice is kept in `r.choices`.
    """
    candidates = _rank(r, frame, form, known, agent)
    if not candidates:
        return None
    codes = tuple(sorted(r.d.code(p) for p in known))
    r.choices.append(Choice(form, codes, r.span(frame.start, frame.end), tuple(candidates)))
    best = candidates[0]
    return Filler(best.party, inferred=True, share=best.share) if best.share >= LEAST_SHARE else None


def _rank(r: TextReading, frame: Frame, form: Form, known: Sequence[Party], agent: bool) -> list[Candidate]:
    d = r.d
    codes = {d.code(p) for p in known}
    found: dict[str, Party] = {}
    for party in _pool(r, frame):
        code = d.code(party)
        if code not in codes:
            found.setdefault(code, party)
    if not found:
        return []
    described = {code: _describe(r, frame, form, party, codes, agent) for code, party in found.items()}
    weight = weights()
    scores = {code: sum(weight[f] * v for f, v in features.items()) for code, features in described.items()}
    most = max(scores.values())
    total = sum(math.exp(score - most) for score in scores.values())
    ranked = [Candidate(found[c], c, described[c], math.exp(scores[c] - most) / total) for c in found]
    return sorted(ranked, key=lambda candidate: -candidate.share)  # stable: the pool's order breaks ties


def contributions(candidate: Candidate) -> dict[str, float]:
    """What each feature added to the candidate's score."""
    weight = weights()
    return {name: weight[name] * value for name, value in candidate.features.items()}


def _pool(r: TextReading, frame: Frame) -> list[Party]:
    """The parties of the discourse and the sentence; what is named once, behind the trigger, plays another part."""
    d = r.d
    topics = [topic for topic in (d.topic, *d.topics.values()) if topic is not None]
    sides = [party for topic in topics for party in (*topic.patients, *topic.agents)]
    here = [party for start, party in d.named if start < frame.start or d.counts[d.code(party)] > 1]
    return [*d.block_parties, *d.section_parties, *d.protagonists, *sides, *d.center, *d.dyad, *here, *d.recent]


def _describe(r: TextReading, frame: Frame, form: Form, party: Party, known: set[str], agent: bool) -> dict[str, float]:
    """The features of `party` as the missing side of `known`; absent ones are 0."""
    d = r.d
    code = d.code(party)
    action = FORM_ACTION[form]
    role = "agent" if agent else "patient"
    features: dict[str, float] = {}

    def add(name: str, value: float | bool) -> None:
        if value:
            features[name] = float(value)

    def among(parties: Sequence[Party]) -> bool:
        return any(d.code(p) == code for p in parties)

    for name, topic in (("topic", d.topic), ("theme", d.topics.get(action))):
        if topic is not None and (part := _part(d, topic, known, code, agent)):
            add(f"{name}_{part}", True)
    add("hub", math.log1p(_events_of(r, action, code, known)))
    last = _last_between(r, known, code)
    add("pair", last is not None)
    add("pair_broken", last is Action.SEVERED and form is Form.RESUMPTION)
    add("entry", among(d.block_parties))
    add("section", among(d.section_parties))
    add("protagonist", among(d.protagonists[:1]))
    add("protagonist_mono", d.mono and among(d.protagonists[:1]))
    add("second_protagonist", among(d.protagonists[1:2]))
    add("center", among(d.center))
    add("dyad", among(d.dyad))
    rank = next((i for i, p in enumerate(d.recent) if d.code(p) == code), None)
    add("recent", 0.0 if rank is None else 1 / (1 + rank))
    add(f"before_{role}", any(start < frame.start and d.code(p) == code for start, p in d.named))
    add(f"behind_{role}", any(start >= frame.end and d.code(p) == code for start, p in d.named))
    add("share", d.counts[code] / max(d.counts.total(), 1))
    return features


def _part(d: Discourse, topic: Topic, known: set[str], code: str, agent: bool) -> str:
    """What the candidate was in an earlier event: the same role, the other one, or the partner of a known side."""
    agents, patients = ({d.code(p) for p in side} for side in (topic.agents, topic.patients))
    if known & (agents | patients):
        return "partner" if code in (patients if known & agents else agents) else ""
    same, other = (agents, patients) if agent else (patients, agents)
    if topic.mutual:
        return "mutual" if code in same | other else ""
    return "same_role" if code in same else "other_role" if code in other else ""


def _events_of(r: TextReading, action: Action, code: str, known: set[str]) -> int:
    """How many events of this action the text has told in which the candidate took part, without the known side."""
    return sum(
        code in (m.country, m.counterpart) and not known & {m.country, m.counterpart}
        for m in r.mentions
        if FORM_ACTION[m.form] is action and m.modality is Modality.ASSERTED and not m.organization
    )


def _last_between(r: TextReading, known: set[str], code: str) -> Action | None:
    for m in reversed(r.mentions):
        if code in (m.country, m.counterpart) and known & {m.country, m.counterpart} and not m.organization:
            return FORM_ACTION[m.form]
    return None
