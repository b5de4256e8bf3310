"""Which words make an event, and which parts of their clause fill its roles.

A frame pairs the class of a verb with the class of its object ("end" + "relations" = severed), or reads a noun that
names the
event ("the rupture with", "its accession to"). Classes come from verbs.tsv and nouns.tsv, so a new word is a new
row there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.events.clauses import Argument, Clause
from extractor.events.groups import NounGroup, VerbGroup
from extractor.mentions.words import VerbSense
from extractor.schema import Form


@dataclass(slots=True)
class Frame:
    """A possible event before its roles are resolved.

    agent, patient: groups that fill the roles; empty where the clause leaves a role open. For a membership the
    patient is
    the organization. start, end: token span of the trigger.
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
    paired: bool = False  # "between A and B": the patients are the two sides
    needs_date: bool = False  # only with a date of its own


NOT_DIPLOMATIC = "otherrel"
_LINKS = ("to", "into", "from", "on", "of", "up", "out")  # "put an end to relations", "enter into relations"


_TAKES_EVENT_NOUN = frozenset({"end", "start", "restore", "grant", "withdraw", "obtain", "switch"})
_EVENT_GROUPS = frozenset(
    "rupture suspension establishment resumption recognition expulsion membership member relations turn".split()
)
THEME = "theme"  # names the kind of event that a list goes on to tell
EXEMPLARS = ("including", "like", "such as")
_BODIES = frozenset("organizations organisations bodies institutions agencies clubs blocs".split())
_OTHER_PARTICLES = frozenset("out up down into through away even free ranks ground news".split())


