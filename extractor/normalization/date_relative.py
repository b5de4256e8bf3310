"""Read the relative date expressions: "two years later", "the following month", "last Friday", "the day before"."""

from __future__ import annotations

import re
from typing import Any

from extractor.normalization.date_words import (
    AHEAD,
    BEHIND,
    NINETIES,
    NUMBERS,
    QUALIFIERS,
    RELATIVE,
    SEASONS,
    TIMES_OF_DAY,
    UNIT_ANCHOR,
    WEEKDAYS,
    DateKind,
    Direction,
    Hit,
    Unit,
    determiner_of,
    edge_of,
    weekday_number,
)


def relative_dates(text: str) -> list[Hit]:
    hits: list[Hit] = []
    done = 0
    for anchor in (NINETIES if "ineties" in text else UNIT_ANCHOR).finditer(text):
        limit = anchor.end()
        if limit <= done:
            continue
        at = max(done, limit - BEHIND)
        while (match := RELATIVE.search(text, at, limit + AHEAD)) and match.start() < limit:
            hit = _read_relative(text, match)
            if hit is None:
                at = match.start() + 1
            else:
                hits.append(hit)
                at = hit.end
            if at >= limit:
                break
        done = max(at, limit)
    return hits


_OWNERS = re.compile(r"(?:\b(?:the|his|her|its|their|my|our|your|whose|very)|['’]s?)\s+$", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:for|took|taken|takes|lasted|spent)\s+(?:(?:more|less) than\s+|about\s+|almost\s+|nearly\s+|over\s+)?$",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\b(?:quarters?|half|thirds?|part|most)\s+of\s+$", re.IGNORECASE)
_NAMED_DAYS = re.compile(
    r"\b(?:black|bloody|good|easter|ash|palm|whit|holy|maundy|red|super|shrove|cyber|every|each)\s+$", re.IGNORECASE
)
_BEFORE_WEEKDAY = re.compile(r"\b(?:on|until|till|by|since|of|from|before|after|late|early|for|to|and|or)\s+$", re.I)
_NAME_FOLLOWS = re.compile(r"\s[A-Z][a-z]|-[A-Za-z]")
_DIRECTIONS = {
    "later": Direction.LATER, "afterward": Direction.LATER, "afterwards": Direction.LATER, "after": Direction.AFTER,
    "thereafter": Direction.LATER, "on": Direction.LATER, "earlier": Direction.EARLIER,
    "sooner": Direction.EARLIER, "before": Direction.BEFORE,
    "beforehand": Direction.EARLIER, "previously": Direction.EARLIER, "ago": Direction.AGO, "hence": Direction.HENCE,
}  # fmt: skip


