"""A clause of the shallow parser: one verb with its subject, its arguments and its dates."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.events.groups import NounGroup, VerbGroup
from extractor.normalization.dates import DateMention


@dataclass(slots=True)
class Argument:
    """A noun group with the preposition before it ("" for an object); `before`: it stands before the verb."""

    prep: str
    group: NounGroup
    before: bool = False


@dataclass(slots=True)
class Clause:
    """One verb with what belongs to it. kind: main, coord, rel, sub, that, inf, ing, part, gap, paren."""

    kind: str
    parent: Clause | None = None
    opener: str = ""
    subject: NounGroup | None = None
    inherited: bool = False  # the subject comes from another clause
    verb: VerbGroup | None = None
    args: list[Argument] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    lead_dates: list[DateMention] = field(default_factory=list)  # before the verb
    gaps: list[NounGroup] = field(default_factory=list)  # dated parties without a verb of their own
    appositions: list[NounGroup] = field(default_factory=list)
    governor: VerbGroup | NounGroup | None = None  # what an infinitive, -ing or that-clause depends on
    antecedent: NounGroup | None = None  # of a relative clause
    next_subject: bool = False  # "Having …, it …": the subject follows
    offset: DateMention | None = None  # "54 years after": how far from the clause it depends on
    when: DateMention | None = None  # "in 1991, when …": the date that the clause explains
    repeats: Clause | None = None  # the clause whose verb it shares; see gapping

    def all_dates(self) -> list[DateMention]:
        return self.lead_dates + self.dates

    def is_elliptic(self) -> bool:
        """Has it a finite verb and no subject ("Severs relations with X"), or none before it in its coordination?"""
        verb = self.verb
        return self.subject is None and verb is not None and verb.mode == "finite" and not verb.passive

    def ancestors(self) -> list[Clause]:
        result: list[Clause] = []
        clause = self.parent
        while clause is not None and len(result) < 8:
            result.append(clause)
            clause = clause.parent
        return result


def relations_in(group: NounGroup) -> NounGroup | None:
    """ "relations", or those of "the renewal of relations"."""
    if group.cls == "relations":
        return group
    return group.of if group.of is not None and group.of.cls == "relations" else None


def is_party(group: NounGroup) -> bool:
    return group.cls in ("state", "org", "group", "official", "pron") or bool(group.members)
