"""Which clause a verb group heads: the one that waits for it, one beside it, or one that depends on it."""

from __future__ import annotations

from extractor.events.clause import Clause, is_party, relations_in
from extractor.events.groups import Mark, NounGroup, VerbGroup
from extractor.events.lookahead import is_mark
from extractor.events.open_clauses import OpenClauses

_OF_RELATIONS = frozenset({"end", "suspend", "start", "restore", "lapse", "commence"})
_MOODS = frozenset({"content", "satisfied"})
_SIGNED = frozenset({"agreement", "agreements", "resolution", "motion", "bill"})  # "signed an agreement establishing"
_WHERE = frozenset({"in", "at", "among", "within", "from"})
_NOBODY = frozenset({"none", "nothing", "nobody"})
_COMES_AND_GOES = frozenset("leave quit exit return withdraw rejoin abandon".split())


class VerbPlaces(OpenClauses):
    """Gives each verb group its clause."""

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
                    subject=noun if noun is not None and is_party(noun) else current.subject,
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
        return next((a.group for a in clause.args if a.prep in ("", "for") and is_party(a.group)), None)

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
            if before and not is_party(subject):
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
        elif preposition == "for" and last is not None and is_party(last.group):
            subject = last.group  # "broke with Bonn for recognizing Israel"
        elif preposition == "with" and last is not None:
            subject = last.group
        elif preposition and last is not None and (last.group.cls == "plan" or last.group.det == "no"):
            governor = last.group
        elif preposition == "of" and last is not None and last.prep in _WHERE:
            governor = self._planned(current) or governor  # "talk in Moscow of breaking"
        stated = self._absolute_subject(i, verb)
        if stated is not None:
            self.current = self._open("sub", current, opener="having", subject=stated, verb=verb)
            return
        if not preposition and separator == "" and last is not None and last.prep and is_party(last.group):
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

    def _absolute_subject(self, i: int, verb: VerbGroup) -> NounGroup | None:
        """ ", both governments having cut their ties": the noun behind the comma has no other place in the sentence."""
        group = self._at(i - 1)
        having = verb.perfect and is_mark(self._at(i - 2), "comma")
        return group if having and isinstance(group, NounGroup) and is_party(group) else None

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
        if not is_party(last):
            return relations_in(last) if last.cls != "relations" else None  # "the renewal of relations, which …"
        owners = [g for g in [clause.subject, *groups[:-1]] if g is not None and g.start < last.start]
        return relations_in(owners[-1]) if owners else None

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

    def _is_declared(self, i: int) -> bool:
        """Is the group at `i` one that the verb declares to be what stands behind it: "persona non grata"?"""
        verb = self.current.verb
        if verb is None or not verb.has("declare") or any(not a.prep and not a.before for a in self.current.args):
            return False
        return any(self._is_unwelcome(k) for k in range(i + 1, i + 9))
