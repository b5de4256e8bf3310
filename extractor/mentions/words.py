"""Word classes: closed-class words, verbs with their senses, and the nouns that the frames know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicons import read_table

VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One row of verbs.tsv: what `lemma` means when the words of `rest` go with it.

    `gap`: the object may stand between the verb and `rest` ("throw the envoy out").
    """

    lemma: str
    cls: str
    rest: tuple[str, ...] = ()
    gap: bool = False


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What an inflected form can be: a subset of base, s, past, part, ing."""

    lemma: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All word lexicons, ready for look-up by lower-cased surface."""

    function: dict[str, str]
    compounds: dict[tuple[str, ...], str]  # function words of several words: "at last", "in favour of"
    compound_starts: frozenset[str]
    nouns: dict[str, str]
    noun_starts: dict[str, int]  # first word → longest noun phrase, in words, that begins with it
    forms: dict[str, VerbForm]
    senses: dict[str, tuple[VerbSense, ...]]


def inflect(lemma: str) -> dict[str, str]:
    """Regular forms of a verb by tag."""
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        stem, past = lemma[:-1], lemma + "d"
    elif lemma.endswith(("ee", "oe", "ye")):
        stem, past = lemma, lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        stem, past = lemma, lemma[:-1] + "ied"
    elif _doubles(lemma):
        stem, past = lemma + lemma[-1], lemma + lemma[-1] + "ed"
    elif lemma.endswith("c"):
        stem, past = lemma + "k", lemma + "ked"
    else:
        stem, past = lemma, lemma + "ed"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        third = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = lemma + "es"
    else:
        third = lemma + "s"
    return {"base": lemma, "s": third, "past": past, "part": past, "ing": stem + "ing"}


# Two-syllable verbs stressed on the last syllable double their final consonant too.
_STRESSED_LAST = frozenset(
    (
        "admit readmit commit permit submit omit compel expel repel propel impel dispel rebel occur recur concur incur "
        "refer prefer confer defer infer transfer deter abet regret forget begin rebut allot patrol control"
    ).split()
)


def _doubles(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] in "aeiouwxyh" or lemma[-2] not in VOWELS or lemma[-3] in VOWELS:
        return False
    syllables = sum(1 for i, c in enumerate(lemma) if c in VOWELS and (i == 0 or lemma[i - 1] not in VOWELS))
    return syllables == 1 or lemma in _STRESSED_LAST or lemma.startswith("re-") and _doubles(lemma[3:])


@cache
def load_words() -> Words:
    """Read function_words, verbs and nouns. Raises LexiconError when one surface has two classes."""
    function: dict[str, str] = {}
    compounds: dict[tuple[str, ...], str] = {}
    for row in read_table("function_words", ("surface", "class")):
        words = tuple(row["surface"].split())
        if len(words) > 1:
            compounds[words] = row["class"]
        elif function.setdefault(row["surface"], row["class"]) != row["class"]:
            raise LexiconError(f"function_words.tsv: {row['surface']!r} has two classes")
    nouns: dict[str, str] = {}
    starts: dict[str, int] = {}
    for row in read_table("nouns", ("surface", "class")):
        surface = row["surface"].casefold()
        if nouns.setdefault(surface, row["class"]) != row["class"]:
            raise LexiconError(f"nouns.tsv: {surface!r} has two classes")
        first = surface.split()[0]
        starts[first] = max(starts.get(first, 0), len(surface.split()))
    return Words(function, compounds, frozenset(words[0] for words in compounds), nouns, starts, *_load_verbs())


def _load_verbs() -> tuple[dict[str, VerbForm], dict[str, tuple[VerbSense, ...]]]:
    senses: dict[str, list[VerbSense]] = {}
    irregular: dict[str, tuple[str, str]] = {}
    for row in read_table("verbs", ("lemma", "class", "forms")):
        head, *rest = row["lemma"].split()
        gap = "~" in rest
        senses.setdefault(head, []).append(VerbSense(head, row["class"], tuple(w for w in rest if w != "~"), gap))
        if row["forms"]:
            past, _, part = row["forms"].partition(",")
            if irregular.setdefault(head, (past, part or past)) != (past, part or past):
                raise LexiconError(f"verbs.tsv: two sets of irregular forms for {head!r}")
    tags: dict[str, tuple[str, set[str]]] = {}
    for head in senses:
        if head == "be":
            continue  # a function word
        forms = inflect(head)
        if head in irregular:
            forms["past"], forms["part"] = irregular[head]
        for tag, form in forms.items():
            lemma, known = tags.setdefault(form, (head, set()))
            if lemma == head:
                known.add(tag)
    found = {form: VerbForm(lemma, frozenset(known)) for form, (lemma, known) in tags.items()}
    # the most specific sense first
    ordered = {head: tuple(sorted(rows, key=lambda s: -len(s.rest))) for head, rows in senses.items()}
    return found, ordered
