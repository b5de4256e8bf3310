"""What sets the scene: the title and its protagonists, datelines, headings, and the leads of entries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from extractor.events.clauses import EVENT_NOUNS
from extractor.events.discourse import Party
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.organization_focus import organization_of, tells_of_rival
from extractor.events.text import TextReading
from extractor.events.timeline import SentenceDates
from extractor.mentions.names import CONTEXT, NameMention
from extractor.mentions.sentences import BlockKind, Sentence
from extractor.normalization import countries, organizations
from extractor.normalization.date_words import FULL_MONTHS, MONTHS
from extractor.normalization.dates import DateKind, DateMention, Direction, dateline, resolve
from extractor.schema import Form

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"\([^()]*\)")


def set_scene(r: TextReading, title: str, title_names: Sequence[NameMention]) -> None:
    d = r.d
    counts: Counter[str] = Counter()
    first: dict[str, Party] = {}
    mentioned: dict[str, list[NameMention]] = {}
    for name in r.name_list:
        if name.kind in ("state", "leader"):
            mentioned.setdefault(name.text, []).append(name)
    context = [same for same in mentioned.values() if same[0].form == CONTEXT]
    plain = [same for same in mentioned.values() if same[0].form != CONTEXT]
    for same in [*plain, *context]:
        if same[0].form == CONTEXT:
            codes = countries.short_names()[same[0].text]
            d.short_names[same[0].text] = max(codes, key=lambda c: counts[c]) if any(map(counts.get, codes)) else ""
        party = d.party(same[0])
        code = d.code(party)
        counts[code] += len(same)
        first.setdefault(code, party)
    d.counts = counts
    r.org_counts = Counter(
        c for n in r.name_list if n.kind == "org" and n.form != "anaphor" for c in organizations.candidates(n.text)[:1]
    )
    seen: list[Party] = []
    for name in title_names:
        if name.kind in ("state", "leader", "uncoded"):
            party = d.party(name)
            if not any(d.same(party, p) for p in seen):
                seen.append(party)
        elif name.kind == "org" and name.form != "anaphor" and not d.title_organization:
            d.title_organization = organizations.candidates(name.text)[0] if organizations.candidates(name.text) else ""
    if d.title_organization and all(name.form == "capital" for name in title_names if name.kind == "state"):
        seen = [party for party in seen if party.kind != "state"]  # "Who Came to Vienna: a History of OPEC"
    d.title_party = seen[0] if len(seen) == 1 else None
    total = sum(counts.values())
    for code, count in counts.most_common(2):
        if count >= 4 and count / max(total, 1) >= 0.25 and not any(d.code(p) == code for p in seen):
            seen.append(first[code])
    d.mono = (
        d.published is None
        and len(seen) >= 1
        and (len({d.code(d.party(n)) for n in title_names if n.kind in ("state", "leader")}) == 1 or not title_names)
    )
    top = counts.most_common(2)
    if not seen and top and top[0][1] >= 3:
        seen = [first[top[0][0]]]
    if d.mono and form_of_heading(title) is None and total >= 40 and len(top) == 2 and top[1][1] >= 0.5 * top[0][1]:
        d.mono = False  # a long text about two states
        seen = seen[:1] + [first[c] for c, _ in top if c != d.code(seen[0])][:1]
    if d.mono:
        seen = seen[:1]
        d.center = list(seen)
    if speaker := _speaker(r):
        d.speaker = speaker
        if _QUESTION.search(r.text):
            seen, d.mono, d.center = [speaker], True, [speaker]
    d.protagonists = seen
    named = any(name.kind in ("state", "leader") for name in title_names)
    d.whole_text = None if named else (d.protagonists, d.mono, d.title_party)
    d.organization = d.title_organization
    body = next((n for n in title_names if n.kind == "org" and " " in n.text), None)
    if not d.title_organization and body is not None:  # "The growth of the world body"
        d.title_organization = next(iter(organizations.candidates(body.text)), "")
    d.title_form = form_of_heading(title)
    if d.title_form is None and tells_who_joined(title, named=bool(d.title_organization)):
        d.title_form = Form.JOINED
    d.title_rival = tells_of_rival(title)
    d.tells_of_recognition = "recognition of" in title.lower()


_FIRST_PERSON = frozenset(("we", "our"))
_QUOTES = frozenset('"“”')
_QUESTION = re.compile(r"\basked the (?:\w+ )?(?:Secretary|Minister|Prime Minister|Under-Secretary)\b")  # in parliament


def _speaker(r: TextReading) -> Party | None:
    """Whose note or parliament it is: the first government that a text names which says "we" outside quotations."""
    states = [n for n in r.name_list if n.kind == "state"]
    governments = [n for n in states if n.form == "government"]
    if not governments and not _OFFICES.isdisjoint(r.texts[:_OPENING]):
        governments = [n for n in states[:1] if n.start < _OPENING]  # "Mexico City, 6 April. The Ministry informs …"
    if governments and _QUESTION.search(r.text):
        return r.d.party(governments[0])
    quoted = False
    for text, low in zip(r.texts, r.lows, strict=True) if governments and not _FIRST_PERSON.isdisjoint(r.lows) else ():
        if text in _QUOTES:
            quoted = text == "“" or text == '"' and not quoted
        elif low in _FIRST_PERSON and not quoted:
            return r.d.party(governments[0])
    return None


_OPENING = 40  # tokens
_OFFICES = frozenset(("Government", "Ministry"))


def skip_dateline(r: TextReading, s: Sentence) -> Sentence:
    """ "BAMAKO, Aug 10 (Wire) —" is where and when it was written, not what it is about."""
    if r.d.published is None or s.kind is BlockKind.HEADING:
        return s
    start, end = r.span(s.start, s.end)
    offset, mention = dateline(r.text[start:end])
    if not offset:
        return s
    r.news = True
    day = resolve(mention, published=r.d.published, story=None) if mention is not None else None
    if day is not None and day.day is not None and day.year == r.d.published.year:
        r.d.published = day  # "today" is the day of writing, not of printing
    first = bisect_left(r.idx, start + offset)
    return Sentence(first, s.end, s.block, s.kind) if first < s.end else s


def skip_enumerator(r: TextReading, s: Sentence) -> Sentence:
    """ "a. Mali is …", "c) Chad broke …": the letter that counts the notes of a table is no word of the first one."""
    letter = r.lows[s.start]
    if s.kind is BlockKind.HEADING or s.start in r.names or not letter[:1].isalpha() or s.end - s.start < 3:
        return s
    if len(letter) == 2 and letter[1] == "." and r.texts[s.start][0].islower():
        return Sentence(s.start + 1, s.end, s.block, s.kind)
    if len(letter) == 1 and r.texts[s.start + 1] == ")":
        return Sentence(s.start + 2, s.end, s.block, s.kind)
    return s


def month_alone(r: TextReading, s: Sentence, first: bool) -> DateMention | None:
    """ "June. Brazil breaks with …" behind an earlier date of the entry, "April  Chad severs …" under a year."""
    d, low = r.d, r.lows[s.start]
    if low not in FULL_MONTHS or s.start in r.names or s.end - s.start < 2 or s.kind is BlockKind.HEADING:
        return None
    under_year = first and d.section_date is not None and d.section_date.year == d.section_date.last_year
    punctuated = r.texts[s.start + 1] in (".", ":", "–", "—")
    named = s.start + 1 in r.names
    if not (d.block_date is not None and punctuated or under_year and (punctuated or named)):
        return None
    start, end = r.span(s.start, s.start + 1)
    return DateMention(start, end, r.texts[s.start], DateKind.PARTIAL, month=MONTHS[low])


def opens_entry(r: TextReading, s: Sentence, names: list[NameMention], dates: list[DateMention], start: int) -> bool:
    """Does the block begin like an entry: a date or a party, and then a colon, a dash, a full stop or a new
    start?
    """
    if dates and dates[0].start <= start + 3:
        following = r.text[dates[0].end : dates[0].end + 3].strip()[:1]
        return following in ":–—-.*" or following.isupper()
    if names and names[0].start <= s.start + 2:
        if names[0].end < s.end and r.texts[names[0].end] in (":", "–", "—", "-", "("):
            return True
        return begins_list(r, s, names, dates)
    return False


def _leads(phrase: Phrase) -> bool:
    """Not "Agreement with Peru", which tells the parties of what stands behind the semicolon."""
    return isinstance(phrase, NounGroup) and (phrase.cls in EVENT_NOUNS or phrase.cls in ("relations", "state", "org"))


def begins_list(r: TextReading, s: Sentence, names: list[NameMention], dates: list[DateMention]) -> bool:
    """ "Peru, 4 May 1972; Oman, …" under words that say what is listed."""
    d, end = r.d, names[0].end if names else s.end
    return (
        (d.theme is not None or d.section_form is not None)
        and end + 1 < s.end
        and names[0].start == s.start
        and r.texts[end] == ","
        and bool(dates)
        and dates[0].start == r.idx[end + 1]
    )


def is_entry(r: TextReading, s: Sentence, names: list[NameMention], dates: list[DateMention]) -> bool:
    """A short line that is no heading: a party with its date, as in a table ("Mongolia   1972", "Chile (1945)")."""
    if not dates or len(names) != 1 or names[0].kind not in ("state", "org"):
        return False
    start, end = r.span(s.start, s.end)
    name_start, name_end = r.span(names[0].start, names[0].end)
    if not start <= name_start < name_end <= dates[0].start:
        return False
    if names[0].form == "capital" and "," in r.texts[names[0].end : s.end]:
        return False  # "Algiers, 24 August 2021": where it was signed
    before, between, behind = r.text[start:name_start], r.text[name_end : dates[0].start], r.text[dates[0].end : end]
    rest = before + between + _BRACKETED.sub("", behind)  # "Chile   1945 (broken off 1947)"
    return not any(character.isalnum() for character in rest)


def head_entry(r: TextReading, name: NameMention) -> None:
    """The row of a table: its party or organization is what its events are about."""
    d = r.d
    if name.kind == "org":
        d.block_organization = next(iter(organizations.candidates(name.text)), "") if name.form != "anaphor" else ""
    else:
        d.block_parties = [d.party(name)]
    if d.section_form is not None:
        d.topic = None  # the heading says what the table lists, not the row before


def split_entry(phrases: list[Phrase]) -> list[list[Phrase]]:
    """The parts of an entry: "Chile – 1944; severed by González in 1947", "Haiti 1933 (broken off 1941)"."""
    parts: list[list[Phrase]] = [[]]
    for i, phrase in enumerate(phrases):
        opens = _is_mark(phrase, "open") and any(isinstance(p, VerbGroup) for p in phrases[i : i + 3])
        told = any(isinstance(p, DateGroup | VerbGroup) for p in parts[-1]) or any(map(_leads, parts[-1][:1]))
        if _is_mark(phrase, "semi") and told or opens and any(isinstance(p, DateGroup) for p in parts[-1]):
            parts.append([])
        else:
            parts[-1].append(phrase)
    return [part for part in parts if part]


def heads_entry(r: TextReading, s: Sentence, names: list[NameMention], triggers: frozenset[str]) -> bool:
    """ "4 June 2018. Panama. Diplomatic relations …": a party that stands alone, before what happened in its entry.

    triggers: words of which one tells what happened.
    """
    d = r.d
    if d.block_date is None or d.block_parties or len(names) != 1 or names[0].kind != "state":
        return False
    alone = names[0].start == s.start and all(not text[0].isalnum() for text in r.texts[names[0].end : s.end])
    end = r.span(s.start, s.end)[1]
    follows = not triggers.isdisjoint(_WORD.findall(r.text[end:].split("\n", 1)[0].lower()))
    if alone and follows:
        d.block_parties = [d.party(names[0])]
    return alone and follows


def read_theme(r: TextReading, s: Sentence, names: list[NameMention]) -> None:
    """ "BIMSTEC. The grouping was set up …": a first sentence that only names an organization is the block's theme."""
    if len(names) == 1 and names[0].kind == "org" and names[0].form != "anaphor":
        words = [text for text in r.texts[s.start : s.end] if text[0].isalpha()]
        if len(words) <= names[0].end - names[0].start + 1:
            r.d.block_organization = next(iter(organizations.candidates(names[0].text)), "")


