"""Whether a document can hold an event at all: regular expressions over the raw text, before anything is tokenized.

The words are those of the gate, so that what it would let through is not missed: a word that names an event alone; two
that do so together in a paragraph; a word of membership beside an organization or below its name; a heading or title
that says what its section is about. And somebody must be named who can be a party. RE2 reads each text once, at a
fraction of what tokens cost, however many the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import re2

from extractor.documents import clean
from extractor.events.frames.envoys import PAPACY
from extractor.events.gate import Gate
from extractor.events.scene import HEADING_STEMS, tells_who_joined
from extractor.mentions.names import surfaces
from extractor.schema import Document

# Cleaning may join the parts of a word across these: read such a text as a whole. Plain prose has none.
_MARKS = r"[\x00-\x08\x0e-\x1b\x7f\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}\x{fb00}-\x{fb06}]"
_MARKUP = r"\*\*|__|'''|\]\(|\[\["
_PARTIES = frozenset({"state", "leader", "uncoded", "group"})
_LONGEST_HEADING = 250  # characters; sixteen words, unless marked
_MARKED_LINE = frozenset("#=;' \t")


class Prefilter:
    """Built from the gate's words and the names of the gazetteers."""

    def __init__(self, gate: Gate) -> None:
        names = surfaces()
        organizations = [name for name, (kind, _) in names.items() if kind == "org"]
        parties = [name for name, (kind, _) in names.items() if kind in _PARTIES]
        self._parties_or_marks = _compile([_words(parties, fold=False), _words(PAPACY), _MARKS, _MARKUP])
        self._alone = _compile([_words(gate.alone), _MARKS, _MARKUP])
        pairs = (*gate.together, *gate.beside)
        self._pairs = tuple((_compile([_words(first)]), _compile([_words(second)])) for first, second in pairs)
        self._organizations = _compile([_words(organizations, fold=False)])
        self._joining = _compile([_words(gate.joining | {"since", "from", "first into"})])  # "in NATO since 1952"
        stems = "(?i:" + "|".join(map(re.escape, HEADING_STEMS)) + ")"
        self._stems = _compile([stems])
        # Most texts have nothing of all this: one look spares them the others.
        nouns = frozenset().union(*(first for first, _ in gate.together))
        self._any = _compile([
            _words(gate.alone | nouns), _MARKS, _MARKUP, _words(organizations, fold=False), stems,
            *(_in_a_line(*pair) for first, second in gate.beside for pair in ((first, second), (second, first))),
        ])  # fmt: skip

    def passes(self, text: str, title: str = "") -> bool:
        """False only if no event can be read from the text. The quickest to answer where most texts hold none."""
        raw, head = text.encode(errors="replace"), title.encode(errors="replace")
        both = b"%b\n%b" % (head, raw)
        return bool(self._any.search(both) and self._parties_or_marks.search(both) and self._is_triggered(raw, head))

    def passes_document(self, document: Document) -> bool:
        """The same of a document that has come as far as the tokenizer, as hardly any does that holds no event.

        Of its clean text, where cleaning rejoins words that the ends of lines divide. Neither parties nor organizations
        are looked for: the automata for their names take longer to build than some texts take to read.
        """
        text = clean(document).text if document.reflow else document.text
        raw, head = text.encode(errors="replace"), document.title.encode(errors="replace")
        return self._tells(raw, head) or bool(self._joining.search(raw))

    def _is_triggered(self, raw: bytes, head: bytes) -> bool:
        """Do words stand together that open the gate?"""
        return bool(
            self._tells(raw, head)
            or self._together(raw, self._organizations, self._joining)
            or self._organizations.search(head or raw.lstrip().partition(b"\n")[0])
            and self._joining.search(raw)
        )

    def _tells(self, raw: bytes, head: bytes) -> bool:
        """The same, without those for which an organization must be named."""
        return bool(
            self._alone.search(raw)
            or self._stems.search(head)
            or head
            and tells_who_joined(head.decode(errors="replace"), named=True)
            or any(self._together(raw, nouns, partners) for nouns, partners in self._pairs)
            or self._has_topical_heading(raw)
        )

    def _together(self, raw: bytes, first: re2._Regexp[bytes], second: re2._Regexp[bytes]) -> bool:
        """Do both stand in one line?"""
        at = 0
        while match := first.search(raw, at):
            start, at = _line_around(raw, match.start() + 1)
            if second.search(raw[start:at]):
                return True
        return False

    def _has_topical_heading(self, raw: bytes) -> bool:
        at = 0
        while match := self._stems.search(raw, at):
            start, at = _line_around(raw, match.start())
            line = raw[start:at].decode(errors="replace")
            if len(line.strip()) <= _LONGEST_HEADING or line[:1] in _MARKED_LINE:
                return True
        return False


def _line_around(raw: bytes, at: int) -> tuple[int, int]:
    end = raw.find(b"\n", at)
    return raw.rfind(b"\n", 0, at) + 1, len(raw) if end < 0 else end


def _words(words: Iterable[str], *, fold: bool = True) -> str:
    """One of the words, between characters that are no ASCII letters: every token of that form is found, and more."""
    return rf"(?:^|[^A-Za-z])(?{'i' if fold else ''}:{_alternatives(words)})(?:$|[^A-Za-z])"


def _in_a_line(first: Iterable[str], second: Iterable[str]) -> str:
    """The same of two words, one behind the other."""
    between = r"(?:[^A-Za-z\n][^\n]*)?[^A-Za-z\n]"
    return rf"(?:^|[^A-Za-z])(?i:{_alternatives(first)}){between}(?i:{_alternatives(second)})(?:$|[^A-Za-z])"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words))


def _compile(alternatives: Iterable[str]) -> re2._Regexp[bytes]:
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return re2.compile("|".join(alternatives).encode(), options)
