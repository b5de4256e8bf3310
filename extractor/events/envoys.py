"""Who is whose envoy: heads of mission that a text has named, with the state that sent them and the one they went to.

A name given earlier ("expelled Kang Chol"), a pronoun ("stripped him of immunity and expelled him"), "our chargé",
"his colleague": all ask who was spoken of before.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.events.discourse import Accredited, Filler, Party
from extractor.events.frames.envoys import RELATED, has_envoy, is_papal
from extractor.events.groups import Mark, NounGroup, Phrase
from extractor.events.text import TextReading
from extractor.schema import Action

_POSTED = frozenset({"to", "in", "at"})
_OWN = frozenset({"its", "their", "his", "her"})
_NARRATED = frozenset({"our", "my", "ours", "mine"})
_PERSONS = frozenset({"him", "her", "he", "she", "them", "they", "one"})
_MEMORY = 8  # people spoken of


def note_envoys(r: TextReading, phrases: list[Phrase]) -> None:
    """Remember the envoys that a sentence speaks of; people of lower rank take their place in the memory of "him"."""
    for i, group in enumerate(phrases):
        if not isinstance(group, NounGroup):
            continue
        for part in group.parts:
            if part.cls == "diplomat":
                _remember(r, part.start, None)
            elif has_envoy(part) and part.head not in RELATED:
                _note(r, part, list(_names_beside(r, phrases, i, part)), _post(r, phrases, i))


def owners_of(r: TextReading, envoy: NounGroup, agents: list[Party]) -> list[Filler]:
    """Whose envoy: "the Mexican ambassador", "Mexico's man", "its ambassador", or one named before. May be empty."""
    d = r.d
    codes = {d.code(p) for p in agents}
    parties = [p for p in _named_owners(r, envoy) if d.code(p) not in codes]
    if parties:
        return [Filler(p) for p in parties]
    if envoy.cls in ("envoy", "minister") and envoy.det in _OWN and not agents and envoy.head not in RELATED:
        owners = d.resolve(NounGroup(envoy.start, envoy.end, "pron", envoy.det, det=envoy.det), exclude=agents)
        if owners:
            return owners
    known = known_envoy(r, envoy)
    if known is not None and known.sender is not None and d.code(known.sender) not in codes:
        return [Filler(known.sender, inferred=True)]
    if envoy.det in _NARRATED or envoy.head in _NARRATED:
        ours = [p for p in _narrators(r, envoy) if d.code(p) not in codes]
        if ours:
            return [Filler(p, inferred=True) for p in ours[:1]]
    if envoy.cls == "envoy" and codes and r.mentions and r.mentions[-1].sentence[0] >= r.idx[r.start]:
        sides = {r.mentions[-1].country, r.mentions[-1].counterpart}
        if len(sides & codes) == 1:  # "broke off relations with France and gave the ambassador 48 hours"
            return [Filler(p, inferred=True) for p in d.dyad if d.code(p) not in codes]
    return []


def _narrators(r: TextReading, envoy: NounGroup) -> list[Party]:
    """Whose "our" it is: that of the one state that the text is about; "ours", of whom an envoy was told before."""
    d = r.d
    if len(d.protagonists) == 1:
        return d.protagonists
    if d.speaker is not None:
        return [d.speaker]
    told = d.topics.get(Action.EXPELLED_AMBASSADOR)
    return told.patients[:1] if told is not None and envoy.head in _NARRATED else []


def host_of(r: TextReading, envoy: NounGroup) -> Party | None:
    """The state to which the envoy is accredited, if the text has said so."""
    known = known_envoy(r, envoy) if surnames(r, envoy) or envoy.cls == "pron" else None
    return known.host if known is not None else None


def known_envoy(r: TextReading, group: NounGroup) -> Accredited | None:
    """The envoy that a name, a pronoun, "his colleague" or "the ambassador" takes up."""
    d = r.d
    own = surnames(r, group)
    for word in own:
        if word in d.envoys:
            return d.envoys[word]
    if group.cls == "pron" and group.head not in _PERSONS or group.states():
        return None
    if group.cls == "pron" or group.head in RELATED or group.cls == "envoy" and group.det not in (*_NARRATED, "a"):
        near = [known for start, block, known in d.people if start <= group.start and r.block - block <= 1]
        last = near[-1] if near else None
        if own and group.head not in RELATED and last in d.envoys.values():
            return None  # somebody of another name
        return last
    return None


def _note(r: TextReading, group: NounGroup, beside: list[str], host: Party | None) -> None:
    d = r.d
    words = surnames(r, group) + beside
    if group.cls == "minister" and not group.head.startswith("minister") and not words and host is None:
        return  # "a Sudanese delegate": not one whom "the ambassador" would take up
    known = next((d.envoys[word] for word in words if word in d.envoys), None)
    senders = _named_owners(r, group)
    if not senders and group.det in _NARRATED:
        senders = _narrators(r, group)
    if len(senders) == 1:
        known = Accredited(senders[0], host)
    elif known is None:
        known = known_envoy(r, group) if not senders else None
        if known is None or beside and known in d.envoys.values():
            known = Accredited(host=host, own=group.det in _OWN)
    for word in words:
        d.envoys[word] = known
    _remember(r, group.start, known)


def _remember(r: TextReading, start: int, known: Accredited | None) -> None:
    r.d.people = [*r.d.people[-_MEMORY:], (start, r.block, known)]


def _named_owners(r: TextReading, envoy: NounGroup) -> list[Party]:
    d = r.d
    names = [n for n in envoy.states() if n.kind != "leader" or envoy.cls == "state"]
    if not names and is_papal(envoy):
        return [Party("Holy See", fixed="VAT")]
    return [d.party(n) for n in names]


def _names_beside(r: TextReading, phrases: list[Phrase], i: int, part: NounGroup) -> Iterator[str]:
    """ "the American ambassador, Philip S. Goldberg", "our man in Bamako, Joël Meyer", "Kang Chol, the … envoy"."""
    if phrases[i] is not part:
        return
    behind = i + 3 if _is_post(phrases, i) else i + 1
    for comma, name in ((behind, behind + 1), (i - 1, i - 2)):
        if 0 <= name < len(phrases) and 0 <= comma < len(phrases) and _is_comma(phrases[comma]):
            group = phrases[name]
            if isinstance(group, NounGroup) and group.proper:
                yield from surnames(r, group)


def _post(r: TextReading, phrases: list[Phrase], i: int) -> Party | None:
    if not _is_post(phrases, i):
        return None
    place = phrases[i + 2]
    assert isinstance(place, NounGroup)
    return r.d.party(place.states()[0])


def _is_post(phrases: list[Phrase], i: int) -> bool:
    """Does "to Mali", "in Bamako" stand right behind?"""
    if i + 2 >= len(phrases):
        return False
    link, place = phrases[i + 1], phrases[i + 2]
    return (
        isinstance(link, Mark)
        and link.low in _POSTED
        and isinstance(place, NounGroup)
        and place.cls == "state"
        and len(place.states()) == 1
    )


def _is_comma(phrase: Phrase) -> bool:
    return isinstance(phrase, Mark) and phrase.kind == "comma"


def surnames(r: TextReading, group: NounGroup) -> list[str]:
    """The capitalised words of a group that no lexicon knows: of "the French ambassador Joël Meyer", the last two."""
    return [
        word
        for i, word in enumerate(r.texts[group.start : group.end], group.start)
        if word[:1].isupper()
        and len(word) > 1
        and i not in r.names
        and word.lower() not in r.words.nouns
        and word.lower() not in r.words.function
        and word not in _TITLES
    ]


_TITLES = frozenset("Mr Mrs Ms Miss Dr Sir Lady Lord Count Baron Don Monsieur Señor Herr General Colonel The".split())
