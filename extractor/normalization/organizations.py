"""Which organization or group of states a surface names, and what is known of it: name, lifetime, members by date.

The facts stand in five tables of extractor.lexicons: organizations, organization_names, groups, group_members and
memberships. `build` turns their rows into a Gazetteer and rejects rows that contradict each other; the functions
below it ask the Gazetteer of the package's own tables, which is read once.

A group is not an organization: "the Nordic countries" is a list of states, the Nordic Council a party of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicons import read_table
from extractor.schema import PartialDate

Row = Mapping[str, str]

ORGANIZATION_COLUMNS = ("code", "name", "founded", "dissolved", "predecessor", "kind", "source")
NAME_COLUMNS = ("surface", "code", "kind", "source")
GROUP_COLUMNS = ("group", "surface", "source")
GROUP_MEMBER_COLUMNS = ("group", "code", "valid_from", "valid_to", "source")
MEMBERSHIP_COLUMNS = ("organization", "code", "joined", "left", "source")

_ORGANIZATION_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_STATE_CODE = re.compile(r"[A-Z]{3}|X:[A-Z][A-Za-z ]+")  # X: a state that has no ISO code
_YEAR = re.compile(r"\d{4}")
_MEMBERS = re.compile(
    r"(?:found(?:ing|er) )?[Mm]ember(?:s|[ -][Ss]tates| countries| nations) of (?:the )?(?P<after>.+)"
    r"|(?P<before>.+) (?:members|[Mm]ember(?:s|[ -][Ss]tates| countries| nations))"
)
_ARTICLE = re.compile(r"[Tt]he ")


class Kind(StrEnum):
    """What sort of body an organization is."""

    INTERGOVERNMENTAL = "intergovernmental"
    UN_AGENCY = "un_agency"
    BANK = "bank"
    ALLIANCE = "alliance"
    COURT = "court"
    ZONE = "zone"  # a customs, currency or travel area
    FORUM = "forum"
    COMMISSION = "commission"  # of a river, a sea, a fishery
    ORGAN = "organ"  # of the United Nations: a state is elected to it
    TREATY = "treaty"  # a pact or coalition without organs: to join it is not to join an organization


class NameKind(StrEnum):
    """How a surface refers to an organization."""

    NAME = "name"
    ACRONYM = "acronym"  # only with exactly these capitals
    SHORT = "short"  # not its name, but it means no other
    ANAPHOR = "anaphor"  # only the context tells which one, or whether one at all


@dataclass(frozen=True, slots=True)
class Organization:
    """One row of organizations.tsv; `dissolved` is None while it exists, `founded` where it is not known."""

    code: str
    name: str
    founded: int | None
    dissolved: int | None
    predecessor: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Surface:
    """Words as printed, without a leading "the". Only anaphors have more than one code, the likeliest first."""

    text: str
    kind: NameKind
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupStay:
    """The years, both included, in which a state belonged to a group; None is open."""

    state: str
    first: int | None
    last: int | None

    def covers(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Membership:
    """One stay of a state in an organization; `left` is None for a state that never left it."""

    organization: str
    state: str
    joined: PartialDate
    left: PartialDate | None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The five tables, checked and indexed."""

    organizations: Mapping[str, Organization]
    surfaces: Mapping[str, Surface]
    group_surfaces: Mapping[str, str]
    groups: Mapping[str, tuple[GroupStay, ...]]
    memberships: Mapping[tuple[str, str], tuple[Membership, ...]]


def build(
    organizations: Iterable[Row],
    names: Iterable[Row] = (),
    groups: Iterable[Row] = (),
    group_members: Iterable[Row] = (),
    memberships: Iterable[Row] = (),
) -> Gazetteer:
    """Check the rows of the five tables and index them.

    Raises LexiconError for a duplicate row, an unknown code, kind or group, a malformed code or date, a surface that
    two organizations or two groups claim, a surface that is an anaphor and something else as well, and an
    organization, group membership or membership that ends before it begins.
    """
    bodies = _organizations(organizations)
    surfaces = _surfaces(names, bodies)
    stays = _group_stays(group_members)
    return Gazetteer(
        organizations=bodies,
        surfaces=surfaces,
        group_surfaces=_group_surfaces(groups, stays, surfaces),
        groups=stays,
        memberships=_memberships(memberships, bodies),
    )


