"""What speaks against an event: dated facts of states, organizations and memberships, and the document's other events.

Flags, not deletions: the text says what it says, and the tables may be wrong. Only asserted events with a date are
looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.events.histories import History
from extractor.events.text import Mention
from extractor.normalization import countries, organizations
from extractor.schema import Flag, Form, Modality, PartialDate

_REPEATED = {
    Form.RELATIONS: Flag.ALREADY_ESTABLISHED,
    Form.RESUMPTION: Flag.ALREADY_ESTABLISHED,
    Form.SEVERED: Flag.ALREADY_SEVERED,
    Form.SUSPENDED: Flag.ALREADY_SEVERED,
    Form.JOINED: Flag.JOINED_TWICE,
}


def flag(mentions: Sequence[Mention], *, published: PartialDate | None) -> list[Mention]:
    """The mentions of one document, in the same order, each with its flags in the order of their names."""
    found: dict[int, set[Flag]] = defaultdict(set)
    dated = {i: m.date for i, m in enumerate(mentions) if m.date is not None and m.modality is Modality.ASSERTED}
    for index, date in dated.items():
        found[index].update(_facts(mentions[index], date, published))
    together: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in dated:
        together[tuple(sorted((mentions[index].country, mentions[index].counterpart)))].append(index)
    for indexes in together.values():
        told = [mentions[i] for i in indexes]
        history = History(told)
        for index in indexes:
            name = _REPEATED.get(mentions[index].form)
            if name is not None and any(history.repeats(mentions[index], other) for other in told):
                found[index].add(name)
    return [
        replace(mention, flags=tuple(sorted(found[index]))) if found.get(index) else mention
        for index, mention in enumerate(mentions)
    ]


def _facts(mention: Mention, date: PartialDate, published: PartialDate | None) -> Iterator[Flag]:
    """What the tables say, and the date of publication."""
    if published is not None and published.precedes(date):
        yield Flag.AFTER_PUBLICATION
    stays = organizations.memberships(mention.counterpart, mention.country) if mention.organization else ()
    states = (mention.country,) if mention.organization else (mention.country, mention.counterpart)
    known = any(date.year <= stay.joined.year <= date.last_year for stay in stays)
    if not known and any(countries.existed(state, date) is False for state in states):
        yield Flag.PARTY_NOT_EXISTING
    if not mention.organization or known:
        return
    body = organizations.load().organizations.get(organizations.canonical(mention.counterpart))
    if body is not None and body.founded is not None and date.last_year < body.founded:
        yield Flag.ORGANIZATION_NOT_FOUNDED
    if body is not None and body.dissolved is not None and body.dissolved < date.year:
        yield Flag.ORGANIZATION_DISSOLVED
    elif any(stay.joined.year < date.year and (stay.left is None or date.last_year < stay.left.year) for stay in stays):
        yield Flag.ALREADY_MEMBER
