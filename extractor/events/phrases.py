"""Step 1 of the shallow parser: the tokens of a sentence become noun groups, verb groups and marks.

No part-of-speech model: closed-class words, the verb and noun lexicons, and the neighbours decide. A word that no
lexicon knows is taken for part of a noun group, unless its ending and its place make it a verb.
"""

from __future__ import annotations

from extractor.events.apposition import name_groups
from extractor.events.groups import UNTRULY, DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.list_dates import date_fronted, pair_respectively
from extractor.events.lists import attach_of, coordinate
from extractor.events.noun_groups import NounGroups
from extractor.events.tokens import MARKS, Token
from extractor.events.verb_groups import VerbGroups
from extractor.mentions.words import Words

_LINKS = frozenset({"prep", "prepsub", "conj", "rel", "sub"})
_OPENS_VERB_GROUP = frozenset({"to", "modal", "have", "do", "be", "neg", "adv"})
_TIMES = frozenset(
    "time day year month date week point moment stage summer spring autumn winter decade night period hour".split()
)
_QUANTIFIERS = frozenset({"both", "all", "each", "neither", "most"})
_THEM = frozenset({"them", "which", "whom", "these"})
_EMPHATIC = frozenset({"itself", "themselves", "himself", "herself"})


def read_phrases(tokens: list[Token], words: Words) -> list[Phrase]:
    """Group tokens into phrases, left to right."""
    reader = _PhraseReader(tokens, words)
    phrases = attach_of(date_fronted(coordinate(_pair_by_dash(reader.read()))))
    for token in tokens:
        if token.low == "respectively":
            phrases = pair_respectively(phrases, token.start)
    return name_groups(_drop_quantifiers(phrases))


def _pair_by_dash(phrases: list[Phrase]) -> list[Phrase]:
    """ "relations Paris – Hanoi", in the notes of a chronology: relations between Paris and Hanoi."""
    for i in range(len(phrases) - 3):
        relations, one, dash, other = phrases[i : i + 4]
        if (
            isinstance(dash, Mark)
            and dash.kind in ("dash", "hyphen")
            and isinstance(relations, NounGroup)
            and relations.cls in _OF_TWO
            and all(isinstance(p, NounGroup) and p.cls == "state" for p in (one, other))
        ):
            between = Mark(one.start, one.start, "prep", "between")
            joined = Mark(dash.start, dash.end, "conj", "and")
            return [*phrases[: i + 1], between, one, joined, *_pair_by_dash(phrases[i + 3 :])]
    return phrases


_OF_TWO = frozenset("relations rupture establishment resumption suspension".split())


def _drop_quantifiers(phrases: list[Phrase]) -> list[Phrase]:
    """ "A and B, both founding members of X", "the six, all of them members of X": who they are is said before."""
    dropped: set[int] = set()
    for k, phrase in enumerate(phrases):
        if not (isinstance(phrase, NounGroup) and phrase.cls == "pron" and phrase.head in _QUANTIFIERS):
            continue
        of, them = (phrases[j] if j < len(phrases) else None for j in (k + 1, k + 2))
        partitive = isinstance(of, Mark) and of.low == "of" and isinstance(them, NounGroup) and them.head in _THEM
        behind = k + 3 if partitive else k + 1
        group = phrases[behind] if behind < len(phrases) else None
        before = phrases[k - 1] if k else None
        if isinstance(before, Mark) and isinstance(group, NounGroup) and group.cls == "member":
            dropped.update(range(k, behind))
    return [p for k, p in enumerate(phrases) if k not in dropped] if dropped else phrases


_HOLDING = frozenset("share have enjoy maintain keep retain possess".split())


