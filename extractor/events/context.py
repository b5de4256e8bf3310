"""Whether a clause says that its event took place: negation, plans, attempts, conditions, and what reverses them."""

from __future__ import annotations

from extractor.events.clause import Argument, Clause
from extractor.events.groups import UNTRULY, NounGroup, VerbGroup
from extractor.schema import Modality

_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_POSSIBLE = frozenset({"may", "might", "could", "should", "must", "can", "ca", "would", "'d", "’d", "wo", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "as though"})
_HEARSAY = frozenset(
    (
        "legend legends story stories tale tales notion belief canard lie lies falsehood fabrication hoax theory "
        "impression fantasy invention claim claims allegation allegations report reports suggestion suggestions "
        "assertion assertions myth rumour rumours rumor rumors speculation gossip whispers hearsay talk"
    ).split()
)
_WHISPERED = frozenset({"rumour", "rumor", "whisper", "gossip", "speculate", "insinuate", "pretend", "imagine"})
_TRULY = frozenset(
    (
        "first last only second third latest next glad happy pleased relieved delighted content proud quick slow "
        "lucky fortunate grateful late prompt"
    ).split()
)  # "the first to join", "glad to be let in": they did
_EVIDENCE = frozenset("evidence sign indication proof record truth suggestion hint".split())
_NOT_QUITE = frozenset({"nearly", "almost", "all but"})
_BELIEVED = frozenset("think believe rumour rumor allege suppose assume presume imagine reckon tip".split())
_COMES_FROM = frozenset("go come profit benefit gain suffer result arise stem date range move switch return".split())
_PROVEN = frozenset("confirm verify prove corroborate substantiate acknowledge concede admit".split())
_NOT_DOING = frozenset({"without", "instead of", "rather than", "short of", "far from", "other than"})
_ONLY_THOUGHT = frozenset({"about", "against", "toward", "towards"})  # "were asked about joining"
_IMAGINED = frozenset(
    "fool model mock simulated imaginary imagined fictional fictitious invented hypothetical counterfactual".split()
)
_FORCED = frozenset({"choice", "option", "alternative"})  # "had no choice but to sever" it
_DENIALS = frozenset({"deny", "refuse", "decline", "fail", "reject", "rule"})


def modality(clause: Clause, *, dated: bool, until: bool) -> Modality:
    """Read the clause and those that govern it.

    dated: the clause has a date of its own, which turns "would return in 1989" into a fact; until: "not … until
    1991" likewise.
    """
    if _denied(clause):
        return Modality.NEGATED
    own = _own(clause, dated, until)
    if own is not Modality.ASSERTED:
        return own
    if clause.kind == "rel" and clause.antecedent is not None and clause.antecedent.det == "any":
        return Modality.CONDITIONAL  # "with any state that recognized East Germany"
    if _is_in_a_treaty_not_made(clause):
        return Modality.CONDITIONAL
    current, depth = clause, 0
    while current is not None and depth < 6:
        depth += 1
        if current.kind == "sub" and current.opener in _CONDITIONS:
            return Modality.CONDITIONAL
        if current.kind in ("inf", "ing", "that"):
            found = _governed(current, until)
            if found is not Modality.ASSERTED:
                return found
            parent = current.parent
            if parent is None:
                break
            if parent.verb is not None:
                above = _own(parent, dated, until) if current.kind != "ing" or current.opener else Modality.ASSERTED
                if above is not Modality.ASSERTED and not (
                    parent.verb.has("say") and current.kind == "that" and above is not Modality.NEGATED
                ):
                    return above
            current = parent
        elif current.kind in ("sub", "paren"):
            break
        else:
            break
    return Modality.ASSERTED


def _is_in_a_treaty_not_made(clause: Clause) -> bool:
    """ "did not ratify the treaty that recognized Poland"."""
    if clause.kind != "rel" or clause.antecedent is None or clause.antecedent.cls != "charter":
        return False
    above = clause.parent
    return above is not None and above.verb is not None and above.verb.negated


def _denied(clause: Clause) -> bool:
    """ "was not one of the states that joined": the relative clause tells what it did not do."""
    outer = clause.parent
    if clause.kind != "rel" or outer is None or outer.verb is None or outer.verb.lemma != "be":
        return False
    return outer.verb.negated and any(a.group is clause.antecedent and not a.before for a in outer.args)


