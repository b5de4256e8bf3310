"""The clauses under way: opened, closed, and given their dates."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause, is_party
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase
from extractor.events.lookahead import Lookahead, is_mark
from extractor.normalization.dates import DateMention, Direction

_LEADS = frozenset({"prep", "prepsub"})
_INSTRUMENTS = frozenset(
    (
        "treaty protocol communique communiqué note notes agreement convention declaration statement accord accords "
        "pact letter letters decree proclamation exchange document instrument resolution telegram"
    ).split()
)
_OCCASIONS = frozenset({"day", "week", "month", "year", "moment", "evening", "morning"})


def _is_instrument(noun: NounGroup) -> bool:
    """ "the treaty", "the London Protocol"."""
    return noun.cls == "charter" or not _INSTRUMENTS.isdisjoint((*noun.head.lower().split(), *noun.words))


class OpenClauses(Lookahead):
    """The clauses read so far; `current` is the one that takes the next phrase."""

    def __init__(self, phrases: list[Phrase]) -> None:
        super().__init__(phrases)
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

    def _is_occasion(self, i: int, group: NounGroup) -> bool:
        plain = group.head in _OCCASIONS and group.det == "the" and group.of is None and not group.date
        return plain and self._has_verb() and self._subject_and_verb_follow(i + 1, most_commas=0)

    def _subordinate(self, opener: str) -> None:
        base = self.current
        self.current = self._open("sub", base, opener=opener)
        self.separator = self.preposition = ""

    def _relative(self, opener: str, i: int = 0) -> None:
        noun = self._last_noun()
        dated = self._date_of_antecedent(i) if self.preposition else None
        if opener == "who" and noun is not None and not noun.cls and noun.of is not None and noun.of.cls == "official":
            noun = noun.of  # "the conduct of the authorities in Minsk, who …"
        clause = self._open("rel", self.current, opener=opener, antecedent=noun)
        if self.preposition and noun is not None:
            clause.args.append(Argument(self.preposition, noun, before=True))
        if dated is not None:
            clause.lead_dates.append(dated)
        self.current = clause
        self.separator = self.preposition = ""

    def _date_of_antecedent(self, i: int) -> DateMention | None:
        """ "the treaty of 3 February 1830, by which …": what is told of it happened on its day."""
        k = i - 2 if is_mark(self._at(i - 1), "prep") else i - 1
        k = k - 1 if is_mark(self._at(k), "comma") else k
        date, of, noun = self._at(k), self._at(k - 1), self._at(k - 2)
        if not (isinstance(date, DateGroup) and isinstance(of, Mark) and isinstance(noun, NounGroup)):
            return None
        return date.date if of.low == "of" and _is_instrument(noun) else None

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

    def _date(self, date: DateMention, i: int | None = None) -> None:
        if self._dates_forerunner(date):
            return
        noun = self._last_noun() if self.preposition == "of" else None
        if noun is not None and noun.cls == "rupture":
            return  # "healed the rupture of 1979"
        if i is not None and self.preposition == "of" and self._is_counted_from(i - 2):
            return  # "nine days after the coup of 13 March"
        if (
            i is not None
            and date.direction in (Direction.BEFORE, Direction.AFTER)
            and self._subject_and_verb_follow(i + 1, most_commas=0)
            and not (self._is_dated(i + 2) and isinstance(self._at(i + 4), NounGroup))
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

    def _dates_forerunner(self, date: DateMention) -> bool:
        """ "became the first to recognize it since Chad two years earlier": when Chad did."""
        last = self.current.args[-1] if self.current.args and self.current.kind == "inf" else None
        return last is not None and last.prep == "since" and last.group.cls == "state" and last.group.date == date

    def _is_counted_from(self, i: int) -> bool:
        """ "nine days after the coup": the noun behind such a date."""
        before = self._at(i - 1)
        return isinstance(before, DateGroup) and before.date.direction in (Direction.AFTER, Direction.BEFORE)

    def _is_dated(self, i: int) -> bool:
        """ "(the coup) of 13 March 1979"."""
        mark = self._at(i)
        return isinstance(mark, Mark) and mark.low == "of" and isinstance(self._at(i + 1), DateGroup)

    def _apposed_member(self, i: int) -> NounGroup | None:
        before = self._at(i - 2) if isinstance(self._at(i - 1), Mark) else self._at(i - 1)
        if not isinstance(before, NounGroup) or before.cls != "member" or self.current.verb is None:
            return None
        return before if before in self.current.appositions and before.start > self.current.verb.start else None

    def _clause_begins(self, i: int) -> bool:
        """After "and" and a date: do a subject and its verb follow, so that the date is theirs?"""
        if not self.separator.endswith("conj"):
            return False
        if is_mark(self._at(i), "comma"):
            i += 1
            if isinstance(opener := self._at(i), Mark) and opener.kind in _LEADS and is_mark(self._at(i + 2), "comma"):
                i += 3  # "…, and in 1962, after years of talks, Libya joined"
            elif is_mark(self._at(i), "comma"):
                i += 1  # "…, and in 1962, quite unexpectedly, Libya joined": adverbs are no phrases
        group = self._at(i)
        subject = isinstance(group, NounGroup) and (is_party(group) or group.cls == "relations")
        return subject and self._subject_and_verb_follow(i)

    def _outer_awaits(self) -> bool:
        """In a relative clause that has its verb: does a verb behind its comma belong to the clause around it?"""
        clause, outer = self.current, self.current.parent
        awaits = outer is not None and outer.verb is None and outer.subject is not None
        return clause.kind == "rel" and clause.verb is not None and awaits

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

    def _awaits_main_clause(self) -> bool:
        """Is this an opening subclause whose main clause is still to come?"""
        parent = self.current.parent
        return (
            self.current.kind in ("sub", "part", "ing")
            and parent is not None
            and parent.verb is None
            and parent.subject is None
        )

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
