"""One fact, its best date: mentions of a document that tell the same event agree on the most precise date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from extractor.events.text import Mention
from extractor.schema import Certainty, DateBasis, Form, Modality, PartialDate

_RANK = {Certainty.HIGH: 0, Certainty.MEDIUM: 1, Certainty.LOW: 2}


def merge(mentions: list[Mention]) -> list[Mention]:
    """Give a mention without a full date the date of a compatible one; drop repetitions of one sentence and rule."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    result = list(mentions)
    for index, mention in enumerate(result):
        if mention.modality is Modality.ASSERTED:
            groups[_fact(mention)].append(index)
    for indexes in groups.values():
        dated = [
            i
            for i in indexes
            if result[i].date is not None
            and result[i].basis
            in (DateBasis.EXPLICIT, DateBasis.LIST, DateBasis.RELATIVE, DateBasis.PUBLICATION, DateBasis.HEADING)
        ]
        for i in indexes:
            date = result[i].date
            best = [j for j in dated if j != i and _refines(result[j].date, date)]
            weak = result[i].basis is DateBasis.CONTEXT
            if best:
                j = best[0]
                result[i] = replace(result[i], date=result[j].date)
            elif weak and dated and not any(_same_year(result[j].date, date) for j in dated):
                result[i] = replace(result[i], date=result[dated[0]].date, basis=DateBasis.CONTEXT)
    seen: dict[tuple[object, ...], int] = {}
    kept: list[Mention] = []
    for mention in result:
        key = (*_fact(mention), str(mention.date), mention.sentence, mention.modality)
        if key in seen:
            old = kept[seen[key]]
            if _RANK[mention.certainty] < _RANK[old.certainty]:
                kept[seen[key]] = mention
            continue
        seen[key] = len(kept)
        kept.append(mention)
    return kept


def _fact(mention: Mention) -> tuple[object, ...]:
    directed = mention.form in (Form.EXPELLED, Form.RECOGNITION, Form.JOINED, Form.DERECOGNITION)
    parties: tuple[str, ...] = (mention.country, mention.counterpart)
    return (mention.form, parties if directed else tuple(sorted(parties)))


def _same_year(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.year == other.year


def _refines(fine: PartialDate | None, coarse: PartialDate | None) -> bool:
    """Is `fine` the same date with more known?"""
    if fine is None or coarse is None or fine.end or coarse.end or fine.year != coarse.year:
        return False
    if coarse.month is None:
        return fine.month is not None
    return fine.month == coarse.month and coarse.day is None and fine.day is not None
