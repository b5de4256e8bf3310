"""What a frame is, what its readers know of the sentence, and which noun groups can fill its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.events.clause import Argument, Clause
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense
from extractor.normalization.dates import DateMention
from extractor.schema import Form

EXEMPLARS = ("including", "like", "such as")


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of which a reader can make a frame, by class or by lemma: of others it need not be asked."""

    classes: frozenset[str]
    lemmas: frozenset[str] = frozenset()

    def hold(self, lemma: str, classes: frozenset[str]) -> bool:
        return lemma in self.lemmas or not self.classes.isdisjoint(classes)


@dataclass(slots=True)
class Frame:
    """A possible event before its roles are resolved.

    agent, patient: groups that fill the roles; empty where the clause leaves a role open. For a membership the
    patient is the organization. start, end: token span of the trigger.
    """

    form: Form | None  # None: the form of the frame before ("did so")
    clause: Clause
    rule: str
    start: int
    end: int
    agent: list[NounGroup] = field(default_factory=list)
    patient: list[NounGroup] = field(default_factory=list)
    mutual: bool = False
    nominal: bool = False
    carried: bool = False
    anchored: bool = False  # "relations with X": the other side is whom the text is about
    weak: bool = False  # the words alone do not name the event: only in a text whose topic it is
    since: bool = False  # a lasting state: only a date that says since when counts
    envoy: NounGroup | None = None
    reciprocal: bool = False  # the agents are the two sides, and each did it to the other
    paired: bool = False  # "between A and B": the patients are the two sides
    needs_date: bool = False  # only with a date of its own
    founding: bool = False  # of founders: the date on which the organization was founded is theirs
    otherwise: Frame | None = None  # what the same words say in a text about relations

    @property
    def respective(self) -> bool:
        """Do agents and patients belong together one by one: "A and B joined NATO and the OECD respectively"?"""
        return len(self.agent) == len(self.patient) == 1 and self.agent[0].respective and self.patient[0].respective

    def item_dates(self) -> list[DateMention]:
        """The dates of the list items that fill the roles."""
        groups = self.agent + self.patient
        return [part.date for group in groups for part in group.parts if part.date is not None]


@dataclass(slots=True)
class Verbal:
    """A verb group in its clause, with its arguments put into their deep roles: agents act, the objects are acted on.

    following: the clauses behind it in the sentence, where an infinitive may complete it ("ordered … to leave").
    """

    clause: Clause
    verb: VerbGroup
    agents: list[NounGroup]
    objects: list[NounGroup]
    following: list[Clause]

    @property
    def target(self) -> NounGroup | None:
        """The first object."""
        return self.objects[0] if self.objects else None


@dataclass(slots=True)
class SentenceContext:
    """What the readers of frames know of the sentence.

    lows: its token strings in lower case; offset: index of the first in the Doc; other: words for relations that
    are not diplomatic; verbless: no clause has a verb.
    """

    lows: Sequence[str]
    offset: int
    other: frozenset[str]
    clauses: list[Clause]
    verbless: bool

    def sense(self, verb: VerbGroup, *classes: str) -> VerbSense | None:
        """The most specific sense of one of the classes whose words stand behind the verb."""
        for sense in verb.senses:  # asked of every verb by every reader: no generator
            if sense.cls in classes:
                return sense
        return None

    def behind(self, verb: VerbGroup, width: int = 14) -> str:
        return " " + " ".join(self.lows[verb.end - self.offset : verb.end - self.offset + width]) + " "

    def kinds_behind(self, verb: VerbGroup, width: int) -> set[str]:
        """The classes of the noun groups that begin within `width` tokens behind the verb, in whatever clause."""
        end = verb.end + width
        return {
            group.cls
            for clause in self.clauses
            for group in (*(a.group for a in clause.args), *clause.appositions, clause.subject)
            if group is not None and verb.end <= group.start < end
        }

    def frame(
        self, form: Form | None, clause: Clause, verb: VerbGroup, rule: str, sense: VerbSense | None, **values: object
    ) -> Frame:
        end = verb.end + (len(sense.rest) if sense and not sense.gap else 0)
        frame = Frame(form, clause, rule, verb.start, end)
        for name, value in values.items():
            setattr(frame, name, value)
        return frame

    def is_diplomatic(self, group: NounGroup) -> bool:
        """ "relations", "diplomatic ties", not "trade relations"; "diplomatic and commercial ties" are."""
        words = group.words
        if group.head == "tie" and group.det in _PERSONAL and not group.states():
            return False  # "they cut my tie at the door"
        return "diplomatic" in words or not (words & self.other)

    def counterparts(self, clause: Clause, anchor: NounGroup) -> list[NounGroup]:
        """Parties that hang on "relations": with, to, between, of; behind it or, fronted, before the verb."""
        found: list[NounGroup] = []
        if anchor.of is not None and anchor.of.cls in ("state", "official", "group"):
            found.append(anchor.of)
        exemplars = [
            a.group for a in clause.args if a.prep in EXEMPLARS and is_partylike(a.group) and a.group.cls != "pron"
        ]
        arguments = self._arguments(clause, anchor)
        for argument in arguments:
            if self._is_absolute(argument) or _is_of_another_noun(argument, arguments):
                continue
            if (
                (
                    argument.prep == "with"
                    or argument.prep in ("between", "among")
                    and argument.group.start > anchor.start
                )
                and is_partylike(argument.group)
                or argument.prep in ("to", "toward", "towards", "from")
                and argument.group.start > anchor.start
                and is_partylike(argument.group)
                and not found
            ):
                found.append(argument.group)
        if not found and not exemplars:  # "With Thailand, relations had been cool; they were restored in 2022"
            index = next((i for i, c in enumerate(self.clauses) if c is clause), 0)
            found = [
                c.args[0].group
                for k, c in enumerate(self.clauses[:index])
                if c.args
                and not _tell_of_relations(self.clauses[k + 1 : index])
                and c.args[0].prep == "with"
                and c.args[0].before
                and is_partylike(c.args[0].group)
                and c.args[0].group is not clause.subject  # "With Chad, which broke off relations in 1979, …"
            ][:1]
        return found or exemplars

    def _is_absolute(self, argument: Argument) -> bool:
        """ "with Suharto standing by, the two countries …": what somebody did meanwhile."""
        if argument.prep != "with" or not argument.before:
            return False
        end = argument.group.end
        return any(c.verb is not None and c.verb.mode == "ing" and c.verb.start == end for c in self.clauses)

    def _arguments(self, clause: Clause, anchor: NounGroup) -> list[Argument]:
        """Those of the clause and, for "relations with X, which had been broken", of the clause that names them."""
        for other in self.clauses:
            if (
                other is not clause
                and clause.repeats is None
                and other.repeats is None
                and (
                    other.subject is anchor and not other.inherited or any(_holds(a.group, anchor) for a in other.args)
                )
            ):
                theirs = [a for a in other.args if not _holds(a.group, anchor)]
                return clause.args + [replace(a, group=replace(a.group, date=None)) for a in theirs]
        return clause.args

    def paired(self, clause: Clause, anchor: NounGroup) -> bool:
        """ "relations between A and B", "Soviet–Mexican relations": the parties named are the two sides."""
        return (
            len(anchor.states()) > 1
            or any(a.prep in ("between", "among") for a in self._arguments(clause, anchor))
            or anchor.of is not None
            and anchor.of.cls != "relations"
        )


