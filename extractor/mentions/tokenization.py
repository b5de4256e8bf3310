"""A text as parallel lists of token strings, lower case and offsets: what all later steps read.

The tokens are those of spaCy's English tokenizer. Where the pipeline has that tokenizer, they are made without a Doc:
a text is cut at its blanks, and each chunk's tokens are looked up; a chunk of a plain shape not seen before is split
here by the same rules, any other one by spaCy. Where it has another tokenizer, they are read from the Doc.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # spaCy takes longer to import than all else: whoever does not tokenize need not wait for it
    from spacy.language import Language
    from spacy.tokens import Doc

MOST_CACHED = 200_000  # chunks, and words, that are kept between texts


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """The i-th token is `texts[i]`, in lower case `lows[i]`, and begins at `text[starts[i]]`."""

    text: str
    texts: list[str]
    lows: list[str]
    starts: list[int]


# ---- from a Doc ----


class DocReader:
    """Reads the tokens of Docs from their arrays, since Token objects and the string store are dear."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        self._lower: dict[int, str] = {}

    def read(self, doc: Doc) -> TokenizedText:
        import numpy as np

        if not len(doc):
            return TokenizedText("", [], [], [])
        array = doc.to_array(["ORTH", "SPACY"])
        orths = array[:, 0].tolist()
        if len(self._known) > MOST_CACHED:
            self._known, self._lower = {}, {}
        for orth in set(orths).difference(self._known):
            text = doc.vocab.strings[orth]
            self._known[orth], self._lower[orth] = text, text.lower()
        texts = [self._known[orth] for orth in orths]
        widths = np.array([len(text) for text in texts]) + array[:, 1].astype(np.int64)
        starts = (np.cumsum(widths) - widths).tolist()
        return TokenizedText(doc.text, texts, [self._lower[orth] for orth in orths], starts)


# ---- without a Doc ----

_CHUNK = re.compile(r"\S+ ?|\s+")
_OPENING = frozenset('(["“')
_CLOSING = frozenset(',;:!?)]"”’')
_ENDING = frozenset(",;:!?)")
_BEFORE_CLOSING = frozenset(').,!?"”]')
_BEFORE_STOP = frozenset(')"”]')

_Chunk: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]