def _read_relative(text: str, match: re.Match[str]) -> Hit | None:
    form = match.lastgroup
    start, end = match.span()
    group = match.group
    if form == "SIMPLE":
        adverb = group("adverb").lower().replace("-", "")
        if adverb == "today" and re.match(r"['’]s\s[A-Z]", text[end : end + 4]):
            return None  # "today's Iraq"
        fields: dict[str, Any] = {"unit": Unit.DAY, "direction": Direction.AGO, **_exactly(0)}
        if adverb == "yesterday":
            fields |= _exactly(1)
        elif adverb == "tomorrow":
            fields |= {"direction": Direction.HENCE, **_exactly(1)}
        return Hit(start, end, DateKind.DEICTIC, fields)
    if form == "MORROW":
        return Hit(start, end, DateKind.NARRATIVE, {"determiner": "the following", "unit": Unit.DAY})
    if form == "WEEKDAY":
        if _NAMED_DAYS.search(text, max(0, start - 10), start):
            return None
        if _NAME_FOLLOWS.match(text, end) and not _BEFORE_WEEKDAY.search(text, max(0, start - 8), start):
            return None  # "the Sunday Times"
        fields = {"weekday": weekday_number(group("weekday"))}
        if determiner := group("weekdet") or group("wlast"):
            fields["determiner"] = determiner
        if group("inweek"):
            fields["unit"] = Unit.WEEK
        return Hit(start, end, DateKind.DEICTIC, fields)
    if form in ("DEC", "RECENT"):
        part = QUALIFIERS.get((group("decpart") or "").lower(), "")
        return Hit(start, end, DateKind.VAGUE, {"qualifier": part} if part else {})
    if form == "WEEKEND":
        return Hit(start, end, DateKind.DEICTIC, {"unit": Unit.WEEKEND})
    if form == "WITHIN":
        return _read_within(text, match)
    if form == "OFFSET":
        unit, factor = _unit(group("unit"))
        direction = _DIRECTIONS[group("dir").lower()]
        if direction in (Direction.AFTER, Direction.BEFORE) and _DURATION.search(text, max(0, start - 20), start):
            return None  # "for some years after"
        if _FRACTION.search(text, max(0, start - 14), start):
            return None  # "the better part of a year later"
        fields = {"unit": unit, "direction": direction}
        fields |= _amount(group("amount"), group("approx") or "", group("fuzz") or "", factor)
        deictic = direction in (Direction.AGO, Direction.HENCE)
        return Hit(start, end, DateKind.DEICTIC if deictic else DateKind.NARRATIVE, fields)
    if form == "AROUND":
        return _read_around(match)
    if form == "LATERIN":
        word = group("lunit").lower()
        part = (group("lpart") or group("lpart2")).lower()
        if word in TIMES_OF_DAY or word in WEEKDAYS or (word == "day" and part not in ("later", "earlier")):
            return None
        return _determined(start, end, "the", word, part)
    determiner = determiner_of(group("det"))
    if determiner in ("last", "next") and _OWNERS.search(text, max(0, match.start("det") - 8), match.start("det")):
        return None  # "the last day", "his last year"
    return _determined(start, end, determiner, group("dunit").lower(), (group("part") or "").lower())


_EDGE = re.compile(r"(\w+)\s+(days?|weeks?)(?:\s+of)?$")


def _exactly(amount: float) -> dict[str, Any]:
    amount = float(amount)
    return {"amount": amount, "low": amount, "high": amount}


def _unit(word: str) -> tuple[Unit, int]:
    word = word.lower()
    if word.startswith("fortnight"):
        return Unit.WEEK, 2
    return (Unit.CENTURY if word.startswith("centur") else Unit(word.rstrip("s"))), 1


def _amount(words: str, approx: str, fuzz: str, factor: int) -> dict[str, Any]:
    """The number said, and what it may mean: "a few" is 2 to 12, "almost two" 1.6 to 2."""
    words, approx = " ".join(words.lower().split()), " ".join(approx.lower().split())
    number: float | None
    low = high = None
    if words.startswith(("half", "a half", "quarter", "a quarter")):
        number = 0.25 if "quarter" in words else 0.5
    elif words.startswith("a couple"):
        number, low, high = None, 2.0, 3.0
    elif words.startswith("a dozen"):
        number, low, high = None, 10.0, 14.0
    elif words.startswith(("a ", "several", "some", "many", "few")):
        number, low, high = None, 2.0, 100.0 if "dozen" in words or "score" in words or "many" in words else 12.0
    else:
        parts = re.split(r"[ -](?:or|to|and)[ -]", words.removesuffix("1/2"))
        number = _number(parts[0]) + (
            0.25 if words.endswith("quarter") else 0.5 if words.endswith(("half", "½", "1/2")) else 0
        )
        if len(parts) > 1 and not parts[1].endswith(("half", "quarter")):
            number, low, high = None, number, _number(parts[1])
    fuzz = fuzz.lower()
    if number is not None:
        if fuzz.endswith(("half", "quarter")):
            number += 0.5 if fuzz.endswith("half") else 0.25
        low = high = number
        if fuzz.endswith("two"):
            number, high = None, low + 1
        elif fuzz.endswith("more"):
            number, high = None, low * 1.5
        elif approx.startswith(("less", "under")):
            low = 0.0
        elif approx in ("almost", "nearly", "not quite") or "less" in approx or "under" in approx or "no" in approx:
            low *= 0.8
        elif "over" in approx or "more" in approx or approx == "at least":
            high *= 1.2
        elif approx not in ("", "only", "just", "exactly", "precisely", "fully", "a mere", "a bare") or fuzz.endswith(
            "so"
        ):
            low, high = low * 0.85, high * 1.15
    assert low is not None and high is not None
    return {"amount": None if number is None else number * factor, "low": low * factor, "high": high * factor}


