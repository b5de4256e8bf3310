"""Organizations joined and founded: "joined", "became a member of", "was admitted to", "signed the charter of"."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clauses import Argument
from extractor.events.frames.frame import EXEMPLARS, Frame, SentenceContext, Verbal, is_organization, is_partylike
from extractor.events.groups import NounGroup
from extractor.schema import Form

_BODIES = frozenset("organizations organisations bodies institutions agencies clubs blocs".split())


def read_membership(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, agents, target, objects = v.clause, v.verb, v.agents, v.target, v.objects
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
        bodies = organizations_of(member) + [b for b in bodies if b is not member]
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
        return s.frame(
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
        return s.frame(Form.JOINED, clause, verb, "admit", None, patient=bodies)  # "Admitted to the CSCE at Prague"
    if target is not None and verb.has("admit") and s.sense(verb, "admit"):
        sense = s.sense(verb, "admit")
        state = next((o for o in objects[:2] if is_partylike(o)), None)
        if state is not None:
            orgs = bodies or [g for g in agents if is_organization(g)]
            membership = next((a.group for a in after if a.group.cls in ("membership", "member")), None)
            if not orgs and membership is not None:
                orgs = organizations_of(membership)
            weak = not orgs
            particle = bool(sense and sense.rest) or verb.lemma in ("admit", "readmit", "re-admit")
            if (
                weak
                and not (particle and verb.lemma in ("admit", "readmit", "re-admit", "let", "vote"))
                and membership is None
            ):
                return None
            return s.frame(Form.JOINED, clause, verb, "admit", sense, agent=[state], patient=orgs, weak=weak)
    if member is not None and member.cls in ("membership", "seat") and not verb.passive:
        sense = s.sense(verb, "obtain", "grant")
        if sense is not None and sense.cls == "obtain":
            orgs = organizations_of(member) + bodies
            if orgs or member.cls == "membership":
                return s.frame(
                    Form.JOINED, clause, verb, "obtain membership", sense, agent=agents, patient=orgs, weak=not orgs
                )
    if member is not None and member.cls == "membership" and verb.passive and s.sense(verb, "grant"):
        to = [a.group for a in after if a.prep == "to" and is_partylike(a.group)]
        dative = [o for o in objects if o is not member and is_partylike(o)]
        return s.frame(
            Form.JOINED,
            clause,
            verb,
            "grant membership",
            None,
            agent=dative or to,
            patient=organizations_of(member) + bodies,
        )
    sense = s.sense(verb, "join")
    if (
        sense is not None
        and verb.mode == "part"
        and not objects
        and clause.subject is None
        and verb.lemma in ("join", "accede", "rejoin", "enter", "admit")
    ):
        return s.frame(
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
            return s.frame(
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
            return s.frame(Form.JOINED, clause, verb, "join", sense, agent=agents, weak=True)
    sense = s.sense(verb, "found")
    if sense is not None:
        orgs = [
            o
            for o in objects
            if o.cls == "org" and all(n.form != "anaphor" for n in o.names) or o.members and is_organization(o)
        ]
        charter = next((o for o in objects if o.cls == "charter"), None)
        if charter is not None and verb.lemma in ("sign", "initial", "ratify"):
            orgs = organizations_of(charter)
        if verb.lemma in ("sign", "initial") and charter is None:
            return None
        if orgs and (agents or verb.passive):
            return s.frame(
                Form.JOINED,
                clause,
                verb,
                "found",
                sense,
                agent=agents or [a.group for a in clause.args if a.prep in ("by", "with")],
                patient=orgs,
            )
    return None


def organizations_of(group: NounGroup) -> list[NounGroup]:
    found = []
    if group.of is not None and is_organization(group.of):
        found.append(group.of)
    if group.organizations():
        found.append(replace(group, cls="org", names=group.organizations(), members=[], of=None))
    return found
