"""Organizations joined and founded: "joined", "became a member of", "was admitted to", "signed the charter of".

One small reader a construction; the first that reads a frame wins. A frame is weak where the clause does not name the
organization: only the text can tell which one is meant, and whether one is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractor.events.clause import Argument
from extractor.events.frames.admission import (
    admitted,
    application_approved,
    filled_seat,
    granted,
    kept_out,
    memberships_are,
    number_raised,
    obtained,
    opened_doors,
    promoted,
    widened,
)
from extractor.events.frames.founding import among_them, founded, founders_act, members_were, took_part, with_founders
from extractor.events.frames.frame import (
    EXEMPLARS,
    Frame,
    SentenceContext,
    Verbal,
    is_generic,
    is_organization,
    is_partylike,
)
from extractor.events.frames.members import (
    COMPANIONS,
    ENTERED,
    Membership,
    is_founding,
    is_full,
    is_newest,
    organizations_of,
)
from extractor.events.groups import NounGroup

FOLLOWED = "body followed"  # the rule whose members are those who joined the last one

_BEHIND = frozenset(
    {"", "to", "of", "in", "into", "aboard", "onto", "with", "for", "at", "on", "within", "inside", "as", "by"}
)
_FRONTED = frozenset({"to", "of", "in", "into"})
_BODIES = frozenset("organizations organisations bodies institutions agencies clubs blocs".split())
_INTO = frozenset({"to", "into", "in", "inside", "within", "aboard", "of", "with", "onto"})
_SINCE = frozenset({"since", "from", "upon", "on", "at"})
# Verbs that name an accession by themselves; the others of their class ("enter", "return") do so only in context.
_ACCEDE = frozenset("join accede rejoin re-join adhere affiliate re-accede re-affiliate".split())
_DIRECT = frozenset({"enter", "re-enter"})  # their object is the organization, but "entered into" it is said too
_INTRANSITIVE = frozenset(
    "accede adhere return affiliate belong sign subscribe re-accede ascend re-affiliate re-adhere".split()
)
_LASTING = frozenset({"belong", "be", "sit"})


def read_membership(s: SentenceContext, v: Verbal) -> Frame | None:
    m = _gather(s, v)
    for read in _READERS:  # of every verb: a generator would take longer than most readers
        frame = read(m)
        if frame is not None:
            return frame
    return None


def _gather(s: SentenceContext, v: Verbal) -> Membership:
    clause, objects = v.clause, v.objects
    after = [a for a in clause.args if a.prep in (_BEHIND if not a.before else _FRONTED)]
    if objects and objects[0] is clause.antecedent:  # "the Union, which Morocco rejoined in 2017"
        after.insert(0, Argument("", objects[0]))
    if objects and objects[0].head in _BODIES:  # "joined several organizations, including FAO and ICAO in 1977"
        after += [Argument("", a.group) for a in clause.args if a.prep in EXEMPLARS and is_organization(a.group)]
    bodies = [a.group for a in after if is_organization(a.group)]
    held = clause.antecedent.of if clause.antecedent is not None and not is_organization(clause.antecedent) else None
    if not bodies and held is not None and is_organization(held):
        # "the call of the OAU, to which it had belonged since 1963"
        bodies = [held for a in after if a.group is clause.antecedent and a.prep]
        after = [replace(a, group=held) if a.group is clause.antecedent else a for a in after]
    member = next((o for o in objects if o.cls in ("member", "membership", "seat", "nonmember")), None)
    return Membership(s, v, after, bodies, member)


# ---- being and becoming a member ----


_BECOMING = frozenset({"become", "wake", "emerge", "arrive"})  # "woke up as members of the Union"
_BEING = _BECOMING | frozenset({"be", "count", "rank", "figure"})
_COUNTING = frozenset({"count", "number", "include", "have", "list"})


def _become_member(m: Membership) -> Frame | None:
    clause, verb = m.v.clause, m.v.verb
    if verb.lemma not in _BEING | _COUNTING:
        return None
    member = _predicate(m)
    if member is None or member.cls != "member" or not is_full(member):
        return None
    if any(c.kind == "inf" and c.governor is member for c in m.v.following):
        return None  # "became the first NATO member to recognize Palestine"
    bodies = organizations_of(member) + [a.group for a in m.after if a.prep == "of" and is_organization(a.group)]
    bodies = bodies or [b for b in m.bodies if b is not member]
    if m.member is not None and m.member is not member and not bodies and clause.dates:
        # "became an associate of EFTA in 1961 and a full member in 1986"
        bodies = [replace(org, date=clause.dates[-1]) for org in organizations_of(m.member)]
    founding = is_founding(member)
    entering = founding or is_newest(member)
    agents = m.v.agents or ([clause.subject] if verb.passive and clause.subject is not None else [])
    told = any(a.prep in _SINCE and a.group.cls == "founding" for a in clause.args)  # "since its foundation in 1992"
    if member.apposition is not None and agents and all(is_generic(a) for a in agents):
        agents = [member.apposition]  # "only four states were original members: A, B, C and D"
    lasting = verb.lemma not in _BECOMING and not entering and not told
    if is_newest(member) and any(d.relation == "since" for d in clause.all_dates()):
        lasting = True  # "the newest member, since 2016"
    weak = lasting and not bodies
    if verb.lemma in _COUNTING and m.v.objects and is_partylike(m.v.objects[0]):
        # "ECOWAS counted Mali among its founders"
        bodies = bodies or [a for a in agents if is_organization(a)]
        agents = m.v.objects[:1]
    needs_date = verb.lemma not in _BECOMING
    partners = [a.group for a in clause.args if a.prep in COMPANIONS and a.group.cls == "state" and not a.before]
    if founding or verb.lemma == "become":  # "is one of the five founder members with Iran and Iraq"
        agents = [*agents, *partners]
    return m.frame(
        "become a member", agents, bodies, since=lasting, needs_date=needs_date, weak=weak, founding=founding
    )


def _predicate(m: Membership) -> NounGroup | None:
    """What the subject is or becomes: "a member", "one of the members", "among the members"."""
    objects, args = m.v.objects, m.v.clause.args
    if m.v.verb.passive and m.v.verb.lemma in ("become", "be"):
        return None
    if m.member is not None and not m.v.verb.passive:  # "became an associate in 1961 and a full member in 1986"
        return next((o for o in objects if o.cls == "member" and is_full(o)), m.member)
    one = bool(objects) and objects[0].head == "one"
    return next(
        (
            a.group
            for a in args
            if (a.prep in ("among", "as") or a.prep == "of" and one) and a.group.cls == "member" and not a.before
        ),
        None,
    )


# ---- joining ----


def _joined_by(m: Membership) -> Frame | None:
    """ "ASEAN was joined by Brunei in 1984, by Vietnam in 1995"; "the founders of OPEC were joined by Qatar"."""
    subject, verb = m.v.clause.subject, m.v.verb
    trailing = verb.maybe_part and m.v.clause.inherited and not m.v.objects  # "…, joined a week later by Slovenia"
    if not (verb.passive or trailing) or verb.lemma not in ("join", "rejoin") or subject is None:
        return None
    newcomers = [a.group for a in m.v.clause.args if a.prep == "by" and is_partylike(a.group)]
    if not newcomers:
        return None
    if is_organization(subject):
        return m.frame("joined by", newcomers, [subject])
    if subject.cls == "member" or subject.cls == "pron" and subject.head in ("it", "they", "them"):
        orgs = organizations_of(subject)
        return m.frame("joined by", newcomers, orgs, weak=not orgs, needs_date=not orgs)
    if is_partylike(subject) and verb.mode in ("part", "inf", "finite"):
        return m.frame(ENTERED, newcomers, m.bodies, weak=True, needs_date=True)
    return None


def _joined(m: Membership) -> Frame | None:
    """ "joined NATO", "acceded to the Union", "has belonged to the Commonwealth since 1961"."""
    verb, clause = m.v.verb, m.v.clause
    sense = m.s.sense(verb, "join")
    if sense is None or verb.passive or not m.bodies:
        return None
    body = m.bodies[0]
    direct = any(not a.prep and a.group is body for a in m.after)
    if not direct and not any(a.prep in _INTO and a.group is body for a in m.after):
        return None
    if not direct and verb.lemma not in _INTRANSITIVE | _DIRECT and not sense.rest:
        return None
    if direct and verb.lemma in ("return", "come", "go", "be", "sit", "arrive"):
        return None
    partners = [a.group for a in clause.args if a.prep in COMPANIONS and a.group.cls == "state" and not a.before]
    partners = [p for p in partners if not any(gap.start > p.start for gap in clause.gaps)]
    if sum(len(b.parts) for b in m.bodies) > 1:
        partners = []  # "the Council in 1995 and NATO, together with Croatia, in 2009": of the last one only
    told = any(a.prep in _SINCE and a.group.cls == "founding" for a in clause.args)
    lasting = verb.lemma in _LASTING and not told and sense.rest[:1] not in (("first",), ("last",), ("next",))
    if partners and not m.v.agents:  # "Joins BRICS, along with Egypt": the one whom the entry is about does
        partners = [NounGroup(verb.start, verb.start, "pron", "it"), *partners]
    return m.frame("join", m.v.agents + partners, m.bodies, since=lasting, needs_date=verb.lemma in _LASTING)


def _joined_it(m: Membership) -> Frame | None:
    """ "ALBA: joined January 2007", "Burma and Nepal joined in 1952", "came in in 1962": the text says what."""
    verb, clause, objects = m.v.verb, m.v.clause, m.v.objects
    sense = m.s.sense(verb, "join")
    arrives = verb.lemma == "come" and not any(not a.before for a in clause.args) and bool(clause.all_dates())
    if sense is None and arrives and verb.mode == "finite" and any(a.states() or a.members for a in m.v.agents):
        return m.frame(ENTERED, m.v.agents, [], weak=True, needs_date=True)  # "Bulgaria came in September 1990"
    if sense is None:
        return None
    if verb.mode == "part" and not objects and clause.subject is None and verb.lemma in _ACCEDE | _DIRECT:
        return m.frame("join", [], m.bodies, weak=True)
    if verb.mode == "ing" and not verb.perfect and _ends_course(m):
        return m.frame("join", m.v.agents, [], weak=True, needs_date=True)
    if verb.passive or m.bodies or verb.mode == "ing" and not verb.perfect:
        return None
    pronoun = bool(objects) and objects[0].cls == "pron" and objects[0].head in ("it", "them") and not sense.rest
    behind = [a for a in clause.args if not a.before]
    direct = objects and (objects[0] is clause.antecedent or not behind or not behind[0].prep)
    direct = direct and not objects[0].start < verb.end + len(sense.rest)  # "crossed the threshold"
    direct = direct and (objects[0] is clause.antecedent or objects[0].start <= verb.end + len(sense.rest) + 1)
    if direct and not pronoun and not _is_inverted(m) or verb.lemma in _LASTING and sense.rest == ():
        return None
    if any(_is_treaty(m, a) or verb.lemma not in _ACCEDE and _leads_elsewhere(a) for a in clause.args):
        return None
    agents = objects if _is_inverted(m) else m.v.agents
    if pronoun and objects[0].head == "them":  # "Venezuela joined them": the members told of before
        return m.frame(ENTERED, agents, [], weak=True, needs_date=True)
    if verb.lemma in _ACCEDE:
        return m.frame("join", agents, [], weak=True)
    if verb.lemma in _DIRECT and not sense.rest or sense.rest in _COME_IN or _through_door(m):
        rule = "join" if verb.mode == "ing" else ENTERED  # "an original member of the WTO, having entered in 1995"
        lasting = verb.lemma in _LASTING and sense.rest != ("back",)
        return m.frame(rule, agents, [], weak=True, needs_date=not pronoun, since=lasting)
    if verb.lemma == "return" and not sense.rest:
        return m.frame(ENTERED, agents, [], weak=True, needs_date=True)
    return None


def _ends_course(m: Membership) -> bool:
    """ "applied in 1994 and negotiated for six years, acceding on 3 May 2000": nothing behind it but its date."""
    verb, clause = m.v.verb, m.v.clause
    bare = not m.v.objects and not any(not a.before for a in clause.args) and bool(clause.dates)
    shared = clause.parent is not None and clause.parent.subject is clause.subject  # not "with Tokyo joining in"
    return verb.lemma in _ACCEDE | _DIRECT and bare and shared and not m.bodies


def _makes_number(m: Membership) -> Frame | None:
    """ "Myanmar made it five that December"."""
    objects = m.v.objects
    if m.v.verb.lemma != "make" or m.v.verb.passive or len(objects) < 2 or objects[0].head != "it":
        return None
    if objects[1].head not in _NUMBERS and not objects[1].head.isdigit():
        return None
    agents = [a for a in m.v.agents if is_partylike(a) and a.cls != "pron"]
    return m.frame(ENTERED, agents, [], weak=True, needs_date=True) if agents else None


_NUMBERS = frozenset(
    (
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty thirty"
    ).split()
)


def _through_door(m: Membership) -> bool:
    """ "walked through it", "slipped through the door", where doors are told of."""
    return any(a.prep == "through" and a.group.head in ("it", "door", "doors", "gate") for a in m.v.clause.args)


def _is_treaty(m: Membership, argument: Argument) -> bool:
    """ "acceded to a convention": no organization is meant."""
    named = not argument.before and argument.group.cls != "pron" and argument.prep in ("to", "into")
    return named and (argument.prep == "into" or m.v.verb.lemma in _ACCEDE - {"join", "rejoin", "re-join"})


def _leads_elsewhere(argument: Argument) -> bool:
    """ "entered into talks", "came in to Cairo", "entered in Chad": it is no organization that was entered."""
    if argument.before or argument.group.cls == "pron":
        return False
    group = argument.group
    somewhere = group.cls in ("state", "relations", "official") or group.proper
    return argument.prep == "into" or argument.prep in ("in", "to") and somewhere


_COME_IN = frozenset({("in",), ("aboard",), ("on", "board"), ("up",), ("back",), ("the", "ranks"), ("out",), ("off",)})
_COME_IN |= {("the", "threshold")}


def _is_inverted(m: Membership) -> bool:
    """ "In 1973 came Denmark and Ireland": the subject stands behind its verb."""
    return m.v.clause.subject is None and len(m.v.objects) == 1 and is_partylike(m.v.objects[0])


def _body_followed(m: Membership) -> Frame | None:
    """ "It joined the UN in 1955. The Council of Europe followed in 1989": the next one that it joined."""
    verb, agents = m.v.verb, m.v.agents
    if verb.lemma not in ("follow", "come") or verb.passive or m.v.objects or not agents:
        return None
    named = all(p.cls == "org" and all(n.form != "anaphor" for n in p.names) for p in agents[0].parts)
    if verb.lemma == "come" and m.s.behind(verb, 1).strip() in ("back", "to", "under", "into", "up", "out"):
        return None
    if not named or any(not a.before and a.prep in ("to", "into", "under", "from") for a in m.v.clause.args):
        return None
    return m.frame(FOLLOWED, [], agents[:1], weak=True, needs_date=True)


_READERS: tuple[Callable[[Membership], Frame | None], ...] = (
    with_founders,
    _become_member,
    members_were,
    among_them,
    memberships_are,
    admitted,
    promoted,
    obtained,
    filled_seat,
    application_approved,
    number_raised,
    granted,
    opened_doors,
    widened,
    _joined_by,
    _joined,
    _joined_it,
    took_part,
    founded,
    founders_act,
    kept_out,
    _makes_number,
    _body_followed,
)
