"""Verbs with their auxiliaries: tense, voice, negation, and the senses whose words stand behind them."""

from __future__ import annotations

from extractor.events.groups import DateGroup, Mark, VerbGroup
from extractor.events.tokens import MARKS, Token
from extractor.events.verbhood import Inversion, Verbhood
from extractor.mentions.words import VerbSense
from extractor.normalization.dates import DateKind

# What brings the auxiliary before the subject when it stands in front.
_DENYING_FRONTS = frozenset("never nor neither not no hardly scarcely rarely seldom little".split())
_LINKS = frozenset({"and", "but", "yet"})
_RESTRICTING = frozenset({"only", "never", "nowhere"})
_HARDLY = frozenset("hardly scarcely barely".split()) | {"no sooner"}
_REVERSING_FRONTS = frozenset({("not", "until"), ("not", "till"), ("not", "before")})
_NOT_DENIED = frozenset({"only", "merely", "just", "simply"})  # "not only recognized it but …"
_LONGEST_FRONT = 40  # tokens
_LONGEST_ASIDE = 8  # tokens
_PREPOSITIONS = frozenset({"in", "into", "to", "on"})
_WITHOUT_OBJECT = frozenset({"become", "come"})  # "both republics become members": no passive participle


class VerbGroups(Verbhood):
    """Reads the verb groups of a sentence."""

    def _verb_group(self, i: int) -> int:
        """Read a verb group that begins at token `i`; the index behind it, or 0."""
        tokens = self.tokens
        j, n = i, len(self.tokens)
        aux: list[str] = []
        adverbs: list[str] = []
        dates: list[Token] = []
        negated = to = False
        modal = ""
        if tokens[j].kind not in ("to", "modal", "have", "do", "be", "neg", "adv", "word"):
            return 0
        if tokens[j].kind == "adv":  # adverbs open a verb group only if auxiliaries or the verb follow at once
            k = j
            while k < n and tokens[k].kind in ("adv", "neg"):
                k += 1
            if k == n or not (
                tokens[k].kind in ("modal", "have", "do", "be") or tokens[k].kind == "word" and self._is_verb(k)
            ):
                return 0
        while j < n:
            token = tokens[j]
            if token.kind == "to":
                if j > i:
                    break
                to = True
            elif token.kind == "modal":
                modal = token.low
                aux.append("modal")
            elif token.kind in ("have", "do", "be"):
                aux.append(
                    "being"
                    if token.low == "being"
                    else "been"
                    if token.low == "been"
                    else "having"
                    if token.low == "having"
                    else token.kind
                )
            elif token.kind == "neg":
                negated = negated or not (j + 1 < n and tokens[j + 1].low in _NOT_DENIED)
                if token.low == "cannot":
                    modal = "can"
            elif token.kind == "adv" or aux and token.low in ("all", "both", "each") or negated and token.low == "yet":
                adverbs.append(token.low)
            elif token.kind == "conj" and adverbs and j + 2 < n and tokens[j + 1].low.endswith("ly"):
                pass  # "had been completely and definitively cut"
            elif token.kind == "date" and aux and self._is_participle(j + 1):
                dates.append(token)  # "has today declared"
            elif token.kind in ("prep", "prepsub") and aux and self._dates_participle(j + 1):
                dates.append(self.tokens[j + 1])  # "had in 1980 obliged"
                j += 1
            elif token.text == "," and aux and (k := self._past_aside(j)):
                dates += [t for t in tokens[j:k] if t.kind == "date"]
                j = k  # "were not, strictly speaking, broken"
            else:
                break
            j += 1
        if j < n and tokens[j].kind == "word" and not tokens[j].capital and aux and tokens[j].low.endswith("ly"):
            adverbs.append(tokens[j].low)
            j += 1
        head = tokens[j] if j < n else None
        is_verb = (
            head is not None
            and head.kind == "word"
            and (self._is_verb(j) if not (to or aux) else self._verb_after_auxiliary(j, to, aux))
        )
        if is_verb and head is not None:
            reversal = False
            inversion, self.inversion = self.inversion, None
            if inversion is not None and not aux and not to and head.form is not None and inversion.fits(head.form):
                self.phrases.remove(inversion.auxiliary)
                aux, reversal = inversion.kinds, inversion.reversal
                negated = negated or inversion.negated
                modal = modal or inversion.modal
            verb = self._build_verb(i, j, head, aux, adverbs, negated, to, modal)
            verb.reversal = reversal
            verb.negated = verb.negated or to and self._is_yet_to_come()
            self.phrases.append(verb)
            self.phrases += [DateGroup(t.start, t.end, t.date) for t in dates if t.date is not None]
            return j + 1
        last = next((t.low for t in reversed(tokens[i:j]) if t.kind not in ("adv", "neg")), "")
        if to and not (aux and last in ("be", "do", "have")):
            return 0
        if aux:
            # the auxiliary is the verb: "was a member", "had relations"
            k = max(x for x in range(i, j) if tokens[x].kind in ("modal", "have", "do", "be"))
            lemma = {"modal": "do", "have": "have", "do": "do", "be": "be"}[tokens[k].kind]
            low = tokens[k].low
            mode = "inf" if to else "ing" if low in ("being", "having", "doing") else "finite"
            auxiliary = VerbGroup(
                tokens[i].start,
                tokens[k].end,
                lemma,
                self._senses(lemma, k),
                mode,
                False,
                negated or to and self._is_yet_to_come(),
                modal,
                "have" in aux[:-1],
                False,
                False,
                tuple(adverbs),
            )
            self.phrases.append(auxiliary)
            self.inversion = self._inverted(k, auxiliary, aux)
            return k + 2 if lemma == "do" and head is not None and head.low == "so" and j == k + 1 else k + 1
        return 0

    def _past_aside(self, j: int) -> int:
        """The comma that ends an aside of a few words between an auxiliary and its participle; 0 if there is none."""
        for k in range(j + 1, min(j + _LONGEST_ASIDE, len(self.tokens))):
            token = self.tokens[k]
            if token.text == ",":
                return k if k > j + 1 and self._is_participle(k + 1) else 0
            if token.kind in ("name", "conj", "modal", "be", "have", "do", "rel", "pron"):
                return 0
        return 0

    def _dates_participle(self, j: int) -> bool:
        return j < len(self.tokens) and self.tokens[j].kind == "date" and self._is_participle(j + 1)

    def _is_participle(self, j: int) -> bool:
        form = self.tokens[j].form if j < len(self.tokens) else None
        return form is not None and "part" in form.tags and not self.tokens[j].noun

    def _is_plural_noun(self, j: int) -> bool:
        """ "(both) republics", "(Chile and) Peru": what the present of a verb may stand behind."""
        before = self.tokens[j] if j >= 0 else None
        if before is None:
            return False
        paired = j > 1 and before.kind == "name" and self.tokens[j - 1].kind == "conj"
        return paired or bool(before.noun) and before.low.endswith("s")

    def _inverted(self, i: int, auxiliary: VerbGroup, kinds: list[str]) -> Inversion | None:
        """Does a negative or restrictive front ("Not until …", "Only in …", "Nor") precede the auxiliary at `i`?"""
        k = i - 1
        while k > 0 and i - k < _LONGEST_FRONT and MARKS.get(self.tokens[k].text) not in ("semi", "colon", "stop"):
            k -= 1
        front = [t.low for t in self.tokens[max(k, 0) : i] if t.kind not in ("mark", "quote")]
        for at in range(len(front) - 2, -1, -1):  # "it was vetoed in 1960, and only in 1961 was it admitted"
            if front[at] in _LINKS and (
                front[at + 1] in _RESTRICTING or tuple(front[at + 1 : at + 3]) in _REVERSING_FRONTS
            ):
                front = front[at + 1 :]
                break
        while front and front[0] in _LINKS:
            front = front[1:]
        if not front:
            opens = all(t.kind in ("mark", "quote") for t in self.tokens[max(i - 1, 0) : i])
            condition = opens and self.tokens[i].low in ("should", "had", "were")
            return Inversion(auxiliary, kinds, negated=False, reversal=False, modal="should") if condition else None
        if front[0] in _HARDLY and self.tokens[i].low == "had":
            return Inversion(auxiliary, kinds, negated=False, reversal=False)  # "No sooner had Chad recognized X than"
        reversal = front[0] == "only" or tuple(front[:2]) in _REVERSING_FRONTS
        if not (reversal or front[0] in _DENYING_FRONTS or front[:2] == ["at", "no"] or front[:2] == ["in", "no"]):
            return None
        return Inversion(auxiliary, kinds, not reversal, reversal)

    def _verb_after_auxiliary(self, j: int, to: bool, aux: list[str]) -> bool:
        head = self.tokens[j]
        if head.form is not None:
            if to and not aux or aux and aux[-1] in ("modal", "do"):
                return "base" in head.form.tags
            return bool(head.form.tags & {"part", "ing"})
        if head.noun or head.capital or self._noun_at(j + 1) == "relations":
            return False  # "to have diplomatic relations": no verb that we know
        if to or (aux and aux[-1] in ("modal", "do")):
            return self.tokens[j - 1].kind in ("modal", "do", "neg", "adv") or self._takes_object(j)
        return head.low.endswith(("ed", "ing"))

    def _is_yet_to_come(self) -> bool:
        """ "has yet to recognize it", "is yet to join": behind the "yet"."""
        outer, yet = self.phrases[-2:] if len(self.phrases) > 1 else (None, None)
        awaits = isinstance(outer, VerbGroup) and outer.lemma in ("have", "be")
        return awaits and isinstance(yet, Mark) and yet.low == "yet"

    def _build_verb(
        self, i: int, j: int, head: Token, aux: list[str], adverbs: list[str], negated: bool, to: bool, modal: str
    ) -> VerbGroup:
        tags = (
            head.form.tags
            if head.form
            else frozenset(
                {"past", "part"} if head.low.endswith("ed") else {"ing"} if head.low.endswith("ing") else {"base"}
            )
        )
        lemma = head.form.lemma if head.form else head.low
        has_be = any(a in ("be", "been", "being") for a in aux)
        passive = has_be and "part" in tags
        perfect = "have" in aux or "having" in aux
        if to:
            mode = "inf"
        elif aux and aux[0] in ("being", "having"):
            mode = "ing"
        elif aux or "past" in tags or tags & {"s"} or "base" in tags and "part" not in tags:
            mode = "finite"
        elif "ing" in tags:
            mode = "ing"
        elif "part" in tags and not (lemma in _WITHOUT_OBJECT and self._is_plural_noun(i - 1)):
            mode = "part"
        else:
            mode = "finite"
        maybe = mode == "finite" and not aux and "part" in tags
        if mode == "part":
            passive = True
        return VerbGroup(
            self.tokens[i].start,
            head.end,
            lemma,
            self._senses(lemma, j),
            mode,
            passive,
            negated,
            modal,
            perfect,
            maybe,
            not aux and tags <= {"base"},
            tuple(adverbs),
        )

    def _senses(self, lemma: str, j: int) -> tuple[VerbSense, ...]:
        """The senses whose words do stand behind the verb at token `j`, the most specific first."""
        senses = self.words.senses.get(lemma, ())
        if not any([s.rest for s in senses]):
            return senses
        behind = [t.low for t in self.tokens[j + 1 : j + 14]]
        words = " ".join(behind).split()
        date = self.tokens[j + 2].date if len(behind) > 1 and behind[0] in ("in", "on") else None
        if date is not None and date.kind in (DateKind.ABSOLUTE, DateKind.PARTIAL):
            senses = tuple(s for s in senses if s.rest != (behind[0],))  # "Namibia joined in 1990" is not "joined in"
        return tuple([s for s in senses if not s.rest or s.rest[0] in words and words_follow(s, words)])


def words_follow(sense: VerbSense, words: list[str]) -> bool:
    """Do the words of an idiom stand behind its verb, the object between them where the idiom allows it?"""
    rest = list(sense.rest)
    if words[: len(rest)] == rest:
        return True
    if sense.gap:
        if rest[0] in _PREPOSITIONS:  # "followed on the 7th, and Norway in the same month"
            words = words[: next((k for k, w in enumerate(words) if w in (",", ";")), len(words))]
        return rest[0] in words and any(words[k : k + len(rest)] == rest for k in range(len(words)))
    particle = len(rest) == 1 and rest[0] in ("off", "out", "up", "back", "away", "home", "down")
    return particle and bool(words) and words[0] in ("them", "it", "him", "her") and rest[0] in words[1:3]
