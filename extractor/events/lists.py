"""Phrases that belong together: "of X" behind its head, and lists of parties with the dates that stand in them."""

from __future__ import annotations

from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.list_dates import BEFORE_DATES, date_before_aside, is_listable
from extractor.normalization.dates import DateMention


def attach_of(phrases: list[Phrase]) -> list[Phrase]:
    """Hang "of X" on the group before it: "the Government of Chad", "recognition of Cuba", "members of NATO"."""
    result: list[Phrase] = []
    i = len(phrases) - 1
    # right to left, so that chains ("the admission of the Kingdom of X") nest
    while i >= 0:
        phrase = phrases[i]
        if (
            isinstance(phrase, NounGroup)
            and len(result) >= 2
            and isinstance(result[-1], Mark)
            and result[-1].kind == "prep"
            and (
                result[-1].low == "of"
                or result[-1].low == "in"
                and _is_nameless(phrase)
                and isinstance(result[-2], NounGroup)
                and result[-2].states()
            )
            and isinstance(result[-2], NounGroup)
            and phrase.cls != "pron"
        ):
            inner = result[-2]
            if phrase.members:  # "the ambassador and the ministers of X and Y": the last member's
                last = phrase.members[-1]
                last.of, last.end = inner, inner.end
                last.names = last.names + [n for part in inner.parts for n in part.names]
            else:
                phrase.of = inner
            if phrase.head in _HEADS and "deputy" not in phrase.words and _is_mission(inner):
                phrase.cls = "envoy"  # "the head of the Guatemalan legation"
            elif phrase.cls == "minister" and not inner.states() and not inner.members:
                phrase.cls = "official"  # "the minister of transport"
            if phrase.cls in ("official", "envoy", "minister") or phrase.cls == "state" and inner.cls != "":
                phrase.names = phrase.names + [n for part in inner.parts for n in part.names]
            phrase.end = inner.end
            del result[-2:]
        result.append(phrase)
        i -= 1
    result.reverse()
    return result


_HEADS = frozenset({"head", "heads", "chief", "chiefs"})
_OTHER_MISSIONS = frozenset(
    "trade commercial military naval economic aid consular cultural medical rescue monitoring training police".split()
)


def _is_mission(group: NounGroup) -> bool:
    if group.words & _OTHER_MISSIONS or group.head.startswith("consulate"):
        return False
    return group.cls == "embassy" or group.head in ("mission", "missions", "representation") and bool(group.states())


def _share_heads(phrases: list[Phrase]) -> None:
    """ "the Polish and the Lithuanian bishops": two groups of bishops, not Poland and some bishops."""
    for k in range(1, len(phrases) - 1):
        link = phrases[k]
        if not isinstance(link, Mark) or link.kind != "conj":
            continue
        first, second = phrases[k - 1], phrases[k + 1]
        if not isinstance(first, NounGroup) or not isinstance(second, NounGroup):
            continue
        if first.cls != "state" or second.cls == "state" or not first.det or not second.det:
            continue
        if not second.states() or second.possessor is not None or second.of is not None:
            continue
        if all(n.form == "adjective" for n in first.names) and second.states()[0].form == "adjective":
            first.cls, first.head = second.cls, second.head


def coordinate(phrases: list[Phrase]) -> list[Phrase]:
    """Join lists of parties, with the dates that stand in them, into one group with members.

    "Egypt (1963), Cambodia and Indonesia (1964)"; "Mexico in 1980 and Lebanon in 1981".
    """
    _share_heads(phrases)
    phrases = date_before_aside(
        [
            p
            for i, p in enumerate(phrases)
            if not (isinstance(p, NounGroup) and p.head == "both" and _is_both(phrases, i))
        ]
    )
    result: list[Phrase] = []
    i = 0
    while i < len(phrases):
        phrase = phrases[i]
        if isinstance(phrase, NounGroup) and is_listable(phrase):
            members, j = _read_list(phrases, i)
            if len(members) > 1 and _is_place_in_front(phrases, i, j):
                result.append(phrase)
                i += 1
                continue
            if len(members) > 1:
                first, _last = members[0], members[-1]
                whole = NounGroup(
                    first.start,
                    phrases[j - 1].end,
                    first.cls,
                    first.head,
                    [n for m in members for n in m.names],
                    frozenset(),
                    first.det,
                    members=members,
                )
                result.append(whole)
            elif j > i + 1 and _is_rest_of(phrases[i:j]):
                result.append(phrase)  # "after Peru and several other states broke …": nobody knows which
            else:
                result.extend(phrases[i:j])
            i = j
            continue
        result.append(phrase)
        i += 1
    return result