def _tell_of_relations(clauses: list[Clause]) -> bool:
    """ "Relations with Peru lapsed; when Chile cut off relations with Togo, …": other relations are spoken of since."""
    return any(a.group.cls == "relations" and not a.prep for c in clauses for a in c.args)


def _is_of_another_noun(argument: Argument, arguments: list[Argument]) -> bool:
    """ "broke off relations over the pact with Rome": the party of the pact."""
    before = argument.group.start - 1
    return argument.prep == "with" and any(
        a.prep and a.group.end == before and a.group.head in _OF_TWO_SIDES for a in arguments
    )


def _holds(group: NounGroup, anchor: NounGroup) -> bool:
    return group is anchor or group.of is anchor  # "the renewal of relations"


_OF_TWO_SIDES = frozenset(
    (
        "pact treaty agreement accord alliance entente war conflict clash border frontier dispute quarrel row feud "
        "trade commerce collaboration cooperation dealings talks negotiations contacts"
    ).split()
)
_PERSONAL = frozenset({"my", "your", "his", "her", "our"})
RECIPROCAL = frozenset({"each other", "one another"})


def is_partylike(group: NounGroup) -> bool:
    """Can this group stand for a state? Names, peoples, governments, pronouns, "both countries"."""
    if group.members:
        return any(is_partylike(m) for m in group.members)
    if group.cls == "state":
        return True
    if group.cls in ("group", "official"):
        return not is_generic(group) and not (group.head in _BODIES and _is_possessed(group))
    if group.cls == "member":
        return group.head.endswith("s") and bool(group.organizations())  # "the NATO members"
    if group.cls == "pron":
        return group.head not in RECIPROCAL and group.head not in (
            "i",
            "you",
            "we",
            "us",
            "me",
            "all",
            "these",
            "this",
            "that",
            "those",
        )
    return False


def _is_possessed(group: NounGroup) -> bool:
    return group.det in ("its", "his", "her", "their", "whose", "our", "my") or group.possessor is not None


_BODIES = frozenset({"federation", "union", "confederation", "side", "party", "captain", "general"})  # of a country


def is_generic(group: NounGroup) -> bool:
    """ "several countries", "all the new republics": states, but not said which; "the two countries" are."""
    if group.cls == "official" and group.det in ("every", "each") and not group.names:
        return True  # "every American republic"
    return (
        group.cls == "official"
        and group.head in _PLURALS
        and all(name.form == "anaphor" for name in group.names)  # "Ten states", which are not "the Ten"
        and not group.words & {"two", "both"}
        and group.det not in ("both", "these", "the")
    )


_PLURALS = frozenset(
    "countries nations republics kingdoms capitals neighbours neighbors monarchies states powers governments".split()
)


def is_unnamed(group: NounGroup) -> bool:
    """ "the nearest neighbours", "several countries": more than one, and the text does not say which."""
    return group.cls == "official" and group.head in _PLURALS and not group.names and not group.words & {"two", "both"}


def is_organization(group: NounGroup) -> bool:
    if group.members:
        return any(m.cls == "org" for m in group.members)
    return (
        group.cls == "org"
        or group.head in ORGANIZATION_NOUNS
        and group.det in ("the", "this", "that")
        and len(group.words) <= 2
        and not group.names
        and not group.of
    )


ORGANIZATION_NOUNS = frozenset(
    (
        "organization organisation bloc cartel alliance association body club community pact league grouping "
        "union forum agency group council fund bank commission institution"
    ).split()
)

# Who may break with others without its state: bodies and persons that no state speaks through.
PRIVATE = frozenset(
    (
        "writer poet bishop bishops scholar player runner singer "
        "bank banks company companies firm firms club clubs team teams party parties movement union unions church "
        "churches university universities supplier suppliers partner sponsor sponsors employer broker brokers "
        "publisher publishers agency agencies airline airlines hospital hospitals college colleges school schools wife "
        "husband father mother brother sister son daughter family friends press media investors customers clients "
        "colony colonies settlers "
        "manufacturer manufacturers lender lenders foundation foundations donors tribes tribe reality god nature"
    ).split()
)
