"""Names of states, leaders, organizations and groups in a text: longest match over the gazetteers.

What a name means at a date is decided later (`extractor.normalization`); here it is only found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.normalization import countries, organizations
from extractor.normalization.date_words import NUMBERS

CONTEXT = "context"
_OF_CONTINENT = frozenset(
    "republics states nations countries peoples continent hemisphere".split()
)  # behind "American"


@dataclass(frozen=True, slots=True)
class NameMention:
    """Half-open token span of a name.

    kind: state, leader, uncoded (a party without a code), org, group, noise (names no party).
    form: how it names: name, adjective, people, capital, government, leader; acronym, short, anaphor
    for organizations; context for a state that only the text tells ("the North").
    """

    start: int
    end: int
    text: str
    kind: str
    form: str


@cache
def surfaces() -> dict[str, tuple[str, str]]:
    """Every surface of the gazetteers with its kind and form. Later entries do not override earlier ones."""
    table: dict[str, tuple[str, str]] = {}
    for organization in organizations.surfaces():
        table.setdefault(organization.text, ("org", organization.kind.value))
    for surface in countries.noise():
        table.setdefault(surface, ("noise", ""))
    for surface, senses in countries.surfaces():
        forms = {s.kind for s in senses}
        form = next(
            (f for f in ("name", "official", "capital", "adjective", "people", "government") if f in forms), "name"
        )
        table.setdefault(surface, ("state", form))
    for surface in countries.short_names():
        table[surface] = ("state", CONTEXT)
    for surface in countries.uncoded():
        table.setdefault(surface, ("uncoded", "name"))
    for surface in organizations.group_surfaces().keys() - organizations.member_surfaces():
        table.setdefault(surface, ("group", "name"))
    for surface, _ in countries.leaders():
        table.setdefault(surface, ("leader", "leader"))
    for capitals, surface in in_capitals(table).items():
        table[capitals] = table[surface]
    return table


def in_capitals(table: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Names as headlines and tables write them, with the usual spelling: "TRINIDAD AND TOBAGO"."""
    found: dict[str, str] = {}
    for surface, (_, form) in table.items():
        common = form in ("name", "leader", "adjective", "people") and len(surface) > 3 and not surface.isupper()
        if common and (capitals := surface.upper()) not in table:
            found.setdefault(capitals, surface)
    return found


class NameFinder:
    """Finds the names among the tokens of a text. `tokenize` splits the gazetteers' surfaces as it does the texts."""

    def __init__(self, tokenize: Callable[[str], Sequence[str]]) -> None:
        self._names: dict[tuple[str, ...], tuple[str, str, str]] = {}
        lengths: dict[str, dict[str, set[int]]] = {}
        table = surfaces()
        usual = in_capitals({surface: entry for surface, entry in table.items() if not surface.isupper()})
        for surface, (kind, form) in table.items():
            tokens = tuple(tokenize(surface))
            if (as_usual := usual.get(surface)) is not None and table[as_usual] == (kind, form):  # GUAM is not Guam
                surface = as_usual
            self._names[tokens] = surface, kind, form
            lengths.setdefault(tokens[0], {}).setdefault("".join(tokens[1:2]), set()).add(len(tokens))
        # first token → second token, "" if there is none → numbers of tokens, the largest first
        self._lengths = {
            first: {second: tuple(sorted(found, reverse=True)) for second, found in seconds.items()}
            for first, seconds in lengths.items()
        }

    def find(self, tokens: Sequence[str]) -> list[NameMention]:
        """Non-overlapping names in the order of the text; where two overlap, the longer one stays."""
        firsts, last = self._lengths, len(tokens) - 1
        found: list[NameMention] = []
        for start in [i for i, token in enumerate(tokens) if token in firsts]:
            seconds = firsts[tokens[start]]
            lengths = seconds.get(tokens[start + 1], ()) if start < last else ()
            lengths += seconds.get("", ())
            if not lengths:
                continue  # "the", as in "the North"
            name, end = self._longest(tokens, start, lengths)
            if name is None:
                continue
            if found and start < found[-1].end:
                if end - start <= found[-1].end - found[-1].start:
                    continue
                found.pop()
            found.append(NameMention(start, end, *name))
        return found

    def _longest(
        self, tokens: Sequence[str], start: int, lengths: tuple[int, ...]
    ) -> tuple[tuple[str, str, str] | None, int]:
        """The longest name of one of the lengths that begins at `start`, with its end."""
        for length in lengths:
            words = tuple(tokens[start : start + length])
            name = self._names.get(words)
            if name is not None and _means_it(name, words, tokens, start):
                return name, start + len(words)
        return None, start


def depends_on_context(surface: str, form: str) -> bool:
    """Is it a name only beside certain words: "the North", "the Nine", "American" but not of the continent?"""
    return form == CONTEXT or surface == "American" or form == "anaphor" and surface.lower() in NUMBERS


def _means_it(name: tuple[str, str, str], words: tuple[str, ...], tokens: Sequence[str], start: int) -> bool:
    surface, _, form = name
    if not depends_on_context(surface, form):
        return True
    if form == CONTEXT:
        return _stands_alone(tokens, start, start + len(words))
    if surface == "American":
        return not _is_of_continent(tokens, start)
    return _is_article(tokens, start - 1)  # "Nine days after" is not the Nine


def _stands_alone(tokens: Sequence[str], start: int, end: int) -> bool:
    """ "the North", but neither "North Sea" nor "the Federal Republic of Nigeria"."""
    following = tokens[end] if end < len(tokens) else ""
    return _is_article(tokens, start - 1) and not following[:1].isupper() and following != "of"


def _is_of_continent(tokens: Sequence[str], start: int) -> bool:
    """ "the American republics": those of the continent, not the United States."""
    return start + 1 < len(tokens) and tokens[start + 1].lower() in _OF_CONTINENT


def _is_article(tokens: Sequence[str], i: int) -> bool:
    return i >= 0 and tokens[i].lower() == "the"