def _is_place_in_front(phrases: list[Phrase], i: int, j: int) -> bool:
    """ "At The Hague in March 1991, Hungary and South Africa signed …": where, and then the subject."""
    before, behind = phrases[i - 1] if i else None, phrases[j] if j < len(phrases) else None
    if not isinstance(before, Mark) or before.low not in ("at", "in", "from"):
        return False
    if any(isinstance(p, VerbGroup) or isinstance(p, Mark) and p.kind in _CLAUSE_MARKS for p in phrases[:i]):
        return False
    commas = [p for p in phrases[i + 1 : j] if isinstance(p, Mark) and p.kind == "comma"]
    return isinstance(behind, VerbGroup) and behind.mode == "finite" and len(commas) == 1


_CLAUSE_MARKS = frozenset({"semi", "colon", "stop", "sub", "rel", "that"})


def _is_both(phrases: list[Phrase], i: int) -> bool:
    """ "both" before "X and Y" adds nothing to the list."""
    both, first, joint, second = (phrases[k] if k < len(phrases) else None for k in range(i, i + 4))
    return (
        isinstance(both, NounGroup)
        and both.head == "both"
        and isinstance(first, NounGroup)
        and is_listable(first)
        and isinstance(joint, Mark)
        and joint.low == "and"
        and isinstance(second, NounGroup)
        and is_listable(second)
    )


def _kind(group: NounGroup) -> str:
    return {"state": "party", "group": "party", "official": "party", "pron": "party", "minister": "envoy"}.get(
        group.cls, group.cls
    )


def _read_list(phrases: list[Phrase], i: int) -> tuple[list[NounGroup], int]:
    """Members of the list that begins at `i`, and the index behind the list (or behind its only element).

    A comma alone adds a member only when "and" or dates close the list: "X, Y and Z", "X (1963), Y (1964)".
    """
    first = phrases[i]
    assert isinstance(first, NounGroup)
    first.date, j = _list_date(phrases, i + 1)
    first.bracketed = first.date is not None and isinstance(phrases[j - 1], Mark)
    members: list[NounGroup] = [first]
    pending: list[NounGroup] = []
    closed = j
    behind_it = phrases[j] if j < len(phrases) else None
    if not isinstance(behind_it, Mark) or behind_it.kind not in _GOES_ON:
        return members, j  # nothing that a list could go on with
    before = phrases[i - 1] if i else None
    in_argument = (
        isinstance(before, VerbGroup) or isinstance(before, Mark) and before.kind == "prep" and before.low != "between"
    ) and _has_its_verb(phrases, i)
    while True:
        j = _behind_alias(phrases, j)
        if (extra := _in_brackets(phrases, j)) is not None and _kind(extra) == _kind(first):
            members, pending, closed = [*members, *pending, extra], [], j + 4
            j = closed
        k, conj = _list_separator(phrases, j, dated=members[-1].date is not None or bool(pending and pending[-1].date))
        fronted, k = _fronted_date(phrases, k) if k > j else (None, k)
        phrase = phrases[k] if k < len(phrases) else None
        if _begins_clause(phrases, j, k):
            return members, closed  # "…, Indonesia in 1953; Japan and Thailand were admitted in 1954"
        if k > j and conj and (end := _end_of_rest(phrases, k)):
            return members + pending, end  # "Burma, Nepal and other neighbours"
        if k == j or not (isinstance(phrase, NounGroup) and is_listable(phrase) and _kind(phrase) == _kind(first)):
            return members, closed
        if _does_the_same(phrases, k + 1):
            return members, closed
        date, j = _list_date(phrases, k + 1)
        date = date or fronted
        behind = phrases[j] if j < len(phrases) else None
        if conj and in_argument and members[-1].date is not None and behind is not None and _is_aside(behind):
            j = _behind_aside(phrases, j)
            behind = phrases[j] if j < len(phrases) else None
        if conj and in_argument and isinstance(behind, VerbGroup) and behind.mode == "finite":
            return members, closed  # "… with Mexico, and Cuba broke with Chile"
        if conj and in_argument and members[-1].date is not None and _acts_with(phrases, j):
            return members, closed  # "admitted Chad in May, and Mali and Togo announced …"
        if conj and members[-1].date is not None and date is None and _list_acts(phrases, j):
            return members, closed  # "… with Peru in 1974, and Chad, Mali and Togo did so in 1979"
        phrase.date = date
        phrase.bracketed = date is not None and isinstance(phrases[j - 1], Mark)
        pending.append(phrase)
        if conj or date is not None and any(m.date for m in members):
            members, pending, closed = members + pending, [], j


