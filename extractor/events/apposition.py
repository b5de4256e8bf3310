"""Lists that say who is meant: "six states – Bahrain, Kuwait … –", "ten countries, among them Malta and Cyprus"."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.groups import Mark, NounGroup, Phrase, VerbGroup

_STATES = frozenset(
    (
        "countries states nations republics powers neighbours neighbors governments kingdoms monarchies capitals "
        "sheikhdoms emirates islands colonies democracies lands territories allies others satellites dominions "
        "protectorates six five four three seven eight nine ten twelve dozen couple pair trio"
    ).split()
)
_BATCHES = frozenset("group batch number handful string series clutch trio cluster quartet set wave".split())
_OPENERS = {"open": "close", "dash": "dash"}
_LEADING = frozenset({"comma", "colon", *_OPENERS})  # marks before a list


def name_groups(phrases: list[Phrase]) -> list[Phrase]:
    """Put a list in the place of the general noun that it spells out; a noun for members keeps it as its apposition."""
    if not any(isinstance(p, NounGroup) and (_is_general(p) or p.cls == "envoy") for p in phrases):
        return phrases
    result: list[Phrase] = []
    i = 0
    while i < len(phrases):
        if _kind(phrases, i) in _LEADING:
            i = next((end for read in _READERS if (end := read(phrases, i, result))), i)
        if i < len(phrases):
            result.append(phrases[i])
            i += 1
    return result


def _is_general(group: NounGroup) -> bool:
    """A plural that names nobody: "ten countries", "the founders", "the six"."""
    if group.members or group.states() or group.possessor is not None and group.cls != "member":
        return False
    if group.cls == "member":
        return group.head.endswith("s")
    if group.head in _BATCHES and group.of is not None:
        return _is_general(group.of)  # "a group of socialist states"
    return group.head in _STATES or group.cls == "official" and group.head.endswith("s") or group.head == "they"


def _is_list(phrase: Phrase | None, least: int = 2) -> bool:
    """At least `least` states and nothing else."""
    return (
        isinstance(phrase, NounGroup)
        and all(part.cls in ("state", "group") and "'s" not in part.words for part in phrase.parts)
        and len(phrase.parts) >= least
        and all(name.form != "adjective" for name in phrase.names)
    )


def _kind(phrases: list[Phrase], i: int) -> str:
    phrase = phrases[i] if i < len(phrases) else None
    return phrase.kind if isinstance(phrase, Mark) else ""


def _settle(result: list[Phrase], k: int, named: NounGroup) -> None:
    """Let `named` stand for the general group at index `k`."""
    group = result[k]
    assert isinstance(group, NounGroup)
    if group.cls == "member":
        group.apposition = named
    else:
        result[k] = replace(named, start=group.start, end=group.end, det=group.det)


def _beside(phrases: list[Phrase], i: int, result: list[Phrase]) -> int:
    """ "six states – A, B and C –", "the founders, A, B and C, met", "six members: A, B and C": the index behind."""
    if not result or not isinstance(result[-1], NounGroup) or not _is_general(result[-1]):
        return 0
    opener = _kind(phrases, i)
    named = phrases[i + 1] if i + 1 < len(phrases) else None
    if not isinstance(named, NounGroup) or not _is_list(named):
        return 0
    closer = _kind(phrases, i + 2)
    if opener in _OPENERS and closer == _OPENERS[opener]:
        _settle(result, len(result) - 1, named)
        return i + 3
    if opener == "comma" and closer == "comma" and isinstance(_at(phrases, i + 3), VerbGroup):
        _settle(result, len(result) - 1, named)
        return i + 3
    behind = _at(phrases, i + 2)
    if opener == "comma" and isinstance(behind, VerbGroup) and behind.lemma == "be" and behind.mode == "ing":
        _settle(result, len(result) - 1, named)  # "with six members, Chad and Togo being the poorest"
        return i + 2
    if opener in ("colon", "dash") and (closer in ("semi", "stop") or i + 2 >= len(phrases)):
        _settle(result, len(result) - 1, named)
        return i + 2
    return 0


def _among_them(phrases: list[Phrase], i: int, result: list[Phrase]) -> int:
    """ "ten countries, among them A and B", "sixteen states were admitted, A and B among them"."""
    if _kind(phrases, i) not in ("comma", "dash"):
        return 0
    k = _last_general(result)
    if k is None or result[k].of is not None:  # type: ignore[union-attr]
        return 0
    first, second = _at(phrases, i + 1), _at(phrases, i + 2)
    if _is_word(first, "among") and _is_word(second, "them", "these", "those") and _is_list(_at(phrases, i + 3), 1):
        named, end = _at(phrases, i + 3), i + 4
    elif _is_list(first, 1) and _is_word(second, "among") and _is_word(_at(phrases, i + 3), "them", "these"):
        named, end = first, i + 4
    else:
        return 0
    assert isinstance(named, NounGroup)
    _settle(result, k, named)
    return end + 1 if _kind(phrases, end) == "comma" and _kind(phrases, i) == "comma" else end


def _behind_colon(phrases: list[Phrase], i: int, result: list[Phrase]) -> int:
    """ "Four countries joined in 2010: A, B, C and D."""
    named = _at(phrases, i + 1)
    if _kind(phrases, i) != "colon" or not isinstance(named, NounGroup) or not _is_list(named):
        return 0
    if i + 2 < len(phrases) and _kind(phrases, i + 2) not in ("stop", "semi"):
        return 0
    k = _last_general(result)
    if k is None or not any(isinstance(p, VerbGroup) for p in result):
        return 0
    _settle(result, k, named)
    return i + 2


def _envoys_behind_colon(phrases: list[Phrase], i: int, result: list[Phrase]) -> int:
    """ "Three ambassadors were expelled: those of A, B and C"."""
    named = _at(phrases, i + 1)
    if _kind(phrases, i) != "colon" or not isinstance(named, NounGroup) or named.cls != "envoy" or not named.states():
        return 0
    for k in range(len(result) - 1, -1, -1):
        group = result[k]
        if isinstance(group, NounGroup) and group.cls == "envoy":
            if group.states() or not group.head.endswith("s") or group.possessor is not None:
                return 0
            result[k] = replace(named, start=group.start, end=group.end, det=group.det)
            return i + 2
        if isinstance(group, Mark) and group.kind in ("semi", "colon", "stop"):
            return 0
    return 0


def _last_general(result: list[Phrase]) -> int | None:
    """Index of the last general group of the clause, or nothing where a semicolon or a colon stands between.

    "Seven states were received as members": what they became is passed over for those who became it.
    """
    rank: int | None = None
    for k in range(len(result) - 1, -1, -1):
        phrase = result[k]
        if isinstance(phrase, NounGroup) and _is_general(phrase):
            if phrase.cls != "member" or not _is_word(_at(result, k - 1) if k else None, "as"):
                return k
            rank = k if rank is None else rank
        if isinstance(phrase, Mark) and phrase.kind in ("semi", "colon", "stop"):
            break
    return rank


_READERS = (_beside, _among_them, _behind_colon, _envoys_behind_colon)


def _at(phrases: list[Phrase], i: int) -> Phrase | None:
    return phrases[i] if i < len(phrases) else None


def _is_word(phrase: Phrase | None, *words: str) -> bool:
    if isinstance(phrase, Mark):
        return phrase.low in words
    return isinstance(phrase, NounGroup) and phrase.cls == "pron" and phrase.head in words