def read_heading(
    r: TextReading, s: Sentence, names: list[NameMention], dates: list[DateMention], resolved: SentenceDates | None
) -> None:
    d = r.d
    parties: list[Party] = []
    for name in names:
        if name.kind in ("state", "leader"):
            party = d.party(name)
            if not any(d.same(party, p) for p in parties):
                parties.append(party)
    if d.whole_text is not None:
        words = [text for text in r.texts[s.start : s.end] if text[0].isalnum()]
        alone = len(names) == len(parties) == 1 and len(words) <= names[0].end - names[0].start
        d.protagonists, d.mono, d.title_party = (parties, True, parties[0]) if alone else d.whole_text
    own = {d.code(p) for p in d.protagonists[:1]}
    d.section_parties = [p for p in parties if d.code(p) not in own] if len(parties) <= 2 else []
    text = " ".join(r.lows[s.start : s.end])
    d.section_form = form_of_heading(text)
    orgs = [c for n in names if n.kind == "org" and n.form != "anaphor" for c in organizations.candidates(n.text)[:1]]
    d.organization = orgs[0] if orgs else d.organization
    if not orgs and Form.JOINED in (d.title_form, d.section_form):  # the section will say which one
        d.organization, d.last_theme, d.theme_organization = d.title_organization, "", ""
        d.topic = None if d.topic is not None and d.topic.form is Form.JOINED else d.topic
    d.section_organization = orgs[0] if len(set(orgs)) == 1 else ""
    absolute = [resolved.values[m] for m in dates if m.kind is DateKind.ABSOLUTE and resolved is not None]
    # "1917" above its entries, not a title with a year in it
    bare = len(dates) == 1 and sum(text[0].isalnum() for text in r.texts[s.start : s.end]) <= 1
    written = s.start < s.end and r.lows[s.start] in _OF_WRITING and absolute[:1] == [d.published]
    d.section_date = absolute[0] if absolute and not written and (s.block > 0 or bare) else None
    if d.section_date is not None:
        d.story = None
    d.topic = None if not dates and not names else d.topic
    d.theme = None


