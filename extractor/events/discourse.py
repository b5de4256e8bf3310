"""What a text has said so far: who it is about, who acted last, which event is under discussion, and when.

Resolves what a clause leaves open: "it", "both countries", "the regime", a party that is not named, "did so".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from extractor.events.groups import NounGroup
from extractor.mentions.names import CONTEXT, NameMention
from extractor.normalization import countries, organizations
from extractor.normalization.dates import DateMention
from extractor.schema import Action, Form, PartialDate

_SOME = frozenset("other others most some several many few certain various numerous any no".split())  # not who
MAX_GROUP = 15
_PLURAL = frozenset("they them their both these two neither".split())
PAIR_HEADS = frozenset(
    (
        "countries governments sides states nations neighbours neighbors powers republics capitals parties "
        "kingdoms rivals pair two"
    ).split()
)


RELATIONAL = frozenset("neighbour neighbor rival ally foe enemy adversary partner patron protector creditor".split())


@dataclass(frozen=True, slots=True)
class Party:
    """A state, as it was named; `fixed` where the code is already certain (a member of a group, an earlier mention)."""

    surface: str
    kind: str = "state"
    fixed: str = ""

    def only_code(self) -> str:
        """The code that it has at any date, if there is but one."""
        senses = countries.senses(self.surface) if not self.fixed and self.kind != "uncoded" else ()
        return senses[0].code if len(senses) == 1 else self.fixed

    def code(self, date: PartialDate | None) -> str:
        """The code at `date`; X:… for a party that has none."""
        if self.fixed:
            return self.fixed
        if self.kind == "uncoded":
            return f"X:{self.surface}"
        if only := self.only_code():
            return only
        found = countries.resolve(self.surface, date)
        if found is None:
            found = countries.resolve(self.surface)
        if found is None:
            senses = countries.senses(self.surface) or countries.senses(self.surface.title())
            if not senses:
                return f"X:{self.surface}"
            year = date.year if date else 9999
            found = min(senses, key=lambda s: abs((s.valid_from.year if s.valid_from else 0) - year)).code
        return found


@dataclass(slots=True)
class Filler:
    """A resolved party of a role, with the date that its list item carries and whether the context had to supply it.

    share: how sure the context's choice is, 0 to 1.
    """

    party: Party
    date: DateMention | None = None
    inferred: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Accredited:
    """A head of mission: who sent him, and to whom, as far as the text says so."""

    sender: Party | None = None
    host: Party | None = None
    own: bool = False  # "its ambassador": of whoever acts


@dataclass(slots=True)
class Topic:
    """The event under discussion, for ellipsis."""

    form: Form
    agents: list[Party]
    patients: list[Party]
    organization: str
    mutual: bool
    block: int


@dataclass(frozen=True, slots=True)
class OpenMembers:
    """ "The Assembly admitted nine states", "five producers founded OPEC": who they were is told next."""

    organization: str
    when: PartialDate
    block: int


@dataclass(slots=True)
class Discourse:
    published: PartialDate | None = None
    protagonists: list[Party] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    center: list[Party] = field(default_factory=list)
    dyad: list[Party] = field(default_factory=list)
    recent: list[Party] = field(default_factory=list)
    organization: str = ""  # spoken of last
    organization_near: bool = False  # one was named in this block
    block_organization: str = ""  # opens the block: "BIMSTEC. The grouping …"
    theme_organization: str = ""  # what this block is about: it opens a sentence, or its members were told
    last_theme: str = ""  # the theme of a block before
    foundings: dict[str, PartialDate] = field(default_factory=dict)  # of organizations, as the text tells them
    open_members: OpenMembers | None = None
    told_members: bool = False  # in this sentence, of the theme
    section_organization: str = ""  # in the heading
    told_by: dict[int, Topic] = field(default_factory=dict)  # what each frame of this sentence told, by its id()
    title_rival: bool = False
    rival: bool = False  # something else that can be joined was named last in this block: a war, a treaty
    left_last: bool = False  # the sentence before told of one that left, and of none that joined
    left_organization: str = ""  # somebody left it in this block: to "return" is to return to it
    title_organization: str = ""
    topic: Topic | None = None
    topics: dict[Action, Topic] = field(default_factory=dict)  # the last of each action
    theme: Topic | None = None  # what a list that was announced goes on to tell; one side is open
    title_party: Party | None = None  # the only state that the title names
    whole_text: tuple[list[Party], bool, Party | None] | None = None
    """Protagonists, `mono` and `title_party` outside sections about one state; None if the title names a state."""
    title_form: Form | None = None
    tells_of_recognition: bool = False  # "Recognition of Croatia": its title names the one that is recognized
    story: PartialDate | None = None
    section_parties: list[Party] = field(default_factory=list)
    section_date: PartialDate | None = None
    section_form: Form | None = None
    block_parties: list[Party] = field(default_factory=list)
    block_date: DateMention | None = None
    block_day: PartialDate | None = None  # what it meant where it stood
    fiction: int = -1  # the last block that told of a novel or a game
    mono: bool = False  # a text about one state
    named: list[tuple[int, Party]] = field(default_factory=list)  # in this sentence, with their tokens
    actors: list[Party] = field(default_factory=list)  # in this sentence, not as places
    couple: list[Party] = field(default_factory=list)  # the two that were named last as "Peru and Chile"
    places: list[tuple[int, Party]] = field(default_factory=list)  # of `named`, those in "In Chad, …"
    local: bool = False  # the center was set in this sentence
    sentences_read: int = 0
    last_named: dict[str, int] = field(default_factory=dict)  # codes, with the number of the sentence
    independence: bool = False  # the block has told of one
    newborn: str = ""  # code of the state whose independence was told last
    opens_block: str = ""  # code of the first party named in the block
    led: set[str] = field(default_factory=set)  # codes of states that were named by a leader
    referents: dict[bool, str] = field(default_factory=dict)  # codes: whom the last personal and other pronoun meant
    speaker: Party | None = None  # the state whose "we" the text is: a note, a written answer
    envoys: dict[str, Accredited] = field(default_factory=dict)  # by each word of their names
    people: list[tuple[int, int, Accredited | None]] = field(default_factory=list)
    """Envoys spoken of last, each with its token and block; None for people of lower rank."""
    short_names: dict[str, str] = field(default_factory=dict)  # "North" and the like: codes in this text

    _when: PartialDate | None = None
    _codes: dict[str, str] = field(default_factory=dict)  # at `_when`
    _lasting_codes: dict[str, str] = field(default_factory=dict)  # at any time

    def open_block(self) -> None:
        """What held for the block before holds no longer."""
        named = self.organization if self.organization_near else ""
        self.last_theme = self.theme_organization or named or self.last_theme
        self.block_parties, self.block_date, self.block_organization, self.organization_near = [], None, "", False
        self.block_day = None
        self.opens_block, self.independence = "", False
        self.theme_organization = self.left_organization = ""
        self.rival = self.title_rival
        if self.mono:
            self.center = self.protagonists[:1]
        if self.title_organization:
            self.organization = self.title_organization

    def speaks_of_organization(self) -> bool:
        """Has one been named in this block, or is one what the text is about?"""
        return self.organization_near or bool(self.last_theme) or self.tells_of_members()

    def tells_of_members(self) -> bool:
        """Is the text, the section or the entry about an organization, or the event told last about its members?"""
        told = Form.JOINED in (self.title_form, self.section_form, self.topic.form if self.topic is not None else None)
        return told or bool(self.title_organization or self.block_organization)

    def tells_who_joined(self) -> bool:
        """Is that what the text or the section goes on to tell, so that any word of arrival means it?"""
        if self.mono or self.title_party is not None or self.title_rival:
            return False
        if self.section_form is not None or self.title_form is not None:
            return Form.JOINED in (self.section_form, self.title_form)
        told = self.topic is not None and self.topic.form is Form.JOINED
        return told and bool(self.title_organization or self.section_organization or self.block_organization)

    # ---- names ----

    def party(self, name: NameMention) -> Party:
        if name.form == CONTEXT:
            code = self.short_names.get(name.text, "")
            return Party(name.text, "state" if code else "uncoded", code)
        return _party(name.text, name.kind)

    def code(self, party: Party) -> str:
        key = party.fixed or party.surface
        found = self._lasting_codes.get(key)
        if found is not None:
            return found
        if only := party.only_code():
            self._lasting_codes[key] = only
            return only
        when = self.story or self.section_date or self.published
        if when is not self._when:
            self._when, self._codes = when, {}
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = party.code(when)
        return found

    def same(self, a: Party, b: Party) -> bool:
        return self.code(a) == self.code(b)

    def salience(self, party: Party) -> float:
        code = self.code(party)
        bonus = sum(6.0 for p in self.protagonists[:2] if self.code(p) == code)
        return self.counts[code] + bonus

    def mention(self, party: Party, *, leader: bool = False) -> None:
        """A party was named in the sentence that is being read; leader: by the name of one."""
        if not self.recent or self.recent[0] != party:
            self.recent = [party, *[p for p in self.recent if p.surface != party.surface][:11]]
        code = self.code(party)
        self.last_named[code] = self.sentences_read
        self.opens_block = self.opens_block or code
        if leader:
            self.led.add(code)

    # ---- groups of words to parties ----

    def resolve(self, group: NounGroup, *, exclude: list[Party] | None = None) -> list[Filler]:
        """The parties that a noun group stands for; empty if it stands for none."""
        if group.members:
            found = [f for m in group.members for f in self._with_date(m, self.resolve(m, exclude=exclude))]
            _distribute_dates(found)
            return found
        if group.cls == "group":
            return [Filler(Party(code, fixed=code)) for code in self._members(group)]
        if group.cls == "official" and group.of is not None and group.of.cls == "group" and not group.states():
            return self.resolve(group.of, exclude=exclude)  # "the foreign ministers of the Benelux countries"
        if group.cls == "member" and group.organizations():
            return [Filler(Party(code, fixed=code)) for code in self._members_of(group)]
        states = group.states()
        if states and group.cls in ("state", "official", "envoy", "minister", "relations", "independence", ""):
            parties: list[Party] = []
            for name in states:
                party = self.party(name)
                if not any(self.same(party, p) for p in parties):
                    parties.append(party)
            if group.cls == "state" and len(parties) > 1 and group.of is not None:
                parties = parties[-1:] if states[0].kind == "leader" else parties[:1]
            if group.cls == "official" and len(parties) > 1 and group.head not in PAIR_HEADS:
                parties = parties[:1]  # but "the governments of Peru and Chile"
            return [Filler(p, group.date) for p in parties]
        return [Filler(p, group.date, inferred=True) for p in self._anaphor(group, exclude or [])]

    def _with_date(self, member: NounGroup, fillers: list[Filler]) -> list[Filler]:
        for filler in fillers:
            filler.date = filler.date or member.date
        return fillers

    def _members(self, group: NounGroup) -> tuple[str, ...]:
        names = [n for n in group.names if n.kind == "group"]
        if not names or group.words & {"current", "present", "remaining"}:
            return ()
        return self._closed(group, organizations.group_surfaces().get(names[0].text))

    def _members_of(self, group: NounGroup) -> tuple[str, ...]:
        """ "the members of the Gulf Cooperation Council", if all of them are meant and they are few."""
        if not group.head.endswith("s") or group.words & {"new", "founding", "current", "present", "remaining"}:
            return ()
        codes = organizations.candidates(group.organizations()[0].text)
        return self._closed(group, organizations.group_of_members(codes[0]) if codes else None)

    def _closed(self, group: NounGroup, key: str | None) -> tuple[str, ...]:
        year = (self.story or self.published).year if (self.story or self.published) else None  # type: ignore[union-attr]
        members = organizations.group_members(key, year) if key else ()
        partial = group.det in _SOME or group.words & (
            _SOME | ({"two"} if len(members) != 2 else set())
        )  # "several Nordic states"
        return members if 0 < len(members) <= MAX_GROUP and not partial else ()

    def _anaphor(self, group: NounGroup, exclude: list[Party]) -> list[Party]:
        head, det = group.head, group.det
        out = {self.code(p) for p in exclude}
        if group.cls == "pron":
            if head == "both" and len(self.couple) == 2 and not out & {self.code(p) for p in self.couple}:
                return list(self.couple)
            if head in ("both", "neither", "two", "each"):
                return self._pair_with_named() or self.pair()
            if head in _PLURAL:
                if len(self.center) > 1:
                    return [p for p in self.center if self.code(p) not in out]
                pool = self.center if self.center and self.code(self.center[0]) not in out else self.dyad
                return [p for p in pool if self.code(p) not in out][:2]
            if head in ("former", "latter"):
                return self._one_of_two(group, head == "latter")
            if head in ("it", "its", "he", "his", "she", "her", "him", "itself", "one", "who", "which"):
                for pool in (self.center, self.protagonists[:1], self.dyad, self.recent):
                    kept = [p for p in pool if self.code(p) not in out]
                    if kept:
                        return kept[:1]
            return []
        if group.cls == "official" or group.head in PAIR_HEADS:
            if (
                det in ("both",)
                or group.words & {"two", "both"}
                or head in ("countries", "sides", "governments")
                and det in ("the", "both", "these")
            ):
                return self.pair()
            if head in RELATIONAL and (det in ("its", "their", "his") or group.possessor is not None):
                return [p for p in self.dyad if self.code(p) not in out and p not in self.center][:1]
            if group.possessor is not None:
                owners = self._anaphor(group.possessor, exclude) if group.possessor.cls == "pron" else []
                if owners:
                    return owners
            near = [p for start, p in self.named if start < group.start and self.code(p) not in out]
            if near and det in ("the", "") and head in ("junta", "regime", "generals", "colonels") and not self.local:
                return near[-1:]
            if (
                self.local
                and self.center
                and head in ("government", "regime", "junta")
                and self.code(self.center[0]) not in out
            ):
                return self.center[:1]
            if self.mono and det == "the" and not self.block_parties and self.code(self.protagonists[0]) not in out:
                return self.protagonists[:1]
            fitting = self._by_epithet(head, out) if det in ("the", "this", "that") else None
            if fitting is not None:
                return [fitting]
            if det in ("the", "his", "her", "its", "this", "that", "", "their"):
                last = (
                    self.recent[:3]
                    if out and head in ("government", "regime", "junta", "republic", "state", "country")
                    else []
                )
                for pool in (
                    self.block_parties,
                    self.section_parties,
                    last,
                    self.center,
                    self.recent[:1],
                    self.protagonists,
                ):
                    kept = [p for p in pool if self.code(p) not in out]
                    if kept and not (
                        pool is self.section_parties
                        and self.center
                        and self.code(self.center[0]) not in out
                        and det != "the"
                    ):
                        if pool is self.section_parties or pool is self.block_parties:
                            own = [p for p in self.protagonists[:1] if self.code(p) not in out]
                            if own and head in ("government", "regime", "junta", "republic", "country", "state"):
                                return own
                        return kept[:1]
        return []

    def _by_epithet(self, head: str, out: set[str]) -> Party | None:
        """ "the kingdom", "the island": the most recent party that is one."""
        codes = countries.with_epithet(head)
        if not codes:
            return None
        pools = self.center + self.dyad + self.recent + self.protagonists
        return next((p for p in pools if self.code(p) in codes and self.code(p) not in out), None)

    def _one_of_two(self, group: NounGroup, latter: bool) -> list[Party]:
        """ "the former", "the latter": of the two sides of the event told last, or of the two that were named last."""
        for side in (self.topic.patients, self.topic.agents) if self.topic is not None else ():
            if len(side) == 2:
                return side[latter : latter + 1]
        named: list[Party] = []
        for party in [*reversed(self.recent), *(p for start, p in self.named if start < group.start)]:
            named = [*(p for p in named if not self.same(p, party)), party]
        others = [p for p in named if not any(self.same(p, q) for q in self.protagonists[:1])]
        pair = (others if self.mono and len(others) > 1 else named)[-2:]
        return pair[latter : latter + 1] if len(pair) == 2 else []

    def _section_has_another(self) -> bool:
        """Has a section about the relations with one state begun, since the text last told of two?"""
        if not self.mono or len(self.section_parties) != 1 or not self.protagonists:
            return False
        return not any(self.same(party, self.section_parties[0]) for party in self.dyad)

    def _pair_with_named(self) -> list[Party]:
        """ "Greece gave way, and relations between the two …": in a text about one state, it and the one named here."""
        if not self.mono or not self.protagonists:
            return []
        others = {self.code(p): p for p in self.actors if not self.same(p, self.protagonists[0])}
        return [self.protagonists[0], *others.values()] if len(others) == 1 else []

    def pair(self) -> list[Party]:
        """The two that a text about two states, its last event or its section is about."""
        if (
            self.published is None
            and len(self.protagonists) == 2
            and not self.section_parties
            and self.title_form is not None
        ):
            return list(self.protagonists)
        if self._section_has_another():
            return [self.protagonists[0], self.section_parties[0]]
        if len(self.dyad) == 2:
            return list(self.dyad)
        if len(self.center) == 2:
            return list(self.center)
        if self.section_parties and self.protagonists:
            return [self.protagonists[0], self.section_parties[0]]
        return self.protagonists[:2] if len(self.protagonists) >= 2 else self.recent[:2]


@cache
def _party(surface: str, kind: str) -> Party:
    if surface.isupper() and not countries.senses(surface) and kind != "uncoded":
        surface = surface.title()
    return Party(surface, "uncoded" if kind == "uncoded" else "state")


def _distribute_dates(fillers: list[Filler]) -> None:
    """A date holds for the items before it since the last one: "Cambodia and Indonesia (1964), Syria (1966)"."""
    date: DateMention | None = None
    if not any(f.date for f in fillers):
        return
    for filler in reversed(fillers):
        if filler.date is not None:
            date = filler.date
        else:
            filler.date = date
