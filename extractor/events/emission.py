"""From a frame with its parties to event mentions: date, modality, codes at the time, certainty."""

from __future__ import annotations

from dataclasses import replace

from extractor.events.clause import Clause
from extractor.events.context import modality
from extractor.events.discourse import Filler, Party, Topic
from extractor.events.frame_dates import choose_date, offset_date
from extractor.events.frames import MEMBER_SINCE, Frame
from extractor.events.text import Mention, SentenceReading, TextReading
from extractor.events.timeline import SentenceDates
from extractor.mentions.sentences import Sentence
from extractor.normalization import countries, organizations
from extractor.normalization.dates import DateKind, DateMention, Direction, Unit, find_dates, resolve
from extractor.schema import FORM_ACTION, Certainty, DateBasis, Form, Modality, PartialDate

NO_CODE = "a party without a code"


def emit(
    r: TextReading,
    here: SentenceReading,
    frame: Frame,
    form: Form,
    agents: list[Filler],
    patients: list[Filler],
    inferred: bool,
    *,
    organization: str = "",
    own: DateMention | None = None,
    founded: PartialDate | None = None,
) -> str:
    """Append a mention for each pair of parties; the reason if there are none.

    agents act on patients, or join `organization`; inferred: a party is not named in the clause; own: the date of the
    list item; founded: when the organization was founded, for founders of whom nothing else is said.
    """
    d, s, clauses, dates = r.d, here.sentence, here.clauses, here.dates
    pairs = [(a, None) for a in agents] if organization else [(a, p) for a in agents for p in patients]
    if frame.respective and len(agents) == len(patients):
        pairs = list(zip(agents, patients, strict=True))
    if organization and organizations_kind(organization) in ("treaty", "organ"):
        return f"{organization} is no organization that states join"
    crossed = len(agents) > 1 and len(patients) > 1  # each with each: a list may have been read as one side
    result = "no mode"
    trigger, span = r.span(frame.start, frame.end), r.span(s.start, s.end)
    last: tuple[PartialDate | None, Modality] = (None, Modality.ASSERTED)
    for a, p in pairs:
        items = [m for m in (own, a.date, p.date if p is not None else None) if m is not None]
        item = next((m for m in items if m.kind is not DateKind.VAGUE), None)
        chosen = choose_date(frame, item, clauses, dates)
        if chosen is not None and d.block_date is not None and _counts_from_before(r, chosen[0]):
            chosen = None
        until = chosen is not None and chosen[0].relation == "until" or _waits(frame)
        mode = modality(
            frame.clause,
            dated=chosen is not None
            and chosen[0].kind in (DateKind.ABSOLUTE, DateKind.PARTIAL)
            and (chosen[0] is item or chosen[0] in frame.clause.all_dates()),
            until=until,
        )
        if (
            frame.nominal
            and mode is Modality.ASSERTED
            and not until
            and frame.clause.verb is not None
            and frame.clause.verb.has("plan")
        ):
            mode = Modality.PLANNED  # "voted for a rupture with"
        if frame.rule == MEMBER_SINCE and mode is Modality.NEGATED:
            mode = Modality.ASSERTED  # "India, a member of the UN since 1945, never joined ASEAN"
        entry_tells = frame.founding and d.block_date is not None
        if chosen is None and frame.needs_date and founded is None and not entry_tells:
            return "no date of its own"
        if mode is Modality.ASSERTED and _is_question(r, s):
            mode = Modality.CONDITIONAL
        if mode is Modality.ASSERTED and d.fiction == s.block:
            mode = Modality.DISPUTED
        date, basis = _date_of(r, frame, chosen, dates, clauses)
        if frame.nominal and chosen is None and not dates.values and basis is DateBasis.CONTEXT:
            return "a noun without a date"
        if founded is not None:
            date, basis = founded, DateBasis.CONTEXT
        if item is not None and item.kind is DateKind.DEICTIC and dates.values.get(item) is None:
            date, basis = None, DateBasis.NONE  # "with Chad three weeks ago", and nobody knows when that was
        begins = form in (Form.SUSPENDED, Form.SEVERED, Form.EXPELLED) or frame.since
        if date is not None and date.end is not None and begins:
            date = replace(date, end=None)  # "Interruption of relations, 1917-1922": it began in 1917
        country = _code_then(r, a, date)
        counterpart = organization or (_code_then(r, p, date) if p is not None else "")
        if country == counterpart or country.startswith("X:") or counterpart.startswith("X:"):
            result = NO_CODE
            continue
        certainty = _certainty(frame, basis, [a, p] if p is not None else [a], inferred or crossed)
        r.mentions.append(
            Mention(
                form,
                country,
                counterpart,
                bool(organization),
                frame.mutual and not organization,
                date,
                basis,
                mode,
                certainty,
                frame.rule,
                trigger,
                span,
            )
        )
        last = (date, mode)
        result = ""
    if pairs:
        a_side, p_side = [f.party for f in agents], [f.party for f in patients]
        aside = frame.clause.kind in ("rel", "paren", "part") and not frame.carried or frame.since
        told = last[0] is not None or result == NO_CODE  # "recognized Manchukuo": what others then did as well
        returned = frame.form is None and _mirrors(r, d.topic, a_side, p_side)  # "Syria reciprocated": no new theme
        if not aside and not returned and (not result or frame.form is not None) and told or d.topic is None:
            d.topic = Topic(form, a_side, p_side, organization, frame.mutual, s.block)
        if last[0] is not None and last[1] is Modality.ASSERTED:
            d.topics[FORM_ACTION[form]] = Topic(form, a_side, p_side, organization, frame.mutual, s.block)
        if p_side and not organization:
            d.dyad = [a_side[0], p_side[0]]
    return result


