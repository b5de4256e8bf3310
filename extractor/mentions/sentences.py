"""Blocks and sentences of a cleaned text: headings, list items, paragraphs.

The text is the output of `extractor.documents.clean`: one block a line, blank lines between paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Half-open token span of a sentence, with the block it stands in."""

    start: int
    end: int
    block: int
    kind: BlockKind


_BULLET = re.compile(r"\s*(?:[*•·▪‣◦■●\-–—]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+)")
_MARKED_HEADING = re.compile(r"\s*(?:#{1,6}\s|==+.*==+\s*$|;|'''[^']*'''\s*$)")
_NOTE = re.compile(r"\s*\[\d{1,3}\]\s")  # "[42] Hilton 1979."
_SENTENCE_END = frozenset({".", "!", "?", "…"})
_CLOSERS = frozenset({'"', "”", "’", "'", "''", ")", "]", "»"})
_ABBREVIATIONS = frozenset(
    (
        "no nos art arts vol p pp st mt ft gen col lt sgt capt messrs mme mlle dr mr mrs ms prof hon rev sen "
        "rep gov pres amb cf vs al approx ca jan feb mar apr jun jul aug sept sep oct nov dec"
    ).split()
)
_INITIAL = re.compile(r"(?:[A-Z]\.)+$")
_STARTERS = frozenset(
    (
        "The A An In On At It He She They This That These Those But And However After Before When While Since "
        "Its Their His Both Two For By From With As If Although Despite During Later Relations Diplomatic"
    ).split()
)
_REFERENCE = re.compile(r"\s*\[[^\]]*\]$")  # "France breaks with Siam. [14]"
_MAX_HEADING_WORDS = 16
_SMALL_WORDS = frozenset("a an the and or of in on at to for by with from between among over under until since".split())


def block_kind(line: str) -> BlockKind:
    """What a line is, by its look: markup, length, closing punctuation, capitals."""
    text = line.strip()
    if _MARKED_HEADING.match(line):
        return BlockKind.HEADING
    words = text.split()
    if _BULLET.match(line):
        return BlockKind.ITEM
    if len(words) <= _MAX_HEADING_WORDS and not _NOTE.match(line):
        ends_open = _REFERENCE.sub("", text)[-1:] not in ".!?;,"
        capitals = sum(w[:1].isupper() or not w[:1].isalpha() for w in words if len(w) > 3 or w[:1].isupper())
        long_words = sum(1 for w in words if len(w) > 3 or w[:1].isupper())
        titled = long_words and capitals / long_words >= 0.8
        if ends_open and (titled or len(words) <= 7) and not text.startswith(("(", '"', "“")):
            return BlockKind.HEADING
        if (
            all(w[:1].isupper() or not w[:1].isalpha() or w.lower() in _SMALL_WORDS for w in words)
            and len(words) >= 2
            and ";" not in text
            and text.count(".") <= 1 + text.count("U.S.") * 2
            and re.search(r"\d{4}(?:[-–]\d{2,4})?\.?$", text)
        ):
            return BlockKind.HEADING  # "Diplomatic Relations Severed, 1961."
    return BlockKind.PROSE


def split_sentences(texts: Sequence[str]) -> list[Sentence]:
    """Sentences of a Doc given as its token strings; newline tokens always end one."""
    sentences: list[Sentence] = []
    # one pass over all tokens for the few that can end something
    ends = {text for text in set(texts) if text[-1] in ".!?…\n" or "\n" in text}
    stops = [i for i, text in enumerate(texts) if text in ends]
    block = start = 0
    within: list[int] = []
    for i in [*stops, len(texts)]:
        if i < len(texts) and "\n" not in texts[i]:
            within.append(i)
            continue
        if i > start:
            _split_block(texts, start, i, block, within, sentences)
            block += 1
        start, within = i + 1, []
    return sentences


def _split_block(
    texts: Sequence[str], start: int, end: int, block: int, stops: list[int], sentences: list[Sentence]
) -> None:
    """`stops`: the tokens of the block that may end a sentence."""
    line = _join(texts[start:end]) if end - start <= 40 else ""
    kind = block_kind(line) if line else BlockKind.ITEM if texts[start] in "*•·▪-–—" else BlockKind.PROSE
    if kind is BlockKind.HEADING:
        sentences.append(Sentence(start, end, block, kind))
        return
    first = start
    for stop in stops:
        if stop >= first and _ends_sentence(texts, stop, start, end) and not _is_aside(texts, first, stop, end):
            behind = stop + 1
            while behind < end and texts[behind] in _CLOSERS:
                behind += 1
            sentences.append(Sentence(first, behind, block, kind))
            first = behind
    if first < end:
        sentences.append(Sentence(first, end, block, kind))


_ASIDE = 10  # tokens in which the brackets close


def _is_aside(texts: Sequence[str], first: int, stop: int, end: int) -> bool:
    """ "Ethiopia (Ethiopia! The Emperor!) on the 23rd": an outcry between brackets in the middle of a sentence."""
    if texts[stop] not in "!?":
        return False
    before = texts[first + 1 : stop]
    opened = "(" in before and ")" not in before[len(before) - 1 - before[::-1].index("(") :]
    return opened and ")" in texts[stop : min(stop + _ASIDE, end)]


def _ends_sentence(texts: Sequence[str], i: int, start: int, end: int) -> bool:
    text = texts[i]
    nxt = i + 1
    while nxt < end and texts[nxt] in _CLOSERS:
        nxt += 1
    following = texts[nxt] if nxt < end else ""
    if text in _SENTENCE_END:
        if not following:
            return True
        before = texts[i - 1].lower() if i > start else ""
        if before in _ABBREVIATIONS and text == "." and not following[:1].islower():
            return following in _STARTERS and before not in ("no", "st", "dr", "mr", "gen")
        return not following[:1].islower() and following not in (",", ";", ":")
    if text.endswith(".") and len(text) > 2 and following in _STARTERS:
        # "… to the U.S. The embassy …": the full stop of an abbreviation ends the sentence too
        return bool(_INITIAL.match(text)) and len(text) > 2 or text.lower() in ("etc.", "inc.", "co.", "a.m.", "p.m.")
    return False


def _join(texts: Sequence[str]) -> str:
    """The tokens as a line, near enough to judge its look."""
    return " ".join(texts).replace(" - ", "-").replace(" .", ".").replace(" ,", ",").replace(" :", ":")
