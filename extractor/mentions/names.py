"""Names of states, leaders, organizations and groups in a Doc: longest match over the gazetteers.

What a name means at a date is decided later (`extractor.normalization`); here it is only found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extractor.normalization import countries, organizations


@dataclass(frozen=True, slots=True)
class NameMention:
    """Half-open token span of a name.

    kind: state, leader, uncoded (a party without a code), org, group, noise (names no party).
    form: how it names: name, adjective, people, capital, government, leader; acronym, short, anaphor for organizations.
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
    for surface in countries.uncoded():
        table.setdefault(surface, ("uncoded", "name"))
    for surface in organizations.group_surfaces():
        table.setdefault(surface, ("group", "name"))
    for surface, _ in countries.leaders():
        table.setdefault(surface, ("leader", "leader"))
    for surface, entry in list(table.items()):  # headlines and surnames in capitals
        if entry[1] in ("name", "leader", "adjective", "people") and len(surface) > 3 and not surface.isupper():
            table.setdefault(surface.upper(), entry)
    return table


class NameFinder:
    """Finds the names of a Doc. Built once a pipeline; the matcher shares the pipeline's vocabulary."""

    def __init__(self, nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        table = surfaces()
        for surface, doc in zip(table, map(nlp.make_doc, table), strict=True):
            self._matcher.add(surface, [doc])
        self._strings = nlp.vocab.strings

    def find(self, doc: Doc) -> list[NameMention]:
        """Non-overlapping names in the order of the text; where two overlap, the longer one stays."""
        table = surfaces()
        matches = sorted(self._matcher(doc), key=lambda m: (m[1], -m[2]))
        found: list[NameMention] = []
        for match, start, end in _longest(matches):
            text = self._strings[match]
            kind, form = table[text]
            found.append(NameMention(start, end, text, kind, form))
        return found


def _longest(matches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Greedy from the longest on, as spaCy's filter_spans; `matches` sorted by start, longest first."""
    kept: list[tuple[int, int, int]] = []
    for match in matches:
        if kept and match[1] < kept[-1][2]:
            if match[2] - match[1] > kept[-1][2] - kept[-1][1]:
                kept[-1] = match
            continue
        kept.append(match)
    return kept
