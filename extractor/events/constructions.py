"""Constructions that point at a party which the clause does not name; what each says is a feature of the ranking."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.events.discourse import Party
from extractor.events.frames import Frame
from extractor.events.groups import NounGroup
from extractor.events.text import Mention, TextReading
from extractor.normalization import countries
from extractor.schema import FORM_ACTION, Action, Form, Modality

_RUPTURES = frozenset({Form.SEVERED, Form.SUSPENDED})


def who_is_meant(
    r: TextReading, frame: Frame, form: Form, known: frozenset[str], *, agent: bool, words: NounGroup | None
) -> dict[str, str]:
    """The code that each construction points at, by its name in the tables of weights.

    known: codes of the other side; agent: the one meant acts; words: the pronoun or description, if one stands there.
    """
    if words is None:
        pointers = _of_open_role(r, frame, form, known, agent=agent)
    elif agent:
        pointers = _of_words(r, frame, words)
    else:
        return {}
    codes = {name: r.d.code(party) for name, party in pointers if party is not None}
    return {name: code for name, code in codes.items() if code not in known}


def _of_open_role(
    r: TextReading, frame: Frame, form: Form, known: frozenset[str], *, agent: bool
) -> Iterator[tuple[str, Party | None]]:
    yield "chronology", _whose_chronology(r, frame, known)
    if agent and r.d.block_date is not None and frame.clause.is_elliptic():
        yield "chronology_verb", next(iter(r.d.protagonists), None)  # "May 28. Joins GATT."
    if form in _RUPTURES:
        yield "courted", _courted_by_rival(r, known)
    yield "contrasted", _contrasted(r, frame)
    if not agent and form is Form.DERECOGNITION:
        yield "recognized_before", _recognized_by_those(r)
    if not agent and form in _RUPTURES:
        yield "left", _left_by_another(r, frame, known)


def _of_words(r: TextReading, frame: Frame, words: NounGroup) -> Iterator[tuple[str, Party | None]]:
    yield "subject_above", _subject_above(r, frame, words)
    yield "acts_also", _acts_also(r, frame, words)


def _whose_chronology(r: TextReading, frame: Frame, known: frozenset[str]) -> Party | None:
    """ "7 January 1973. Relations are taken up with Hungary": in an entry that names no other, whom the title names."""
    d = r.d
    teller = d.title_party
    if d.block_date is None or d.block_parties or teller is None or frame.carried or frame.clause.parent is not None:
        return None
    return teller if all(d.code(p) in known or d.code(p) == d.code(teller) for _, p in d.named) else None


def _courted_by_rival(r: TextReading, known: frozenset[str]) -> Party | None:
    """ "Haiti recognized Taipei, whereupon China broke off relations": with the one that has gone over to its rival."""
    d = r.d
    for one, other in ((m.country, m.counterpart) for m in reversed(r.mentions) if _is_courtship(r, m)):
        for party, rival in ((one, other), (other, one)):
            if party not in known and any(countries.are_rivals(rival, code) for code in known):
                return next((p for p in (*(p for _, p in d.named), *d.recent) if d.code(p) == party), None)
    return None


def _is_courtship(r: TextReading, mention: Mention) -> bool:
    """Was this told in the same sentence: that two established relations?"""
    here = mention.sentence[0] >= r.idx[r.start] and mention.modality is Modality.ASSERTED
    return here and FORM_ACTION[mention.form] is Action.ESTABLISHED


def _contrasted(r: TextReading, frame: Frame) -> Party | None:
    """ "Peru kept its legation, and it was the Danes who severed relations": with the subject of the clause before."""
    d, cleft = r.d, frame.clause.parent
    if frame.clause.kind != "rel" or cleft is None or cleft.verb is None or cleft.verb.lemma != "be":
        return None
    is_cleft = cleft.subject is not None and cleft.subject.head == "it"
    return d.center[0] if is_cleft and d.local and len(d.center) == 1 else None


def _recognized_by_those(r: TextReading) -> Party | None:
    """ "Of the states that had recognized Biafra, Haiti withdrew its recognition": whom they had recognized."""
    topic = r.d.topic
    if topic is None or topic.form is not Form.RECOGNITION or topic.block != r.block or topic.agents:
        return None
    return topic.patients[0] if len(topic.patients) == 1 else None


def _left_by_another(r: TextReading, frame: Frame, known: frozenset[str]) -> Party | None:
    """ "Nauru left Taipei. The loss follows that of Honduras, which cut ties in March": with the one that was left."""
    d, topic = r.d, r.d.topic
    if topic is None or d.mono or d.block_date is not None or frame.clause.kind != "rel" or topic.block != r.block:
        return None
    if topic.form not in (Form.SEVERED, Form.DERECOGNITION) or topic.mutual or len(topic.patients) != 1:
        return None
    return None if known & {d.code(p) for p in (*topic.agents, *topic.patients)} else topic.patients[0]


def _subject_above(r: TextReading, frame: Frame, words: NounGroup) -> Party | None:
    """ "Malawi, which had relations with Taipei until it severed them": the subject of the clause above."""
    above = frame.clause.parent
    if words.head != "it" or frame.clause.kind != "sub" or above is None or above.kind != "rel":
        return None
    if above.subject is None or above.subject.cls != "state":
        return None
    parties = [f.party for f in r.d.resolve(above.subject)]
    return parties[0] if len(parties) == 1 else None


def _acts_also(r: TextReading, frame: Frame, words: NounGroup) -> Party | None:
    """ "The regime expelled the nuncio. It also broke with Peru": who acted in the event before."""
    verb, topic = frame.clause.verb, r.d.topic
    if words.cls != "pron" or verb is None or "also" not in verb.adverbs:
        return None
    if topic is None or topic.mutual or topic.block != r.block or len(topic.agents) != 1:
        return None
    return topic.agents[0]
