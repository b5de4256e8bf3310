"""Heads of mission expelled: by one verb, or by words that expel only together ("was given 48 hours")."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.frames.frame import RECIPROCAL, Frame, SentenceContext, Verbal, Verbs, is_partylike
from extractor.events.groups import NounGroup, VerbGroup
from extractor.schema import Form

_PLACES = frozenset({"from", "out of", "in", "at"})  # "was expelled from Harare"
_OWN = frozenset({"its", "their", "his", "her", "our", "my"})
RELATED = frozenset("predecessor successor colleague replacement".split())  # of an envoy: another of the same state
_PERSONS = frozenset({"him", "her", "them", "he", "she", "they"})
_STANDS_FOR_AN_ENVOY = frozenset({"one", "ones", "other", "others", "latter", "incumbent"})  # "the Egyptian one"
_ELLIPTIC_OWNERS = frozenset({"ours", "theirs", "his", "hers"})
_GIVE_TIME = frozenset({"give", "allow", "grant"})
_REQUESTS = frozenset({"ask", "request", "demand", "require", "insist"})
_REACH = 30  # tokens behind the verb; the envoy's name and merits may stand between
_REMOVALS = frozenset({"departure", "removal", "withdrawal", "exit"})

OF_ENVOYS = Verbs(frozenset("expel declare hand show order".split()), _REQUESTS | {"be", "have"})


def read_envoy(s: SentenceContext, v: Verbal) -> Frame | None:
    clause, verb, target = v.clause, v.verb, v.target
    if verb.lemma == "be" and target is not None and any(o.cls == "png" for o in v.objects):
        return _declared_to_be(s, clause, verb)
    if verb.lemma == "have":
        return _has_hours(s, v)
    sense = s.sense(verb, "expel")
    rule = "expel" if sense is not None else _expelling(s, v)
    if target is None or not rule:
        return None
    if _from_elsewhere(clause):
        return None
    if (mutual := _of_each_other(v)) is not None:
        return s.frame(Form.EXPELLED, clause, verb, rule, sense, agent=mutual, reciprocal=True)
    envoy = _envoy_among(clause, v.objects[:2])
    if envoy is None and rule == "ask for the departure of":
        envoy = next((a.group.of for a in clause.args if a.group.of is not None and has_envoy(a.group.of)), None)
    if sense is not None and sense.rest == ("back",) and envoy is not None and _goes_back_to_work(envoy, v):
        return None
    weak = envoy is None or envoy.cls != "envoy" and not envoy.members or rule in _WEAK_RULES
    if envoy is None:
        envoy = _stand_in(target)
        if envoy is None or any(a.prep == "of" and a.group.start <= target.end + 1 for a in clause.args):
            return None
    agents = v.agents
    if any(agent.cls == "envoy" and has_envoy(agent) for agent in agents) and not verb.passive:
        agents = _announcer(clause)
        if not agents:
            return None  # an envoy expels nobody
    envoy = _with_others(envoy, v)
    if not agents and rule in _RULES_OF_LEAVING:  # "… was given 24 hours to leave Yugoslavia"
        agents = [
            a.group
            for c in v.following[:2]
            if c.kind == "inf"
            for a in c.args
            if a.prep in ("", *_PLACES) and a.group.cls == "state"
        ][:1]
    if not agents and (verb.passive or clause.subject is None):
        agents = hosts(clause, envoy) or _scene(s, clause)
    elif not any(agent.states() for agent in agents):
        agents = _left_by(clause, envoy) or agents
    return s.frame(Form.EXPELLED, clause, verb, rule, sense, agent=agents, patient=[envoy], envoy=envoy, weak=weak)


def _of_each_other(v: Verbal) -> list[NounGroup] | None:
    """Who expelled whom: "expelled each other's ambassadors", "each government expelled the other's envoy"."""
    envoy = next((o for o in v.objects[:2] if has_envoy(o)), None)
    if envoy is None or envoy.states() or len(v.agents) != 1:
        return None
    agent = v.agents[0]
    other = v.objects[0].head in RECIPROCAL or "'s" in envoy.words and (envoy.det == "other" or "other" in envoy.words)
    if not other or not (is_partylike(agent) or agent.head == "each" or agent.det == "each"):
        return None
    if len(agent.parts) == 2:
        return [agent]
    both = agent.det in ("each", "both", "the") or agent.cls == "pron" and agent.head in ("each", "both", "they")
    return [replace(agent, cls="pron", head="both")] if both and not agent.states() else None


_RULES_OF_LEAVING = frozenset({"order to leave", "give hours"})
_WEAK_RULES = frozenset({"ask for the departure of"})


def _from_elsewhere(clause: Clause) -> bool:
    """ "was expelled from the hall", "out of the restaurant": not from a country."""
    places = [a.group for a in clause.args if a.prep in ("from", "out of") and not a.before]
    return any(g.cls in ("", "org") and not g.states() and not g.proper and g.head not in _LEFT for g in places)


def _goes_back_to_work(envoy: NounGroup, v: Verbal) -> bool:
    """ "sent its ambassador back to Lima", "has sent an ambassador back": one's own, to where he was before."""
    own = envoy.det in _OWN and not envoy.states()
    return own and not v.verb.passive and not any(word in envoy.words for word in ("foreign", "visiting"))