def _organizations(rows: Iterable[Row]) -> dict[str, Organization]:
    bodies: dict[str, Organization] = {}
    for row in rows:
        code = row["code"]
        if not _ORGANIZATION_CODE.fullmatch(code):
            raise LexiconError(f"not an organization's code: {code!r}")
        if code in bodies:
            raise LexiconError(f"two organizations have the code {code}")
        if not row["name"]:
            raise LexiconError(f"{code} has no name")
        founded, dissolved = _year(row["founded"], code), _year(row["dissolved"], code)
        if founded is not None and dissolved is not None and dissolved < founded:
            raise LexiconError(f"{code} was dissolved in {dissolved}, before it was founded in {founded}")
        try:
            kind = Kind(row["kind"])
        except ValueError as error:
            raise LexiconError(f"{code} has the unknown kind {row['kind']!r}") from error
        bodies[code] = Organization(code, row["name"], founded, dissolved, row["predecessor"], kind)
    for body in bodies.values():
        if body.predecessor and (body.predecessor not in bodies or body.predecessor == body.code):
            raise LexiconError(f"{body.code} has the unknown predecessor {body.predecessor!r}")
    return bodies


def _surfaces(rows: Iterable[Row], bodies: Mapping[str, Organization]) -> dict[str, Surface]:
    surfaces: dict[str, Surface] = {}
    for row in rows:
        text, code = row["surface"], row["code"]
        if not text or _ARTICLE.match(text):
            raise LexiconError(f"a surface is empty or begins with an article: {text!r} ({code})")
        if code not in bodies:
            raise LexiconError(f"{text!r} names the unknown organization {code!r}")
        try:
            kind = NameKind(row["kind"])
        except ValueError as error:
            raise LexiconError(f"{text!r} has the unknown kind {row['kind']!r}") from error
        known = surfaces.get(text)
        if known is None:
            surfaces[text] = Surface(text, kind, (code,))
            continue
        if code in known.codes:
            raise LexiconError(f"{text!r} stands twice for {code}")
        if NameKind.ANAPHOR not in (kind, known.kind):
            raise LexiconError(f"{text!r} names two organizations, {known.codes[0]} and {code}, and is no anaphor")
        if kind is not known.kind:
            raise LexiconError(f"{text!r} is an anaphor in one row and a {kind} or {known.kind} in another")
        surfaces[text] = Surface(text, kind, (*known.codes, code))
    return surfaces


def _group_stays(rows: Iterable[Row]) -> dict[str, tuple[GroupStay, ...]]:
    stays: dict[str, list[GroupStay]] = {}
    for row in rows:
        group, state = row["group"], row["code"]
        if not _STATE_CODE.fullmatch(state):
            raise LexiconError(f"not a state's code: {state!r} in the group {group}")
        stay = GroupStay(state, _year(row["valid_from"], group), _year(row["valid_to"], group))
        if stay.first is not None and stay.last is not None and stay.last < stay.first:
            raise LexiconError(f"{state} left the group {group} before it belonged to it")
        for other in stays.setdefault(group, []):
            if other.state == state and _overlap(stay, other):
                raise LexiconError(f"{state} belongs twice to the group {group} at one time")
        stays[group].append(stay)
    return {group: tuple(members) for group, members in stays.items()}


def _overlap(one: GroupStay, other: GroupStay) -> bool:
    starts_in_time = one.first is None or other.last is None or one.first <= other.last
    ends_late = one.last is None or other.first is None or other.first <= one.last
    return starts_in_time and ends_late


def _group_surfaces(
    rows: Iterable[Row], stays: Mapping[str, tuple[GroupStay, ...]], surfaces: Mapping[str, Surface]
) -> dict[str, str]:
    named: dict[str, str] = {}
    for row in rows:
        group, text = row["group"], row["surface"]
        if group not in stays:
            raise LexiconError(f"the group {group} has no members")
        if not text:
            raise LexiconError(f"the group {group} has an empty surface")
        if text in named:
            raise LexiconError(f"{text!r} stands twice for a group: {named[text]} and {group}")
        if text in surfaces and surfaces[text].kind is not NameKind.ANAPHOR:
            raise LexiconError(f"{text!r} names the group {group} and the organization {surfaces[text].codes[0]}")
        named[text] = group
    for group in stays.keys() - set(named.values()):
        raise LexiconError(f"the group {group} has no surface")
    return named


