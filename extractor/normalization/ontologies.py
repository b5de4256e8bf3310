"""How CAMEO and PLOVER code what a form means, and how well their codes fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicons import read_table
from extractor.schema import Form, Match

COLUMNS = ("form", "cameo", "cameo_match", "plover", "plover_mode", "plover_match", "evidence")

_CAMEO = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class EventCodes:
    """CAMEO code, PLOVER event type and mode ("" where there is none), each with the quality of the match."""

    cameo: str
    cameo_match: Match
    plover: str
    plover_mode: str
    plover_match: Match


def build(rows: Iterable[Mapping[str, str]]) -> dict[Form, EventCodes]:
    """Form → codes. Raises LexiconError for unknown labels, for codes of the wrong shape and for a form left out."""
    codes: dict[Form, EventCodes] = {}
    for row in rows:
        try:
            form, cameo, plover = Form(row["form"]), Match(row["cameo_match"]), Match(row["plover_match"])
        except ValueError as error:
            raise LexiconError(f"ontologies.tsv: {error}: {dict(row)}") from error
        if form in codes or (row["cameo"] and not _CAMEO.fullmatch(row["cameo"])):
            raise LexiconError(f"ontologies.tsv: a form twice, or no CAMEO code: {dict(row)}")
        if bool(row["cameo"]) is (cameo is Match.NONE) or bool(row["plover"]) is (plover is Match.NONE):
            raise LexiconError(f"ontologies.tsv: a match of `none` goes with an empty code: {dict(row)}")
        codes[form] = EventCodes(row["cameo"], cameo, row["plover"], row["plover_mode"], plover)
    if missing := set(Form) - codes.keys():
        raise LexiconError(f"ontologies.tsv has no row for {', '.join(sorted(missing))}")
    return codes


@cache
def _table() -> dict[Form, EventCodes]:
    return build(read_table("ontologies", COLUMNS))


def event_codes(form: Form) -> EventCodes:
    """The codes of a form in both schemes."""
    return _table()[form]