_SURE, _LIKELY = 0.95, 0.8  # shares of a party that the context supplied
_DATED = frozenset({DateBasis.EXPLICIT, DateBasis.LIST, DateBasis.RELATIVE, DateBasis.PUBLICATION})


def _mirrors(r: TextReading, topic: Topic | None, agents: list[Party], patients: list[Party]) -> bool:
    """Are these the sides of the topic the other way round?"""
    if topic is None or topic.mutual or not topic.agents or not topic.patients:
        return False
    sides = [{r.d.code(p) for p in side} for side in (topic.agents, topic.patients, agents, patients)]
    return sides[0] == sides[3] and sides[1] == sides[2]


def _is_question(r: TextReading, sentence: Sentence) -> bool:
    """ "Will we break relations?" he asked: the question mark may stand within quotation marks."""
    last = next((t for t in reversed(r.texts[sentence.start : sentence.end]) if t not in _CLOSING), "")
    return last == "?"


def _counts_from_before(r: TextReading, mention: DateMention) -> bool:
    """ "3 May 1927. Relations are restored, ten years on.": an afterthought to the date of the entry."""
    after = mention.kind is DateKind.NARRATIVE and mention.direction in (Direction.AFTER, Direction.LATER)
    return after and mention.unit is Unit.YEAR and r.text[: mention.start].rstrip().endswith(",")


_CLOSING = frozenset("\"'”’»)]")


def _certainty(frame: Frame, basis: DateBasis, sides: list[Filler], inferred: bool) -> Certainty:
    """The tier: `high` where the sentence says what, who and when, or the context leaves no doubt who.

    inferred: a party or the organization is not named in the clause. `medium` where a pronoun or an anaphor had to be
    resolved or a heading gives the date, `low` where the date comes from the context or another party could be meant.
    """
    ranked = [side.share for side in sides if side.share < 1]
    share = min(ranked, default=1.0)
    resolved = inferred and not ranked or any(side.inferred and side.share == 1 for side in sides)
    if basis in _DATED and not frame.weak and not resolved and share >= _SURE:
        return Certainty.HIGH
    if basis in _DATED | {DateBasis.HEADING} and share >= _LIKELY:
        return Certainty.MEDIUM
    return Certainty.LOW


def _code_then(r: TextReading, filler: Filler, date: PartialDate | None) -> str:
    """The code at the time of the event; a party that the text only implies is the state that it then belonged
    to.
    """
    when = date or r.d.story or r.d.published
    code = filler.party.code(when)
    if filler.inferred and code in countries.UNIONS and date is not None and countries.existed(code, date) is False:
        return countries.UNIONS[code]
    return code