class ChunkTokenizer(dict[str, _Chunk]):
    """Splits texts like `tokenizer`, spaCy's with the English rules.

    Maps a chunk, which owns the blank behind it if it has one, to the texts, lows and widths of its tokens.
    """

    def __init__(self, tokenizer: Any) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._rules: dict[str, Any] = tokenizer.rules
        self._size = len(self._rules)

    def read(self, text: str) -> TokenizedText:
        if len(self) > MOST_CACHED or len(self._rules) != self._size:  # or a special case was added
            self.clear()
            self._size = len(self._rules)
        texts: list[str] = []
        lows: list[str] = []
        widths: list[int] = []
        for own, lower, wide in map(self.__getitem__, _CHUNK.findall(text)):
            texts += own
            lows += lower
            widths += wide
        starts = list(accumulate(widths, initial=0))
        starts.pop()
        return TokenizedText(text, texts, lows, starts)

    def __missing__(self, chunk: str) -> _Chunk:
        word = chunk[:-1] if chunk[-1] == " " and not chunk.isspace() else chunk
        if _is_plain(word) and word not in self._rules:  # by far the most
            self[chunk] = plain = (word,), (word.lower(),), (len(chunk),)
            return plain
        texts = self.split(word)
        if len(texts) == 1:
            found: _Chunk = tuple(texts), (word.lower(),), (len(chunk),)
        else:
            widths = [len(text) for text in texts]
            widths[-1] += len(chunk) - len(word)
            found = tuple(texts), tuple([text.lower() for text in texts]), tuple(widths)
        self[chunk] = found
        return found

    def split(self, word: str) -> Sequence[str]:
        """The tokens of a chunk without blanks."""
        rules = self._rules
        if word not in rules:
            if _is_plain(word) or _YEARS.fullmatch(word):
                return (word,)
            stem, last = word[:-1], word[-1]  # the most frequent shapes
            plain_end = last in _ENDING or last == "." and stem[-1:].islower()
            if plain_end and _is_plain(stem) and stem not in rules:
                return stem, last
            plain = self._split_plain(word)
            if plain is not None:
                return plain
        return [token.text for token in self._tokenizer(word)]

    def _split_plain(self, word: str) -> list[str] | None:
        """spaCy's splitting of affixes for words of letters or digits with common marks; None for all other shapes."""
        before: list[str] = []
        behind: list[str] = []
        while len(word) > 1:
            prefix = word[0] in _OPENING
            if prefix and not word[1].isalnum():
                return None
            suffix = _suffix_length(word[prefix:])
            if suffix is None or prefix + suffix >= len(word):
                return None
            if not prefix and not suffix:
                break
            if prefix and word[1:] in self._rules or suffix and word[:-suffix] in self._rules:
                return None
            if prefix:
                before.append(word[0])
            if suffix:
                behind.append(word[-suffix:])
            word = word[prefix : len(word) - suffix]
            if word in self._rules:
                return None
        parts = word.split("-")
        numbers = word.isascii() and all(map(str.isdigit, parts))
        if not (numbers or all(map(_is_plain, parts)) or _YEARS.fullmatch(word)):
            return None
        if behind and parts[-1] + behind[-1] in self._rules:
            return None  # "mid-Jan.", which spaCy mends behind the splitting
        middle = [token for part in parts for token in (part, "-")][:-1]
        return [*before, *middle, *reversed(behind)]


def _suffix_length(word: str) -> int | None:
    """Length of the suffix that spaCy's rules take off a word; None if unsure."""
    last, before = word[-1], word[-2:-1]
    if last in _CLOSING:
        if before.isalnum() or before in _BEFORE_CLOSING and last not in (before, ":"):  # "):" is a face
            return 1
        return None
    if last == ".":
        if before.islower() or before.isdigit() or before in _BEFORE_STOP:
            return 1
        if before.isupper():
            return 1 if word[-3:-2].isupper() else 0 if len(word) == 2 else None
        return None
    if last in "sS" and before in ("'", "’"):
        return 2 if word[-3:-2].isalpha() else None
    return 0 if word.replace("-", "").isdigit() or word.replace("-", "").isalpha() or _YEARS.fullmatch(word) else None


_YEARS = re.compile(r"1\d\d0s|\d?(?:1st|2nd|3rd|[4-9]th)|1\dth", re.ASCII)  # "the 1960s", "the 19th"


def _is_plain(word: str) -> bool:
    """Letters of which no rule of spaCy's takes one off."""
    return word.isalpha() and (word.isascii() or max(word) < "ɐ" and "ª" not in word and "º" not in word)


def text_reader(nlp: Language) -> Callable[[str], TokenizedText]:
    """How to tokenize texts as a pipeline does, in the quickest way that its tokenizer allows."""
    if has_english_rules(nlp):
        return ChunkTokenizer(nlp.tokenizer).read
    docs = DocReader()
    return lambda text: docs.read(nlp.make_doc(text))


@cache
def _english() -> Any:
    import spacy

    return spacy.blank("en").tokenizer


def has_english_rules(nlp: Language) -> bool:
    """Whether a pipeline splits affixes as spaCy's English does. Its special cases may be its own."""
    tokenizer = nlp.tokenizer
    return type(tokenizer) is type(_english()) and all(
        _pattern(getattr(tokenizer, part)) == _pattern(getattr(_english(), part))
        for part in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match")
    )


def _pattern(method: Any) -> Any:
    """The pattern of a bound method of a compiled one."""
    return getattr(getattr(method, "__self__", None), "pattern", method)
