"""Step 2 of the shallow parser: phrases become clauses, each with one verb, its subject, its arguments and its dates.

One pass from left to right with a stack of open clauses, as in a finite-state cascade: a noun group without a
preposition before the verb is the subject; "who", "which", participles, "to" and conjunctions open clauses that
inherit it; a comma or a second finite verb closes them. The reader is built up from its parts: what lies ahead
(lookahead), the clauses under way (open_clauses), and the places of nouns (clause_nouns) and verbs (clause_verbs).
"""

from __future__ import annotations

from extractor.events.clause import Clause, is_party, relations_in
from extractor.events.clause_nouns import NounPlaces
from extractor.events.clause_verbs import VerbPlaces
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.lookahead import TIME, is_mark

EVENT_NOUNS = frozenset(
    {"membership", "recognition", "rupture", "expulsion", "establishment", "resumption", "suspension"}
)
_TAKES_OBJECT = frozenset({"recognize", "derecognize", "end", "suspend", "start", "restore"})
_EMBEDDED = frozenset({"rel", "part", "ing", "sub", "inf"})
_DESCRIBED = frozenset({"relations", "state", "envoy", "rupture", "resumption", "establishment"})


def read_clauses(phrases: list[Phrase]) -> list[Clause]:
    """All clauses of a sentence in the order of their verbs; text in brackets is read as clauses of its own."""
    outside, brackets = _split_brackets(_without_contrasts(phrases))
    clauses = _ClauseReader(outside).read()
    for inside in brackets:
        if any(isinstance(p, VerbGroup) or isinstance(p, NounGroup) and p.cls in EVENT_NOUNS for p in inside):
            found = _ClauseReader(inside).read()
            for clause in found:
                if clause.kind == "main":
                    clause.kind = "paren"
                    clause.parent = clauses[0] if clauses else None
            clauses.extend(found)
        elif clauses:
            before = [c for c in clauses if c.verb is not None and c.verb.start < inside[0].start]
            owner = before[-1] if before else None
            dated = [
                p
                for p in inside
                if isinstance(p, NounGroup) and is_party(p) and (p.date is not None or any(m.date for m in p.members))
            ]
            if owner is not None:
                owner.gaps.extend(dated)  # "both joined (Mexico in 1931, Peru in 1934)"
    return clauses


def _without_contrasts(phrases: list[Phrase]) -> list[Phrase]:
    """ "broke with Mali, but not with Togo": without what is contrasted; what a verb or a date follows stays."""
    kept: list[Phrase] = []
    i = 0
    while i < len(phrases):
        end = _contrast_at(phrases, i)
        if end:
            i = end
        else:
            kept.append(phrases[i])
            i += 1
    return kept


def _contrast_at(phrases: list[Phrase], i: int) -> int:
    """Index behind the "but not with X" that begins at `i`; 0 if none does."""
    but, no = phrases[i], phrases[i + 1] if i + 1 < len(phrases) else None
    if not (isinstance(but, Mark) and but.low == "but" and isinstance(no, Mark) and no.low == "not"):
        return 0
    j = i + 2
    if j < len(phrases) and is_mark(phrases[j], "comma"):  # "but not, to London's annoyance, with Italy"
        j = next((k + 1 for k in range(j + 1, min(j + 5, len(phrases))) if is_mark(phrases[k], "comma")), j)
    if j < len(phrases) and isinstance(mark := phrases[j], Mark) and mark.kind == "prep":
        j += 1
    if j >= len(phrases) or not isinstance(phrases[j], NounGroup):
        return 0
    following = phrases[j + 1] if j + 1 < len(phrases) else None
    return 0 if following is not None and not isinstance(following, Mark) else j + 1


_AROUND = frozenset({"open", "close", "dash"})


def _split_brackets(phrases: list[Phrase]) -> tuple[list[Phrase], list[list[Phrase]]]:
    """Take bracketed stretches, and those between a pair of dashes, out of the sentence."""
    if not any([isinstance(p, Mark) and p.kind in _AROUND for p in phrases]):
        return phrases, []
    outside: list[Phrase] = []
    brackets: list[list[Phrase]] = []
    inside: list[Phrase] | None = None
    dashes = [i for i, p in enumerate(phrases) if isinstance(p, Mark) and p.kind == "dash"]
    paired = set(dashes) if len(dashes) == 2 else set()
    open_dash = False
    for i, phrase in enumerate(phrases):
        kind = phrase.kind if isinstance(phrase, Mark) else ""
        if kind == "open" or i in paired and not open_dash and inside is None:
            inside = []
            open_dash = i in paired
            brackets.append(inside)
        elif kind == "close" or i in paired and open_dash:
            if inside is not None and outside and kind == "close":
                if isinstance(outside[-1], NounGroup):
                    _date_in_brackets(outside[-1], inside)
                elif isinstance(outside[-1], VerbGroup) and len(inside) == 1 and isinstance(inside[0], DateGroup):
                    outside.append(inside[0])  # "was founded (1971)"
            inside, open_dash = None, False
        elif inside is not None:
            inside.append(phrase)
        else:
            outside.append(phrase)
    return outside, [b for b in brackets if b]


