"""Step 2 of the shallow parser: phrases become clauses, each with one verb, its subject, its arguments and its dates.

One pass from left to right with a stack of open clauses, as in a finite-state cascade: a noun group without a
preposition
before the verb is the subject; "who", "which", participles, "to" and conjunctions open clauses that inherit it; a
comma or a
second finite verb closes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.normalization.dates import DateMention, Direction


@dataclass(slots=True)
class Argument:
    """A noun group with the preposition before it ("" for an object); `before`: it stands before the verb."""

    prep: str
    group: NounGroup
    before: bool = False


@dataclass(slots=True)
class Clause:
    """One verb with what belongs to it. kind: main, coord, rel, sub, that, inf, ing, part, gap, paren."""

    kind: str
    parent: Clause | None = None
    opener: str = ""
    subject: NounGroup | None = None
    inherited: bool = False  # the subject comes from another clause
    verb: VerbGroup | None = None
    args: list[Argument] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    lead_dates: list[DateMention] = field(default_factory=list)  # before the verb
    gaps: list[NounGroup] = field(default_factory=list)  # dated parties without a verb of their own
    appositions: list[NounGroup] = field(default_factory=list)
    governor: VerbGroup | NounGroup | None = None  # what an infinitive, -ing or that-clause depends on
    antecedent: NounGroup | None = None  # of a relative clause
    next_subject: bool = False  # "Having …, it …": the subject follows
    offset: DateMention | None = None  # "54 years after": how far from the clause it depends on
    when: DateMention | None = None  # "in 1991, when …": the date that the clause explains
    repeats: Clause | None = None  # the clause whose verb it shares; see gapping

    def all_dates(self) -> list[DateMention]:
        return self.lead_dates + self.dates

    def is_elliptic(self) -> bool:
        """Has it a finite verb and no subject ("Severs relations with X"), or none before it in its coordination?"""
        verb = self.verb
        return self.subject is None and verb is not None and verb.mode == "finite" and not verb.passive

    def ancestors(self) -> list[Clause]:
        result: list[Clause] = []
        clause = self.parent
        while clause is not None and len(result) < 8:
            result.append(clause)
            clause = clause.parent
        return result


def read_clauses(phrases: list[Phrase]) -> list[Clause]:
    """All clauses of a sentence in the order of their verbs; text in brackets is read as clauses of its own."""
    outside, brackets = _split_brackets(phrases)
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
                if isinstance(p, NounGroup) and _is_party(p) and (p.date is not None or any(m.date for m in p.members))
            ]
            if owner is not None:
                owner.gaps.extend(dated)  # "both joined (Mexico in 1931, Peru in 1934)"
    return clauses


def _split_brackets(phrases: list[Phrase]) -> tuple[list[Phrase], list[list[Phrase]]]:
    """Take bracketed stretches, and those between a pair of dashes, out of the sentence."""
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


EVENT_NOUNS = frozenset(
    {"membership", "recognition", "rupture", "expulsion", "establishment", "resumption", "suspension"}
)


_TAKES_OBJECT = frozenset({"recognize", "derecognize", "end", "suspend", "start", "restore"})
_OF_RELATIONS = frozenset({"end", "suspend", "start", "restore", "lapse", "commence"})
_EMBEDDED = frozenset({"rel", "part", "ing", "sub", "inf"})
_NOMINATIVE = frozenset({"it", "they", "he", "she"})
_FROM_SOMETHING = frozenset({Direction.AFTER, Direction.BEFORE})
_TIME = frozenset("year month day week summer spring autumn winter season date time".split())
_MOODS = frozenset({"content", "satisfied"})
_SIGNED = frozenset({"agreement", "agreements", "resolution", "motion", "bill"})  # "signed an agreement establishing"
_WHERE = frozenset({"in", "at", "among", "within", "from"})
_TIMES = frozenset("days weeks months years hours decades".split())
_OCCASIONS = frozenset({"day", "week", "month", "year", "moment", "evening", "morning"})
_NOBODY = frozenset({"none", "nothing", "nobody"})
_DESCRIBED = frozenset({"relations", "state", "envoy", "rupture", "resumption", "establishment"})
_COMES_AND_GOES = frozenset("leave quit exit return withdraw rejoin abandon".split())
_PARTICLES = frozenset({"in", "on", "off", "aboard", "along", "over"})


class _ClauseReader:
    def __init__(self, phrases: list[Phrase]) -> None:
        self.phrases = phrases
        self.clauses: list[Clause] = []
        self.current = self._open("main")
        self.separator = ""  # what stands since the last group: comma, conj, dash …
        self.preposition = ""
        self.nor = False
        self.alternative = False  # "never recognized X or broke with Y"
        self.fronted: list[DateMention] = []  # between "and" and the verb that they date
        self.dangling: list[tuple[Clause, str]] = []  # "recognition of, and relations with, X"

    def _open(self, kind: str, parent: Clause | None = None, **values: object) -> Clause:
        clause = Clause(kind, parent)
        for name, value in values.items():
            setattr(clause, name, value)
        self.clauses.append(clause)
        return clause

    def read(self) -> list[Clause]:
        for i, phrase in enumerate(self.phrases):
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

    # ---- marks ----

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
                self._subordinate(mark.low)
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
            self._relative(mark.low)
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
        elif mark.kind == "comma" and _is_mark(self._at(i - 1), "conj"):
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
        clause = self.current
        while clause.kind == "inf" and clause.parent is not None and clause.parent.kind == "rel":
            clause = clause.parent  # "Italy, which had wished to be the first,"
        if not _waits(clause.parent, clause):
            clause = self.current
        while clause.parent is not None and _waits(clause.parent, clause):
            clause = clause.parent
        self.current = clause

    def _is_occasion(self, i: int, group: NounGroup) -> bool:
        plain = group.head in _OCCASIONS and group.det == "the" and group.of is None and not group.date
        return plain and self._has_verb() and self._subject_and_verb_follow(i + 1, most_commas=0)

    def _repeats_preposition(self, i: int) -> bool:
        """ ", and with Mali": one more party behind the same preposition."""
        joint, preposition, group = self._at(i + 1), self._at(i + 2), self._at(i + 3)
        return (
            isinstance(joint, Mark)
            and joint.kind == "conj"
            and isinstance(preposition, Mark)
            and isinstance(group, NounGroup)
            and _is_party(group)
            and any(a.prep == preposition.low and not a.before and _is_party(a.group) for a in self.current.args)
        )

    def _subordinate(self, opener: str) -> None:
        base = self.current
        self.current = self._open("sub", base, opener=opener)
        self.separator = self.preposition = ""

    def _relative(self, opener: str) -> None:
        noun = self._last_noun()
        if opener == "who" and noun is not None and not noun.cls and noun.of is not None and noun.of.cls == "official":
            noun = noun.of  # "the conduct of the authorities in Minsk, who …"
        clause = self._open("rel", self.current, opener=opener, antecedent=noun)
        if self.preposition and noun is not None:
            clause.args.append(Argument(self.preposition, noun, before=True))
        self.current = clause
        self.separator = self.preposition = ""

    def _complement(self) -> None:
        verb = self.current.verb
        told = [a.group for a in self.current.args if not a.prep and not a.before] if verb is not None else []
        noun = told[-1] if told and verb is not None and verb.lemma == "be" else None  # "there were reports that …"
        told_too = self._open_complement() if self.separator.endswith("conj") else None  # "…, and that Jamaica has"
        if told_too is not None:
            self.current = self._open("that", told_too.parent, governor=told_too.governor)
        else:
            subject = self.current.subject if verb is None else None  # "reports in the press that …"
            self.current = self._open("that", self.current, governor=noun or verb or subject or self._last_noun())
        self.separator = self.preposition = ""

    def _open_complement(self) -> Clause | None:
        """The that-clause that is under way."""
        around = [self.current, *self.current.ancestors()]
        return next((c for c in around if c.kind == "that" and c.verb is not None), None)

    # ---- dates ----

    def _date(self, date: DateMention, i: int | None = None) -> None:
        noun = self._last_noun() if self.preposition == "of" else None
        if noun is not None and noun.cls == "rupture":
            return  # "healed the rupture of 1979"
        if (
            i is not None
            and date.direction in (Direction.BEFORE, Direction.AFTER)
            and self._subject_and_verb_follow(i + 1, most_commas=0)
        ):
            self._subordinate(date.direction.value)  # "four days before Washington did so"
            self.current.offset = date
            return
        if i is not None and (apposed := self._apposed_member(i)) is not None:
            apposed.date = date  # "broke with Libya, a member of OPEC since 1962": not the verb's
            return
        fronts = bool(self.fronted) or self.separator.endswith("conj")
        if i is not None and fronts and self.current.verb is not None and self._verb_behind_dates(i + 1):
            self.fronted.append(date)  # "… and in 1967 became a member", "… and, a year later, on 3 May, withdrew"
            return
        if i is not None and self.current.verb is not None and self._clause_begins(i + 1):
            self._open_coordinate(self.separator)  # "…, and in 1962 Libya joined"
        (self.current.dates if self.current.verb else self.current.lead_dates).append(date)
        self.separator = ""

    def _verb_behind_dates(self, i: int) -> bool:
        while isinstance(self._at(i), DateGroup) or _is_mark(self._at(i), "comma") or _is_mark(self._at(i), "prep"):
            i += 1
        following = self._at(i)
        return isinstance(following, VerbGroup) and following.mode == "finite"

    def _apposed_member(self, i: int) -> NounGroup | None:
        before = self._at(i - 2) if isinstance(self._at(i - 1), Mark) else self._at(i - 1)
        if not isinstance(before, NounGroup) or before.cls != "member" or self.current.verb is None:
            return None
        return before if before in self.current.appositions and before.start > self.current.verb.start else None

    def _clause_begins(self, i: int) -> bool:
        """After "and" and a date: do a subject and its verb follow, so that the date is theirs?"""
        if not self.separator.endswith("conj"):
            return False
        comma = self._at(i)
        if isinstance(comma, Mark) and comma.kind == "comma":
            i += 1
        group = self._at(i)
        return isinstance(group, NounGroup) and _is_party(group) and self._subject_and_verb_follow(i)

    def _date_before(self, i: int) -> DateMention | None:
        before = self._at(i - 1)
        if isinstance(before, Mark) and before.kind == "comma":
            before = self._at(i - 2)
        return before.date if isinstance(before, DateGroup) else None

    # ---- noun groups ----

    def _noun(self, i: int, group: NounGroup) -> None:
        current = self.current
        separator, preposition = self.separator.replace("comma+", ""), self.preposition
        self.separator = self.preposition = ""
        if group.cls == "png" and current.verb is not None and not preposition:
            current.args.append(Argument("", group))  # "declared the envoy, X, persona non grata": of the verb before
            return
        follows = self._verb_follows(i + 1, most_commas=0 if self._outer_awaits() else 2)
        before = self._at(i - 1)
        if isinstance(before, DateGroup) and before.date.direction in _FROM_SOMETHING and self._ends_phrase(i + 1):
            current.args.append(Argument("after", group, before=current.verb is None))  # "a month after the coup, …"
            return
        anchor = self._at(i - 1)
        if not preposition and not follows and isinstance(anchor, DateGroup) and not separator:
            word = anchor.date.text.rsplit(" ", 1)[-1]
            preposition = word if word in ("after", "before") else ""  # "joined in 1984, a week after independence"
        if self.dangling and not follows and _is_party(group):
            for clause, prep in self.dangling:
                clause.args.append(Argument(prep, group))
            self.dangling = []
            if not preposition:
                return
        if separator and "'s" in group.words and group.cls == "state" and group.date is None:
            group.date = self._date_behind(i)  # "Colombia's accession took effect in 2020, Costa Rica's in 2021"
        if separator and group.date is None and _is_party(group) and not follows and self._has_verb():
            group.date = self._date_past_relative(i)
        if self._is_occasion(i, group):
            self._subordinate("when")  # "on 11 March 1990, the day President Aylwin took office"
            return
        if group.det == "whose":
            owner = self._last_noun()
            self._relative("whose")
            group.possessor = owner
            self.current.subject = group
            return
        if preposition:
            if preposition == "with" and separator and self._opens_clause(i):
                self._open_coordinate(separator)  # "…, with Japan it did so in March"
                current = self.current
            current.args.append(Argument(preposition, group, before=current.verb is None))
            self._own_date(group)
            if separator == "conj" and current.verb is not None and isinstance(self._at(i + 1), VerbGroup):
                self.separator = "conj"  # "…, and for decades refused"
            return
        if separator == "conj" and self._continues_front(i):
            current.args.append(Argument(current.args[-1].prep, group, before=True))
            return
        if self._measures_clause(i, group):
            return
        if separator == "conj" and self._continues_phrase(i, group):
            current.args.append(Argument(current.args[-1].prep, group))
            return
        if (
            (group.date is not None or any(m.date for m in group.members))
            and not follows
            and separator
            and self._has_verb()
            and _is_party(group)
        ):
            self._verb_owner().gaps.append(group)
            return
        if current.verb is None:
            gap = current.kind == "rel" and current.opener in ("who", "which", "that") and not follows
            if current.subject is None and (gap or self._explains_date(i, group)):
                current.args.append(Argument("", group, before=True))
            elif current.subject is None:
                current.subject = group
            elif current.opener == "whose" and current.subject.det == "whose" and follows and not separator:
                current.antecedent, current.subject = current.subject, group  # "whose charter it signed"
            elif (
                separator == "comma"
                and follows
                and not current.subject.cls
                and not current.subject.det
                and not current.subject.proper
                and _is_party(group)
            ):
                current.subject = group  # "Closer to home, Peru …"
            elif separator == "comma" and follows and group.cls == "pron" and group.head in _NOMINATIVE:
                current.subject = group  # "Its application having been vetoed, it …"
            elif separator == "comma" and follows and current.subject.cls == "member" and group.cls == "state":
                current.appositions.append(current.subject)
                current.subject = group  # "A founding member of OPEC, Iraq …"
            elif separator in ("comma", "dash"):
                current.appositions.append(group)
            else:
                current.args.append(Argument("", group, before=True))
            self._own_date(group)
            return
        kept = False
        if group.head == "it" and group.cls == "pron" and current.kind == "rel" and not separator:
            kept = not self._verb_follows(i + 1, most_commas=0)  # "the League, which suspended it, is …"
        if (
            follows
            and not kept
            and (
                separator
                or isinstance(self._at(i - 1), DateGroup)
                and self._awaits_main_clause()  # "After Vietnam joined in 1998 the door was closed"
                or not _takes_noun(current.verb)
                or group.cls == "pron"
                and group.head in ("it", "they", "he", "she")
                and not isinstance(self._at(i + 1), DateGroup | Mark)  # "broke it off in 1930, and in 1935 …"
            )
        ):
            self._new_subject(group, separator)
            self._own_date(group)
            return
        if follows and not kept and current.verb.has("say"):
            self._complement()
            self.current.subject = group
            self._own_date(group)
            return
        beside = group.cls in ("state", "official", "") or group.cls == "member" and self._follows_party(current)
        if separator in ("comma", "dash") and beside and current.args and not follows:
            current.appositions.append(group)
            self._own_date(group)
            return
        current.args.append(Argument("", group))
        self._own_date(group)

    def _opens_clause(self, i: int) -> bool:
        """Is the party at `i`, behind a preposition, fronted: do a subject and its verb follow at once?"""
        follower = self._at(i + 1)
        return (
            self.current.verb is not None
            and isinstance(follower, NounGroup)
            and _is_party(follower)
            and isinstance(self._at(i + 2), VerbGroup)
            and self._verb_follows(i + 2)
        )

    def _outer_awaits(self) -> bool:
        """In a relative clause that has its verb: does a verb behind its comma belong to the clause around it?"""
        clause, outer = self.current, self.current.parent
        awaits = outer is not None and outer.verb is None and outer.subject is not None
        return clause.kind == "rel" and clause.verb is not None and awaits

    def _continues_front(self, i: int) -> bool:
        """ "After the murder and the landing of 1983, Grenada …": the second noun of the phrase in front."""
        clause = self.current
        if clause.verb is not None or clause.subject is not None or not clause.args or not clause.args[-1].before:
            return False
        if self._at(i - 2) is not clause.args[-1].group:
            return False
        behind = i + 1
        while isinstance(self._at(behind), DateGroup) or _is_mark(self._at(behind), "prep"):
            behind += 1
        return _is_mark(self._at(behind), "comma") and self._subject_and_verb_follow(behind + 1, most_commas=2)

    def _continues_phrase(self, i: int, group: NounGroup) -> bool:
        """ "at San Vicente and Chiconcuac": both under one preposition."""
        last = self._last_argument(self.current)
        if last is None or not last.prep or last.before or last.group.cls or group.cls:
            return False
        return self._at(i - 2) is last.group and not self._verb_follows(i + 1, most_commas=0)

    def _explains_date(self, i: int, group: NounGroup) -> bool:
        """ "In 1961, the year in which Syria left, …": more about the date, not who acted."""
        return group.head in _TIME and isinstance(self._at(i - 2), DateGroup) and _is_mark(self._at(i - 1), "comma")

    def _measures_clause(self, i: int, group: NounGroup) -> bool:
        """ ", months before exiles began training": how long before, not a noun of the clause."""
        behind = self._at(i + 1)
        return group.head in _TIMES and not group.det and isinstance(behind, Mark) and behind.low in ("before", "after")

    def _ends_phrase(self, i: int) -> bool:
        behind = self._at(i)
        return behind is None or isinstance(behind, Mark) and behind.kind in ("comma", "semi", "stop", "close", "dash")

    def _follows_party(self, clause: Clause) -> bool:
        """ "broke with Libya, a member of OPEC": the last argument is a state."""
        last = self._last_argument(clause)
        return last is not None and all(p.cls in ("state", "group", "envoy") for p in last.group.parts)

    def _date_past_relative(self, i: int) -> DateMention | None:
        """ "Suriname acceded in 1995 and Haiti, which is larger, in 2002"."""
        relative = self._at(i + 2)
        if not _is_mark(self._at(i + 1), "comma") or not isinstance(relative, Mark) or relative.kind != "rel":
            return None
        for k in range(i + 3, len(self.phrases) - 1):
            if _is_mark(self._at(k), "comma"):
                return self._date_behind(k) if not isinstance(self._at(k + 1), DateGroup) else None
        return None

    def _date_behind(self, i: int) -> DateMention | None:
        k = i + 2 if isinstance(mark := self._at(i + 1), Mark) and mark.low in ("in", "on") else i + 1
        date = self._at(k)
        return date.date if isinstance(date, DateGroup) else None

    def _own_date(self, group: NounGroup) -> None:
        if group.date is not None and not group.members:
            self._date(group.date)

    def _new_subject(self, group: NounGroup, separator: str) -> None:
        """A noun group with a finite verb behind it begins a clause; which one depends on what is open."""
        current = self.current
        clause: Clause | None = current
        while clause is not None and not (clause.verb is None and clause.subject is None):
            clause = clause.parent
        if clause is not None and clause is not current:
            self.current = clause  # "When …, Y did": back to the main clause
            clause.subject = group
            return
        if not separator and current.verb is not None and (current.verb.has("say") or current.kind != "rel"):
            self._complement()
            self.current.subject = group
            return
        self._open_coordinate(separator)
        self.current.subject = group

    def _open_coordinate(self, separator: str) -> None:
        """Open a clause beside the current one; after "and" it shares what a that-clause or subclause depends on."""
        anchor = self.current
        while anchor.kind in ("rel", "inf", "ing", "part") and anchor.parent is not None:
            anchor = anchor.parent
        if separator.endswith("conj") and anchor.kind in ("that", "sub") and self.current.kind != "main":
            self.current = self._open(anchor.kind, anchor.parent, opener=anchor.opener, governor=anchor.governor)
        else:
            self.current = self._open("coord", None)

    # ---- verb groups ----

    def _verb(self, i: int, verb: VerbGroup) -> None:
        if (
            self.separator == "comma+conj"
            and verb.mode == "finite"
            and self.current.kind in ("rel", "sub")
            and self.current.verb is not None
        ):
            outer = self.current.parent
            while outer is not None and outer.kind in ("rel", "inf", "ing", "part"):
                outer = outer.parent
            if outer is not None and outer.verb is not None and outer.subject is not None:
                self.current = outer  # "…, which it joined in 1963, and broke with Britain"
        separator, preposition = self.separator.replace("comma+", ""), self.preposition
        self.separator = self.preposition = ""
        if self.nor:
            verb.negated, self.nor = True, False
        current = self.current
        if self.alternative and separator == "conj" and current.verb is not None:
            verb.negated = verb.negated or current.verb.negated
        self.alternative = False
        if preposition in ("as", "like") and verb.lemma in ("do", "have", "be") and current.verb is not None:
            self.current = self._open("as", current, verb=verb)  # "as did Washington"
            return
        if verb.mode == "inf":
            self._infinitive(verb)
        elif verb.mode == "ing":
            self._gerund(i, verb, separator, preposition)
        elif verb.mode == "part" and separator == "conj" and self._shares_auxiliary(verb):
            self._coordinate_verb(verb, separator)
        elif verb.maybe_part and self._is_headline_passive(i, verb):
            verb.passive = True
            current.verb = verb
        elif verb.mode == "part" or verb.maybe_part and self._is_participle(i, verb, separator):
            self._participle(i, verb, separator)
        elif current.verb is None:
            if current.opener == "semi" and current.subject is None and separator == "conj" and verb.mode == "finite":
                self._share_subject(current)  # "joined it in 1961; and was received into the Council"
            if current.kind == "rel":
                current.antecedent = self._relations_before(verb) or current.antecedent
                if current.subject is None:
                    current.subject, current.inherited = current.antecedent, True
            current.verb = verb
        elif separator in ("conj", "comma"):
            self._coordinate_verb(verb, separator)
        else:
            clause: Clause | None = current.parent
            while clause is not None and clause.verb is not None:
                clause = clause.parent
            if clause is not None and (clause.subject is not None or clause.kind == "main"):
                self.current = clause
                clause.verb = verb
            else:
                noun = self._last_noun()
                self.current = self._open(
                    "coord",
                    None,
                    subject=noun if noun is not None and _is_party(noun) else current.subject,
                    inherited=True,
                    verb=verb,
                )

    def _shares_auxiliary(self, verb: VerbGroup) -> bool:
        """ "has recognized X and broken with Y", "were severed and broken anew"."""
        first = self.current.verb
        if first is None or first.mode != "finite" or not (first.perfect or first.passive):
            return False
        verb.mode, verb.passive, verb.perfect, verb.modal = "finite", first.passive, first.perfect, first.modal
        return True

    def _share_subject(self, clause: Clause) -> None:
        before = next((c for c in reversed(self.clauses) if c is not clause and c.kind in ("main", "coord")), None)
        if before is not None:
            clause.subject, clause.inherited = before.subject, True

    def _coordinate_verb(self, verb: VerbGroup, separator: str) -> None:
        """ "recognized X and established relations with Y": the same subject, unless an outer clause waits for its
        verb.
        """
        current = self.current
        clause: Clause | None = current
        if current.kind == "rel" and verb.has("join") and current.subject is not None and current.subject.cls == "org":
            host = current.parent  # "was at the meeting at which the Forum was founded and joined the UN": who was
            if host is not None and host.verb is not None and host.subject is not None:
                current = clause = host
        if current.kind == "inf" and verb.bare and separator == "conj":
            self.current = self._open(
                "inf", current.parent, governor=current.governor, subject=current.subject, inherited=True, verb=verb
            )
            return
        if current.kind in ("rel", "sub", "part", "ing", "inf", "that"):
            outer = current.parent
            while outer is not None:
                if outer.verb is None and outer.subject is not None:
                    self.current = outer
                    outer.verb = verb
                    return
                outer = outer.parent
            if current.kind in ("part", "ing", "inf"):
                clause = current.parent
                while clause is not None and clause.kind in ("part", "ing", "inf") and clause.parent is not None:
                    clause = clause.parent
        assert clause is not None
        if verb.bare and separator == "conj" and clause.verb is not None and (clause.verb.modal or clause.verb.negated):
            verb.modal, verb.negated = clause.verb.modal, clause.verb.negated  # "might leave X and join Y"
        kind = "coord" if clause.kind in ("main", "coord") else clause.kind
        self.current = self._open(
            kind,
            clause.parent,
            opener=clause.opener,
            subject=clause.subject,
            inherited=True,
            antecedent=clause.antecedent,
            governor=clause.governor,
            verb=verb,
        )

    def _infinitive(self, verb: VerbGroup) -> None:
        current = self.current
        governor: VerbGroup | NounGroup | None = current.verb
        subject = current.subject
        last = self._last_argument(current)
        if last is not None and not last.prep and current.verb is not None and last.group.cls not in ("",):
            if last.group.cls in ("state", "official", "pron", "group", "envoy", "minister") and (
                current.verb.has("order") or current.verb.has("cause") or current.verb.has("plan")
            ):
                subject = last.group  # object control: "told Rome to break"
            elif last.group.cls in ("plan", "nonmember", "member"):
                governor = last.group
        elif last is not None and not last.prep:
            governor = (
                last.group
                if current.verb is None or not current.verb.senses or last.group.cls == "plan"
                else current.verb
            )
        elif last is not None and last.group.cls == "plan" and not last.before:
            governor = last.group  # "sent him in an attempt to …"
        elif last is not None and last.prep in _WHERE and (planned := self._planned(current)) is not None:
            governor = planned  # "turned aside calls in the Duma to break"
        if last is not None and not last.prep and (last.group.head in _NOBODY or last.group.det == "no"):
            governor = last.group  # "had none to break"
        subject = self._taker(current) or subject
        if current.verb is None and current.subject is not None:
            governor = current.subject
            subject = current.subject.possessor or (current.subject if current.subject.cls != "plan" else None)
        while current.kind == "inf" and current.verb is None and current.parent is not None:
            current = current.parent
        self.current = self._open("inf", current, governor=governor, subject=subject, inherited=True, verb=verb)

    @staticmethod
    def _planned(clause: Clause) -> NounGroup | None:
        """The plan that is the nearest object before what says where: "calls in the Duma to …"."""
        objects = [a.group for a in clause.args if a.prep not in _WHERE and not a.before]
        return objects[-1] if objects and objects[-1].cls == "plan" else None

    @staticmethod
    def _taker(clause: Clause) -> NounGroup | None:
        """Who acted late: "it took Chile until 1990 to …", "it took until 1990 for Chile to …"."""
        if clause.verb is None or clause.verb.lemma != "take" or clause.subject is None or clause.subject.head != "it":
            return None
        return next((a.group for a in clause.args if a.prep in ("", "for") and _is_party(a.group)), None)

    def _gerund(self, i: int, verb: VerbGroup, separator: str, preposition: str) -> None:
        current = self.current
        if current.verb is None and current.subject is not None and current.subject.head in _MOODS:
            current.subject = None  # "Not content with recognizing Damascus, Amman …"
        if current.verb is None and current.subject is None and current.kind in ("main", "coord", "sub"):
            self.current = self._open(
                "ing", current, opener=preposition or current.opener, verb=verb, next_subject=True
            )
            return
        if separator == "comma" and not preposition:
            while current.kind == "inf" and current.parent is not None and current.parent.verb is not None:
                current = current.parent  # "refused to deal with X, resuming relations in 1977": that it did
        subject = current.subject
        if current.kind == "coord" and current.verb is None and separator and subject is not None:
            before = [c for c in self.clauses[:-1] if c.verb is not None and c.kind in ("main", "coord")]
            if before and not _is_party(subject):
                subject = before[-1].subject  # "Rome turned on X and five of his staff, declaring …"
        if current.kind == "ing" and separator == "conj" and not preposition:
            self.current = self._open(
                "ing",
                current.parent,
                opener=current.opener,
                governor=current.governor,
                subject=current.subject,
                inherited=True,
                verb=verb,
            )
            return
        last = self._last_argument(current)
        governor: VerbGroup | NounGroup | None = current.verb
        if (
            preposition not in ("", "by")
            and last is not None
            and not last.prep
            and current.verb is not None
            and (current.verb.has("cause") or current.verb.has("plan"))
        ):
            subject = last.group  # "goaded France into severing"
        elif preposition == "for" and last is not None and _is_party(last.group):
            subject = last.group  # "broke with Bonn for recognizing Israel"
        elif preposition == "with" and last is not None:
            subject = last.group
        elif preposition and last is not None and (last.group.cls == "plan" or last.group.det == "no"):
            governor = last.group
        elif preposition == "of" and last is not None and last.prep in _WHERE:
            governor = self._planned(current) or governor  # "talk in Moscow of breaking"
        if not preposition and separator == "" and last is not None and last.prep and _is_party(last.group):
            subject = last.group
            governor = next((a.group for a in current.args if a.group.cls == "plan" and a is not last), governor)
        elif (
            not preposition
            and separator == ""
            and last is not None
            and last.group.cls == "plan"
            and last.group.head not in _SIGNED
        ):
            subject, governor = last.group.of or subject, last.group  # "no question of Peru severing …"
        self.current = self._open(
            "ing",
            current,
            opener=preposition or ("," if separator else ""),
            governor=governor,
            subject=subject,
            inherited=True,
            verb=verb,
        )

    def _participle(self, i: int, verb: VerbGroup, separator: str) -> None:
        verb.passive = True
        verb.mode = "part"
        current = self.current
        if (
            current.verb is None
            and current.subject is not None
            and current.subject.cls in ("relations", "recognition", "membership")
            and separator != "comma"
            and not self._finite_follows(i + 1)
        ):
            current.verb = verb  # "Relations with France restored"
            return
        noun = self._last_noun()
        if self.current.verb is None and self.current.subject is None:
            self.current = self._open("part", self.current, verb=verb, next_subject=True)
            return
        subject = self._relations_before(verb) or noun or self.current.subject
        self.current = self._open("part", self.current, subject=subject, inherited=True, verb=verb)

    def _tells_of_relations(self) -> bool:
        """ "renewed the relations with X that it had severed": no verb of saying, and relations among its objects."""
        verb = self.current.verb
        return verb is not None and not verb.has("say") and any(_relations_in(a.group) for a in self.current.args)

    def _describes_subject(self, i: int) -> bool:
        """ "The relations that Mali opened were …": right behind a subject that can be no speech or plan."""
        subject, before = self.current.subject, self._at(i - 1)
        return self.current.verb is None and subject is before and subject is not None and subject.cls in _DESCRIBED

    def _relations_before(self, verb: VerbGroup) -> NounGroup | None:
        """ "relations with X, which had been broken", "relations between X and Y, suspended in 1960": not the parties
        but the relations before them are what was broken.
        """
        current = self.current
        if not verb.classes & _OF_RELATIONS or verb.classes & {"expel", "order"}:
            return None
        if current.kind == "rel" and (
            current.subject is None
            and not (verb.passive or verb.classes & {"lapse", "commence"})
            or current.subject is not None
            and verb.passive
        ):
            return None
        clause = current.parent if current.kind == "rel" else current
        if clause is None:
            return None
        groups = [a.group for a in clause.args]
        last = groups[-1] if groups else None
        if last is None:
            return None
        if not _is_party(last):
            return _relations_in(last) if last.cls != "relations" else None  # "the renewal of relations, which …"
        owners = [g for g in [clause.subject, *groups[:-1]] if g is not None and g.start < last.start]
        return _relations_in(owners[-1]) if owners else None

    def _is_participle(self, i: int, verb: VerbGroup, separator: str) -> bool:
        """Past tense or participle? A participle if the clause has its verb, or a finite verb is still to come."""
        current = self.current
        if current.verb is None:
            if current.kind == "rel" and current.opener in ("who", "which", "that") and current.subject is None:
                return False  # "which resumed in 1996"
            if current.subject is None:
                return current.kind not in ("rel", "sub", "that") and current.opener != "semi" or self._by_follows(i)
            if current.kind == "rel":
                return False
            if (
                current.subject.cls in ("relations", "recognition", "seat", "membership")
                and not (verb.has("lapse") or verb.has("commence") or verb.has("act"))
                and not self._object_follows(i)
            ):
                return True  # "relations severed in 1961"
            if current.subject.cls in ("envoy", "minister") and verb.has("expel") and not self._object_follows(i):
                return True
            if current.subject.cls in ("envoy", "minister") and verb.has("declare") and self._is_unwelcome(i + 1):
                return True  # "German ambassador declared persona non grata"
            following = self._at(i + 1)
            if separator == "comma" and self._at(i - 2) is current.subject and not self._object_follows(i):
                return self._finite_follows(i + 1)  # "The Council, founded in 1959 by Niger, admitted Togo"
            return isinstance(following, Mark) and following.low == "by" and self._finite_follows(i + 1)
        if separator in ("conj",):
            return False
        if separator == "comma" and (verb.has("join") or verb.lemma in _COMES_AND_GOES):
            return self._by_agent_follows(i)  # "entered OPEC in 1973, left in 1992, rejoined in 2007"
        if separator == "comma":
            return self._by_follows(i)
        last = self._last_noun()
        if last is None:
            return False
        if current.kind in ("rel", "part", "inf", "ing", "sub") and any(
            c.verb is None and c.subject is not None for c in current.ancestors()
        ):
            return self._by_follows(i)
        return True

    def _is_headline_passive(self, i: int, verb: VerbGroup) -> bool:
        """ "Eritrea recognized by the United States": by whom, and no other verb."""
        by, actor = self._at(i + 1), self._at(i + 2)
        return (
            self.current.verb is None
            and self.current.kind == "main"
            and self.current.subject is not None
            and self.current.subject.cls == "state"
            and isinstance(by, Mark)
            and by.low == "by"
            and isinstance(actor, NounGroup)
            and actor.cls in ("state", "official", "group")
            and not self._finite_follows(i + 1)
            and not verb.has("breakwith")
        )

    # ---- looking around ----

    def _awaits_main_clause(self) -> bool:
        """Is this an opening subclause whose main clause is still to come?"""
        parent = self.current.parent
        return (
            self.current.kind in ("sub", "part", "ing")
            and parent is not None
            and parent.verb is None
            and parent.subject is None
        )

    def _is_particle(self, i: int, mark: Mark) -> bool:
        """ "came in, and …", "was let in in 1967": a particle of the verb before it, for no noun follows."""
        verb, behind = self._at(i - 1), self._at(i + 1)
        return (
            mark.low in _PARTICLES
            and isinstance(verb, VerbGroup)
            and (behind is None or isinstance(behind, Mark) and behind.kind not in ("rel", "that"))
        )

    def _at(self, i: int) -> Phrase | None:
        return self.phrases[i] if 0 <= i < len(self.phrases) else None

    def _is_unwelcome(self, i: int) -> bool:
        group = self._at(i)
        return isinstance(group, NounGroup) and group.cls == "png"

    def _is_declared(self, i: int) -> bool:
        """Is the group at `i` one that the verb declares to be what stands behind it: "persona non grata"?"""
        verb = self.current.verb
        if verb is None or not verb.has("declare") or any(not a.prep and not a.before for a in self.current.args):
            return False
        return any(self._is_unwelcome(k) for k in range(i + 1, i + 9))

    def _is_by(self, i: int) -> bool:
        mark = self._at(i)
        return isinstance(mark, Mark) and mark.low == "by"

    def _by_follows(self, i: int) -> bool:
        for phrase in self.phrases[i + 1 : i + 4]:
            if isinstance(phrase, Mark) and phrase.kind == "prep":
                return phrase.low in ("by", "in", "from", "on", "at")
            if isinstance(phrase, NounGroup | VerbGroup):
                return False
        return False

    def _by_agent_follows(self, i: int) -> bool:
        following = self._at(i + 1)
        return isinstance(following, Mark) and following.low == "by"

    def _object_follows(self, i: int) -> bool:
        following = self._at(i + 1)
        return isinstance(following, NounGroup)

    def _finite_follows(self, i: int) -> bool:
        for phrase in self.phrases[i:]:
            if isinstance(phrase, VerbGroup) and phrase.mode == "finite":
                return True
            if isinstance(phrase, Mark) and phrase.kind in ("semi", "colon", "conj", "sub"):
                return False
        return False

    def _verb_follows(self, i: int, most_commas: int = 2) -> bool:
        """Is the noun group before `i` the subject of a finite verb? Looks past of-phrases, dates, appositions,
        which-clauses.
        """
        depth = 0
        commas = 0
        for k in range(i, min(i + 26, len(self.phrases))):
            phrase = self.phrases[k]
            if isinstance(phrase, VerbGroup):
                if depth:
                    depth -= 1
                    continue
                if phrase.mode in ("inf", "ing"):
                    if commas == 1:
                        continue
                    return False
                if phrase.mode == "part":
                    if commas == 1:
                        continue
                    return False
                if phrase.maybe_part and self._is_by(k + 1):
                    continue  # "because of remarks made by the President"
                return True
            if isinstance(phrase, Mark):
                if phrase.kind == "comma":
                    commas += 1
                    if commas > most_commas:
                        return False
                elif phrase.kind == "rel":
                    if isinstance(self._at(k + 1), VerbGroup) or commas:
                        depth += 1
                elif phrase.kind in ("semi", "colon", "stop", "sub", "that", "dash"):
                    return False
                elif phrase.kind == "conj":
                    behind = self._at(k + 1)
                    if depth == 0 and commas and isinstance(behind, NounGroup) and behind.det == "whose":
                        depth += 1  # "…, which is small and whose king is old, …"
                        continue
                    if not isinstance(self._at(k + 1), VerbGroup) and commas != 1:
                        return False
                    if isinstance(self._at(k + 1), VerbGroup):
                        return False
            elif isinstance(phrase, DateGroup) and phrase.date.direction in (Direction.BEFORE, Direction.AFTER):
                if isinstance(self._at(k + 1), NounGroup):
                    return False  # "Sudan in 1956, three weeks after the flags had been changed"
            elif isinstance(phrase, NounGroup) and commas == 0:
                before = self._at(k - 1)
                if k == i or not (isinstance(before, Mark) and before.kind in ("prep", "rel", "prepsub")):
                    return False
        return False

    def _subject_and_verb_follow(self, i: int, most_commas: int = 2) -> bool:
        group = self._at(i)
        return isinstance(group, NounGroup) and self._verb_follows(i + 1, most_commas)

    def _at_once_acts(self, i: int) -> bool:
        """A state and right behind it a verb of its own, not one that repeats another ("as Washington did")."""
        group, verb = self._at(i), self._at(i + 1)
        acts = isinstance(verb, VerbGroup) and verb.mode == "finite" and verb.lemma not in ("do", "have", "be")
        return acts and isinstance(group, NounGroup) and group.cls == "state"

    def _verb_or_subject_follows(self, i: int) -> bool:
        for phrase in self.phrases[i : i + 12]:
            if isinstance(phrase, VerbGroup):
                return True
            if isinstance(phrase, Mark) and phrase.kind in ("semi", "colon", "stop"):
                return False
        return False

    def _last_argument(self, clause: Clause) -> Argument | None:
        return clause.args[-1] if clause.args else None

    def _last_noun(self) -> NounGroup | None:
        clause: Clause | None = self.current
        while clause is not None:
            if clause.args and clause.verb is not None:
                return clause.args[-1].group
            if clause.appositions and clause.verb is None and clause.subject is not None:
                return clause.subject
            if clause.args and clause.args[-1].before and clause.subject is None:
                return clause.args[-1].group
            if clause.subject is not None:
                if clause.args and clause.args[-1].before:
                    return (
                        clause.args[-1].group if clause.args[-1].group.start > clause.subject.start else clause.subject
                    )
                return clause.subject
            clause = clause.parent
        return None

    def _has_verb(self) -> bool:
        return any(c.verb for c in self.clauses)

    def _verb_owner(self) -> Clause:
        """The clause whose verb a gapped party shares: the latest that has one."""
        clause: Clause | None = self.current
        while clause is not None and clause.verb is None:
            clause = clause.parent
        if clause is not None:
            return clause
        return next(c for c in reversed(self.clauses) if c.verb)

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
    return clause.kind == "rel" and clause.antecedent is not None and clause.antecedent.head in _TIME


def _is_mark(phrase: Phrase | None, kind: str) -> bool:
    return isinstance(phrase, Mark) and phrase.kind == kind


def _relations_in(group: NounGroup) -> NounGroup | None:
    """ "relations", or those of "the renewal of relations"."""
    if group.cls == "relations":
        return group
    return group.of if group.of is not None and group.of.cls == "relations" else None


def _is_party(group: NounGroup) -> bool:
    return group.cls in ("state", "org", "group", "official", "pron") or bool(group.members)


def _takes_noun(verb: VerbGroup) -> bool:
    """Could a noun group right behind this verb be its object rather than the subject of a reported clause?"""
    return not verb.has("say") or verb.passive