def _number(words: str) -> float:
    words = words.strip(" -½")
    return float(words) if words[0].isdigit() else float(NUMBERS[words.replace(" ", "-")])


def _read_within(text: str, match: re.Match[str]) -> Hit | None:
    start, end = match.span()
    unit, factor = _unit(match["wunit"])
    determiner, amount = match["windet"], match["wamount"]
    if not amount and determiner:
        if match["wunit"].lower().endswith("s"):
            return None  # "in the last days"
        if determiner in ("next", "following") and text[start : start + 4].lower() != "over":
            the = text.rfind("the", start, match.start("windet"))
            return _determined(the, end, "the following", match["wunit"].lower(), "")
    fields: dict[str, Any]
    if amount is None:
        fields = {"amount": 1.0 * factor if determiner else None, "high": (1.0 if determiner else 12.0) * factor}
    else:
        fields = _amount(amount, "", "", factor)
    fields |= {"low": 0.0, "unit": unit, "direction": Direction.WITHIN}
    return Hit(start, end, DateKind.DEICTIC if determiner in ("past", "last") else DateKind.NARRATIVE, fields)


def _read_around(match: re.Match[str]) -> Hit | None:
    start, end = match.span()
    word, side, than = match["aunit"].lower(), match["adir"], match["than"]
    if word in WEEKDAYS or word in SEASONS:
        return _determined(start, end, "the previous" if side == "before" else "the following", word, "")
    if than in ("last", "yesterday", "next", "tomorrow"):
        if (side == "before") != (than in ("last", "yesterday")):
            return None
        direction = Direction.AGO if side == "before" else Direction.HENCE
        kind, amount = DateKind.DEICTIC, 2
    else:
        direction = Direction.BEFORE if side == "before" else Direction.AFTER
        kind, amount = DateKind.NARRATIVE, 1
    if word in TIMES_OF_DAY:
        word = "day"
    unit, factor = _unit(word)
    return Hit(start, end, kind, {"unit": unit, "direction": direction, **_exactly(amount * factor)})


def _determined(start: int, end: int, determiner: str, word: str, part: str) -> Hit | None:
    """A determiner and a unit of time: "the following year", "last Friday", "this morning"."""
    fields: dict[str, Any] = {}
    deictic = determiner in ("last", "this", "next")
    if word in TIMES_OF_DAY or word == "day":
        if deictic and determiner != "next":
            if word == "day":
                return None
            fields = {"unit": Unit.DAY, "direction": Direction.AGO, **_exactly(int(determiner == "last"))}
            return Hit(start, end, DateKind.DEICTIC, fields)
        if determiner == "next":
            determiner, deictic = "the following", False
        word = "day"
    qualifier = next((QUALIFIERS[w] for w in part.split() if w in QUALIFIERS), "part" if part else "")
    fields = {"determiner": determiner}
    if word in WEEKDAYS:
        fields["weekday"] = weekday_number(word)
    elif word in SEASONS:
        fields["unit"], qualifier = Unit.SEASON, SEASONS[word]
    else:
        unit, factor = _unit(word)
        if unit in (Unit.DECADE, Unit.CENTURY) or factor > 1:
            return Hit(start, end, DateKind.VAGUE, {"determiner": determiner, "unit": unit})
        fields["unit"] = unit
    if qualifier:
        fields["qualifier"] = qualifier
    if fields.get("unit") is Unit.YEAR and (told := _EDGE.search(part)) and (edge := edge_of(told[1], told[2])):
        fields |= edge.in_year()  # "the last day of that year"
    return Hit(start, end, DateKind.DEICTIC if deictic else DateKind.NARRATIVE, fields)