def _date_in_brackets(group: NounGroup, inside: list[Phrase]) -> None:
    dates = [p.date for p in inside if isinstance(p, DateGroup)]
    if len(dates) == 1 and group.date is None and not any(isinstance(p, VerbGroup) for p in inside):
        group.date = dates[0]


def _is_enumerator(phrase: Phrase) -> bool:
    """ "c. Qatar severed relations …": the letter of a note."""
    return (
        isinstance(phrase, NounGroup)
        and not phrase.names
        and phrase.end - phrase.start == 1
        and phrase.head in _LETTERS
    )


_LETTERS = frozenset(f"{letter}{stop}" for letter in "abcdefghijklmnopqrstuvwxyz" for stop in (".", ")", ""))


def _waits(outer: Clause | None, clause: Clause) -> bool:
    """Has the embedded clause its verb, while the one around it waits for its own?"""
    return (
        outer is not None
        and clause.kind in _EMBEDDED
        and clause.verb is not None
        and outer.verb is None
        and (outer.subject is not None or clause.kind in ("sub", "ing", "part") or _is_in_front(clause))
    )


def _is_in_front(clause: Clause) -> bool:
    """ "In 1961, the year in which Syria left, …": about a noun in front of a clause that has yet to begin."""
    return clause.kind == "rel" and clause.antecedent is not None and clause.antecedent.head in TIME


