"""The dates of list items that stand elsewhere: behind an aside, before the item, or at the end for each in turn."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup


def is_listable(group: NounGroup) -> bool:
    if group.cls in ("state", "org", "group"):
        return "'s" not in group.words
    return (
        group.cls == "pron"
        and group.head in ("former", "latter")
        or group.cls == "official"
        and bool(group.states())
        or group.cls in ("envoy", "minister")
        and bool(group.det or group.names)
    )


def date_before_aside(phrases: list[Phrase]) -> list[Phrase]:
    """ "Togo, to nobody's surprise, on the 8th", "Mali (a heavy blow) on the 9th": the date right behind its party."""
    if not any([isinstance(p, DateGroup) for p in phrases]):
        return phrases
    result = list(phrases)
    for i in range(len(result) - 1, 0, -1):
        group, before = result[i], result[i - 1]
        if isinstance(before, Mark) and before.low in _LEADING and i > 1:
            before = result[i - 2]  # "and with Britain, after a long wrangle, in 1991"
        if not (
            isinstance(group, NounGroup) and is_listable(group) and isinstance(before, Mark) and before.kind in _JOINTS
        ):
            continue
        closing = _end_of_aside(result, i + 1)
        end = _end_of_date(result, closing + 1) if closing else 0
        if end:
            result[i + 1 : end] = result[closing + 1 : end] + result[i + 1 : closing + (result[closing].low == ")")]  # type: ignore[union-attr]
    return result


_JOINTS = ("comma", "semi", "conj")
_LONGEST_ASIDE = 10  # phrases


def _end_of_aside(phrases: list[Phrase], i: int) -> int:
    """Index of the mark that closes what the comma or bracket at `i` opens; 0 if it is no aside."""
    opening = phrases[i] if i < len(phrases) else None
    if not isinstance(opening, Mark) or opening.kind not in ("comma", "open"):
        return 0
    first = phrases[i + 1] if i + 1 < len(phrases) else None
    relative = isinstance(first, Mark) and first.kind == "rel"
    if isinstance(first, Mark) and first.kind not in ("rel", "prep", "prepsub") and not _is_particular(first):
        return 0
    if isinstance(first, NounGroup) and (is_listable(first) or first.cls == "pron") and opening.kind == "comma":
        return 0
    for k in range(i + 1, min(i + 2 + _LONGEST_ASIDE, len(phrases))):
        phrase = phrases[k]
        if isinstance(phrase, DateGroup) or isinstance(phrase, VerbGroup) and phrase.mode == "finite" and not relative:
            return 0
        if isinstance(phrase, Mark) and phrase.kind == ("close" if opening.kind == "open" else "comma"):
            return k
        if isinstance(phrase, Mark) and phrase.kind in ("semi", "colon", "stop", "open", "dash"):
            return 0
    return 0


def _is_particular(mark: Mark) -> bool:
    """ "last of all", "not surprisingly": no word that joins clauses."""
    return mark.kind in ("adv", "neg")


def _end_of_date(phrases: list[Phrase], i: int) -> int:
    """Index behind a date at `i`, "on the 8th" or "until May", that ends the list item; 0 if there is none."""
    k = i
    while k < len(phrases) and isinstance(mark := phrases[k], Mark) and mark.low in (*BEFORE_DATES, "not", "only"):
        k += 1
    if not (k < len(phrases) and isinstance(phrases[k], DateGroup)):
        return 0
    behind = phrases[k + 1] if k + 1 < len(phrases) else None
    return k + 1 if behind is None or isinstance(behind, Mark) and behind.kind in (*_JOINTS, "stop") else 0


BEFORE_DATES = ("in", "on", "from", "since", "until", "till")


def date_fronted(phrases: list[Phrase]) -> list[Phrase]:
    """ "with Japan on the 8th and, three days later, with Germany": the date belongs to the party behind it."""
    if not any([isinstance(p, DateGroup) for p in phrases]):
        return phrases
    result: list[Phrase] = []
    for i, phrase in enumerate(phrases):
        before = phrases[i - 1] if i else None
        if isinstance(phrase, NounGroup) and isinstance(before, Mark) and before.low in _LEADING and _undated(phrase):
            date = _date_between(result[:-1])
            if date is not None and _led_before(result[:-1], before.low):
                phrase.parts[-1].date = date[0].date
                del result[date[1] : -1]
        result.append(phrase)
    return result


_LEADING = ("with", "by", "to", "from")


def _undated(group: NounGroup) -> bool:
    return is_listable(group) and not any(part.date for part in group.parts)


def _date_between(phrases: list[Phrase]) -> tuple[DateGroup, int] | None:
    """The date at the end, set off from an "and" or a semicolon before it, and the index where its phrase begins."""
    k = len(phrases) - 1
    if k >= 0 and _is_comma(phrases[k]):
        k -= 1
    date = phrases[k] if k >= 0 else None
    if not isinstance(date, DateGroup):
        return None
    preposition = phrases[k - 1] if k else None
    if isinstance(preposition, Mark) and preposition.low in ("in", "on", "at"):
        k -= 1
    if k and _is_comma(phrases[k - 1]):
        k -= 1
    joint = phrases[k - 1] if k else None
    return (date, k) if isinstance(joint, Mark) and joint.kind in ("conj", "semi") else None


def _is_comma(phrase: Phrase) -> bool:
    return isinstance(phrase, Mark) and phrase.kind == "comma"


def _led_before(phrases: list[Phrase], preposition: str) -> bool:
    """Has the same preposition led a dated party before?"""
    return any(
        isinstance(mark, Mark)
        and mark.low == preposition
        and isinstance(group, NounGroup)
        and any(part.date for part in group.parts)
        for mark, group in pairwise(phrases)
    )


def pair_respectively(phrases: list[Phrase], at: int) -> list[Phrase]:
    """ "A and B recognized X in 1974 and 1973 respectively": give each member of the list its date.

    at: index of the token "respectively". The dates leave the sentence, since they belong to nothing else. Without
    dates it pairs two lists of equal length: "A and B joined NATO and the OECD respectively".
    """
    run = _date_run(phrases, at)
    dates = [p.date for p in phrases[run[0] : run[1]] if isinstance(p, DateGroup)]
    lists = [p for p in phrases if isinstance(p, NounGroup) and len(p.members) == len(dates) > 1]
    if not lists and len(dates) > 1:
        lists = [tail for p in phrases if isinstance(p, NounGroup) and (tail := _undated_tail(p, len(dates)))]
    if not lists:
        whole = [p for p in phrases if isinstance(p, NounGroup) and len(p.members) > 1]
        if len(whole) == 2 and len(whole[0].members) == len(whole[1].members):
            whole[0].respective = whole[1].respective = True
        return phrases
    behind = phrases[run[0]].start
    undated = [p for p in lists if not any(m.date for m in p.members)] or lists
    paired = ([p for p in undated if p.start < behind] or undated)[-1]
    for phrase in phrases:
        for part in phrase.parts if isinstance(phrase, NounGroup) else ():
            part.date = None if part.date in dates else part.date
    for member, date in zip(paired.members, dates, strict=True):
        member.date = date
    first = run[0]
    before = phrases[first - 1] if first else None
    if isinstance(before, Mark) and before.kind == "prep":
        first -= 1
    return phrases[:first] + phrases[run[1] :]


def _undated_tail(group: NounGroup, count: int) -> NounGroup | None:
    """The last `count` members of a longer list, if they are those without a date: "Spain in 1986, A and B"."""
    parts = group.members
    if len(parts) <= count or any(p.date for p in parts[-count:]) or not all(p.date for p in parts[:-count]):
        return None
    return replace(group, members=parts[-count:], start=parts[-count].start)


def _date_run(phrases: list[Phrase], at: int) -> tuple[int, int]:
    """Bounds of the last run "DATE, DATE and DATE" before the token `at`; an empty one if there is none."""
    end = next((k + 1 for k in range(len(phrases) - 1, -1, -1) if _is_date_before(phrases[k], at)), 0)
    start = end
    while start > 0:
        phrase = phrases[start - 1]
        joint = isinstance(phrase, Mark) and (phrase.kind == "comma" or phrase.low == "and" or phrase.kind == "prep")
        if not (isinstance(phrase, DateGroup) or joint):
            break
        start -= 1
    while start < end and isinstance(phrases[start], Mark):
        start += 1
    return start, end


def _is_date_before(phrase: Phrase, at: int) -> bool:
    return isinstance(phrase, DateGroup) and phrase.start < at
