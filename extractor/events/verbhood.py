"""Can a word be a verb where it stands? Closed-class words, its forms and its neighbours decide."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.events.groups import Phrase, VerbGroup
from extractor.events.tokens import Token
from extractor.mentions.words import VerbForm, Words

_PARTICIPLE_ADJECTIVES = frozenset("united so-called self-proclaimed armed aligned non-aligned detached".split())
_HEARSAY = frozenset({"claims", "reports", "hopes", "fears", "hints", "rumours", "rumors", "boasts", "worries"})
_BRINGS_ANOTHER = frozenset({"came", "comes", "followed", "follows", "arrived", "arrives"})
_WHERE = frozenset({"that", "in", "from", "by", "among", "at"})
_NOUNS_IN_ING = frozenset(
    (
        "meeting building hearing bombing shelling killing uprising ruling crossing sitting gathering training warning "
        "briefing landing rising housing funding opening signing hanging shooting beginning ending"
    ).split()
)


@dataclass(slots=True)
class Inversion:
    """ "Not until 1992 did | Peru | recognize …": the auxiliary stands before the subject, apart from its verb.

    negated: the fronted words deny the verb; reversal: they say since when it holds ("not until", "only in"); modal:
    that of a condition ("Should Peru recognize …, it would …").
    """

    auxiliary: VerbGroup
    kinds: list[str]
    negated: bool
    reversal: bool
    modal: str = ""

    def fits(self, form: VerbForm) -> bool:
        return bool(form.tags & ({"base"} if self.kinds[-1] in ("do", "modal") else {"part"}))


class Verbhood:
    """The tokens of a sentence, and which of them can be verbs."""

    def __init__(self, tokens: list[Token], words: Words) -> None:
        self.tokens, self.words = tokens, words
        self.phrases: list[Phrase] = []
        self.inversion: Inversion | None = None  # waits for its verb

    def _is_verb(self, i: int) -> bool:
        """Can the word at `i` be the head of a verb group where it stands?"""
        token = self.tokens[i]
        before = self.tokens[i - 1] if i else None
        form = token.form
        if form is None:
            return self._unknown_verb(token, before, i)
        if before is None and self._opens_hearsay(i, before):
            return False
        if (
            self.inversion is not None
            and self.inversion.fits(form)
            and before is not None
            and before.kind not in ("det", "posspron", "poss", "prep", "prepsub", "do", "modal", "have", "be")
        ):
            return True
        if before is None:
            if "s" in form.tags and token.noun != "relations" and self._opens_entry(i, token):
                return True
            return bool(form.tags & {"part", "ing"}) or not token.noun and not token.capital
        if token.noun and before.kind == "num":
            return False  # "admitted seven States"
        if self._opens_hearsay(i, before):
            return False
        if token.noun == "otherrel" and i + 1 < len(self.tokens) and self.tokens[i + 1].noun == "relations":
            return False  # "broke off trade relations"
        if before.name is not None and before.name.kind == "org" and form.tags <= {"base"}:
            return False  # "the UN force", "the NATO march"
        next_form = self.tokens[i + 1].form if i + 1 < len(self.tokens) else None
        adjective = before.name is not None and before.name.form == "adjective"
        if adjective and form.tags <= {"base"} and next_form is not None and next_form.tags & {"past"}:
            return False  # "a Soviet veto kept it out"
        if adjective and form.tags <= {"base"} and i > 1 and self.tokens[i - 2].low in ("a", "an"):
            return False  # "a British note of 1924"
        if token.low in _NOUNS_IN_ING and before.kind in ("name", "word", "num"):
            return False  # "the Ottawa meeting of 1954", "the UN building"
        if before.low == "that" and form.tags & {"past", "s"}:
            return token.noun != "relations" or not self._is_low(i + 1, "with", "between")  # "that ties with Peru …"
        if token.low == "date" and before.low == "that" and self._is_low(i + 1, "from", "back"):
            return True  # "relations that date from 1993"
        if before.low in ("all", "each") and i > 1 and (self.tokens[i - 2].kind == "name" or self._acts_apart(i - 1)):
            return True
        if before.low == "'s" and token.low in _BRINGS_ANOTHER and self._is_adjunct(i + 1):
            return True  # "Ireland's came in January"
        if before.kind in ("det", "posspron", "poss") or before.kind == "prep" and not form.tags & {"ing"}:
            return False
        if before.kind == "prepsub" and not form.tags & {"ing"}:
            return False
        if self._is_caused(i, form):
            return True
        if before.kind in ("to", "modal", "do", "be", "have", "neg"):
            return before.kind not in ("be", "have") or not form.tags <= {"base", "s"}  # "had been reports that"
        if before.kind == "pron":
            return True
        if token.noun == "relations":
            return False
        if before.kind == "adv":
            j = i - 1
            while j >= 0 and self.tokens[j].kind == "adv":
                j -= 1
            earlier = self.tokens[j] if j >= 0 else None
            if earlier is None or earlier.kind in ("det", "posspron", "poss"):
                return bool(form.tags & {"part", "ing", "past"}) and earlier is None
            return earlier.kind not in ("prep", "prepsub")
        if token.noun and token.noun != "leave" and form.tags <= {"base", "s"}:
            # "break", "ties", "links", "end": verbs only right after a subject and before what a verb takes
            if before.kind == "name" and before.name and before.name.form != "adjective" and "s" in form.tags:
                return self._takes_object(i) or self._ends_clause(i + 1)  # "Peru breaks."
            if "s" in form.tags and before.kind in ("mark", "word") and i + 1 < len(self.tokens):
                nearest = self.tokens[i + 1]
                return (
                    nearest.low in ("with", "off")
                    and token.noun != "plan"  # "talks with"
                    or nearest.noun == "relations"
                    or nearest.low == "diplomatic"
                    or before.kind == "mark"
                    and self._takes_object(i)
                )
            if "base" in form.tags and self._ends_ties(i):
                return True
            return before.kind in ("pron", "rel") or "base" in form.tags and self._follows_two(i)
        following: Token | None = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if form.tags <= {"base"}:
            if before.low in ("two", "both") and not token.noun and self._ends_clause(i + 1):
                return True  # "…, when the two resume."
            if before.text == ")" and (following is None or following.kind in ("mark", "prep", "det", "date")):
                return True
            # a bare form needs a plural subject or "to"
            return (
                before.kind in ("conj", "rel", "name", "mark")
                and (before.kind != "mark" or self._takes_object(i))
                or before.kind == "word"
                and before.low.endswith("s")
                and self._takes_object(i)
            )
        if form.tags <= {"s"} or form.tags <= {"base", "s"}:
            return (
                before.kind in ("name", "rel", "conj", "mark", "date")
                or before.kind == "word"
                and (self._takes_object(i) or before.capital and not token.capital and self._is_capital(i + 1))
            )
        if form.tags & {"past", "part"} and before.kind == "word" and not before.noun and before.low.endswith(("ly",)):
            return True
        if "ing" in form.tags and not form.tags & {"past", "part"}:
            return not (before.kind == "word" and before.noun == "otherrel")
        # "Spanish broken relations" cannot be told from an adjective
        adjective = before.kind == "name" and before.name is not None and before.name.form == "adjective"
        return not (adjective and following is not None and following.kind == "word" and bool(following.noun))

    def _opens_entry(self, i: int, token: Token) -> bool:
        """ "Severs relations with Taiwan", "Breaks off ties": what an entry of a chronology says its party does."""
        if token.noun:
            with_whom = token.noun == "rupture" and self._is_low(i + 1, "with")
            return with_whom or self._noun_at(i + 1) == "relations" or self._is_low(i + 1, "diplomatic", "off")
        return self._takes_object(i)

    def _is_caused(self, i: int, form: VerbForm) -> bool:
        """ "made Athens break with Bucharest", "saw Peru sever relations": a bare verb behind its subject."""
        if "base" not in form.tags or i < 2 or self.tokens[i - 1].kind != "name":
            return False
        cause = self.tokens[i - 2].form
        breaks = self._is_low(i + 1, "with", "off", "diplomatic") or self._noun_at(i + 1) == "relations"
        return cause is not None and cause.lemma in ("make", "see", "let", "watch") and breaks

    def _is_adjunct(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].kind in ("prep", "prepsub", "date", "adv")

    def _is_capital(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].kind == "word" and self.tokens[i].capital

    def _noun_at(self, i: int) -> str:
        return self.tokens[i].noun if i < len(self.tokens) else ""

    def _ends_ties(self, i: int) -> bool:
        """ "ties with Taipei end the same day": the subject is relations, and a date or the clause's end follows."""
        behind = [t.kind for t in self.tokens[i + 1 : i + 3]]
        if not (
            self._ends_clause(i + 1) or behind[:1] == ["date"] or behind in (["prep", "date"], ["prepsub", "date"])
        ):
            return False
        k = i - 1
        while k >= 0 and (self.tokens[k].kind in ("name", "det", "conj") or self.tokens[k].low in ("with", "between")):
            k -= 1
        ties = self.tokens[k] if 0 <= k < i - 1 else None
        return ties is not None and ties.noun == "relations" and ties.low.endswith("s")

    def _acts_apart(self, i: int) -> bool:
        """ "Chad and Mali, weary of the war, each recognized …": "each" between a comma and a verb with its object."""
        if not 0 < i < len(self.tokens) - 2 or self.tokens[i - 1].low != ",":
            return False
        verb, behind = self.tokens[i + 1].form, self.tokens[i + 2]
        return verb is not None and bool(verb.tags & {"past"}) and behind.kind in ("det", "name", "posspron")

    def _is_low(self, i: int, *words: str) -> bool:
        return i < len(self.tokens) and self.tokens[i].low in words

    def _follows_two(self, i: int) -> bool:
        """ "Togo and Gabon break ties", "Ecuador and Brazil break also": a plural subject before what may be a noun."""
        kinds = [token.kind for token in self.tokens[max(i - 3, 0) : i]]
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        behind = following is None or following.kind in ("mark", "adv") or following.low in ("with", "off")
        return kinds == ["name", "conj", "name"] and (behind or self._takes_object(i))

    def _opens_hearsay(self, i: int, before: Token | None) -> bool:
        """ "Claims that …", "In 1978 reports that …": nouns, where no subject stands before them."""
        if self.tokens[i].low not in _HEARSAY:
            return False
        behind = [token.low for token in self.tokens[i + 1 : i + 6]]
        if "that" not in behind or behind[0] not in _WHERE:
            return False
        return before is None or before.kind in ("date", "mark")

    def _ends_clause(self, i: int) -> bool:
        return i >= len(self.tokens) or self.tokens[i].kind in ("mark", "date")

    def _takes_object(self, i: int) -> bool:
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        return following is not None and (
            following.kind in ("det", "posspron", "prep", "prepsub", "adv", "to", "name", "pron")
            or following.noun == "relations"
            or following.low == "diplomatic"
        )

    def _unknown_verb(self, token: Token, before: Token | None, i: int) -> bool:
        if token.kind != "word" or token.noun or token.capital or before is None or token.low in _PARTICIPLE_ADJECTIVES:
            return False
        if before.kind == "rel" and token.low.endswith(("s", "ed")):
            return True
        if token.low.endswith("ed") and len(token.low) > 4:
            if before.kind in ("det", "posspron", "poss", "prep", "prepsub"):
                return False
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            return not (
                following is not None
                and following.kind == "word"
                and before.kind not in ("name", "pron", "rel", "be", "have", "adv")
            )
        if token.low.endswith("ing") and len(token.low) > 5:
            return before.kind in ("be",)
        if (
            token.low.endswith("s")
            and before.kind == "name"
            and before.name is not None
            and before.name.form != "adjective"
        ):
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            return following is not None and (following.kind in ("det", "posspron", "name") or bool(following.noun))
        if before.kind == "to":
            return self._takes_object(i) and self._noun_at(i + 1) != "relations"  # "returned to normal relations"
        return before.kind in ("modal",)
