"""What stands around a phrase: the questions that the clause reader asks of the phrases ahead."""

from __future__ import annotations

from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.normalization.dates import DateMention, Direction

TIME = frozenset("year month day week summer spring autumn winter season date time".split())
_TIMES = frozenset("days weeks months years hours decades".split())
_PARTICLES = frozenset({"in", "on", "off", "aboard", "along", "over"})
_UP_TO = frozenset({"until", "till"})


class Lookahead:
    """The phrases of a sentence, and what follows which."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self.phrases = phrases

    def _verb_behind_dates(self, i: int) -> bool:
        while isinstance(self._at(i), DateGroup) or is_mark(self._at(i), "comma") or is_mark(self._at(i), "prep"):
            i += 1
        following = self._at(i)
        return isinstance(following, VerbGroup) and following.mode == "finite"

    def _date_before(self, i: int) -> DateMention | None:
        before = self._at(i - 1)
        if isinstance(before, Mark) and before.kind == "comma":
            before = self._at(i - 2)
        return before.date if isinstance(before, DateGroup) else None

    def _explains_date(self, i: int, group: NounGroup) -> bool:
        """ "In 1961, the year in which Syria left, …": more about the date, not who acted."""
        return group.head in TIME and isinstance(self._at(i - 2), DateGroup) and is_mark(self._at(i - 1), "comma")

    def _measures_clause(self, i: int, group: NounGroup) -> bool:
        """ ", months before exiles began training": how long before, not a noun of the clause."""
        behind = self._at(i + 1)
        return group.head in _TIMES and not group.det and isinstance(behind, Mark) and behind.low in ("before", "after")

    def _ends_phrase(self, i: int) -> bool:
        behind = self._at(i)
        return behind is None or isinstance(behind, Mark) and behind.kind in ("comma", "semi", "stop", "close", "dash")

    def _date_past_relative(self, i: int) -> DateMention | None:
        """ "Suriname acceded in 1995 and Haiti, which is larger, in 2002"."""
        relative = self._at(i + 2)
        if not is_mark(self._at(i + 1), "comma") or not isinstance(relative, Mark) or relative.kind != "rel":
            return None
        for k in range(i + 3, len(self.phrases) - 1):
            if is_mark(self._at(k), "comma"):
                return self._date_behind(k) if not isinstance(self._at(k + 1), DateGroup) else None
        return None

    def _date_behind(self, i: int) -> DateMention | None:
        k = i + 2 if isinstance(mark := self._at(i + 1), Mark) and mark.low in ("in", "on") else i + 1
        date = self._at(k)
        return date.date if isinstance(date, DateGroup) else None

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

    def _is_subject_pronoun(self, i: int) -> bool:
        group = self._at(i)
        follows = isinstance(self._at(i + 1), VerbGroup)
        return isinstance(group, NounGroup) and group.cls == "pron" and follows

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
                elif phrase.low in _UP_TO and self._is_subject_pronoun(k + 1):
                    return False  # "kept relations with it until it severed them"
                elif phrase.kind == "conj":
                    behind = self._at(k + 1)
                    if is_mark(self._at(k - 1), "comma") and self._acts(k + 1):
                        return False  # "(expelled him) and his staff, and Japan asked …"
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

    def _acts(self, i: int) -> bool:
        """The name of a state and at once its verb."""
        group, verb = self._at(i), self._at(i + 1)
        named = isinstance(group, NounGroup) and group.cls == "state"
        return named and isinstance(verb, VerbGroup) and verb.mode == "finite"

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


def is_mark(phrase: Phrase | None, kind: str) -> bool:
    return isinstance(phrase, Mark) and phrase.kind == kind