def denies_object(clause: Clause) -> bool:
    """ "has had no relations", "kept no ties", "recognizes neither the map nor the flag"."""
    verb = clause.verb
    objects = [a.group for a in clause.args if not a.prep and not a.before]
    if verb is not None and verb.has("recognize") and objects and objects[0].head == "neither":
        return True
    return any(not a.prep and not a.before and a.group.det == "no" and a.group.cls == "relations" for a in clause.args)


def is_fiction(clause: Clause) -> bool:
    """ "In the novel, …", "at the model United Nations …", not "over a novel"."""
    if clause.kind == "rel":
        return False  # "…, who had been rude to him at the opera"
    places = [a.group for a in clause.args if a.prep in ("in", "at", "during", "throughout")]
    places += [group.of for group in places if group.of is not None]  # "in the plot of the novel"
    places += [clause.subject] if clause.kind == "main" and clause.subject is not None and clause.verb is None else []
    subject = clause.subject
    if subject is not None and subject.words & _IMAGINED:
        return True  # "a fictitious king severs relations with Monaco"
    if subject is not None and subject.cls == "fiction" and clause.verb is not None and clause.verb.lemma == "have":
        return True  # "The game has Italy sever relations"
    parts = [part for group in places for part in (*group.parts, group.possessor) if part is not None]
    return any(part.cls == "fiction" or part.words & _IMAGINED for part in parts)


def _fronted(clause: Clause) -> list[Argument]:
    """What stands before the subject behind a preposition; not "Peru, a client with no interest in it, severed …"."""
    subject = clause.subject
    return [
        a
        for a in clause.args
        if a.prep and a.prep not in _ACCOMPANYING and (subject is None or a.group.start < subject.start or not a.before)
    ]


_ACCOMPANYING = frozenset({"with", "for", "without", "despite"})


def _own(clause: Clause, dated: bool, until: bool) -> Modality:
    verb = clause.verb
    if clause.subject is not None and clause.subject.det in ("no", "neither", "none") and not until:
        return Modality.NEGATED
    if clause.subject is not None and clause.subject.head in ("neither", "nobody", "none") and not until:
        return Modality.NEGATED
    if any(a.before and (a.group.head == "neither" or a.group.det in ("no", "neither")) for a in _fronted(clause)):
        return Modality.NEGATED  # "In neither case …", "At no time …", not "Three states, and no more, …"
    if any(a.before and a.prep == "according to" and a.group.head in _HEARSAY for a in clause.args):
        return Modality.DISPUTED
    if verb is None:
        return Modality.ASSERTED
    if denies_object(clause):
        return Modality.ASSERTED if until else Modality.NEGATED
    if verb.negated or verb.has("withhold"):
        return Modality.ASSERTED if until else Modality.NEGATED
    if verb.modal in _FUTURE:
        return Modality.ASSERTED if until else Modality.PLANNED
    if verb.modal in _POSSIBLE:
        if verb.modal in ("would", "'d", "’d") and (dated or until) and not verb.perfect and clause.kind != "that":
            return Modality.ASSERTED
        return Modality.CONDITIONAL if verb.perfect or verb.modal != "would" else Modality.PLANNED
    if verb.adverbs and verb.adverbs[-1] in _NOT_QUITE:
        return Modality.NEGATED
    if not UNTRULY.isdisjoint(verb.adverbs):
        return Modality.DISPUTED
    if clause.kind == "ing" and clause.opener in _NOT_DOING:
        return Modality.NEGATED
    if clause.kind == "ing" and clause.opener in _ONLY_THOUGHT:
        return Modality.PLANNED
    return Modality.ASSERTED