def _date_of(
    r: TextReading,
    frame: Frame,
    chosen: tuple[DateMention, DateBasis] | None,
    dates: SentenceDates,
    clauses: list[Clause],
) -> tuple[PartialDate | None, DateBasis]:
    d = r.d
    if chosen is None and (ago := _time_since(r, frame.clause)) is not None:
        return resolve(ago, published=d.published, story=d.story), DateBasis.PUBLICATION
    if chosen is None and frame.clause.kind == "sub" and frame.clause.opener in ("until", "till", "before", "since"):
        return None, DateBasis.NONE
    if chosen is None and frame.clause.offset is not None and frame.clause.parent is not None:
        main = choose_date(replace(frame, clause=frame.clause.parent), None, clauses, dates)
        counted = dates.values[main[0]] if main is not None else _now(r, frame.clause.parent)
        return offset_date(frame.clause.offset, counted), DateBasis.RELATIVE
    if chosen is not None:
        return dates.values[chosen[0]], chosen[1]
    if frame.since:
        return None, DateBasis.NONE
    if any(
        m.relation in ("by", "before", "after") and m.kind is not DateKind.VAGUE or m.kind is DateKind.VAGUE
        for m in frame.clause.all_dates()
    ):
        return None, DateBasis.NONE
    if any(_is_years_away(m) and dates.values.get(m) is None for m in frame.clause.all_dates()):
        return None, DateBasis.NONE
    if d.block_date is not None:
        value = (
            d.block_day
            or dates.values.get(d.block_date)
            or SentenceDates(
                [d.block_date], published=d.published, story=d.story, year=d.section_date, calendar=r.calendar
            ).values[d.block_date]
        )
        if value is not None:
            return value, DateBasis.HEADING
    if d.section_date is not None and d.section_date.last_year == d.section_date.year:
        return d.section_date, DateBasis.HEADING
    elsewhere = {m for c in clauses if _tells_another_story(c, frame.clause) for m in c.all_dates()}
    nearby = {m for c in clauses if c.kind == "sub" and c.opener in ("after", "before") for m in c.all_dates()}
    own = [
        PartialDate(v.year) if m in nearby else v  # "soon after it became independent on 30 July 1980"
        for m, v in dates.values.items()
        if v is not None
        and m not in elsewhere
        and m.relation not in ("by", "before", "after", "until", "since")
        and m.kind is not DateKind.VAGUE
    ]
    if len(set(own)) == 1:
        return own[0], DateBasis.CONTEXT
    if d.story is not None:
        return d.story, DateBasis.CONTEXT
    if d.published is not None:
        return PartialDate(d.published.year, d.published.month), DateBasis.PUBLICATION
    return None, DateBasis.NONE


def _time_since(r: TextReading, clause: Clause) -> DateMention | None:
    """ "It is ten months since Chad broke with Togo": as much as "ten months ago"."""
    outer = clause.parent
    if clause.kind != "sub" or clause.opener != "since" or outer is None or outer.verb is None:
        return None
    behind = [a.group for a in outer.args if not a.before]
    it_is = outer.subject is not None and outer.subject.head == "it" and outer.verb.lemma == "be"
    if not it_is or r.lows[outer.verb.start] not in ("is", "'s", "has") or len(behind) != 1:
        return None
    found = find_dates(r.text[slice(*r.span(behind[0].start, behind[0].end))] + " ago")
    return found[0] if len(found) == 1 and found[0].direction is Direction.AGO else None


def _now(r: TextReading, clause: Clause) -> PartialDate | None:
    """ "Three days after they broke with Togo, the quarrel is growing": counted from when the text was written."""
    if clause.verb is None or clause.verb.mode != "finite" or clause.verb.maybe_part:
        return None
    first = r.lows[clause.verb.start]
    return r.d.published if first in _PRESENT or first.endswith("s") and first not in _PAST else None


_PRESENT = frozenset({"is", "are", "has", "have"})
_PAST = frozenset({"was"})
_OF_TIES = frozenset({"end", "suspend", "start", "restore", "recognize", "derecognize"})


def _is_years_away(mention: DateMention) -> bool:
    """ "a few years afterwards": whenever that was, it is not the year of the story."""
    return mention.unit in (Unit.YEAR, Unit.DECADE) and mention.direction in (Direction.LATER, Direction.EARLIER)


def _tells_another_story(clause: Clause, own: Clause) -> bool:
    """Has `clause` a subject of its own that is not the event's? Its date is then no date for the event."""
    if clause is own or clause is own.parent or clause.verb is None:
        return False
    if clause.kind == "part" and clause.verb.classes & _OF_TIES:
        return True  # "relations, severed in 1977, were restored": not in 1977
    if clause.kind == "rel" and clause.opener == "where":
        return True
    if clause.parent is own:
        return False
    if clause.kind in ("rel", "paren"):
        return True
    return clause.kind == "coord" and not clause.inherited and clause.subject is not own.subject


def _waits(frame: Frame) -> bool:
    return frame.clause.verb is not None and frame.clause.verb.has("await")


def organizations_kind(code: str) -> str:
    try:
        return organizations.organization_kind(code).value
    except KeyError:
        return ""