_OF_WRITING = frozenset("published posted issued released updated dated date".split())  # "Published: 2 May 1968"


def read_lead(r: TextReading, phrases: list[Phrase], resolved: SentenceDates) -> list[Phrase]:
    """A date or a party that opens an entry: "8 February. …", "Mexico – …", "WHO: May 1972"."""
    d = r.d
    k = 0
    while k < len(phrases) and _is_mark(phrases[k], "hyphen", "dash", "open", "stop", "close"):
        k += 1
    if k >= len(phrases):
        return phrases
    head = phrases[k]
    following = phrases[k + 1] if k + 1 < len(phrases) else None
    counts = isinstance(head, DateGroup) and head.date.direction in (Direction.AFTER, Direction.BEFORE)
    if isinstance(head, DateGroup) and (
        _is_mark(following, "stop", "colon", "dash", "hyphen")
        or following is None
        or isinstance(following, NounGroup | DateGroup)
        and not counts  # "Nine days after the coup, …"
    ):
        d.block_date, d.block_day = head.date, resolved.values.get(head.date)
        if following is None and head.date.kind is DateKind.ABSOLUTE and head.date.month is None:
            d.section_date = resolved.values.get(head.date)
        skip = k + 2 if isinstance(following, Mark) else k + 1
        return phrases[skip:]
    if (
        isinstance(head, NounGroup)
        and isinstance(following, Mark)
        and following.kind in ("colon", "dash")
        and len(head.parts) <= 2
    ):
        rest = phrases[k + 2 :]
        if head.states() and head.cls == "state":
            d.block_parties = [f.party for f in d.resolve(head)]
            if d.section_form is not None or d.title_form is not None or d.theme is not None:
                d.topic = None
            d.section_parties = d.section_parties or []
            return rest if any(isinstance(p, VerbGroup | DateGroup) for p in rest) else phrases
        if head.cls == "org":
            code = organization_of(r, head)
            if code:
                d.organization = d.block_organization = code
                if rest and not any(isinstance(p, VerbGroup) for p in rest):
                    return phrases
                return rest
    return phrases


