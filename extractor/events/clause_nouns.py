"""Which place a noun group has in its clause: subject, object, behind a preposition, in apposition."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause, is_party
from extractor.events.groups import DateGroup, Mark, NounGroup, VerbGroup
from extractor.events.lookahead import is_mark
from extractor.events.open_clauses import OpenClauses

_PREPOSITIONS = frozenset({"after", "before", "since", "until"})  # and conjunctions
_NOMINATIVE = frozenset({"it", "they", "he", "she"})


class NounPlaces(OpenClauses):
    """Puts each noun group into its clause."""

    def _noun(self, i: int, group: NounGroup) -> None:
        current = self.current
        separator, preposition = self.separator.replace("comma+", ""), self.preposition
        self.separator = self.preposition = ""
        if group.cls == "png" and current.verb is not None and not preposition:
            current.args.append(Argument("", group))  # "declared the envoy, X, persona non grata": of the verb before
            return
        follows = False  # behind a preposition hardly anything depends on it
        if not preposition or separator or self.dangling:
            follows = self._verb_follows(i + 1, most_commas=0 if self._outer_awaits() else 2)
        if self._is_counted_from(i) and (self._ends_phrase(i + 1) or self._is_dated(i + 1)):
            current.args.append(Argument("after", group, before=current.verb is None))  # "a month after the coup, …"
            return
        anchor = self._at(i - 1)
        if not preposition and not follows and isinstance(anchor, DateGroup) and not separator:
            word = anchor.date.text.rsplit(" ", 1)[-1]
            preposition = word if word in ("after", "before") else ""  # "joined in 1984, a week after independence"
        if not preposition and not follows and self._shares_verb_at_date(i, group):
            return
        if self.dangling and not follows and is_party(group):
            for clause, prep in self.dangling:
                clause.args.append(Argument(prep, group))
            self.dangling = []
            if not preposition:
                return
        if separator and "'s" in group.words and group.cls == "state" and group.date is None:
            group.date = self._date_behind(i)  # "Colombia's accession took effect in 2020, Costa Rica's in 2021"
        if separator and group.date is None and is_party(group) and not follows and self._has_verb():
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
            if group.date is not None and self._dates_forerunner(group.date):
                current.gaps.append(group)
                return
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
            and is_party(group)
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
                and is_party(group)
            ):
                current.subject = group  # "Closer to home, Peru …"
            elif (
                separator == "comma"
                and follows
                and not current.subject.cls
                and current.subject.det in ("a", "an")
                and group.cls == "state"
                and self._at(i - 2) is current.subject
            ):
                current.appositions.append(current.subject)
                current.subject = group  # "An early friend of Israel, Chile …"
            elif separator == "comma" and follows and group.cls == "pron" and group.head in _NOMINATIVE:
                current.subject = group  # "Its application having been vetoed, it …"
            elif separator == "comma" and follows and current.subject.cls == "member" and group.cls == "state":
                current.appositions.append(current.subject)
                current.subject = group  # "A founding member of OPEC, Iraq …"
            elif separator == "comma" and follows and self._was_preposition():
                self._begin_behind_phrase(group)
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

    def _shares_verb_at_date(self, i: int, group: NounGroup) -> bool:
        """ "In 1995 Vietnam joined, in 1997 Laos and Myanmar, and in 1999 Cambodia": behind its date, in the row."""
        date, preposition, joint = self._at(i - 1), self._at(i - 2), self._at(i - 3)
        dates = self.current.dates
        row = (is_mark(joint, "comma") or is_mark(joint, "conj")) and isinstance(preposition, Mark)
        if not row or not isinstance(date, DateGroup) or not dates or dates[-1] is not date.date or date.date.relation:
            return False
        plain = all(part.cls == "state" and part.date is None for part in group.parts)
        if not plain or not self._ends_phrase(i + 1) or not self.current.lead_dates:
            return False
        dates.pop()
        for part in group.parts:
            part.date = date.date
        self._verb_owner().gaps.append(group)
        return True

    def _was_preposition(self) -> bool:
        """ "After a night in which soldiers had fired, Lima …": what opened the clause takes no verb of its own."""
        clause, outer = self.current, self.current.parent
        if clause.kind != "sub" or clause.opener not in _PREPOSITIONS or clause.subject is None or outer is None:
            return False
        described = any(c.kind == "rel" and c.antecedent is clause.subject for c in self.clauses)
        return described and not is_party(clause.subject) and outer.verb is None and outer.subject is None

    def _begin_behind_phrase(self, subject: NounGroup) -> None:
        """Make the open clause a phrase in front of the one around it, and give that its subject."""
        clause, outer = self.current, self.current.parent
        assert outer is not None and clause.subject is not None
        outer.args.append(Argument(clause.opener, clause.subject, before=True))
        outer.lead_dates += clause.lead_dates
        for other in self.clauses:
            if other.parent is clause:
                other.parent = outer
        self.clauses.remove(clause)
        self.current, outer.subject = outer, subject

    def _opens_clause(self, i: int) -> bool:
        """Is the party at `i`, behind a preposition, fronted: do a subject and its verb follow at once?"""
        follower = self._at(i + 1)
        return (
            self.current.verb is not None
            and isinstance(follower, NounGroup)
            and is_party(follower)
            and isinstance(self._at(i + 2), VerbGroup)
            and self._verb_follows(i + 2)
        )

    def _continues_front(self, i: int) -> bool:
        """ "After the murder and the landing of 1983, Grenada …": the second noun of the phrase in front."""
        clause = self.current
        if clause.verb is not None or clause.subject is not None or not clause.args or not clause.args[-1].before:
            return False
        if self._at(i - 2) is not clause.args[-1].group:
            return False
        behind = i + 1
        while isinstance(self._at(behind), DateGroup) or is_mark(self._at(behind), "prep"):
            behind += 1
        return is_mark(self._at(behind), "comma") and self._subject_and_verb_follow(behind + 1, most_commas=2)

    def _continues_phrase(self, i: int, group: NounGroup) -> bool:
        """ "at San Vicente and Chiconcuac": both under one preposition."""
        last = self._last_argument(self.current)
        if last is None or not last.prep or last.before or last.group.cls or group.cls:
            return False
        return self._at(i - 2) is last.group and not self._verb_follows(i + 1, most_commas=0)

    def _follows_party(self, clause: Clause) -> bool:
        """ "broke with Libya, a member of OPEC": the last argument is a state."""
        last = self._last_argument(clause)
        return last is not None and all(p.cls in ("state", "group", "envoy") for p in last.group.parts)


def _takes_noun(verb: VerbGroup) -> bool:
    """Could a noun group right behind this verb be its object rather than the subject of a reported clause?"""
    return not verb.has("say") or verb.passive