class _ClauseReader(NounPlaces, VerbPlaces):
    """One pass over the phrases of a sentence, from left to right."""

    def read(self) -> list[Clause]:
        for i, phrase in enumerate(self.phrases):
            if i == 0 and _is_enumerator(phrase):
                continue
            if isinstance(phrase, Mark):
                self._mark(i, phrase)
            elif isinstance(phrase, DateGroup):
                self._date(phrase.date, i)
                self.preposition = ""
            elif isinstance(phrase, NounGroup):
                self._noun(i, phrase)
            else:
                self._verb(i, phrase)
                self.current.lead_dates += self.fronted
                self.fronted = []
                if phrase.reversal and self.current.verb is phrase and not self.current.all_dates():
                    self._take_front_date()
        self._fill_following_subjects()
        self._share_objects()
        return [c for c in self.clauses if c.verb or c.args or c.subject or c.gaps or c.all_dates()]

    def _take_front_date(self) -> None:
        """ "…, and only in 1961, as part of a bargain, was it admitted": the front stood before its clause was open."""
        before = next((c for c in reversed(self.clauses) if c is not self.current and c.dates), None)
        if before is not None:
            self.current.lead_dates.append(before.dates.pop())

    def _mark(self, i: int, mark: Mark) -> None:
        if mark.kind in ("comma", "conj") and self.preposition and self.current.verb is not None:
            self.dangling.append((self.current, self.preposition))
        if mark.kind in ("prep", "prepsub"):
            if mark.kind == "prepsub" and self._subject_and_verb_follow(i + 1, most_commas=0):
                self._subordinate(mark.low)
            elif mark.low == "as" and self._at_once_acts(i + 1):
                self._subordinate(mark.low)  # "I looked on as Uruguay became a member"
            elif not self._is_particle(i, mark):
                self.preposition = mark.low
        elif mark.kind == "sub":
            if self._verb_or_subject_follows(i + 1):
                unreal = mark.low == "though" and self.preposition == "as"  # "it looked as though Chad would break"
                self._subordinate("as though" if unreal else mark.low)
                if mark.low == "when":
                    self.current.when = self._date_before(i)
        elif mark.kind == "that":
            if (
                isinstance(self._at(i + 1), VerbGroup)
                and self._last_noun() is not None
                or self._tells_of_relations()
                or self._describes_subject(i)
            ):
                self._relative(mark.low)
            else:
                self._complement()
        elif mark.kind == "rel":
            self._relative(mark.low, i)
        elif mark.kind in ("semi", "colon", "stop"):
            if self.current.verb or self.current.subject or self.current.args:
                previous = self.current
                while previous.parent is not None and previous.kind != "main":
                    previous = previous.parent
                self.current = self._open("main", None)
                self.current.opener = mark.kind
            self.preposition = ""
        elif mark.kind in ("comma", "dash"):
            self._comma(i)
        if mark.kind == "conj":
            self.nor = mark.low == "nor"
            self.alternative = mark.low == "or"
        if mark.kind == "conj" and self.separator == "comma":
            self.separator = "comma+conj"
        elif mark.kind == "comma" and is_mark(self._at(i - 1), "conj"):
            pass  # "and, less than a year later, …"
        elif mark.kind in ("comma", "conj", "dash", "semi", "colon", "stop"):
            self.separator = mark.kind
        if mark.kind == "conj":
            self.preposition = ""

    def _comma(self, i: int) -> None:
        """A comma ends an embedded clause that has its verb, when the clause around it still waits for one."""
        self.preposition = ""
        following, date = self._at(i + 1), self._at(i + 2)
        more = isinstance(following, Mark) and (following.low == "by" or isinstance(date, DateGroup))
        fragment = self.current.kind == "part" and self.current.next_subject and not self._finite_follows(i)
        if fragment and more or self._repeats_preposition(i):
            return  # "broken off again, by the Soviet side, in 1973"; "…, who broke with Chad in 1961, and with Mali …"
        if self._whose_clause_ends(i):
            self.current = self.current.parent or self.current
            return
        if self._is_verbless(i):
            self.current = self.current.parent or self.current
            return
        clause = self.current
        while clause.kind == "inf" and clause.parent is not None and clause.parent.kind == "rel":
            clause = clause.parent  # "Italy, which had wished to be the first,"
        if not _waits(clause.parent, clause):
            clause = self.current
        while clause.parent is not None and _waits(clause.parent, clause):
            clause = clause.parent
        self.current = clause

    def _whose_clause_ends(self, i: int) -> bool:
        """ ", whose imam distrusted paper, became …": its verb is none that we know; the next is the outer one's."""
        clause, outer, following = self.current, self.current.parent, self._at(i + 1)
        whose = clause.kind == "rel" and clause.opener == "whose" and clause.verb is None and clause.subject is not None
        waits = outer is not None and outer.verb is None and outer.subject is not None
        finite = isinstance(following, VerbGroup) and following.mode == "finite" and not following.maybe_part
        return whose and waits and finite and clause.subject.end - clause.subject.start > 2  # type: ignore[union-attr]

    def _is_verbless(self, i: int) -> bool:
        """ ", though still under French rule, was admitted": it has no verb; the next one is the outer clause's."""
        clause, outer, following = self.current, self.current.parent, self._at(i + 1)
        waits = outer is not None and outer.verb is None and outer.subject is not None
        what = clause.subject
        bare = what is None or what.det in ("a", "an") and not clause.appositions
        finite = isinstance(following, VerbGroup) and following.mode == "finite"
        return clause.kind == "sub" and clause.verb is None and waits and bare and finite

    def _repeats_preposition(self, i: int) -> bool:
        """ ", and with Mali": one more party behind the same preposition."""
        joint, preposition, group = self._at(i + 1), self._at(i + 2), self._at(i + 3)
        return (
            isinstance(joint, Mark)
            and joint.kind == "conj"
            and isinstance(preposition, Mark)
            and isinstance(group, NounGroup)
            and is_party(group)
            and any(a.prep == preposition.low and not a.before and is_party(a.group) for a in self.current.args)
        )

    def _tells_of_relations(self) -> bool:
        """ "renewed the relations with X that it had severed": no verb of saying, and relations among its objects."""
        verb = self.current.verb
        return verb is not None and not verb.has("say") and any(relations_in(a.group) for a in self.current.args)

    def _describes_subject(self, i: int) -> bool:
        """ "The relations that Mali opened were …": right behind a subject that can be no speech or plan."""
        subject, before = self.current.subject, self._at(i - 1)
        return self.current.verb is None and subject is before and subject is not None and subject.cls in _DESCRIBED

    def _fill_following_subjects(self) -> None:
        """ "Having severed ties in 1961, Cairo …": the subject of the clause that follows."""
        for clause in self.clauses:
            if clause.next_subject and clause.subject is None:
                owner = clause.parent
                if clause.kind == "part" and (owner is None or owner.verb is None):
                    continue  # "Restored in 1942; …": nobody is named
                if clause.kind == "ing" and owner is not None and owner.verb is not None and owner.subject is None:
                    continue  # "Joining NATO is a goal": the gerund is the subject
                if owner is not None and owner.subject is None:
                    later = [
                        c
                        for c in self.clauses
                        if c.subject is not None and c.subject.start > (clause.verb.start if clause.verb else 0)
                    ]
                    owner = later[0] if later else None
                if owner is not None and owner.subject is not None:
                    clause.subject, clause.inherited = owner.subject, True

    def _share_objects(self) -> None:
        """ "recognized and established relations with X", "broke off and later resumed relations with X": what stands
        behind the second verb belongs to both.
        """
        for first, second in zip(self.clauses, self.clauses[1:], strict=False):
            if (
                first.verb is not None
                and second.verb is not None
                and second.inherited
                and second.subject is first.subject
                and second.kind in ("coord", first.kind)
                and first.verb.mode == second.verb.mode
                and first.verb.passive == second.verb.passive
                and not first.verb.passive
                and first.verb.classes & _TAKES_OBJECT
                and not any(not a.before for a in first.args)
                and any(not a.before and not a.prep for a in second.args)
                and not (first.verb.has("recognize") and any(a.group.cls == "recognition" for a in second.args))
                and first.verb.end <= second.verb.start
            ):
                first.args.extend(a for a in second.args if not a.before)
