"""Every verb that begins, ends, suspends or resumes relations, in every construction that English has for it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from extractor.pipeline import extract
from phenomena.reading import asserted


class Verb(NamedTuple):
    """The forms of a verb, with its particle."""

    base: str
    s: str
    past: str
    part: str
    ing: str


def _verb(forms: str, particle: str = "") -> Verb:
    return Verb(*(f"{form} {particle}".strip() for form in forms.split()))


VERBS = {
    "severed": (
        _verb("sever severs severed severed severing"),
        _verb("break breaks broke broken breaking"),
        _verb("break breaks broke broken breaking", "off"),
        _verb("cut cuts cut cut cutting"),
        _verb("cut cuts cut cut cutting", "off"),
        _verb("rupture ruptures ruptured ruptured rupturing"),
        _verb("terminate terminates terminated terminated terminating"),
        _verb("end ends ended ended ending"),
        _verb("dissolve dissolves dissolved dissolved dissolving"),
        _verb("discontinue discontinues discontinued discontinued discontinuing"),
    ),
    "suspended": (
        _verb("suspend suspends suspended suspended suspending"),
        _verb("interrupt interrupts interrupted interrupted interrupting"),
        _verb("freeze freezes froze frozen freezing"),
    ),
    "relations": (
        _verb("establish establishes established established establishing"),
        _verb("open opens opened opened opening"),
        _verb("set sets set set setting", "up"),
        _verb("inaugurate inaugurates inaugurated inaugurated inaugurating"),
        _verb("institute institutes instituted instituted instituting"),
        _verb("initiate initiates initiated initiated initiating"),
        _verb("begin begins began begun beginning"),
        _verb("form forms formed formed forming"),
    ),
    "resumption": (
        _verb("restore restores restored restored restoring"),
        _verb("resume resumes resumed resumed resuming"),
        _verb("re-establish re-establishes re-established re-established re-establishing"),
        _verb("reestablish reestablishes reestablished reestablished reestablishing"),
        _verb("renew renews renewed renewed renewing"),
        _verb("mend mends mended mended mending"),
        _verb("repair repairs repaired repaired repairing"),
        _verb("normalise normalises normalised normalised normalising"),
        _verb("normalize normalizes normalized normalized normalizing"),
        _verb("patch patches patched patched patching", "up"),
        _verb("reopen reopens reopened reopened reopening"),
        _verb("reinstate reinstates reinstated reinstated reinstating"),
        _verb("revive revives revived revived reviving"),
    ),
}

# Peru acts upon Ghana, unless the verb is mutual in itself …
BY_PERU = (
    "In 1963 Peru {past} diplomatic relations with Ghana.",
    "Peru {past} relations with Ghana in 1963.",
    "Diplomatic relations with Ghana were {part} by Peru in 1963.",
    "Peru, which {past} relations with Ghana in 1963, was poor.",
    "Ghana, with which Peru {past} relations in 1963, was angry.",
    "Having {part} relations with Ghana in 1963, Peru felt free.",
    "By {ing} relations with Ghana in 1963, Peru made its choice.",
    "In 1963 Peru became the first of its neighbours to {base} relations with Ghana.",
    "Peru was the last to {base} relations with Ghana, in 1963.",
    "In 1963 Peru hastened to {base} relations with Ghana.",
    "In 1963 Peru had to {base} its relations with Ghana.",
    "In 1963 Peru decided to recall its envoy and {past} relations with Ghana.",
    "1963: Peru {s} relations with Ghana.",
    "It was Peru that {past} relations with Ghana in 1963.",
    "The relations that Peru {past} with Ghana in 1963 were old.",
    "Relations with Ghana, {part} by Peru in 1963, mattered little.",
    "Not until 1963 did Peru {base} relations with Ghana.",
    "Peru did not {base} relations with Ghana until 1963.",
    "With Ghana Peru {past} relations in 1963.",
)
# … nobody is said to be the author …
BY_NOBODY = (
    "Relations between Peru and Ghana were {part} in 1963.",
    "Peru and Ghana {past} diplomatic relations in 1963.",
    "Peru's relations with Ghana were {part} in 1963.",
    "1963 – Relations {part} between Peru and Ghana.",
)
# … and it did not come to pass, or not to diplomatic relations.
NOTHING = (
    "Peru threatened to {base} relations with Ghana in 1963.",
    "Peru did not {base} relations with Ghana in 1963.",
    "In 1963 Peru was asked to {base} relations with Ghana.",
    "If Peru {past} relations with Ghana in 1963, nobody noticed.",
    "Peru {past} trade relations with Ghana in 1963.",
    "In 1963 Peru came close to {ing} relations with Ghana.",
    "In 1963 Peru denied that it had {part} relations with Ghana.",
    "Peru would have {part} relations with Ghana in 1963 but for the weather.",
    "There was talk in 1963 of Peru {ing} relations with Ghana.",
    "Peru refused in 1963 to {base} relations with Ghana.",
    "Peru would {base} relations with Ghana if it had to, its premier said in 1963.",
    "Peru has no plans to {base} relations with Ghana, it said in 1963.",
)
_AUTHORED = ("severed", "suspended")


def _wrong(frame: str, author: bool | None) -> list[str]:
    """What is read otherwise than told; author: is Peru the author, None where there is no event."""
    wrong = []
    for form, verbs in VERBS.items():
        parties = "PER>GHA" if author and form in _AUTHORED else "GHA=PER"
        told = [] if author is None else [f"{form} {parties} 1963"]
        for verb in verbs:
            text = frame.format(**verb._asdict())
            found = sorted(map(str, asserted(extract(text))))
            if found != told:
                wrong.append(f"{text} {found}")
    return wrong


@pytest.mark.parametrize("frame", BY_PERU)
def test_one_side_acts(frame: str) -> None:
    assert not _wrong(frame, author=True)


@pytest.mark.parametrize("frame", BY_NOBODY)
def test_no_side_is_the_author(frame: str) -> None:
    assert not _wrong(frame, author=False)


@pytest.mark.parametrize("frame", NOTHING)
def test_nothing_took_place(frame: str) -> None:
    assert not _wrong(frame, author=None)