def _governed(clause: Clause, until: bool) -> Modality:
    governor = clause.governor
    if isinstance(governor, NounGroup):
        if governor.head in ("none", "nothing", "nobody"):
            return Modality.NEGATED
        if clause.kind == "that" and _is_called_false(clause, governor):
            return Modality.DISPUTED
        if governor.head == "able" or governor.det == "no" and governor.head in _FORCED:
            return Modality.ASSERTED
        if governor.det == "no" and (clause.kind in ("inf", "ing") or governor.head in _EVIDENCE):
            return Modality.NEGATED  # "no plans to …", "no sign that …"; "no doubt that …" asserts
        if any(part.head in _HEARSAY for part in governor.parts):
            return Modality.DISPUTED
        if governor.cls == "plan" or governor.of is not None and governor.of.cls == "plan":
            return Modality.PLANNED
        if clause.kind == "inf" and governor.cls not in ("member", "state", "official") and not governor.words & _TRULY:
            return Modality.ASSERTED if governor.cls in ("envoy", "pron") else Modality.PLANNED
        return Modality.ASSERTED
    above = clause.parent.subject if clause.parent is not None else None
    if (
        (clause.kind == "inf" and governor is None)
        and (clause.verb is not None and above is not None)
        and above.start > clause.verb.start
    ):
        return Modality.PLANNED  # "To join the union, Peru changed its law"
    if isinstance(governor, VerbGroup):
        if clause.kind == "that" and (governor.lemma in _WHISPERED or governor.lemma == "suggest"):
            return Modality.DISPUTED
        if clause.kind == "that" and _is_hearsay(clause, governor):
            return Modality.DISPUTED
        if clause.kind == "inf" and governor.passive and governor.lemma in _BELIEVED:
            return Modality.DISPUTED  # "was thought to have broken with"
        if clause.kind == "ing" and clause.opener == "from" and governor.lemma not in _COMES_FROM:
            return Modality.NEGATED  # "kept them from expelling him"
        if clause.kind == "inf" and governor.lemma == "be" and above is not None and above.cls == "plan":
            return Modality.PLANNED  # "its aim was to join"
        if clause.kind == "inf" and governor.lemma == "be" and clause.verb is not None and clause.verb.perfect:
            return Modality.CONDITIONAL  # "were to have come in two years later"
        if governor.lemma == "vote" and _admits(clause):
            return Modality.ASSERTED
        if governor.lemma in _DENIALS and clause.kind != "ing" or governor.lemma == "deny":
            return Modality.NEGATED
        if (
            governor.has("plan")
            and not governor.has("cause")
            and not _brings_others(clause, governor)
            and not (clause.kind == "that" and governor.has("say"))
            and not (clause.kind == "ing" and clause.opener == ",")
        ):
            if clause.kind == "ing" and clause.opener in ("by", "after", "in", "since", "while", "when"):
                return Modality.ASSERTED
            return Modality.ASSERTED if until and governor.lemma == "wait" else Modality.PLANNED
        if clause.kind == "inf" and governor.has("order") and not governor.has("cause"):
            return Modality.PLANNED
    return Modality.ASSERTED


def _is_called_false(clause: Clause, told: NounGroup) -> bool:
    """ "the news that X severed relations with Y was untrue"."""
    outer = clause.parent
    if outer is None or outer.verb is None or outer.subject is not told:
        return False
    return any(a.group.head in _FALSE and not a.before for a in outer.args)


_FALSE = frozenset(
    "untrue false baseless unfounded groundless wrong fiction nonsense incorrect premature exaggerated mistaken".split()
)


def _brings_others(clause: Clause, governor: VerbGroup) -> bool:
    """ "Qatar signed up in 1961, to be joined by Libya": they came, too."""
    return clause.verb is not None and clause.verb.passive and governor.has("join")


def _is_hearsay(clause: Clause, governor: VerbGroup) -> bool:
    """ "dismissed the claim that …", "wrongly announced that …"; "confirmed the report that …" is none."""
    if not UNTRULY.isdisjoint(governor.adverbs):
        return True
    told = [a.group for a in clause.parent.args if not a.before] if clause.parent is not None else []
    end = clause.subject.start if clause.subject is not None else 0
    last = told[-1] if told else None
    return last is not None and last.head in _HEARSAY and last.end >= end - 1 and governor.lemma not in _PROVEN


_ASSEMBLIES = frozenset("assembly members states delegates governors nations conference congress".split())
_ADMITTING = frozenset("admit readmit re-admit seat accept".split())


def _admits(clause: Clause) -> bool:
    """ "The Assembly voted to admit Cyprus": the vote of an organization is the admission."""
    voter = clause.parent.subject if clause.parent is not None else None
    if clause.kind != "inf" or clause.verb is None or clause.verb.lemma not in _ADMITTING or voter is None:
        return False
    return voter.cls == "org" or voter.cls == "member" or voter.head in _ASSEMBLIES
