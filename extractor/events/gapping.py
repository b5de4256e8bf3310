"""Clauses whose verb stands in a clause before: "… with Chad in 1960; with Togo in 1961; and with Mali last month"."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause

_SHARED = frozenset({"with", "by", "to", "from", "between"})  # prepositions that lead a party


def repeat_verbs(clauses: list[Clause]) -> list[Clause]:
    """Give a clause that begins with a preposition and has no verb the verb, subject and objects of the one it repeats.

    That is the nearest one before it in which the same preposition leads a party behind the verb.
    """
    for index, clause in enumerate(clauses):
        if clause.verb is None and clause.opener == "semi" and _is_remnant(clause):
            first = clause.args[0]
            source = next((c for c in reversed(clauses[:index]) if _has_slot(c, first.prep)), None)
            if source is not None:
                _repeat(clause, source)
    return clauses


def _is_remnant(clause: Clause) -> bool:
    """Only phrases with prepositions, the first of them with a party."""
    first = clause.args[0] if clause.args else None
    return (
        first is not None
        and clause.subject is None
        and first.prep in _SHARED
        and all(a.prep for a in clause.args)
        and all(part.cls in _PARTIES or part.head in _ORDINAL for part in first.group.parts)
    )


_PARTIES = frozenset({"state", "group", "official", "pron"})
_ORDINAL = frozenset({"former", "latter"})


def _has_slot(clause: Clause, preposition: str) -> bool:
    return clause.verb is not None and any(a.prep == preposition and not a.before for a in clause.args)


def _repeat(clause: Clause, source: Clause) -> None:
    kept = [a for a in source.args if not a.prep]
    clause.kind, clause.parent, clause.opener = source.kind, source.parent, source.opener
    clause.verb, clause.repeats = source.verb, source
    clause.subject, clause.inherited, clause.governor = source.subject, True, source.governor
    clause.args = kept + [Argument(a.prep, a.group) for a in clause.args]
    clause.dates, clause.lead_dates = clause.lead_dates, []