class FrameReader:
    """Reads the frames of one sentence. `lows`: its token strings in lower case; `offset`: index of the first in
    the Doc.
    """

    def __init__(self, lows: Sequence[str], offset: int, other_relations: frozenset[str]) -> None:
        self.lows, self.offset, self.other = lows, offset, other_relations
        self.exemplars: list[NounGroup] = []

    def read(self, clauses: list[Clause]) -> list[Frame]:
        frames: list[Frame] = []
        self.clauses = clauses
        self.verbless = all(c.verb is None for c in clauses)
        for index, clause in enumerate(clauses):
            following = clauses[index + 1 :]
            frames.extend(self._nominal(clause))
            if clause.verb is not None:
                frames.extend(self._verbal(clause, clause.verb, following))
        frames.sort(key=lambda f: f.start)
        return frames

    # ---- senses ----

    def sense(self, verb: VerbGroup, *classes: str) -> VerbSense | None:
        """The most specific sense of one of the classes whose words stand behind the verb."""
        return next((sense for sense in verb.senses if sense.cls in classes), None)

    def _behind(self, verb: VerbGroup, width: int = 14) -> str:
        return " " + " ".join(self.lows[verb.end - self.offset : verb.end - self.offset + width]) + " "

    # ---- verbs ----

    def _verbal(self, clause: Clause, verb: VerbGroup, following: list[Clause]) -> Iterator[Frame]:
        objects = [a.group for a in clause.args if a.prep == "" and not a.before and a.group.head != "both"]
        if (
            clause.kind == "rel"
            and clause.antecedent is not None
            and clause.subject is not None
            and clause.subject is not clause.antecedent
        ):
            objects = [clause.antecedent, *objects]  # "the relations which Chad had broken"
        agents = [clause.subject] if clause.subject is not None and not verb.passive else []
        if verb.passive:
            objects = ([clause.subject] if clause.subject is not None else []) + objects
            agents = [a.group for a in clause.args if a.prep == "by"]
        exemplars = [a.group for a in clause.args if a.before and a.prep in EXEMPLARS and is_partylike(a.group)]
        if exemplars and len(agents) == 1 and not agents[0].names:
            agents = exemplars[:1]  # "several states, including Kuwait and Oman, …"
        companions = [
            a.group for a in clause.args if a.prep in ("along with", "together with") and is_partylike(a.group)
        ]
        target = objects[0] if objects else None
        for read in (self._relations, self._recognition, self._envoy, self._membership, self._break_with, self._carry):
            frame = read(clause, verb, agents, target, objects, following)
            if frame is not None:
                if clause.subject in frame.agent:
                    frame.agent = frame.agent + companions
                yield frame
                return

    def _frame(
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
        return "diplomatic" in words or not (words & self.other)

    def _relations(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        group = next((o for o in objects[:2] if o.cls == "relations"), None) or next(
            (a.group for a in clause.args if not a.before and a.group.cls == "relations" and a.prep in _LINKS), None
        )
        bare = (
            target is None and clause.subject is None and (verb.mode == "part" or verb.maybe_part)
        )  # "Restored in 1942."
        pronoun = (
            bare
            or target is not None
            and target.cls == "pron"
            and target.head in ("them", "they", "these", "those", "which")
        )
        subject = clause.subject
        if group is None and subject is not None and subject.cls == "relations" and not verb.passive:
            return self._intransitive(clause, verb, subject)
        if group is None and not pronoun:
            return None
        if group is not None and not self.is_diplomatic(group):
            return None
        forms = {
            "suspend": Form.SUSPENDED,
            "end": Form.SEVERED,
            "restore": Form.RESUMPTION,
            "start": Form.RELATIONS,
            "maintain": Form.RELATIONS,
        }
        classes = (
            ["suspend", "restore", "end", "start"]
            if pronoun and group is None
            else ["suspend", "end", "restore", "start", "maintain"]
        )
        sense = self.sense(verb, *classes)
        if sense is None:
            return None
        form = forms[sense.cls]
        behind = self._behind(verb, 16)
        if form is Form.RELATIONS and (
            " again " in behind
            or " anew " in behind
            or " afresh " in behind
            or group is not None
            and group.words & {"renewed"}
        ):
            form = Form.RESUMPTION
        weak = group is None
        anchor = group or target or NounGroup(verb.start, verb.end, "relations", "")
        if anchor is not clause.subject and group is not None and not any(o is group for o in objects[:2]):
            prep = next(a.prep for a in clause.args if a.group is group)
            if prep not in sense.rest:
                return None
        patient = self._counterparts(clause, anchor)
        mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agents
        agent = list(agents)
        if bare and not agent and clause.parent is not None:
            agent = [a.group for a in clause.parent.args if a.prep == "by" and a.before and is_partylike(a.group)]
        if not agent and anchor.possessor is not None and anchor.possessor.cls != "relations":
            agent = [anchor.possessor]
        names = [n for n in anchor.names if anchor.possessor is None or n not in anchor.possessor.names]
        if names and group is not None:
            patient = [*patient, replace(anchor, cls="state", names=names, of=None, possessor=None, members=[])]
        frame = self._frame(
            form,
            clause,
            verb,
            "verb+relations" if group else "verb+pronoun",
            sense,
            agent=agent,
            patient=patient,
            mutual=mutual,
            weak=weak,
            since=sense.cls == "maintain",
            paired=self._paired(clause, anchor),
            anchored=verb.passive,
        )
        if group is None:
            frame.carried = True
        if not verb.passive and group is not None and anchor.det in ("its", "their", "his") and not agent:
            frame.agent = []
        return frame

    def _intransitive(self, clause: Clause, verb: VerbGroup, subject: NounGroup) -> Frame | None:
        """ "Relations lapsed in 1997", "Ties with Peking date from 1949", "relations followed that October"."""
        if not self.is_diplomatic(subject):
            return None
        sense = self.sense(verb, "lapse", "commence", "restore", "suspend")
        if sense is None:
            return None
        form = {
            "lapse": Form.SEVERED,
            "commence": Form.RELATIONS,
            "restore": Form.RESUMPTION,
            "suspend": Form.SUSPENDED,
        }[sense.cls]
        frame = self._frame(
            form,
            clause,
            verb,
            "relations+verb",
            sense,
            patient=self._counterparts(clause, subject),
            mutual=True,
            paired=self._paired(clause, subject),
            anchored=True,
        )
        if subject.possessor is not None:
            frame.agent = [subject.possessor]
        names = [n for n in subject.names if subject.possessor is None or n not in subject.possessor.names]
        if names:
            frame.patient = [
                *frame.patient,
                replace(subject, cls="state", names=names, of=None, possessor=None, members=[]),
            ]
        return frame

    def _counterparts(self, clause: Clause, anchor: NounGroup) -> list[NounGroup]:
        """Parties that hang on "relations": with, to, between, of; behind it or, fronted, before the verb."""
        found: list[NounGroup] = []
        if anchor.of is not None and anchor.of.cls in ("state", "official", "group"):
            found.append(anchor.of)
        exemplars = [
            a.group for a in clause.args if a.prep in EXEMPLARS and is_partylike(a.group) and a.group.cls != "pron"
        ]
        for argument in clause.args:
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
                for c in self.clauses[:index]
                if c.args and c.args[0].prep == "with" and c.args[0].before and is_partylike(c.args[0].group)
            ][:1]
        return found or exemplars

    def _paired(self, clause: Clause, anchor: NounGroup) -> bool:
        """ "relations between A and B", "Soviet–Mexican relations": the parties named are the two sides."""
        return (
            len(anchor.states()) > 1
            or any(a.prep in ("between", "among") for a in clause.args)
            or anchor.of is not None
            and anchor.of.cls != "relations"
        )

    def _recognition(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        if target is None:
            return None
        self.exemplars = [
            a.group for a in clause.args if not a.before and a.prep in EXEMPLARS and a.group.cls in ("state", "group")
        ]
        if verb.has("recognize") or verb.has("derecognize"):
            form = Form.DERECOGNITION if verb.has("derecognize") else Form.RECOGNITION
            patient = self._recognized(target)
            if target.cls == "official" and not target.names:  # "the interim authority in Afghanistan"
                patient = [
                    a.group
                    for a in clause.args
                    if a.prep == "in" and a.group.cls == "state" and a.group.start > target.start
                ][:1] or patient
            if not patient:
                return None
            return self._frame(
                form, clause, verb, "recognize", None, agent=agents, patient=patient, weak=target.cls == "pron"
            )
        if (
            target.cls == "pron"
            and target.head == "it"
            and self.sense(verb, "grant")
            and verb.lemma in ("grant", "extend", "accord")
        ):
            return self._frame(Form.RECOGNITION, clause, verb, "grant it", None, agent=agents, carried=True, weak=True)
        group = next((o for o in objects[:3] if o.cls == "recognition"), None)
        if group is None:
            return None
        if verb.has("switch"):
            towards = [a.group for a in clause.args if a.prep == "to" and is_partylike(a.group)]
            return (
                self._frame(Form.RECOGNITION, clause, verb, "switch recognition", None, agent=agents, patient=towards)
                if towards
                else None
            )
        sense = self.sense(verb, "grant", "obtain", "withdraw")
        if sense is None:
            return None
        to = [a.group for a in clause.args if a.prep in ("to", "upon", "on") and is_partylike(a.group)]
        dative = [o for o in objects if o is not group and is_partylike(o)]
        of = [group.of] if group.of is not None and is_partylike(group.of) else []
        if group.of is not None and group.of.cls == "independence":
            of = self._recognized(group.of)
        if sense.cls == "withdraw":
            source = [
                a.group
                for a in clause.args
                if a.prep in ("from", "to", "of") and not a.before and is_partylike(a.group)
            ]
            return self._frame(
                Form.DERECOGNITION,
                clause,
                verb,
                "withdraw recognition",
                sense,
                agent=agents or ([group.possessor] if group.possessor else []),
                patient=of or source,
            )
        if sense.cls == "obtain" and not verb.passive:
            source = [a.group for a in clause.args if a.prep in ("from", "by", "of")]
            return self._frame(
                Form.RECOGNITION, clause, verb, "obtain recognition", sense, agent=source or of, patient=agents
            )
        return self._frame(
            Form.RECOGNITION, clause, verb, "grant recognition", sense, agent=agents, patient=of or to or dative
        )

    def _recognized(self, group: NounGroup) -> list[NounGroup]:
        """The state that "recognized X", "X's independence", "the government of X" is about; nothing for claims
        and borders.
        """
        if group.members:
            return [group] if any(self._recognized(m) for m in group.members) else []
        if not group.names and (group.cls == "" and group.of is None or is_generic(group)):
            return self.exemplars  # "several new states, such as X"
        if group.cls in ("state", "group"):
            if group.cls == "state" and group.names and group.names[-1].form == "adjective":
                return []
            return [group]
        if group.cls == "official":
            return (
                [group]
                if group.names or group.det or group.head in ("government", "regime", "republic", "junta")
                else []
            )
        if group.cls == "independence":
            if group.head == "sovereignty" and group.of is None:
                return []
            inner = group.of if group.of is not None and is_partylike(group.of) else None
            if inner is not None:
                return [inner]
            if group.possessor is not None:
                return [group.possessor]
            if group.states():
                return [replace(group, cls="state")]
            if group.det in ("its", "their"):
                return [replace(group, cls="pron", head=group.det)]
            return []
        if group.cls == "pron" and group.head in ("it", "them", "both", "neither", "him", "each", "one"):
            return [group]
        if group.cls == "" and group.of is not None and group.of.cls == "independence":
            return self._recognized(group.of)
        return []

    def _envoy(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        if target is None:
            return None
        sense = self.sense(verb, "expel")
        rule = "expel"
        if sense is None:
            rule = self._expelling(clause, verb, target, objects, following)
            if not rule:
                return None
        envoy = next((o for o in objects[:2] if _has_envoy(o)), None)
        if envoy is None:
            envoy = next((a for a in clause.appositions if _has_envoy(a)), None)
        weak = envoy is None or envoy.cls != "envoy" and not envoy.members
        if envoy is None:
            if not (target.proper or target.cls in ("pron", "minister")):
                return None
            envoy = target
        if not agents and rule in ("order to leave", "give hours"):  # "… was given 24 hours to leave Yugoslavia"
            agents = [
                a.group
                for c in following[:2]
                if c.kind == "inf"
                for a in c.args
                if not a.prep and a.group.cls == "state"
            ][:1]
        if verb.passive and not agents:
            origin = [a.group for a in clause.args if a.prep in ("from", "in") and is_partylike(a.group)]
            agents = origin
        return self._frame(
            Form.EXPELLED, clause, verb, rule, sense, agent=agents, patient=[envoy], envoy=envoy, weak=weak
        )

    def _expelling(
        self, clause: Clause, verb: VerbGroup, target: NounGroup, objects: list[NounGroup], following: list[Clause]
    ) -> str:
        """Verbs that expel only together with what follows: to leave, persona non grata, passports, the door, 48
        hours.
        """
        behind = self._behind(verb, 30)
        if verb.has("declare") and any(
            w in behind
            for w in (
                " persona ",
                " personae ",
                " personas ",
                " unwelcome ",
                " longer welcome ",
                " non grata ",
                " undesirable ",
            )
        ):
            return "declare persona non grata"
        if verb.has("hand") and (
            " passports" in behind
            or " passport " in behind
            or " marching orders " in behind
            or " walking papers " in behind
        ):
            return "hand passports"
        if verb.has("show") and " the door " in behind:
            return "show the door"
        if verb.has("order"):
            leave = any(
                f" to {w} " in behind
                for w in (
                    "leave",
                    "go",
                    "depart",
                    "quit",
                    "get out",
                    "be gone",
                    "pack",
                    "clear out",
                    "withdraw",
                    "return home",
                )
            )
            out = " out " in behind[:60] and verb.lemma in ("order",)
            if leave or out:
                return "order to leave"
            if (
                verb.lemma in ("give", "allow", "grant")
                and any(w in behind for w in (" hours ", " days ", " a week ", " hours' ", " weeks "))
                and " to " not in behind.split(".")[0]
            ):
                return "give hours"
        return ""

    def _membership(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        after = [a for a in clause.args if not a.before or a.prep in ("to", "of", "in", "into")]
        if objects and objects[0].head in _BODIES:  # "joined several organizations, including FAO and ICAO in 1977"
            after += [Argument("", a.group) for a in clause.args if a.prep in EXEMPLARS and is_organization(a.group)]
        bodies = [a.group for a in after if is_organization(a.group)]
        member = next((o for o in objects if o.cls in ("member", "membership", "seat", "nonmember")), None)
        if verb.lemma in ("become", "be", "remain", "count") or verb.has("become"):
            if verb.lemma not in ("become", "be", "count"):
                return None
            among = next(
                (
                    a.group
                    for a in clause.args
                    if (a.prep in ("among", "as") or a.prep == "of" and objects and objects[0].head == "one")
                    and a.group.cls == "member"
                ),
                None,
            )
            member = member or among
            if (
                member is None
                or member.cls == "nonmember"
                or member.words
                & {
                    "associate",
                    "observer",
                    "candidate",
                    "potential",
                    "prospective",
                    "board",
                    "future",
                    "aspiring",
                    "leading",
                    "only",
                    "sole",
                }
                and not member.words & {"founding", "founder"}
            ):
                return None
            if member.cls in ("membership", "seat"):
                return None
            bodies = self._organizations_of(member) + [b for b in bodies if b is not member]
            founding = bool(member.words & {"founding", "founder", "original", "charter"}) or member.head in (
                "founder",
                "founders",
                "founding member",
                "founder member",
                "original member",
                "founding members",
                "original members",
                "founder members",
                "charter member",
                "charter members",
                "founder-member",
                "signatory",
                "signatories",
            )
            lasting = (
                verb.lemma == "be"
                and not founding
                and not member.words & {"first", "last", "second", "third", "fourth", "fifth", "latest", "newest"}
                and member.head not in ("addition", "newcomer", "recruit", "entrant")
            )
            if (
                (
                    not bodies
                    and member.head not in ("addition", "founder", "founders", "recruit", "newcomer", "entrant")
                    and not any(w.endswith(("st", "nd", "rd", "th")) for w in member.words)
                )
                and verb.lemma == "be"
                and not founding
            ):
                return None
            return self._frame(
                Form.JOINED,
                clause,
                verb,
                "become a member",
                None,
                agent=agents,
                patient=bodies,
                since=lasting,
                needs_date=verb.lemma == "be",
            )
        if verb.mode == "part" and not objects and bodies and verb.lemma in ("admit", "readmit", "re-admit"):
            return self._frame(
                Form.JOINED, clause, verb, "admit", None, patient=bodies
            )  # "Admitted to the CSCE at Prague"
        if target is not None and verb.has("admit") and self.sense(verb, "admit"):
            sense = self.sense(verb, "admit")
            state = next((o for o in objects[:2] if is_partylike(o)), None)
            if state is not None:
                orgs = bodies or [g for g in agents if is_organization(g)]
                membership = next((a.group for a in after if a.group.cls in ("membership", "member")), None)
                if not orgs and membership is not None:
                    orgs = self._organizations_of(membership)
                weak = not orgs
                particle = bool(sense and sense.rest) or verb.lemma in ("admit", "readmit", "re-admit")
                if (
                    weak
                    and not (particle and verb.lemma in ("admit", "readmit", "re-admit", "let", "vote"))
                    and membership is None
                ):
                    return None
                return self._frame(Form.JOINED, clause, verb, "admit", sense, agent=[state], patient=orgs, weak=weak)
        if member is not None and member.cls in ("membership", "seat") and not verb.passive:
            sense = self.sense(verb, "obtain", "grant")
            if sense is not None and sense.cls == "obtain":
                orgs = self._organizations_of(member) + bodies
                if orgs or member.cls == "membership":
                    return self._frame(
                        Form.JOINED, clause, verb, "obtain membership", sense, agent=agents, patient=orgs, weak=not orgs
                    )
        if member is not None and member.cls == "membership" and verb.passive and self.sense(verb, "grant"):
            to = [a.group for a in after if a.prep == "to" and is_partylike(a.group)]
            dative = [o for o in objects if o is not member and is_partylike(o)]
            return self._frame(
                Form.JOINED,
                clause,
                verb,
                "grant membership",
                None,
                agent=dative or to,
                patient=self._organizations_of(member) + bodies,
            )
        sense = self.sense(verb, "join")
        if (
            sense is not None
            and verb.mode == "part"
            and not objects
            and clause.subject is None
            and verb.lemma in ("join", "accede", "rejoin", "enter", "admit")
        ):
            return self._frame(
                Form.JOINED, clause, verb, "join", sense, patient=bodies, weak=True
            )  # "ALBA: joined January 2007"
        if sense is not None and not verb.passive:
            orgs = [b for b in bodies]
            pronoun = target is not None and target.cls == "pron" and target.head == "it" and not sense.rest
            if (
                orgs
                and (sense.cls == "join")
                and (
                    any(not a.prep and a.group is orgs[0] for a in after)
                    or any(a.prep in ("to", "into", "in", "aboard", "of", "with") and a.group is orgs[0] for a in after)
                )
            ):
                direct = any(not a.prep and a.group is orgs[0] for a in after)
                intransitive = verb.lemma in (
                    "accede",
                    "adhere",
                    "return",
                    "affiliate",
                    "belong",
                    "sign",
                    "subscribe",
                    "re-accede",
                    "ascend",
                )
                if not direct and not intransitive and not sense.rest and verb.lemma not in ("enter", "re-enter"):
                    return None
                if verb.lemma == "return" and direct:
                    return None
                partners = [a.group for a in clause.args if a.prep == "with" and a.group.cls == "state"]
                return self._frame(
                    Form.JOINED,
                    clause,
                    verb,
                    "join",
                    sense,
                    agent=agents + partners,
                    patient=orgs,
                    since=verb.lemma == "belong",
                )
            elsewhere = any(a.prep in ("into", "to") and not a.before and a.group.cls != "pron" for a in clause.args)
            if (
                not orgs
                and not elsewhere
                and (pronoun or not objects)
                and (
                    verb.lemma in ("join", "accede", "rejoin", "enter", "re-join", "re-enter")
                    or sense.rest[:1] in (("aboard",), ("in",))
                )
                and verb.lemma != "be"
                and verb.mode != "ing"
            ):
                return self._frame(Form.JOINED, clause, verb, "join", sense, agent=agents, weak=True)
        sense = self.sense(verb, "found")
        if sense is not None:
            orgs = [
                o
                for o in objects
                if o.cls == "org" and all(n.form != "anaphor" for n in o.names) or o.members and is_organization(o)
            ]
            charter = next((o for o in objects if o.cls == "charter"), None)
            if charter is not None and verb.lemma in ("sign", "initial", "ratify"):
                orgs = self._organizations_of(charter)
            if verb.lemma in ("sign", "initial") and charter is None:
                return None
            if orgs and (agents or verb.passive):
                return self._frame(
                    Form.JOINED,
                    clause,
                    verb,
                    "found",
                    sense,
                    agent=agents or [a.group for a in clause.args if a.prep in ("by", "with")],
                    patient=orgs,
                )
        return None

    def _organizations_of(self, group: NounGroup) -> list[NounGroup]:
        found = []
        if group.of is not None and is_organization(group.of):
            found.append(group.of)
        if group.organizations():
            found.append(replace(group, cls="org", names=group.organizations(), members=[], of=None))
        return found

    def _break_with(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        if verb.passive or self._behind(verb, 1).strip() in _OTHER_PARTICLES:
            return None
        if any(a.prep == "with" and not is_partylike(a.group) for a in clause.args):
            return None
        partners = [a.group for a in clause.args if a.prep in ("with",) and is_partylike(a.group)]
        sense = self.sense(verb, "breakwith")
        if sense is not None and target is not None and target.start < verb.end + len(sense.rest):
            target = None  # "part company"
        if (
            sense is not None
            and target is None
            and (partners or not sense.rest or sense.rest == ("off",))
            and (
                partners
                and verb.lemma in ("break", "part", "rupture", "finish")
                or not partners
                and verb.lemma in ("break", "rupture")
                and not any(
                    a.prep in ("in", "into", "out", "for", "from", "through", "up", "down")
                    and not a.before
                    and a.group.cls == ""
                    for a in clause.args
                )
            )
        ):
            return self._frame(
                Form.SEVERED, clause, verb, "break with", sense, agent=agents, patient=partners, weak=not partners
            )
        sense = self.sense(verb, "desert")
        if (
            sense is not None
            and target is not None
            and target.cls == "state"
            and target.names
            and target.names[-1].form != "adjective"
        ):
            return self._frame(Form.SEVERED, clause, verb, "desert", sense, agent=agents, patient=[target], weak=True)
        return None

    def _carry(
        self,
        clause: Clause,
        verb: VerbGroup,
        agents: list[NounGroup],
        target: NounGroup | None,
        objects: list[NounGroup],
        following: list[Clause],
    ) -> Frame | None:
        sense = self.sense(verb, "act", "await")
        if (
            sense is not None
            and (verb.lemma == "be" or sense.cls == "await")
            and any(
                c.kind == "inf" and c.parent is clause and c.verb is not None and c.verb.lemma != "do"
                for c in following
            )
        ):
            return None  # "was the first to recognize X": that verb has a frame of its own
        if clause.kind == "as":
            return (
                self._frame(None, clause, verb, "as did", None, agent=[target], carried=True, weak=True)
                if target is not None and is_partylike(target)
                else None
            )
        if (
            sense is not None
            and verb.passive
            and verb.lemma in ("follow", "copy", "imitate", "emulate", "echo")
            and agents
        ):
            return self._frame(None, clause, verb, "followed by", sense, agent=agents, carried=True, weak=True)
        if sense is None or verb.passive or clause.kind == "inf" and verb.lemma != "do":
            return None
        if sense.cls == "await" and (
            not any(d.relation == "until" for d in clause.all_dates())
            or any(a.group.cls in ("membership", "recognition", "establishment", "resumption") for a in clause.args)
        ):
            return None
        if target is not None and target.start < verb.end + len(sense.rest):
            target = None
        if (
            sense.cls == "act"
            and not sense.rest
            and (
                target is not None
                and target.cls != ""
                or verb.lemma
                in (
                    "answer",
                    "reply",
                    "respond",
                    "retaliate",
                    "act",
                    "arrive",
                    "hit",
                    "reciprocate",
                    "copy",
                    "imitate",
                    "emulate",
                    "echo",
                )
                and not clause.all_dates()
            )
        ):
            return None
        if not agents or not is_partylike(agents[0]):
            return None
        if (
            sense.cls == "act"
            and not sense.rest
            and verb.lemma != "follow"
            and not (agents[0].states() or agents[0].members)
        ):
            return None
        return self._frame(None, clause, verb, "carried on", sense, agent=agents, carried=True, weak=True)

    # ---- nouns that name the event ----

    def _nominal(self, clause: Clause) -> Iterator[Frame]:
        groups: list[tuple[NounGroup, list[Argument]]] = []
        if clause.subject is not None and not clause.inherited:
            groups.append(
                (
                    clause.subject,
                    [a for a in clause.args if a.before and a.group.start > clause.subject.start] or clause.args[:2],
                )
            )
        for index, argument in enumerate(clause.args):
            groups.append((argument.group, clause.args[index + 1 : index + 3]))
        for apposition in clause.appositions:
            groups.append((apposition, clause.args[:2]))
        for group, behind in groups:
            for part in group.parts:
                frame = self._nominal_frame(clause, part, behind)
                if frame is not None:
                    yield frame
            inner = group.of
            if inner is not None and group.cls in ("", "plan", "member"):
                frame = self._nominal_frame(clause, inner, behind)
                if frame is not None and group.cls != "plan":
                    yield frame

    def _nominal_frame(self, clause: Clause, group: NounGroup, behind: list[Argument]) -> Frame | None:
        if group.cls not in _EVENT_GROUPS and not (group.cls == "state" and "'s" in group.words):
            return None
        forms = {
            "rupture": Form.SEVERED,
            "suspension": Form.SUSPENDED,
            "establishment": Form.RELATIONS,
            "resumption": Form.RESUMPTION,
        }
        verb_is_trigger = clause.verb is not None and not clause.verb.classes.isdisjoint(_TAKES_EVENT_NOUN)
        subject = clause.subject is group and not clause.inherited
        if group.cls == "turn":
            owner = [group.possessor] if group.possessor is not None else [group.of] if group.of is not None else []
            if owner and is_partylike(owner[0]):
                return Frame(None, clause, "turn", group.start, group.end, owner, nominal=True, carried=True, weak=True)
        if (
            group.cls == "relations"
            and self.verbless
            and self.is_diplomatic(group)
            and (subject or group in clause.appositions)
        ):
            return self._noun(
                Form.RELATIONS,
                clause,
                group,
                "entry",
                [group.possessor] if group.possessor is not None else [],
                self._counterparts(clause, group) + self._names_as_group(group),
                True,
                weak=True,
            )
        if (
            group.cls == "state"
            and "'s" in group.words
            and subject
            and clause.verb is not None
            and clause.verb.lemma in ("come", "follow", "be", "arrive", "have")
        ):
            return Frame(
                None, clause, "possessive", group.start, group.end, [group], nominal=True, carried=True, weak=True
            )
        if group.cls in forms:
            form = forms[group.cls]
            partners = [a.group for a in behind if a.prep in ("with", "between", "to") and is_partylike(a.group)]
            by = [a.group for a in behind if a.prep == "by" and is_partylike(a.group)]
            if group.of is not None and group.of.cls == "relations" and self.is_diplomatic(group.of):
                parties = self._names_as_group(group.of) + (
                    [group.of.of] if group.of.of is not None and is_partylike(group.of.of) else []
                )
                agent = by or ([group.possessor] if group.possessor is not None else [])
                mutual = form in (Form.RELATIONS, Form.RESUMPTION) or not agent
                frame = self._noun(form, clause, group, "noun of relations", agent, partners + parties, mutual)
                frame.paired = (
                    any(a.prep == "between" for a in behind) or len(parties) == 1 and len(parties[0].states()) > 1
                )
                return frame
            strong = group.cls == "rupture" and group.head in (
                "rupture",
                "ruptures",
                "break",
                "breach",
                "breaks",
                "severance",
            )
            if strong and partners and not (group.words & self.other):
                agent = by or ([group.possessor] if group.possessor is not None else [])
                if not agent and group.det in ("its", "their", "his"):
                    agent = [replace(group, cls="pron", head=group.det)]
                return self._noun(Form.SEVERED, clause, group, "rupture with", agent, partners, not agent)
            return None
        if group.cls == "recognition" and not verb_is_trigger:
            of = [group.of] if group.of is not None and is_partylike(group.of) else []
            if group.of is not None and group.of.cls in ("independence", "official"):
                of = self._recognized(group.of)
            by = [
                a.group
                for a in behind
                if (
                    a.prep == "by" or a.prep == "from" and not (group.of is not None and group.of.cls == "independence")
                )
                and is_partylike(a.group)
            ]
            between = [a.group for a in behind if a.prep == "between" and is_partylike(a.group)]
            if between:
                frame = self._noun(Form.RECOGNITION, clause, group, "recognition between", [], between, True)
                frame.paired = True
                return frame
            if not of:
                of = [a.group for a in behind if a.prep in ("of",) and is_partylike(a.group)]
            agent = ([group.possessor] if group.possessor is not None else []) or by
            if not agent and group.states():
                agent = [replace(group, cls="state", names=group.states(), of=None)]
            if not of and not agent:
                if subject and clause.verb is not None and (clause.verb.has("commence") or clause.verb.has("act")):
                    return self._noun(
                        Form.RECOGNITION, clause, group, THEME, [], [], False
                    )  # "Recognitions came thick and fast"
                return None
            return self._noun(Form.RECOGNITION, clause, group, "recognition of", agent, of, False)
        if (
            group.cls == "expulsion"
            and group.of is not None
            and (_has_envoy(group.of) or group.of.proper and group.head in ("expulsion", "dismissal", "eviction"))
        ):
            by = [a.group for a in behind if a.prep in ("by", "from") and is_partylike(a.group)]
            agent = ([group.possessor] if group.possessor is not None else []) or by
            frame = self._noun(Form.EXPELLED, clause, group, "expulsion of", agent, [group.of], False)
            frame.envoy = group.of
            return frame
        if group.cls == "membership" and group.head not in ("membership", "memberships", "arrival", "inclusion"):
            if (
                verb_is_trigger
                and clause.verb is not None
                and clause.verb.has("obtain")
                and group in [a.group for a in clause.args if a.prep == ""]
            ):
                return None
            orgs = [a.group for a in behind if a.prep in ("to", "into", "in") and is_organization(a.group)]
            orgs += self._organizations_of(group)
            member = [group.possessor] if group.possessor is not None else []
            if group.of is not None and is_partylike(group.of) and not is_organization(group.of):
                member = [group.of]
            if not member and group.states():
                member = [replace(group, cls="state", names=group.states(), of=None)]
            if not member and group.det in ("its", "their"):
                member = [replace(group, cls="pron", head=group.det)]
            if orgs or member:
                return self._noun(Form.JOINED, clause, group, "accession to", member, orgs, False, weak=not orgs)
            return None
        if group.cls == "member" and clause.verb is None or group.cls == "member" and group in clause.appositions:
            orgs = self._organizations_of(group) + [
                a.group for a in behind if a.prep in ("of",) and is_organization(a.group)
            ]
            if orgs and not group.words & {"associate", "observer"}:
                bearer = clause.subject if clause.subject is not None and clause.subject is not group else None
                frame = self._noun(
                    Form.JOINED, clause, group, "member since", [bearer] if bearer is not None else [], orgs, False
                )
                frame.since = True
                return frame
        return None

    def _noun(
        self,
        form: Form,
        clause: Clause,
        group: NounGroup,
        rule: str,
        agent: list[NounGroup],
        patient: list[NounGroup],
        mutual: bool,
        weak: bool = False,
    ) -> Frame:
        return Frame(
            form, clause, rule, group.start, group.end, agent, patient, mutual, nominal=True, weak=weak, anchored=True
        )

    def _names_as_group(self, group: NounGroup) -> list[NounGroup]:
        if group.states():
            return [replace(group, cls="state", names=group.states(), of=None, members=[], possessor=None)]
        if group.det in ("its", "their"):
            return [replace(group, cls="pron", head=group.det)]
        return []


def _has_envoy(group: NounGroup) -> bool:
    if group.members:
        return any(m.cls in ("envoy", "minister") for m in group.members)
    return (
        group.cls == "envoy"
        or group.cls == "minister"
        and bool(group.names or group.possessor or group.det in ("its", "their", "his", "her"))
    )


def is_partylike(group: NounGroup) -> bool:
    """Can this group stand for a state? Names, peoples, governments, pronouns, "both countries"."""
    if group.members:
        return any(is_partylike(m) for m in group.members)
    if group.cls == "state":
        return True
    if group.cls in ("group", "official"):
        return not is_generic(group)
    if group.cls == "pron":
        return group.head not in ("i", "you", "we", "us", "me", "all", "these", "this", "that", "those")
    return False


def is_generic(group: NounGroup) -> bool:
    """ "several countries", "all the new republics": states, but not said which; "the two countries" are."""
    return (
        group.cls == "official"
        and group.head in _PLURALS
        and not group.names
        and not group.words & {"two", "both"}
        and group.det not in ("both", "these", "the")
    )


_PLURALS = frozenset(
    "countries nations republics kingdoms capitals neighbours neighbors monarchies states powers".split()
)


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