_HEADING_FORMS = (
    (Form.EXPELLED, ("expel", "expuls", "non grata")),
    (Form.DERECOGNITION, ("derecogn", "de-recogn", "withdrawal of recogn")),
    (Form.RESUMPTION, ("resum", "restor", "re-establish", "reestablish", "renew", "normaliz", "normalis", "return")),
    (Form.SUSPENDED, ("suspen",)),
    (Form.SEVERED, ("sever", "ruptur", "break", "broke", "breach")),
    (Form.JOINED, ("member", "accession", "enlarge", "organizations", "organisations", "admission")),
    (Form.RECOGNITION, ("recogni",)),
    (Form.RELATIONS, ("relations", "diplomatic ties", "missions")),
)


_ENTERING = re.compile(
    r"\b(?:came|come|comes|coming|got|gets?|let|went) in\b|\b(?:newcomers?|latecomers?|entrants?|founders|founding)\b"
    r"|\bwho (?:joined|sits|sat|belongs)\b|\b(?:joining|(?:re-?)?entering) (?:and|the|a)\b|\b(?:arrivals|intake)\b",
    re.IGNORECASE,
)  # what a title says of members without naming an organization
_GROWING = re.compile(
    r"\b(?:(?:re-?)?ent(?:er|ers|ered|ry|ries)|acced\w+|admitted|admits|grew|grows?|growth|growing|expan\w+|widen\w*"
    r"|seats?|chairs?|doors?|flags?|lobby|ranks|roll|roster|queue|table|making|rise|club|years|history|roots)\b",
    re.IGNORECASE,
)  # the same beside its name


def tells_who_joined(title: str, *, named: bool) -> bool:
    return bool(_ENTERING.search(title) or named and _GROWING.search(title)) and not tells_of_rival(title)


def _is_mark(phrase: Phrase | None, *kinds: str) -> bool:
    return isinstance(phrase, Mark) and phrase.kind in kinds


HEADING_STEMS = tuple(stem for _, stems in _HEADING_FORMS for stem in stems)


def form_of_heading(text: str) -> Form | None:
    low = text.lower()
    return next((form for form, stems in _HEADING_FORMS if any(stem in low for stem in stems)), None)
