"""Step 1 of the shallow parser: the tokens of a sentence become noun groups, verb groups and marks.

No part-of-speech model: closed-class words, the verb and noun lexicons, and the neighbours decide. A word that no
lexicon knows is taken for part of a noun group, unless its ending and its place make it a verb.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.events.apposition import name_groups
from extractor.events.groups import UNTRULY, DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.list_dates import date_fronted, pair_respectively
from extractor.events.lists import attach_of, coordinate
from extractor.events.tokens import MARKS, Token
from extractor.mentions.names import NameMention
from extractor.mentions.words import VerbForm, VerbSense, Words
from extractor.normalization.dates import DateKind

_CABINET = frozenset(
    (
        "foreign prime defence defense interior finance justice health education trade economy deputy external home "
        "war transport information oil energy culture environment agriculture labour cabinet first state government "
        "chief naval colonial"
    ).split()
)
_RELATION_ADJECTIVES = frozenset(
    "diplomatic consular official formal political trade commercial economic cultural full normal bilateral".split()
)
_PARTICIPLE_ADJECTIVES = frozenset("united so-called self-proclaimed armed aligned non-aligned detached".split())


_HEARSAY = frozenset({"claims", "reports", "hopes", "fears", "hints", "rumours", "rumors", "boasts", "worries"})
_WHERE = frozenset({"that", "in", "from", "by", "among", "at"})
_NOUNS_IN_ING = frozenset(
    (
        "meeting building hearing bombing shelling killing uprising ruling crossing sitting gathering training warning "
        "briefing landing rising housing funding opening signing hanging shooting beginning ending"
    ).split()
)
_OWNED = frozenset({"its", "their", "his", "her"})
_ALLIES = frozenset(
    (
        "ally rival enemy foe friend patron protector protégé partner satellite client creditor adversary "
        "brother sister twin opponent opposite"
    ).split()
)
_DESCRIBING = frozenset(
    (
        "tiny poor rich free new old small little big nearby faraway remote distant communist socialist fascist "
        "marxist maoist kindred sister fellow oil-rich landlocked newly independent divided reunited muslim catholic "
        "royalist nationalist imperial royal colonial far-off neutral hostile friendly mighty liberated"
    ).split()
)
_ADJECTIVE_ENDINGS = (
    "boring",
    "bouring",
    "ary",
    "ing-class",
    "-ruled",
    "-occupied",
    "-controlled",
    "-backed",
    "ist-ruled",
    "-rich",
    "-war",
)
_SPANS = frozenset("day week fortnight month year hour days weeks months years hours morning evening".split())
_CONTINENTAL = frozenset("republics states countries nations governments capitals powers".split())
_IN_LAW = frozenset({"de jure", "de facto"})
_OPENS_VERB_GROUP = frozenset({"to", "modal", "have", "do", "be", "neg", "adv"})
# What brings the auxiliary before the subject when it stands in front.
_DENYING_FRONTS = frozenset("never nor neither not no hardly scarcely rarely seldom little".split())
_EVENT_NOUNS = frozenset(
    "membership recognition rupture suspension establishment resumption expulsion envoy relations".split()
)
_TIMES = frozenset(
    "time day year month date week point moment stage summer spring autumn winter decade night period hour".split()
)
_QUANTIFIERS = frozenset({"both", "all", "each", "neither", "most"})
_THEM = frozenset({"them", "which", "whom", "these"})
_EMPHATIC = frozenset({"itself", "themselves", "himself", "herself"})
_LINKS = frozenset({"and", "but", "yet"})
_RESTRICTING = frozenset({"only", "never", "nowhere"})
_HARDLY = frozenset("hardly scarcely barely".split()) | {"no sooner"}
_REVERSING_FRONTS = frozenset({("not", "until"), ("not", "till"), ("not", "before")})
_NOT_DENIED = frozenset({"only", "merely", "just", "simply"})  # "not only recognized it but …"
_LONGEST_FRONT = 40  # tokens


@dataclass(slots=True)
class _Inversion:
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


def read_phrases(tokens: list[Token], words: Words) -> list[Phrase]:
    """Group tokens into phrases, left to right."""
    reader = _PhraseReader(tokens, words)
    phrases = attach_of(date_fronted(coordinate(reader.read())))
    for token in tokens:
        if token.low == "respectively":
            phrases = pair_respectively(phrases, token.start)
    return name_groups(_drop_quantifiers(phrases))


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


class _PhraseReader:
    def __init__(self, tokens: list[Token], words: Words) -> None:
        self.tokens, self.words = tokens, words
        self.phrases: list[Phrase] = []
        self.inversion: _Inversion | None = None  # waits for its verb

    def read(self) -> list[Phrase]:
        i = 0
        while i < len(self.tokens):
            i = self._step(i)
        return self.phrases

    def _step(self, i: int) -> int:
        token = self.tokens[i]
        if token.kind == "date":
            assert token.date is not None
            self.phrases.append(DateGroup(token.start, token.end, token.date))
            return i + 1
        if token.kind == "mark":
            self.phrases.append(Mark(token.start, token.end, MARKS[token.text], token.low))
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
        if token.kind in ("prep", "prepsub", "conj", "rel", "sub", "to", "neg"):
            kind = "prep" if token.kind == "to" else token.kind
            self.phrases.append(Mark(token.start, token.end, kind, token.low))
            return i + 1
        if token.low in ("that", "those") and self._is_low(i + 1, "of") and (event := self._last_event_noun()):
            self.phrases.append(NounGroup(token.start, token.end, event.cls, event.head, det=token.low))
            return i + 1  # "the accession of Chad in 1960 and that of Mali in 1961"
        if token.low == "that" and not self._starts_noun(i):
            self.phrases.append(Mark(token.start, token.end, "that", token.low))
            return i + 1
        if (
            token.low in ("all", "each")
            and self.phrases
            and isinstance(self.phrases[-1], NounGroup)
            and i + 1 < len(self.tokens)
            and (self.tokens[i + 1].form or self.tokens[i + 1].kind in ("have", "be", "do", "modal"))
        ):
            return i + 1  # "Iraq, Egypt and Syria all cut their ties"
        if token.low in _EMPHATIC and self.phrases and isinstance(self.phrases[-1], NounGroup):
            return i + 1  # "South Africa itself in 1994"
        if token.low in UNTRULY and self._stands_apart(i):
            for verb in [p for p in self.phrases if isinstance(p, VerbGroup)][-1:]:
                verb.adverbs += (token.low,)  # "reported in 1970, wrongly, that …"
        if token.kind == "adv" or token.kind in ("modal", "have", "do", "be", "poss") and not into_being:
            return i + 1
        return self._noun_group(i)

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

    # ---- verbs ----

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
        if token.low in _NOUNS_IN_ING and before.kind in ("name", "word", "num"):
            return False  # "the Ottawa meeting of 1954", "the UN building"
        if before.low == "that" and form.tags & {"past", "s"}:
            return True
        if token.low == "date" and before.low == "that" and self._is_low(i + 1, "from", "back"):
            return True  # "relations that date from 1993"
        if before.low in ("all", "each") and i > 1 and self.tokens[i - 2].kind == "name":
            return True
        if before.kind in ("det", "posspron", "poss") or before.kind == "prep" and not form.tags & {"ing"}:
            return False
        if before.kind == "prepsub" and not form.tags & {"ing"}:
            return False
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
            return before.kind in ("pron", "rel") or "base" in form.tags and self._follows_two(i)
        following: Token | None = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if form.tags <= {"base"}:
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

    def _is_capital(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].kind == "word" and self.tokens[i].capital

    def _noun_at(self, i: int) -> str:
        return self.tokens[i].noun if i < len(self.tokens) else ""

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
        behind = [token.low for token in self.tokens[i + 1 : i + 6]]
        if self.tokens[i].low not in _HEARSAY or "that" not in behind or behind[0] not in _WHERE:
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
        return before.kind in ("modal",) or before.kind == "to" and self._takes_object(i)

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
            elif token.kind == "date" and aux and self._is_participle(j + 1):
                dates.append(token)  # "has today declared"
            elif token.kind in ("prep", "prepsub") and aux and self._dates_participle(j + 1):
                dates.append(self.tokens[j + 1])  # "had in 1980 obliged"
                j += 1
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
                negated,
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

    def _dates_participle(self, j: int) -> bool:
        return j < len(self.tokens) and self.tokens[j].kind == "date" and self._is_participle(j + 1)

    def _is_participle(self, j: int) -> bool:
        form = self.tokens[j].form if j < len(self.tokens) else None
        return form is not None and "part" in form.tags and not self.tokens[j].noun

    def _inverted(self, i: int, auxiliary: VerbGroup, kinds: list[str]) -> _Inversion | None:
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
            return _Inversion(auxiliary, kinds, negated=False, reversal=False, modal="should") if condition else None
        if front[0] in _HARDLY and self.tokens[i].low == "had":
            return _Inversion(auxiliary, kinds, negated=False, reversal=False)  # "No sooner had Chad recognized X than"
        reversal = front[0] == "only" or tuple(front[:2]) in _REVERSING_FRONTS
        if not (reversal or front[0] in _DENYING_FRONTS or front[:2] == ["at", "no"] or front[:2] == ["in", "no"]):
            return None
        return _Inversion(auxiliary, kinds, not reversal, reversal)

    def _verb_after_auxiliary(self, j: int, to: bool, aux: list[str]) -> bool:
        head = self.tokens[j]
        if head.form is not None:
            if to and not aux or aux and aux[-1] in ("modal", "do"):
                return "base" in head.form.tags
            return bool(head.form.tags & {"part", "ing"})
        if head.noun or head.capital:
            return False
        if to or (aux and aux[-1] in ("modal", "do")):
            return self.tokens[j - 1].kind in ("modal", "do", "neg", "adv") or self._takes_object(j)
        return head.low.endswith(("ed", "ing"))

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
        elif "part" in tags:
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

    # ---- nouns ----

    def _noun_group(self, i: int) -> int:
        tokens, n = self.tokens, len(self.tokens)
        j = i
        possessor: NounGroup | None = None
        det = ""
        body: list[Token] = []
        leading: set[str] = set()
        while j < n:
            token = tokens[j]
            if token.kind == "poss":
                if body:
                    possessor = self._finish(i, j + 1, det, body, possessor)
                    det, body = "", []
                j += 1
                continue
            if token.kind in ("det", "posspron"):
                if body:
                    break
                det = token.low
            elif token.kind == "pron" and token.low == "both" and not body and not det and self._group_follows(j + 1):
                det = token.low  # "both Koreas"
            elif token.kind == "pron":
                if body or det:
                    break
                self.phrases.append(NounGroup(token.start, token.end, "pron", token.low, det=token.low))
                return j + 1
            elif token.kind in ("num",):
                if body and body[-1].kind == "word" and (body[-1].noun or body[-1].capital):
                    break  # "gave the ambassador | 48 hours"
                body.append(token)
            elif token.kind == "name":
                if body and self._name_breaks(body, token, det, possessor is not None or det in _OWNED):
                    break
                body.append(token)
            elif token.kind == "word":
                if body and (token.noun == "relations" and body[-1].low in _SPANS):
                    break  # "within the month | relations were resumed"
                if body and (token.noun == "png" or self._is_verb(j)):
                    break  # "declared the ambassador | persona non grata"
                if not body and det and token.form and not token.noun and token.form.tags & {"past", "part"}:
                    body.append(token)  # "the ruptured relations"
                else:
                    body.append(token)
            elif token.kind == "mark" and token.text in ("-", "–") and body and self._joins(j):
                pass  # "Soviet–Mexican relations"
            elif (
                token.kind == "conj"
                and token.low in ("and", "or")
                and body
                and self._shared_head(j, body)
                or token.kind == "mark"
                and token.text == ","
                and body
                and self._shared_head(j, body)
            ):
                pass  # "the American and British ambassadors"
            elif (
                token.kind == "conj"
                and body
                and body[-1].low in _RELATION_ADJECTIVES
                and j + 2 < n
                and tokens[j + 2].noun == "relations"
            ):
                pass  # "diplomatic and cultural relations"
            elif token.low == "following" and det == "the" and not body and j + 1 < n and tokens[j + 1].noun:
                pass  # "the following states"
            elif token.kind == "adv" and not body and (det or possessor is not None):
                leading.add(token.low)  # "the first", "its only"
            elif token.low in _IN_LAW and body and j + 1 < n and tokens[j + 1].noun == "recognition":
                pass  # "full de jure recognition"
            elif (
                token.kind == "date"
                and _is_year(token)
                and (det or possessor is not None)
                and not body
                and j + 1 < n
                and tokens[j + 1].kind in ("word", "name")
            ):
                pass  # "the 1961 rupture", "its 1937 boundaries"
            else:
                break
            j += 1
        if not body and possessor is not None:
            possessor.end = tokens[j - 1].end
            possessor.words |= {"'s"}
            self.phrases.append(possessor)
            return j
        if not body:
            if det in (
                "that",
                "this",
                "these",
                "those",
                "all",
                "some",
                "many",
                "several",
                "others",
                "each",
                "another",
                "most",
                "few",
            ):
                self.phrases.append(
                    NounGroup(tokens[i].start, tokens[j - 1].end if j > i else tokens[i].end, "pron", det, det=det)
                )
            return max(j, i + 1)
        group = self._finish(i, j, det, body, possessor)
        if leading:
            group.words |= leading
        self.phrases.append(group)
        return j

    def _last_event_noun(self) -> NounGroup | None:
        return next((p for p in reversed(self.phrases) if isinstance(p, NounGroup) and p.cls in _EVENT_NOUNS), None)

    def _group_follows(self, j: int) -> bool:
        """Is the next word the plural or the group that "both" counts, not the first of two names?"""
        token = self.tokens[j] if j < len(self.tokens) else None
        return token is not None and token.kind == "name" and token.name is not None and token.name.kind == "group"

    def _name_breaks(self, body: list[Token], token: Token, det: str, owned: bool) -> bool:
        """Two full names side by side are two groups, unless the first is an adjective or a title."""
        last = body[-1]
        if (
            last.kind == "word"
            and not last.capital
            and last.noun not in ("official", "envoy", "minister")
            and token.name is not None
            and token.name.kind == "state"
            and token.name.form in ("name", "capital", "official")
            and not (not det and all(_is_describing(t) for t in body))  # "with neighbouring Kenya"
            and not (owned and last.low in _ALLIES)  # "its ally Togo"
        ):
            return True  # "during the Kosovo war | Belgrade …"
        if (
            last.low in ("day", "year", "time", "moment", "week", "month", "morning")
            and token.name is not None
            and token.name.kind == "leader"
        ):
            return True  # "the day | President X took office"
        if last.kind != "name" or last.name is None or token.name is None:
            return False
        return last.name.form != "adjective" and token.name.kind != "leader" and last.name.kind != "org"

    def _joins(self, j: int) -> bool:
        before, after = self.tokens[j - 1], self.tokens[j + 1] if j + 1 < len(self.tokens) else None
        return (
            after is not None
            and before.kind == "name"
            and after.kind == "name"
            and before.end == self.tokens[j].start
            and after.start == self.tokens[j].end
            and self._head_follows(j + 2)
        )

    def _head_follows(self, j: int) -> bool:
        for token in self.tokens[j : j + 4]:
            if token.kind == "word" and token.noun:
                return token.noun != "plan"
            if token.kind not in ("word", "name", "num"):
                return False
        return False

    def _shared_head(self, j: int, body: list[Token]) -> bool:
        """At "," or "and" between adjectives of states that share the noun behind them."""
        last = body[-1]
        k = j + 1
        if k < len(self.tokens) and self.tokens[k].kind == "conj":
            k += 1
        if k < len(self.tokens) and self.tokens[k].kind == "det":
            k += 1
        if k + 1 >= len(self.tokens) or last.kind != "name" or last.name is None or last.name.form != "adjective":
            return False
        after, head = self.tokens[k], self.tokens[k + 1]
        if (
            after.kind != "name"
            or after.name is None
            or after.name.form != "adjective"
            or self.tokens[k - 1].kind == "det"
        ):
            return False
        return head.kind == "word" and bool(head.noun) or head.kind == "mark" or head.kind == "conj"

    def _finish(self, i: int, j: int, det: str, body: list[Token], possessor: NounGroup | None) -> NounGroup:
        names = [t.name for t in body if t.name is not None and t.name.kind != "noise"]
        words = frozenset(t.low for t in body if t.kind != "name")
        if possessor is not None:
            names = [n for n in possessor.names] + names
            det = det or possessor.det if possessor.cls == "pron" else det
        cls, head = self._head(body, det, names)
        if cls == "official" and (head in _CONTINENTAL or det in ("every", "each")):
            names = [n for n in names if n.text.lower() != "american"]  # "every American republic"
        if cls == "state" and possessor is not None:  # "France's ally Chad"
            names = [n for n in names if n not in possessor.names] or names
        if det == "the" and all(t.kind == "num" for t in body):
            cls, head = "pron", "both" if body[0].low in ("two", "2") else "they"
        if det == "the" and len(body) == 1 and body[0].low in ORDINALS:
            cls, head = "pron", body[0].low
        proper = (
            cls == ""
            and not any(t.kind == "name" for t in body)
            and not det
            and any(t.capital for t in body)
            and all(t.capital for t in body if t.kind == "word")
        )
        return NounGroup(
            self.tokens[i].start, self.tokens[j - 1].end, cls, head, names, words, det, possessor, proper=proper
        )

    def _head(self, body: list[Token], det: str, names: list[NameMention]) -> tuple[str, str]:
        """Class and word of the head: the last noun, or the title that proper names follow."""
        k = len(body) - 1
        while k > 0 and body[k].kind == "word" and body[k].capital and not body[k].noun:
            k -= 1  # names of persons and things behind a title
        trailing_names = k < len(body) - 1
        token = body[k]
        if token.kind == "name" and token.name is not None and token.name.kind == "leader":
            title = k - 1
            while title > 0 and body[title].kind == "word" and body[title].capital and not body[title].noun:
                title -= 1  # "the chargé Calixto Ortega"
            if title >= 0 and body[title].kind == "word" and body[title].noun in ("envoy", "official", "minister"):
                return self._title(body, title, names)
        if token.kind == "word" and token.noun:
            return self._title(body, k, names)
        if trailing_names and token.kind == "word":
            return "", body[-1].low
        if token.kind == "name" and token.name is not None:
            if trailing_names and token.name.kind != "leader":
                return "", body[-1].low
            if token.name.kind == "noise":
                return "", token.low
            bodies = [t for t in body[:k] if t.name is not None and t.name.kind == "org" and t.name.form != "anaphor"]
            if token.name.form == "anaphor" and not bodies and any(t.kind == "word" and t.capital for t in body[:k]):
                return "", token.low  # "the Islamic Courts Union", but "the Chávez-led ALBA bloc"
            kind = {"leader": "state", "uncoded": "state"}.get(token.name.kind, token.name.kind)
            return kind, token.low
        return "", token.low

    def _title(self, body: list[Token], k: int, names: list[NameMention]) -> tuple[str, str]:
        token = body[k]
        noun = token.noun
        if noun == "minister":
            before = {t.low for t in body[:k]}
            if token.low in ("minister", "ministers") and before & _CABINET:
                noun = "official"
        return noun, token.low


ORDINALS = ("former", "latter")  # of two that were named


def _is_describing(token: Token) -> bool:
    """An adjective that may stand before the name of a state: "neighbouring", "revolutionary", "oil-rich"."""
    return (
        token.kind == "word" and not token.noun and (token.low in _DESCRIBING or token.low.endswith(_ADJECTIVE_ENDINGS))
    )


def _is_year(token: Token) -> bool:
    return token.date is not None and token.date.month is None and token.text.isdigit()


_PREPOSITIONS = frozenset({"in", "into", "to", "on"})


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