_OWN = frozenset({"its", "their", "his", "her", "our", "a", "an", "new"})


def _envoy_among(clause: Clause, objects: list[NounGroup]) -> NounGroup | None:
    """The object that is an envoy, or what stands beside it in apposition: "Ahmed Sela, the Algerian chargé, …"."""
    beside = [a.group for a in clause.args if a.before and not a.prep]
    return next((g for g in [*objects, *clause.appositions, *beside] if has_envoy(g)), None)


def _with_others(envoy: NounGroup, v: Verbal) -> NounGroup:
    """Those expelled, too: "and with him the nuncio", "along with the chargé of Chad", "…; the envoy of Peru; …"."""
    found: list[NounGroup] = []
    args = v.clause.args
    for before, argument in zip([None, *args], args, strict=False):
        group = argument.group
        if group.start < envoy.end or not has_envoy(group):
            continue
        taken = before is not None and before.prep == "with" and before.group.head in ("him", "her", "them")
        if argument.prep in _COMPANIONS or not argument.prep and taken:
            found.append(group)
    for clause in v.following:
        if clause.opener != "semi" or clause.verb is not None or clause.subject is None:
            break
        if has_envoy(clause.subject):
            found.append(clause.subject)
    if not found:
        return envoy
    parts = [part for group in (envoy, *found) for part in group.parts]
    return NounGroup(envoy.start, parts[-1].end, "envoy", envoy.head, members=parts)


_COMPANIONS = frozenset({"with", "along with", "together with", "as well as", "besides"})


def _stand_in(target: NounGroup) -> NounGroup | None:
    """An object that the text may have told before to be an envoy: a person, "him", "her 72 hours", "Peru's"."""
    if target.cls == "hours" and target.det == "her":
        return replace(target, cls="pron", head="her", words=frozenset())
    if target.cls == "pron":
        return target if target.head in _PERSONS | _ELLIPTIC_OWNERS | {"one"} else None
    if (
        target.proper
        or target.cls == "minister"
        and not target.words & (_OTHER_RANKS | _OTHER_OFFICES)
        or target.head in RELATED
        and (target.possessor or target.det in _OWN)
    ):
        return target
    nationality = target.cls == "state" and target.det == "the" and [n.form for n in target.names] == ["adjective"]
    elliptic = target.states() and (
        nationality
        or target.cls == "state"
        and "'s" in target.words
        or target.head in _STANDS_FOR_AN_ENVOY
        and target.cls == ""
    )
    return replace(target, cls="elliptic") if elliptic else None


