"""Which sentences can hold an event at all: a few set operations that spare most of the parsing."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.events.discourse import Discourse
from extractor.mentions.names import NameMention
from extractor.mentions.words import Words

# Words that name an event alone, or a noun and a verb that do so together, or an organization and a verb of
# membership. The rest (weak) only carries on what the text is already about.
_ALONE = frozenset("recognition derecognition rupture expulsion png".split())
_TOGETHER = (
    (
        "relations",
        "end suspend start restore maintain commence lapse await forfeit rest link switch",
        "establishment resumption suspension rupture",
    ),
    ("envoy", "expel order declare hand show", "expulsion hours"),
    ("minister", "expel order declare hand show", "expulsion"),
)
_JOINING_VERBS = frozenset("join admit found become obtain widen promote partake approve arise".split())
_ROOMS = frozenset({"door", "doors", "gates", "ranks", "flag", "flags", "flagpole", "flagpoles"})
_LASTING = frozenset({"been", "was", "were", "is", "are", "belonged", "belongs", "sat"})
_WEAK_VERBS = frozenset("breakwith expel desert act await restore return switch choose".split())
_VERBS_OF_THEM = frozenset("end suspend restore start grant withdraw obtain lapse".split())  # "mended them"
_FIRST_WORDS = frozenset(
    "persona personae chargé chargés charge heads head".split()
)  # of phrases that end in a common word
_DESERTING = frozenset("abandon ditch dump desert forsake jettison".split())  # not "drop", "leave": too common
_SWITCHING = frozenset({"switch", "defect"})
_ORDERS = frozenset("leave hours days out gone passports".split())
_PRONOUNS = frozenset("them they these those theirs own same".split())
_QUARRELS = frozenset("quarrel dispute interruption hiatus".split())  # "the quarrel was patched up"
_RANKS = frozenset({"first", "next", "last"})  # "Panama was next, in 1974"
_ECHOES = frozenset("so same suit likewise kind turn them they those too next followed back fold".split())
_GENERIC_NOUNS = frozenset(
    "end ending termination dissolution breaking split cutting freeze opening beginning institution removal".split()
)


class Gate:
    """The trigger words of verbs.tsv and nouns.tsv by what they need beside them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        particles = {"off", "out"}  # of "breaking-off", which needs its relations, and "falling-out"
        self.alone: frozenset[str] = self._nouns(_ALONE) - particles | {"falling"}
        self.alone |= self._verbs(frozenset({"recognize", "derecognize"}))
        self.together = tuple(
            (
                self._nouns(frozenset({noun})),
                self._verbs(frozenset(verbs.split())) | self._nouns(frozenset(nouns.split())),
            )
            for noun, verbs, nouns in _TOGETHER
        )
        accepting = self._verbs(frozenset({"accept"})) | {"acceptance"}
        self.together += ((self._nouns(frozenset({"independence"})), accepting),)
        self.together += ((self._nouns(frozenset({"allegiance"})), self._verbs(frozenset({"switch"}))),)
        self.together += ((self._nouns(frozenset({"ally"})), frozenset({"diplomatic"})),)
        self.tells = self.alone | self._nouns(frozenset({"relations"}))  # names an event, or most likely does
        self.member = self._nouns(frozenset({"membership", "member"}))
        self.joining = self._verbs(_JOINING_VERBS) | self.member - {"states", "state"} | _ROOMS
        self.order = self._verbs(frozenset({"order"}))
        self.beside = (
            (self._verbs(frozenset({"breakwith"})), frozenset({"with"})),
            (self._forms(_DESERTING), frozenset({"for", "favour", "favor"})),  # "ditched Taipei for Beijing"
            (self._forms(_SWITCHING), frozenset({"from", "to"})),
        )
        acting = {form for form in self._verbs(frozenset({"act"})) if form.endswith("ing")}
        self.weak = self._verbs(_WEAK_VERBS) - acting | _RANKS | {"turn", "resumption", "renewal", "outside"}
        self.envoys = self._nouns(frozenset({"envoy"}))
        self.expelling = self._verbs(frozenset({"expel", "order"}))
        self.of_them = self._verbs(_VERBS_OF_THEM)
        pairs = frozenset().union(*(nouns for nouns, _ in self.together))
        self.triggers = self.alone | pairs | self.joining | self.weak | self.order | self.of_them
        self.triggers |= frozenset().union(*(words for words, _ in self.beside))

    def _verbs(self, classes: frozenset[str]) -> frozenset[str]:
        senses = self.words.senses
        return frozenset(
            form for form, v in self.words.forms.items() if any(s.cls in classes for s in senses.get(v.lemma, ()))
        )

    def _forms(self, lemmas: frozenset[str]) -> frozenset[str]:
        return frozenset(form for form, v in self.words.forms.items() if v.lemma in lemmas)

    def _nouns(self, classes: frozenset[str]) -> frozenset[str]:
        """Words that every noun of the classes holds: the last one, which carries the meaning, of each phrase."""
        found = {
            word
            for noun, cls in self.words.nouns.items()
            if cls in classes and noun not in _GENERIC_NOUNS
            for word in noun.replace("-", " ").split()[-1:]
        }
        return frozenset(
            found
            | (_FIRST_WORDS & {w for noun, cls in self.words.nouns.items() if cls in classes for w in noun.split()})
        )

    def opens(self, low: Sequence[str], names: Sequence[NameMention], d: Discourse, *, dated: bool) -> bool:
        """Can any frame be read from these words, as far as the text has come?

        low: the tokens in lower case; dated: whether the sentence has a date.
        """
        named = any(n.kind == "org" for n in names)
        if (
            named
            and dated
            and ("since" in low or "into" in low and "first" in low or "from" in low and not _LASTING.isdisjoint(low))
        ):
            return True  # "has been in NATO since 1999", "had been in the League from 1920"
        if named and "into" in low and not _RANKS.isdisjoint(low):
            return True  # "was first into the Council"
        if dated and d.tells_who_joined() and any(n.kind in ("state", "leader", "group") for n in names):
            return True  # "Chad came along in 1922": any verb will do
        found = self.triggers.intersection(low)  # few: what follows looks at them rather than at the sentence
        if not found:
            return False
        if not self.alone.isdisjoint(found):
            return True
        if any(not nouns.isdisjoint(found) and not partners.isdisjoint(low) for nouns, partners in self.together):
            return True
        if d.envoys and not self.expelling.isdisjoint(low):
            return True  # "expelled Morel", "told him to leave", of an envoy named before
        topical = d.topic is not None or d.title_form is not None or d.section_form is not None
        if not self.joining.isdisjoint(found) and (named or d.speaks_of_organization()):
            return True
        stated = any(n.kind in ("state", "leader") for n in names)
        if stated and any(not verbs.isdisjoint(found) and not beside.isdisjoint(low) for verbs, beside in self.beside):
            return True  # "broke with X" needs no topic
        if not topical:
            return False
        if not self.of_them.isdisjoint(found) and not _PRONOUNS.isdisjoint(low):
            return True
        if dated and not self.of_them.isdisjoint(found) and not _QUARRELS.isdisjoint(low):
            return True
        if not self.order.isdisjoint(found) and not _ORDERS.isdisjoint(low):
            return True  # "told him to leave", "gave her 48 hours"
        if self.weak.isdisjoint(found):
            return False
        return not _ECHOES.isdisjoint(low) or dated and (stated or any(n.kind == "group" for n in names))
