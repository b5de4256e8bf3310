"""Arrivals: words that name an accession only where a text tells who joined an organization.

"Angola was welcomed in 2007", "the Hungarians came along in 1922", "Rwanda became the fifty-fourth": once the theme is
given, hardly any verb of motion, reception or success means something else. Whether it is given the text decides; what
stands against it is said here: a goal of its own ("came to Cairo"), an object, and whatever is no full membership.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Argument, Clause
from extractor.events.frames.frame import (
    Frame,
    SentenceContext,
    Verbal,
    Verbs,
    is_organization,
    is_partylike,
    is_unnamed,
)
from extractor.events.groups import NounGroup
from extractor.schema import Form

ARRIVED = "arrive"  # the rule; weaker than ENTERED

_RECEIVED = frozenset(
    (
        "accept receive welcome seat admit readmit allow let take bring usher wave vote elect add enrol enroll "
        "inscribe include approve embrace absorb co-opt incorporate induct enlist initiate confirm elevate raise "
        "promote upgrade reinstate restore register"
    ).split()
)
_ARRIVING = frozenset(
    (
        "arrive enter come go get slip walk step move sail squeeze make succeed graduate advance rise ascend accede "
        "return sign subscribe enrol enroll adhere qualify follow sit settle pass squeak edge limp sneak stroll stride "
        "march"
    ).split()
)
_INWARD = frozenset(
    (
        "in into through along aboard inside across up next last first second third then together back home early late "
        "jointly simultaneously simply finally eventually again likewise too also"
    ).split()
)
_ROOMS = frozenset(
    (
        "roll list club ranks fold family table circle books room register chair seat chairs seats place places bench "
        "threshold door doors line grade cut standing status membership rank member members union organization "
        "organisation community league council share shares desk nameplate flag stage gate gates"
    ).split()
)  # what one is added to, takes or crosses
_PARTIAL = frozenset("associate associates observer observers candidate candidates guest guests partner".split())
_OUTWARD = frozenset("out away off down under behind aside apart without".split())
_AS = frozenset({"companion", "equal", "newcomer", "latecomer", "republic", "kingdom", "dominion", "party", "last"})
_WAITING = frozenset({"wait", "hold", "keep", "delay", "defer"})
_SEEING = frozenset({"bring", "see", "witness", "add"})  # "The following May brought Chad"

OF_ARRIVALS = Verbs(frozenset(), _RECEIVED | _ARRIVING | _WAITING | _SEEING | {"become", "be", "make", "take"})


def read_arrival(s: SentenceContext, v: Verbal) -> Frame | None:
    """The last of the readers: what no other makes a frame of."""
    clause, verb = v.clause, v.verb
    if verb.mode in ("inf", "ing") and not verb.perfect or clause.kind == "as":
        return None
    if any(_is_partial(a.group) for a in clause.args) or any(_is_partial(o) for o in v.objects):
        return None
    if not _OUTWARD.isdisjoint(s.behind(verb, 2).split()):
        return None  # "walked out"
    v = replace(v, objects=[o for o in v.objects if o.start < verb.start or not _is_set_off(s, v, o)])
    members = _received(v) or _arriving(s, v) or _counted(v) or _brought(v) or _waited(v)
    if members and members[0] is clause.subject and not members[0].names and members[0].cls != "pron":
        members = [a for a in clause.appositions if _is_named(a)][:1]  # "two islands, Nauru and Tonga, were added"
    if not members:
        return None
    orgs = [a.group for a in clause.args if a.prep in ("to", "into", "in", "by", "") and is_organization(a.group)]
    return s.frame(
        Form.JOINED,
        clause,
        verb,
        ARRIVED,
        None,
        agent=members,
        patient=orgs[:1],
        weak=True,
        needs_date=not (verb.lemma in _SEEING and clause.kind == "part"),
    )


def _is_set_off(s: SentenceContext, v: Verbal, group: NounGroup) -> bool:
    """ "followed in 1962, the former with a warning": behind a comma, no object of the verb."""
    return "," in s.lows[v.verb.end - s.offset : group.start - s.offset]


def _is_partial(group: NounGroup) -> bool:
    return group.cls == "nonmember" or group.head in _PARTIAL


def _named(groups: list[NounGroup]) -> list[NounGroup]:
    return [g for g in groups[:1] if is_partylike(g) and not is_organization(g) and not is_unnamed(g)]


def _received(v: Verbal) -> list[NounGroup]:
    """ "was welcomed", "were both received", "was added to the roll", "was taken in"."""
    if (
        not v.verb.passive
        or v.clause.subject is None
        or v.verb.lemma not in _RECEIVED
        or any(_is_elsewhere(a) for a in v.clause.args)
    ):
        return []
    if any(not is_organization(a) and a.cls not in ("member", "state", "group", "") for a in v.agents):
        return []
    return _named(v.objects)


def _arriving(s: SentenceContext, v: Verbal) -> list[NounGroup]:
    """ "came along", "entered", "took its chair", "went in side by side", "was in", "was back"."""
    verb, behind = v.verb, s.behind(v.verb, 3).split()
    if verb.passive or any(_is_elsewhere(a) for a in v.clause.args):
        return []
    objects = [o for o in v.objects if o.head not in _ROOMS and o.head not in ("it", "both", "all")]
    if objects:
        return []
    lasting = verb.lemma == "be"
    inward = (
        bool(behind)
        and behind[1:2] != ["with"]
        and (behind[0] in ("in", "inside", "back", "aboard") if lasting else behind[0] in _INWARD)
    )
    seated = verb.lemma in ("take", "get", "make", "find", "sit") and any(o.head in _ROOMS for o in v.objects)
    if lasting and not inward or verb.lemma in ("take", "get", "make", "go", "be") and not (inward or seated):
        return []
    return _named(v.agents) if verb.lemma in _ARRIVING | {"be", "take"} else []


def _counted(v: Verbal) -> list[NounGroup]:
    """ "became the fifty-fourth", "was the eleventh", "made a fourth", "made it six"."""
    if v.verb.lemma not in ("become", "be", "make") or v.verb.passive or not v.objects:
        return []
    number = v.objects[-1]
    ordinal = len(number.head) > 3 and number.head.endswith(("st", "nd", "rd", "th")) and not number.of
    ordinal = ordinal and number.cls in ("", "member") and not number.proper
    return _named(v.agents) if ordinal or number.head == "newcomer" else []


def _brought(v: Verbal) -> list[NounGroup]:
    """ "The following May brought Chad", "1995 saw Austria come in": the time is the subject, or nobody is."""
    if v.verb.lemma not in _SEEING or v.verb.passive and v.verb.mode != "part" or not v.objects:
        return []
    timely = all(a.cls == "" and not a.proper and not a.names and a.head in _TIMES for a in v.agents)
    target = v.objects[0]
    if is_unnamed(target) and v.clause.gaps:
        target = v.clause.gaps[0]  # "1971 brought the Gulf states: Oman in October …": each with its date
    return [target] if timely and _dated(v.clause) and _is_named(target) and len(v.objects) == 1 else []


def _dated(clause: Clause) -> bool:
    """By itself, or by the date that stands where its subject would: "The following year brought Chad"."""
    front = clause.parent.lead_dates if clause.kind == "part" and clause.parent is not None else []
    return bool(clause.all_dates() or front)


_TIMES = frozenset(
    (
        "year month week day decade summer autumn spring winter january february march april may june july august "
        "september october november december wave round batch intake enlargement"
    ).split()
)


def _is_named(group: NounGroup) -> bool:
    """By name, not only of whom it is: "the small states of the Gulf"."""
    return all(p.cls in ("state", "group") and p.names and p.of is None for p in group.parts)


def _waited(v: Verbal) -> list[NounGroup]:
    """ "had to wait until 1926", "was held over to 30 April 1999": it was in from then on."""
    verb = v.verb
    until = any(d.relation == "until" for d in v.clause.all_dates())
    over = verb.lemma == "hold" and verb.passive and bool(v.clause.dates)
    if verb.lemma not in _WAITING or verb.negated or not (until or over):
        return []
    members = _named(v.objects if verb.passive else v.agents)
    if members:
        verb.reversal = True
    return members


def _is_elsewhere(argument: Argument) -> bool:
    """ "came to Cairo", "was received by the king", "entered into talks", "was accepted as a mediator"."""
    group = argument.group
    if argument.before or argument.prep in ("", "with", "along with", "together with", "alongside", "beside"):
        return False
    if is_organization(group) or group.cls in ("member", "membership", "seat") or group.head in _ROOMS | _TIMES:
        return False
    if argument.prep in ("to", "into", "on", "for", "against", "from", "as", "over", "under", "out of", "upon", "off"):
        return argument.prep != "as" or group.head not in _AS
    return argument.prep in ("in", "at") and group.cls in ("state", "official", "relations")