class _PhraseReader(VerbGroups, NounGroups):
    """Groups tokens into phrases, from left to right."""

    def read(self) -> list[Phrase]:
        i = 0
        while i < len(self.tokens):
            i = self._step(i)
        return self.phrases

    def _step(self, i: int) -> int:
        token = self.tokens[i]
        if token.kind in _LINKS:
            self.phrases.append(Mark(token.start, token.end, token.kind, token.low))
            return i + 1
        if token.kind == "mark":
            self.phrases.append(Mark(token.start, token.end, MARKS[token.text], token.low))
            return i + 1
        if token.kind == "date":
            assert token.date is not None
            self.phrases.append(DateGroup(token.start, token.end, token.date))
            return i + 1
        if self._describes_ties_held(i):
            return i + 1
        into_being = token.low == "being" and i > 0 and self.tokens[i - 1].low == "into"
        if not into_being and (
            token.kind in _OPENS_VERB_GROUP
            or token.kind == "word"
            and (token.form or token.low.endswith(("ed", "ing", "s")))
        ):
            end = self._verb_group(i)
            if end:
                return end
        if token.kind in ("to", "neg"):
            kind = "prep" if token.kind == "to" else token.kind
            self.phrases.append(Mark(token.start, token.end, kind, token.low))
            return i + 1
        if token.low in ("that", "those") and self._is_low(i + 1, "of") and (event := self._last_event_noun()):
            self.phrases.append(NounGroup(token.start, token.end, event.cls, event.head, det=token.low))
            return i + 1  # "the accession of Chad in 1960 and that of Mali in 1961"
        if token.low == "that" and self._is_low(i + 1, "of") and self._after_government_that_was():
            return i + 2  # "The first government to recognize it was that of Peru": it was Peru
        if token.low == "that" and not self._starts_noun(i):
            self.phrases.append(Mark(token.start, token.end, "that", token.low))
            return i + 1
        if (
            token.low in ("all", "each")
            and self.phrases
            and (isinstance(self.phrases[-1], NounGroup) or self._acts_apart(i))
            and i + 1 < len(self.tokens)
            and (self.tokens[i + 1].form or self.tokens[i + 1].kind in ("have", "be", "do", "modal"))
        ):
            return i + 1  # "Iraq, Egypt and Syria all cut their ties"
        if token.low in _EMPHATIC and self.phrases and isinstance(self.phrases[-1], NounGroup):
            return i + 1  # "South Africa itself in 1994"
        if token.low in UNTRULY and self._stands_apart(i):
            for verb in [p for p in self.phrases if isinstance(p, VerbGroup)][-1:]:
                verb.adverbs += (token.low,)  # "reported in 1970, wrongly, that …"
        if token.low == "all but" and i + 1 < len(self.tokens) and self.tokens[i + 1].kind in ("name", "det"):
            self.phrases.append(Mark(token.start, token.end, "prep", "except"))
            return i + 1  # "all but Ecuador entered the League": not Ecuador
        if token.kind == "adv" or token.kind in ("modal", "have", "do", "be", "poss") and not into_being:
            return i + 1
        return self._noun_group(i)

    def _describes_ties_held(self, i: int) -> bool:
        """ "shared normalized relations with Chad": what the relations were like, no act."""
        verb = self.phrases[-1] if self.phrases else None
        return (
            isinstance(verb, VerbGroup)
            and verb.lemma in _HOLDING
            and self.tokens[i].low.endswith("ed")
            and i + 1 < len(self.tokens)
            and self.tokens[i + 1].noun == "relations"
        )

    def _after_government_that_was(self) -> bool:
        last = self.phrases[-1] if self.phrases else None
        if not isinstance(last, VerbGroup) or last.lemma != "be":
            return False
        head = next((p for p in self.phrases if isinstance(p, NounGroup)), None)
        return head is not None and head.cls == "official"

    def _stands_apart(self, i: int) -> bool:
        around = self.tokens[max(i - 1, 0) : i] + self.tokens[i + 1 : i + 2]
        return len(around) == 2 and all(token.kind == "mark" for token in around)

    def _starts_noun(self, i: int) -> bool:
        """Is "that" a determiner here ("that month", "that regime")? Not before a subject and its verb."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following and following.low in ("same", "very"):
            return True
        if i and self.tokens[i - 1].kind in ("prep", "prepsub") and following and following.low in _TIMES:
            return True  # "by that time"
        return bool(
            following
            and following.kind == "word"
            and following.noun
            and not following.form
            and not following.text[:1].isupper()
            and not (following.noun == "relations" and following.low.endswith("s"))  # "it was in 1990 that ties …"
        )