def hosts(clause: Clause, envoy: NounGroup) -> list[NounGroup]:
    """Where the envoy is expelled from or accredited: "was expelled from Harare", "the ambassador to Mali was …", "the
    ambassadors in Paris, Berlin and Rome were …"; "it began in Lima, when the envoy was …".
    """
    outer = clause.parent if clause.kind == "sub" and clause.opener == "when" else None
    found: list[NounGroup] = []
    for argument in clause.args or (outer.args if outer is not None else []):
        group = argument.group
        post = argument.prep == "to" and 0 < group.start - envoy.end <= 2
        if (argument.prep in _PLACES or post) and is_partylike(group) and group.cls != "pron":
            found.append(group)
            found += [g for g in clause.appositions if g.start == group.end + 1 and is_partylike(g)]
    return found


def _announcer(clause: Clause) -> list[NounGroup]:
    """ "Lima announced that the ambassador was no longer welcome and expelled the chargé": who announced it."""
    above = clause.parent if clause.kind == "that" and clause.inherited else None
    return [above.subject] if above is not None and above.subject is not None else []


def _left_by(clause: Clause, envoy: NounGroup) -> list[NounGroup]:
    """Whoever does it, "the president", "he": it is the state that the envoy must leave. Not "the envoy from Chad"."""
    return [
        a.group
        for a in clause.args
        if a.group.cls in ("state", "leave")
        and a.group.states()
        and (a.prep == "out of" or a.group.cls == "leave" or a.prep == "from" and _stands_apart(a.group, envoy))
        and not a.before
    ][:1]


def _stands_apart(place: NounGroup, envoy: NounGroup) -> bool:
    return place.start - envoy.end > 1 or is_papal(envoy)


def _scene(s: SentenceContext, clause: Clause) -> list[NounGroup]:
    """ "In Chad the generals, refusing to wait, ordered the envoy out": where the sentence is set."""
    fronted = [a for c in s.clauses if c.verb is None and c is not clause for a in c.args if a.prep == "in"]
    return [a.group for a in fronted if a.group.cls == "state" and a.group.start < _verb_start(clause)][:1]


def _verb_start(clause: Clause) -> int:
    return clause.verb.start if clause.verb is not None else 0


def _declared_to_be(s: SentenceContext, clause: Clause, verb: VerbGroup) -> Frame | None:
    """ "declared the Danish minister to be persona non grata", "told him that he was no longer welcome"."""
    above, envoy = clause.parent, clause.subject
    if above is None or above.verb is None or envoy is None:
        return None
    if above.verb.has("order") and clause.kind == "that" and (envoy.cls == "pron" or envoy.det in _OWN):
        told = [a.group for a in above.args if not a.prep] + ([above.subject] if above.subject is not None else [])
        envoy = next((g for g in told if has_envoy(g)), envoy)
    elif not above.verb.has("declare"):
        return None
    if above.verb.passive and above.subject is not None:
        envoy = above.subject
    if not has_envoy(envoy):
        return None
    agents = [a.group for a in above.args if a.prep == "by"]
    if above.subject is not None and not above.verb.passive:
        agents = [above.subject]
    return s.frame(
        Form.EXPELLED, clause, verb, "declare persona non grata", None, agent=agents, patient=[envoy], envoy=envoy
    )


def _has_hours(s: SentenceContext, v: Verbal) -> Frame | None:
    """ "announced that the Polish ambassador had 72 hours to get out": whoever says so sets the time."""
    clause, envoy, above = v.clause, v.clause.subject, v.clause.parent
    if not any(o.cls == "hours" for o in v.objects) or not _to_leave(v) or envoy is None:
        return None
    if above is None or above.verb is None or above.verb.passive or clause.kind != "that":
        return None
    known = has_envoy(envoy)
    if above.subject is None or not (known or envoy.proper):
        return None
    return s.frame(
        Form.EXPELLED, clause, v.verb, "give hours", None,
        agent=[above.subject], patient=[envoy], envoy=envoy, weak=not known,
    )  # fmt: skip


_OPEN_ENDED = frozenset({"declare", "hand", "order"})  # what they do depends on what stands behind them