def _behind_aside(phrases: list[Phrase], j: int) -> int:
    """Behind ", after the fall of Nkrumah," if a finite verb follows; else `j`."""
    opens = j + 1 < len(phrases) and isinstance(mark := phrases[j + 1], Mark) and mark.kind in ("prep", "prepsub")
    for k in range(j + 2, min(j + 7, len(phrases) - 1)) if opens else ():
        if isinstance(phrases[k], VerbGroup):
            return j
        if _is_aside(phrases[k]):
            verb = phrases[k + 1]
            return k + 1 if isinstance(verb, VerbGroup) and verb.mode == "finite" else j
    return j


def _acts_with(phrases: list[Phrase], j: int) -> bool:
    """At `j`, "and Togo announced": a second subject and at once its verb."""
    joint, other, verb = ([*phrases[j : j + 3], None, None, None])[:3]
    joined = isinstance(joint, Mark) and joint.kind == "conj" and isinstance(other, NounGroup) and is_listable(other)
    return joined and isinstance(verb, VerbGroup) and verb.mode == "finite"


def _list_acts(phrases: list[Phrase], j: int) -> bool:
    """At `j`, ", Mali and Togo did": what stands before it opens another list, the subject of this verb."""
    joint, parts = False, 0
    for k in range(j, min(j + _LONGEST, len(phrases))):
        phrase = phrases[k]
        if isinstance(phrase, VerbGroup):
            return joint and parts > 1 and phrase.mode == "finite"
        if isinstance(phrase, Mark) and phrase.kind in ("comma", "conj") and not joint:
            joint = phrase.kind == "conj"
        elif isinstance(phrase, NounGroup) and is_listable(phrase):
            parts += 1
        else:
            return False
    return False


_LONGEST = 12  # phrases of a list

_GOES_ON = frozenset({"comma", "conj", "semi", "open"})


def _in_brackets(phrases: list[Phrase], j: int) -> NounGroup | None:
    """One more, as an afterthought: "Poland and Hungary (and Cuba)"."""
    opening, joint, group, closing = ([*phrases[j : j + 4], None, None, None, None])[:4]
    marks = isinstance(opening, Mark) and opening.kind == "open" and isinstance(joint, Mark) and joint.kind == "conj"
    closed = isinstance(closing, Mark) and closing.kind == "close"
    return group if marks and closed and isinstance(group, NounGroup) and is_listable(group) else None


def _does_the_same(phrases: list[Phrase], j: int) -> bool:
    """ ", and Cuba, which did so in 1963": no item of the list, but one who acts."""
    comma, relative, verb = ([*phrases[j : j + 3], None, None, None])[:3]
    return (
        isinstance(comma, Mark)
        and isinstance(relative, Mark)
        and relative.kind == "rel"
        and isinstance(verb, VerbGroup)
        and verb.lemma in ("do", "follow")
    )


