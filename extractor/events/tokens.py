"""The tokens of a sentence with names, dates and fixed phrases as single tokens, each with its word class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractor.mentions.names import NameMention
from extractor.mentions.tokenization import MOST_CACHED
from extractor.mentions.words import VerbForm, Words
from extractor.normalization.dates import DateMention

MARKS = {
    ",": "comma", ";": "semi", ":": "colon", "—": "dash", "–": "dash", "--": "dash", "-": "hyphen",
    "(": "open", "[": "open", ")": "close", "]": "close",
    "/": "conj",
    ".": "stop", "!": "stop", "?": "stop", "…": "stop", "...": "stop",
}  # fmt: skip
_OFFICE_PREFIXES = frozenset({"then", "ex", "vice", "now", "former", "co"})
_QUOTES = frozenset("\"'“”‘’«»``''") | {"``", "''"}
_DEPENDENT = frozenset("neither one more less most even".split())
_BULLETS = frozenset("*•·▪‣◦#|") | {"##", "###", "**"}
_NOT_ADVERBS = frozenset(
    (
        "ally family assembly supply reply monopoly anomaly bully belly jelly rally fly early only italy july "
        "apply comply rely multiply"
    ).split()
)
_NONE: frozenset[str] = frozenset()
_OWNERS = frozenset({"name", "word", "num", "date"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


@dataclass(slots=True)
class Token:
    """A token, or several that form one name, date or fixed phrase; [start, end) counts tokens of the Doc."""

    start: int
    end: int
    text: str
    low: str
    kind: str  # name, date, mark, quote, poss, num, word, or a class of function_words
    noun: str = ""
    form: VerbForm | None = None
    name: NameMention | None = None
    date: DateMention | None = None

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def _kind(low: str, words: Words) -> str:
    kind = words.function.get(low, "num" if low[:1].isdigit() else "word")
    adverb = kind == "word" and low.endswith("ly") and len(low) > 4
    return "adv" if adverb and low not in words.nouns and low not in _NOT_ADVERBS else kind


_Reading: TypeAlias = tuple[str, str, str, VerbForm | None]  # low, kind, noun, form


class _PlainWords(dict[str, tuple[_Reading, frozenset[str]] | None]):
    """What each word is, read once, and the words of which one may stand behind it in a phrase with a meaning of its
    own; None where what it is depends on the words beside it.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        seconds: dict[str, set[str]] = {}
        for first, second, *_ in words.compounds:
            seconds.setdefault(first, set()).add(second)
        for noun in words.nouns:
            if " " in noun:
                first, second, *_ = noun.split()
                seconds.setdefault(first, {"-"}).update((second, second.partition("'")[0]))  # "'s" is a token
        self._seconds = {first: frozenset(found) for first, found in seconds.items()}

    def __missing__(self, text: str) -> tuple[_Reading, frozenset[str]] | None:
        low, words = text.lower(), self.words
        reading = low, _kind(low, words), words.nouns.get(low, ""), words.forms.get(low)
        alone = text[0].isalnum() and low not in _DEPENDENT
        found = (reading, self._seconds.get(low, _NONE)) if alone else None
        if len(self) > MOST_CACHED:
            self.clear()
        self[text] = found
        return found