def _memberships(
    rows: Iterable[Row], bodies: Mapping[str, Organization]
) -> dict[tuple[str, str], tuple[Membership, ...]]:
    found: dict[tuple[str, str], tuple[Membership, ...]] = {}
    for row in rows:
        body, state = row["organization"], row["code"]
        if body not in bodies:
            raise LexiconError(f"{state} is a member of the unknown organization {body!r}")
        if not _STATE_CODE.fullmatch(state):
            raise LexiconError(f"not a state's code: {state!r} in {body}")
        try:
            joined = PartialDate.parse(row["joined"])
            left = PartialDate.parse(row["left"]) if row["left"] else None
        except ValueError as error:
            raise LexiconError(f"{state} in {body}: {error}") from error
        if left is not None and left.year < joined.year:
            raise LexiconError(f"{state} left {body} before it joined")
        earlier = found.get((body, state), ())
        if any(stay.joined.year == joined.year for stay in earlier):
            raise LexiconError(f"{state} joined {body} twice in {joined.year}")
        found[body, state] = (*earlier, Membership(body, state, joined, left))
    return found


def _year(text: str, owner: str) -> int | None:
    if not text:
        return None
    if not _YEAR.fullmatch(text):
        raise LexiconError(f"{owner} has the year {text!r}")
    return int(text)


@cache
def load() -> Gazetteer:
    """The Gazetteer of the package's own tables, read once."""
    return build(
        read_table("organizations", ORGANIZATION_COLUMNS),
        read_table("organization_names", NAME_COLUMNS),
        read_table("groups", GROUP_COLUMNS),
        read_table("group_members", GROUP_MEMBER_COLUMNS),
        read_table("memberships", MEMBERSHIP_COLUMNS),
    )


def surfaces() -> tuple[Surface, ...]:
    """All surfaces of organizations, for a tagger to match; anaphors among them."""
    return tuple(load().surfaces.values())


def group_surfaces() -> Mapping[str, str]:
    """Surface -> group, for a tagger to match."""
    return load().group_surfaces


@cache
def member_surfaces() -> Mapping[str, str]:
    """Surfaces of groups that say no more than "members of X", and the organization X: a tagger reads X in them."""
    found: dict[str, str] = {}
    for surface in load().group_surfaces:
        match = _MEMBERS.fullmatch(surface)
        codes = candidates(match["before"] or match["after"]) if match else ()
        if codes:
            found[surface] = codes[0]
    return found


@cache
def group_of_members(code: str) -> str | None:
    """The group that the members of an organization make, if it is listed."""
    return next((load().group_surfaces[surface] for surface, body in member_surfaces().items() if body == code), None)


def candidates(surface: str) -> tuple[str, ...]:
    """The codes that `surface`, written exactly so, may stand for, the likeliest first; empty if it is not known.

    A leading "the" is not part of a surface and is ignored.
    """
    found = load().surfaces.get(_ARTICLE.sub("", surface, count=1) if _ARTICLE.match(surface) else surface)
    return found.codes if found else ()


def organization_kind(code: str) -> Kind:
    """What sort of body it is. Raises KeyError for a code that is not listed."""
    return load().organizations[canonical(code)].kind


def organization_name(code: str) -> str:
    """The English name that goes with a code or one of its aliases. Raises KeyError for a code that is not listed."""
    return load().organizations[canonical(code)].name


def canonical(code: str) -> str:
    """The code that the dataset writes for `code`: EEC and EC become EU, CSCE OSCE, COMECON CMEA.

    Dots and small letters do not matter ("U.N.", "Unesco"). What is not known comes back unchanged.
    """
    gazetteer = load()
    if code in gazetteer.organizations:
        return code
    plain = code.replace(".", "").upper()
    if plain in gazetteer.organizations:
        return plain
    for form in (code, plain):
        alias = gazetteer.surfaces.get(form)
        if alias is not None and alias.kind is NameKind.ACRONYM:
            return alias.codes[0]
    return code


def existed(code: str, year: int) -> bool | None:
    """Whether the organization existed at some time in `year`; None for one that is not known."""
    body = load().organizations.get(canonical(code))
    if body is None or body.founded is None:
        return None
    return body.founded <= year and (body.dissolved is None or year <= body.dissolved)


def memberships(organization: str, state: str) -> tuple[Membership, ...]:
    """The known stays of a state in an organization; empty means not known, not that it never was a member."""
    return load().memberships.get((canonical(organization), state), ())


def group_members(group: str, year: int | None = None) -> tuple[str, ...]:
    """State codes, sorted, of those that belonged to the group at some time in `year`.

    Without a year: the present members, or for a group that is gone those of its last year.
    Raises KeyError for a group that is not listed.
    """
    stays = load().groups[group]
    if year is not None:
        return tuple(sorted(stay.state for stay in stays if stay.covers(year)))
    present = sorted(stay.state for stay in stays if stay.last is None)
    if present:
        return tuple(present)
    return group_members(group, max(stay.last for stay in stays if stay.last is not None))