def _behind_alias(phrases: list[Phrase], j: int) -> int:
    """Index behind another name in brackets, where the list goes on: "Egypt (the UAR) and Algeria"."""
    opening, alias, closing, joint = ([*phrases[j : j + 4], None, None, None, None])[:4]
    alone = isinstance(alias, NounGroup) and alias.cls == "state" and not alias.members and alias.date is None
    brackets = isinstance(opening, Mark) and opening.kind == "open" and isinstance(closing, Mark)
    goes_on = isinstance(joint, Mark) and joint.kind in ("comma", "conj")
    return j + 3 if alone and brackets and closing.kind == "close" and goes_on else j  # type: ignore[union-attr]


def _begins_clause(phrases: list[Phrase], j: int, k: int) -> bool:
    """Does a new clause begin behind the semicolon between `j` and `k`, with a subject and its verb?"""
    if not any(isinstance(p, Mark) and p.kind == "semi" for p in phrases[j:k]):
        return False
    for phrase in phrases[k:]:
        if isinstance(phrase, VerbGroup):
            return phrase.mode == "finite"
        if isinstance(phrase, DateGroup) or isinstance(phrase, Mark) and phrase.kind not in ("comma", "conj"):
            return False
    return False


def _fronted_date(phrases: list[Phrase], k: int) -> tuple[DateMention | None, int]:
    """A date before its list item, set off by a comma: "and, on 13 October 2004, the WTO"; and the item's index."""
    preposition, date, comma = ([*phrases[k : k + 3], None, None, None])[:3]
    if (
        isinstance(preposition, Mark)
        and preposition.low in ("in", "on")
        and isinstance(date, DateGroup)
        and isinstance(comma, Mark)
        and comma.kind == "comma"
        and k + 3 < len(phrases)
        and isinstance(phrases[k + 3], NounGroup)
    ):
        return date.date, k + 3
    return None, k


def _end_of_rest(phrases: list[Phrase], k: int) -> int:
    """Index behind "other neighbours", "four others" at `k`; 0 if something else stands there."""
    first, second = ([*phrases[k : k + 2], None, None])[:2]
    if not isinstance(first, NounGroup):
        return 0
    if isinstance(second, NounGroup) and second.head == "others" and not first.cls and not first.names:
        return k + 2
    return k + 1 if _is_rest(first) else 0


def _is_rest_of(listed: list[Phrase]) -> bool:
    last = listed[-1]
    return isinstance(last, NounGroup) and _is_rest(last)


def _is_rest(group: NounGroup) -> bool:
    """ "others", "other states", "several more countries" at the end of a list: named by nobody."""
    if group.names or group.possessor is not None:
        return False
    return (
        group.head == "others"
        or group.head.endswith("s")
        and (group.det in ("other", "several", "many", "some") or bool(group.words & {"other", "further", "more"}))
    )


def _has_its_verb(phrases: list[Phrase], i: int) -> bool:
    """Has the clause before `i` its finite verb already? In "Relations with X and Y were cut" it has not."""
    for phrase in reversed(phrases[:i]):
        if isinstance(phrase, VerbGroup) and phrase.mode == "finite":
            return True
        if isinstance(phrase, Mark) and phrase.kind in ("semi", "colon", "stop", "that", "sub", "rel"):
            return False
    return False


def _list_separator(phrases: list[Phrase], j: int, dated: bool) -> tuple[int, bool]:
    """Index behind the commas and "and" at `j`, and whether there was an "and"."""
    conj = False
    while j < len(phrases):
        mark = phrases[j]
        if not isinstance(mark, Mark):
            break
        if mark.kind == "conj" and mark.low in ("and", "or", "&", "plus"):
            conj = True
        elif not (mark.kind == "comma" or mark.kind == "semi" and dated):
            break
        j += 1
    return j, conj


