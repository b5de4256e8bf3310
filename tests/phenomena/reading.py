"""Tables of cases, one phenomenon a file: sentences and the complete set of events that they assert.

    # a comment
    In 1974 Portugal established diplomatic relations with the Soviet Union. => relations PRT=SUN 1974
    [title Kuwait: a chronology] 1961 – Joins the Arab League. ¶ 1962 – First parliament meets.
      => joined KWT>ARAB_LEAGUE 1961
    ! why it fails |
      Chad broke with Togo, as with Mali, in 1963. => severed TCD>TGO 1963; severed TCD>MLI 1963

A case goes on in indented lines. `[published 1961-11-12]` and `[title …]` may stand in front; "¶" is a new paragraph.
Events are `form COUNTRY>COUNTERPART date`, or `COUNTRY=COUNTERPART` in any order where neither side is the author; the
date is EDTF. `nothing` for none. A "?" before an event says that it is debatable: right with it and without it.
A line that begins with "!" is a known gap, with its reason before "|": a test that must fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.schema import Event, Form, Modality, PartialDate

_SETTING = re.compile(r"\[(\w+) ([^\]]+)\]\s*")
_EVENT = re.compile(r"(\??)\s*(\w+) ([A-Z]{3}|X:\w+)([>=])([A-Z]{3}|[A-Z][A-Z_]+|X:\w+) (\S+)")
_SETTINGS = ("published", "title")


class MalformedCase(ValueError):
    """A line that is no case; the message begins with file and line."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An event as a table writes it; the parties of a mutual one are sorted."""

    form: Form
    parties: tuple[str, str]
    mutual: bool
    date: str

    def __str__(self) -> str:
        return f"{self.form} {('=' if self.mutual else '>').join(self.parties)} {self.date}"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `line` counts from 1; `gap` is the reason why it is known to fail, or empty."""

    file: str
    line: int
    text: str
    events: frozenset[Expected]
    debatable: frozenset[Expected] = frozenset()
    published: str | None = None
    title: str = ""
    gap: str = ""

    @property
    def id(self) -> str:
        words = re.sub(r"[^\w ]+", "", self.text).split()
        return f"{self.file}:{self.line} {' '.join(words[:6])}"


def read_tables(folder: Path) -> list[Case]:
    """The cases of all tables of a folder, in order. Raises MalformedCase."""
    return [
        case
        for path in sorted(folder.glob("*.txt"))
        for case in parse_table(path.read_text(encoding="utf-8").splitlines(), path.name)
    ]


def parse_table(lines: Iterable[str], file: str) -> list[Case]:
    """The cases of one table. Raises MalformedCase for a line that is none, and for one that stands there twice."""
    cases: list[Case] = []
    seen: dict[tuple[str, str | None, str], int] = {}
    for number, words in _logical_lines(lines, file):
        try:
            case = _parse_case(words, file, number)
        except ValueError as error:
            raise MalformedCase(f"{file}:{number}: {error}") from error
        key = (case.text, case.published, case.title)
        if key in seen:
            raise MalformedCase(f"{file}:{number}: the same case as in line {seen[key]}")
        seen[key] = number
        cases.append(case)
    return cases


def as_expected(event: Event) -> Expected:
    """An extracted event in the terms of the tables."""
    return _expected(event.form, event.country, event.counterpart, event.mutual, str(event.date))


def asserted(events: Iterable[Event]) -> frozenset[Expected]:
    """The events that the text asserts and dates."""
    return frozenset(as_expected(e) for e in events if e.modality is Modality.ASSERTED and e.date is not None)


def _logical_lines(lines: Iterable[str], file: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations, and the number of the first."""
    start, parts = 0, list[str]()
    for number, line in enumerate(lines, 1):
        if line[:1].isspace() and line.strip():
            if not parts:
                raise MalformedCase(f"{file}:{number}: an indented line continues a case, and there is none before it")
            parts.append(line.strip())
            continue
        if parts:
            yield start, " ".join(parts)
        start, parts = (number, [line.strip()]) if line.strip() and not line.startswith("#") else (0, [])
    if parts:
        yield start, " ".join(parts)


def _parse_case(words: str, file: str, line: int) -> Case:
    """Raises ValueError with the reason, without file and line."""
    gap = ""
    if words.startswith("!"):
        gap, bar, words = (part.strip() for part in words[1:].partition("|"))
        if not bar or not gap:
            raise ValueError("a known gap is written `! reason | text => events`")
    text, *rest = words.split(" => ")
    if len(rest) != 1:
        raise ValueError("a case is written `text => events`, with one arrow")
    settings: dict[str, str] = {}
    while match := _SETTING.match(text):
        name, value = match.groups()
        if name not in _SETTINGS or name in settings:
            raise ValueError(f"[{name} …] is not one of {', '.join(_SETTINGS)}, or stands there twice")
        settings[name] = value.strip()
        text = text[match.end() :]
    if not text.strip():
        raise ValueError("there is no text")
    published = settings.get("published")
    if published is not None:
        PartialDate.parse(published)
    sure, debatable = set[Expected](), set[Expected]()
    for entry in [] if rest[0].strip() == "nothing" else rest[0].split(";"):
        event, is_debatable = _parse_event(entry.strip())
        (debatable if is_debatable else sure).add(event)
    text = "\n\n".join(part.strip() for part in text.split("¶"))
    title = settings.get("title", "")
    return Case(file, line, text, frozenset(sure), frozenset(debatable), published, title, gap)


def _parse_event(entry: str) -> tuple[Expected, bool]:
    """An event and whether it is debatable. Raises ValueError."""
    match = _EVENT.fullmatch(entry)
    if match is None:
        raise ValueError(f"{entry!r} is no event of the form `form COUNTRY>COUNTERPART date`")
    mark, form, country, relation, counterpart, date = match.groups()
    if form not in list(Form):
        raise ValueError(f"{form!r} is not one of the forms: {', '.join(Form)}")
    return _expected(Form(form), country, counterpart, relation == "=", str(PartialDate.parse(date))), bool(mark)


def _expected(form: Form, country: str, counterpart: str, mutual: bool, date: str) -> Expected:
    first, second = sorted((country, counterpart)) if mutual else (country, counterpart)
    return Expected(form, (first, second), mutual, date)