class TokenReader:
    """Turns spans of a Doc into Tokens, with names and dates already found as single tokens."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._plain = _PlainWords(words)

    def read(
        self,
        texts: Sequence[str],
        offset: int,
        names: dict[int, NameMention],
        dates: dict[int, tuple[int, DateMention]],
    ) -> list[Token]:
        """`texts`: the token strings of a sentence, whose first token has index `offset` in the Doc.

        names, dates: by index of their first token.
        """
        words, plain = self.words, self._plain
        tokens: list[Token] = []
        i, n = 0, len(texts)
        while i < n:
            at = offset + i
            text = texts[i]
            if (name := names.get(at)) is not None:
                if self._is_modifier(texts, name.end - offset):
                    end = name.end - offset + 2  # "Moscow-backed"
                    joined = "".join(texts[i:end])
                    tokens.append(Token(at, offset + end, joined, joined.lower(), "word"))
                    i = end
                    continue
                tokens.append(Token(at, name.end, name.text, name.text.casefold(), "name", name=name))
                i = name.end - offset
                continue
            if at in dates:
                end, date = dates[at]
                tokens.append(Token(at, end, date.text, date.text.casefold(), "date", date=date))
                i = end - offset
                continue
            following = texts[i + 1] if i + 1 < n else ""
            if following != "-" and (found := plain[text]) is not None:
                (low, kind, noun, form), seconds = found
                if not seconds or following.lower().replace("’", "'") not in seconds:
                    if kind == "adv" and i and not seconds and text[0].isupper() and low not in words.function:
                        kind = "word"  # "Kelly", "Emily"
                    tokens.append(Token(at, at + 1, text, low, kind, noun, form))
                    i += 1
                    continue
            low = text.lower()
            if not text[0].isalnum():
                if text in MARKS:
                    tokens.append(Token(at, at + 1, text, low, "mark"))
                    i += 1
                    continue
                skipped = text in _QUOTES or not text.strip() or text in _BULLETS
                if text in _POSSESSIVE and tokens and tokens[-1].end == at and tokens[-1].kind in _OWNERS:
                    tokens.append(Token(at, at + 1, text, low, "poss"))
                    skipped = True
                if skipped:
                    i += 1
                    continue
            length, noun = self._noun(texts, i, low) if low in words.noun_starts else (1, "")
            compound = self._compound(texts, i) if low in words.compound_starts else ()
            if compound and len(compound) >= length:  # "no longer", but "no longer welcome"
                joined = " ".join(compound)
                tokens.append(Token(at, at + len(compound), joined, joined, words.compounds[compound]))
                i += len(compound)
                continue
            if length > 1:
                joined = " ".join(texts[i : i + length])
                tokens.append(Token(at, at + length, joined, joined.lower(), "word", noun=noun))
                i += length
                continue
            joined, width = text, 1
            if i + 2 < n and texts[i + 1] == "-":
                joined, width = self._hyphenated(texts, i)
                low = joined.lower()
            kind = _kind(low, words)
            if low == "neither" and i + 1 < n and texts[i + 1].lower() in words.forms:
                kind = "neg"
            elif low == "neither" and i + 1 < n and texts[i + 1].lower() not in words.function:
                kind = "det"  # "neither case"
            if low == "one" and i + 1 < n and texts[i + 1].islower() and texts[i + 1].lower() not in words.function:
                kind = "num"
            if low in ("more", "less", "most", "even") and i + 1 < n and texts[i + 1].lower().endswith("ly"):
                kind = "adv"
            noun = words.nouns.get(low, "")
            if width > 1 and not noun and low.split("-")[0] in _OFFICE_PREFIXES:
                noun = words.nouns.get(low.split("-")[-1], "")  # "then-president", "ex-ambassador"
            tokens.append(Token(at, at + width, joined, low, kind, noun, words.forms.get(low)))
            i += width
        return tokens

    def _compound(self, texts: Sequence[str], i: int) -> tuple[str, ...]:
        lows = tuple(map(str.lower, texts[i : i + 4]))
        for width in (4, 3, 2):
            found = lows[:width]
            if found in self.words.compounds:
                return found
        return ()

    @staticmethod
    def _is_modifier(texts: Sequence[str], i: int) -> bool:
        return i + 1 < len(texts) and texts[i] == "-" and texts[i + 1].islower() and texts[i + 1].isalpha()

    def _noun(self, texts: Sequence[str], i: int, low: str) -> tuple[int, str]:
        longest = self.words.noun_starts.get(low, 0)
        for length in range(min(longest, len(texts) - i), 1, -1):
            noun = self.words.nouns.get(" ".join(texts[i : i + length]).replace("’", "'").replace(" '", "'").lower())
            if noun:
                return length, noun
            noun = (
                self.words.nouns.get("".join(texts[i : i + length]).lower()) if "-" in texts[i : i + length] else None
            )
            if noun:
                return length, noun
        return 1, ""

    def _hyphenated(self, texts: Sequence[str], i: int) -> tuple[str, int]:
        """spaCy splits "re-established"; look it up whole, and else by its last part."""
        if i + 2 < len(texts) and texts[i + 1] == "-" and texts[i][-1:].isalpha() and texts[i + 2][:1].isalpha():
            return f"{texts[i]}-{texts[i + 2]}", 3
        return texts[i], 1