def _list_date(phrases: list[Phrase], j: int) -> tuple[DateMention | None, int]:
    """A date that belongs to the list item before `j`: "(1963)", "in 1963", "on 4 May", "1963"; and the index
    behind it.
    """
    while j + 1 < len(phrases) and isinstance(word := phrases[j], Mark) and word.low in ("not", "only"):
        j += 1  # "and Chad not until May"
    here = phrases[j] if j < len(phrases) else None
    beyond = _beyond_aside(phrases, j)
    if beyond > j:
        found, end = _list_date(phrases, beyond)
        return (found, end) if found is not None else (None, j)
    if isinstance(here, DateGroup):
        return here.date, j + 1
    if isinstance(here, Mark) and here.kind in ("prep", "prepsub") and here.low in BEFORE_DATES:
        after, joint, second = (phrases[k] if k < len(phrases) else None for k in range(j + 1, j + 4))
        if isinstance(joint, Mark) and joint.low == "and" and isinstance(second, DateGroup):
            return None, j  # "Chile and Egypt in 2006 and 2008": dates of the clause
        return (after.date, j + 2) if isinstance(after, DateGroup) else (None, j)
    feast, year = ([*phrases[j + 1 : j + 3], None, None])[:2]
    if isinstance(here, Mark) and here.low == "at" and isinstance(feast, NounGroup) and feast.head in _FEASTS:
        return (year.date, j + 3) if isinstance(year, DateGroup) else (None, j)  # "and Kenya at Christmas 1988"
    if isinstance(here, Mark) and here.kind == "comma" and _is_item_of_list(phrases, j):
        return phrases[j + 1].date, j + 2  # type: ignore[union-attr]
    if not (isinstance(here, Mark) and here.kind == "open"):
        return None, j
    date: DateMention | None = None
    for k in range(j + 1, len(phrases)):
        inside = phrases[k]
        if isinstance(inside, Mark) and inside.kind == "close":
            return (date, k + 1) if date is not None else (None, j)
        if isinstance(inside, VerbGroup) and not (date is not None and _is_aside(phrases[j + 2])):
            return None, j
        if isinstance(inside, NounGroup) and inside.cls in ("state", "org") and date is None:
            return None, j  # "(Mexico in 1931, Peru in 1934)": the dates are theirs
        if isinstance(inside, DateGroup) and date is None:
            date = inside.date
    return None, j


def _beyond_aside(phrases: list[Phrase], j: int) -> int:
    """Index behind what stands between a party and its date: "both on the 28th", "(the largest of them) in May"."""
    here = phrases[j] if j < len(phrases) else None
    if isinstance(here, NounGroup) and here.cls == "pron" and here.head in ("both", "all", "each"):
        return j + 1
    if isinstance(here, Mark) and here.kind == "open":
        for k in range(j + 1, len(phrases)):
            if isinstance(phrases[k], DateGroup):
                return j
            if isinstance(mark := phrases[k], Mark) and mark.kind == "close":
                return k + 1
    return j


_FEASTS = frozenset({"christmas", "easter", "new year", "whitsun", "michaelmas", "ramadan"})


def _is_item_of_list(phrases: list[Phrase], j: int) -> bool:
    """ "…; Oman, 5 June 1979; …": a party between semicolons or at either end, a comma, and nothing but a date."""
    before, date, behind = (phrases[k] if 0 <= k < len(phrases) else None for k in (j - 2, j + 1, j + 2))
    semicolons = any(isinstance(p, Mark) and p.kind == "semi" for p in (before, behind))
    ends = all(
        p is None or isinstance(p, Mark) and p.kind in ("semi", "stop", "colon", "conj") for p in (before, behind)
    )
    return isinstance(date, DateGroup) and semicolons and ends


def _is_aside(mark: Phrase) -> bool:
    """The comma in "(1992, a step contested at home)"."""
    return isinstance(mark, Mark) and mark.kind == "comma"


def _is_nameless(group: NounGroup) -> bool:
    """ "the military regime" needs the "in Chile" behind it."""
    return (
        group.cls == "official"
        and not group.names
        and group.possessor is None
        and group.det in ("the", "a", "an", "that", "this", "")
        and group.head.rsplit(" ", 1)[-1] in _RULERS
    )


_RULERS = frozenset(
    (
        "cabinet government regime junta authority authorities dictatorship generals colonels rulers military "
        "leadership administration"
    ).split()
)
