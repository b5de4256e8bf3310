"""Words divided at the end of a line: with or without their hyphen?"""

from __future__ import annotations

import re

_LAST_WORD = re.compile(r"([\w'-]*[^\W_])[-\xad¬]\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# First parts that are rarely mere syllables. "re", "pre", "pro", "inter" are: re-cognition, pro-test.
_COMPOUND_FIRST = frozenset(re.findall(
    r"\w+",
    "well self non anti vice semi quasi half twenty thirty forty fifty sixty seventy eighty ninety "
    "cease short long post third world cross deputy commander secretary attorney consul left right "
    "two three four five six seven eight nine ten one",
))  # fmt: skip
# "ex" and "co" are both: an ex-president is expelled, a co-founder is covered.
_BY_SECOND = {
    "ex": re.compile(
        r"president|premier|prime|minister|king|ambassador|envoy|dictator|leader|communist|soviet|yugoslav|wife"
        r"|husband|guerrilla|rebel|combatant|enem|officer|soldier|chancellor|foreign|official|colon|spy|senator"
    ),
    "co": re.compile(r"o|found|author|chair|exist|sponsor|belliger|direct|president|prince|signator|religion"),
    "short": re.compile(r"term|lived|wave|range|sighted|handed"),
    "long": re.compile(r"term|lived|stand|range|distance|time|serving|awaited|running|planned"),
    "anti": re.compile(r"(?!cip|qu|pathy|dote|podes|mony)"),
    "post": re.compile(r"(?!pone|er\b|ers\b|ing|ed\b|age|ure|al\b|ulat|script)"),
    "cross": re.compile(r"border|strait|country|section|fire|party|cultural"),
    "right": re.compile(r"wing|hand"),
    "left": re.compile(r"wing|hand|lean"),
    "one": re.compile(r"party|time|sided|man|year|day|third|china"),
    "world": re.compile(r"wide|famous"),
    "non": re.compile(r"(?!sens|et|ag|chal)"),
    "ten": re.compile(r"year|day|month|point|nation|member"),
}
_LINKING = frozenset(("in", "of", "the", "à", "a", "to", "and", "by", "up", "de", "on", "for", "at"))


class HyphenJoiner:
    """Decides for one text, whose other words are the best witnesses: "expelled" or "ex-pelled"?"""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """`before` ends with the hyphen, `after` is the next line."""
        first, second = _LAST_WORD.search(before[-60:]), _FIRST_WORD.match(after)
        if before[-1] in "\xad¬" or first is None or second is None:
            return False
        whole, rest = first[1], second[0]
        if not rest[0].islower() or whole[-1].isdigit():  # Covid-19, Sino-Soviet, 22-nation
            return True
        *others, part = whole.casefold().split("-")
        if part in _LINKING and others:  # brother-in-law, vis-à-vis
            return True
        if self._words is None:
            self._words = frozenset(word.casefold() for word in _WORDS.findall(self._text))
        joined, hyphenated = part + rest in self._words, f"{part}-{rest}" in self._words
        if joined != hyphenated:
            return hyphenated
        if part in _BY_SECOND:
            return _BY_SECOND[part].match(rest) is not None
        return part in _COMPOUND_FIRST