def _expelling(s: SentenceContext, v: Verbal) -> str:
    """Verbs that expel only together with what follows: to leave, persona non grata, passports, the door, 48
    hours.
    """
    clause, verb = v.clause, v.verb
    kinds = s.kinds_behind(verb, _REACH) if verb.classes & _OPEN_ENDED else set()
    if verb.has("declare") and "png" in kinds:
        return "declare persona non grata"
    if verb.has("hand") and "passports" in kinds:
        return "hand passports"
    if verb.has("show") and any(o.head == "door" for o in v.objects):
        return "show the door"
    if verb.lemma in ("give", "hand", "get") and any(_is_dismissal(g) for g in (*v.objects, *clause.appositions)):
        return "give the boot"
    if verb.lemma in _REQUESTS and any(
        a.group.head in _REMOVALS and a.group.of is not None for a in clause.args if a.prep in ("", "for", "on")
    ):
        return "ask for the departure of"
    if not verb.has("order"):
        return ""
    leaving = _to_leave(v)
    if verb.lemma not in _GIVE_TIME:
        return "order to leave" if leaving else ""
    if "hours" not in kinds:
        return ""
    if leaving:
        return "order to leave"
    return "" if any(c.kind == "inf" and c.parent is clause for c in v.following[:1]) else "give hours"


def _is_dismissal(group: NounGroup) -> bool:
    """ "gave the envoy the boot", "handed him his marching orders"."""
    if group.head in ("orders", "papers"):
        return bool(group.words & {"marching", "walking"})
    return group.head in _BOOTS and group.det == "the" and not group.names


_BOOTS = frozenset("boot sack push heave-ho shove bounce chop".split())


def _to_leave(v: Verbal) -> bool:
    """Does "to leave", "to pack his bags" complete the verb? The first infinitive behind it, or one joined to that."""
    infinitives = [c for c in v.following[:3] if c.kind == "inf"]
    return any(c.verb is not None and c.verb.has("leave") and _leaves_the_country(c) for c in infinitives) or any(
        a.group.cls == "leave" and a.prep == "to" for a in v.clause.args
    )


def _leaves_the_country(clause: Clause) -> bool:
    """ "to leave", "to leave Peru", "to quit his post", not "to leave the room"."""
    end = clause.verb.end if clause.verb is not None else 0
    objects = [a.group for a in clause.args if not a.prep and a.group.start == end]
    return not objects or objects[0].cls != "" or objects[0].proper or objects[0].head in _LEFT


_LEFT = frozenset(
    "capital city town territory soil island post embassy legation bags trunks suitcases things belongings".split()
)


def has_envoy(group: NounGroup) -> bool:
    """Is a head of mission among them? Ministers, representatives and the like only with the state that sent them."""
    if group.members:
        return any(m.cls in ("envoy", "minister") and has_envoy(m) for m in group.members)
    if group.cls == "envoy":
        return not group.words & _OTHER_RANKS
    if group.cls != "minister" or group.words & (_OTHER_RANKS | _OTHER_OFFICES):
        return False
    return bool(group.names or group.possessor or group.det in _OWN or is_papal(group))


def is_papal(envoy: NounGroup) -> bool:
    """ "the papal delegate", "the pope's man", "the nuncio"."""
    owner = (envoy.possessor.head,) if envoy.possessor is not None else ()
    return not PAPACY.isdisjoint((*envoy.head.replace("-", " ").split(), *envoy.words, *owner))


PAPACY = frozenset("pope pontiff papal pontifical apostolic nuncio nuncios internuncio internuncios".split())
_OTHER_RANKS = frozenset("deputy former ex retired honorary vice assistant".split())
_OTHER_OFFICES = frozenset(
    (
        "trade commercial press military naval air aid bank church company sales human rights tribal local labour "
        "labor student football sports legal technical financial scientific intelligence secret police foreign prime"
    ).split()
)


def is_envoy_like(group: NounGroup) -> bool:
    """An envoy, or "ours", "theirs", where envoys are spoken of."""
    return has_envoy(group) or not group.members and group.head in _ELLIPTIC_OWNERS
