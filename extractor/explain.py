"""What each step of the cascade saw in a text, sentence by sentence: names and dates, phrases, clauses, frames, events.

For reading on a terminal of 100 columns, with and without colour. Nothing here decides anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from spacy.language import Language

from extractor.documents import clean
from extractor.events.clause import Argument, Clause
from extractor.events.clauses import read_clauses
from extractor.events.discourse import Discourse
from extractor.events.frames import Frame
from extractor.events.groups import DateGroup, Mark, NounGroup, Phrase, VerbGroup
from extractor.events.linking import Linker
from extractor.events.phrases import read_phrases
from extractor.events.ranking import contributions
from extractor.events.text import Choice, Mention, Trace
from extractor.mentions.names import NameMention
from extractor.mentions.sentences import split_sentences
from extractor.mentions.tokenization import TokenizedText
from extractor.normalization import organizations
from extractor.normalization.dates import DateKind, DateMention, find_dates, resolve
from extractor.pipeline import EventLinker, load, title_of
from extractor.schema import Certainty, Document, Modality, PartialDate

NOTHING = "nothing to explain: no name, no date and no word that names an event"
_STYLES = {"state": "cyan", "leader": "cyan", "uncoded": "cyan", "org": "magenta", "group": "blue", "noise": "dim"}
_DATE, _EVENT, _NO_EVENT, _LABEL = "green", "bold green", "yellow", "dim"
_CERTAINTY = {Certainty.HIGH: "green", Certainty.MEDIUM: "yellow", Certainty.LOW: "red"}
_SHOWN_MEMBERS = 5

_CANDIDATES_SHOWN = 3


def explain(
    text: str,
    *,
    published: PartialDate | None = None,
    title: str = "",
    brief: bool = False,
    nlp: Language | None = None,
) -> RenderableType:
    """What is found in one text, for rich to print. See explain_document."""
    return explain_document(Document("", text, title=title, published=published), brief=brief, nlp=nlp)


def explain_document(document: Document, *, brief: bool = False, nlp: Language | None = None) -> RenderableType:
    """What is found in each sentence that has a name, a date or a word that names an event.

    brief: only sentences in which at least one frame fits, whether it becomes an event or not.
    nlp: a pipeline of `extractor.pipeline.load`; without it a new one.
    """
    sentences = [s for s in _read(nlp or load(), document) if (s.has_frames if brief else s.has_something)]
    if not sentences:
        return Text(NOTHING, style=_NO_EVENT)
    parts: list[RenderableType] = []
    if document.title or document.published is not None:
        published = f"published {document.published}" if document.published is not None else ""
        parts += [Text(", ".join(filter(None, [document.title, published])), style="bold"), Text()]
    for sentence in sentences:
        parts += [*_render(sentence), Text()]
    return Group(*parts[:-1])


# ---- what the pipeline saw ----


@dataclass(slots=True)
class _Sentence:
    """One sentence with all that was found in it. `trace` is None where no word could name an event."""

    tokens: TokenizedText
    start: int
    end: int
    names: list[NameMention]
    dates: list[DateMention]
    trace: Trace | None
    published: PartialDate | None
    phrases: list[Phrase] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    final: list[Mention] = field(default_factory=list)  # the document's mentions after merging

    @property
    def has_something(self) -> bool:
        return bool(self.names or self.dates or self.trace)

    @property
    def has_frames(self) -> bool:
        return self.trace is not None and bool(self.trace.frames or self.trace.mentions)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the tokens [start, end)."""
        return self.tokens.starts[start], self.tokens.starts[end - 1] + len(self.tokens.texts[end - 1])

    def words(self, start: int, end: int) -> str:
        return " ".join(self.tokens.text[slice(*self.span(start, end))].split())

    def date(self, mention: DateMention) -> PartialDate | None:
        """What a date means here; None also where that hangs on the sentences before."""
        known: dict[DateMention, PartialDate | None] = getattr(self.trace, "dates", {})  # if the linker tells them
        if mention in known:
            return known[mention]
        fixed = mention.kind in (DateKind.ABSOLUTE, DateKind.DEICTIC)
        return resolve(mention, published=self.published, story=None) if fixed else None


def _read(nlp: Language, document: Document) -> Iterator[_Sentence]:
    component = cast(EventLinker, nlp.get_pipe("extractor_events"))
    cleaned = clean(document)
    tokens, names = component.tagger.tag(cleaned.text)
    traces: list[Trace] = []
    final = component.read(tokens, names, title_of(document, cleaned), document.published, traces)
    dates = find_dates(cleaned.text)
    for sentence in split_sentences(tokens.texts):
        start = tokens.starts[sentence.start]
        end = tokens.starts[sentence.end - 1] + len(tokens.texts[sentence.end - 1])
        trace = next((t for t in traces if start <= t.sentence[0] and t.sentence[1] == end), None)
        read = _Sentence(
            tokens,
            sentence.start,
            sentence.end,
            [n for n in names if sentence.start <= n.start < sentence.end],
            [d for d in dates if start <= d.start < end],
            trace,
            document.published,
            final=final,
        )
        if trace is not None and trace.phrases:
            read.phrases, read.clauses = trace.phrases, trace.clauses
        elif read.has_something:
            read.phrases = _phrases(component.linker, read)
            read.clauses = read_clauses(read.phrases)
        yield read


def _phrases(linker: Linker, sentence: _Sentence) -> list[Phrase]:
    """The phrases of a sentence that the linker passed over."""
    by_token: dict[int, tuple[int, DateMention]] = {}
    for date in sentence.dates:
        start = bisect_right(sentence.tokens.starts, date.start) - 1
        end = bisect_left(sentence.tokens.starts, date.end)
        if sentence.start <= start and end <= sentence.end:
            by_token[start] = (end, date)
    texts = sentence.tokens.texts[sentence.start : sentence.end]
    names = {name.start: name for name in sentence.names}
    return read_phrases(linker.tokens.read(texts, sentence.start, names, by_token), linker.words)


# ---- on the screen ----


def _render(sentence: _Sentence) -> Iterator[RenderableType]:
    yield _marked(sentence)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, width=10, style=_LABEL)
    grid.add_column(ratio=1)
    grid.add_row("  phrases", _phrase_line(sentence))
    clauses = [c for c in sentence.clauses if c.verb is not None or c.args or c.subject is not None]
    for index, clause in enumerate(clauses):
        grid.add_row("" if index else "  clauses", _clause_line(sentence, clause))
    trace = sentence.trace
    told: list[Mention] = []
    for frame, reason in trace.frames if trace is not None else ():
        grid.add_row("  frame", _frame_line(sentence, frame))
        for choice in trace.choices if trace is not None else ():
            if choice.trigger == sentence.span(frame.start, frame.end):
                grid.add_row("", _choice_line(choice))
        mine = [m for m in trace.mentions if _is_of(m, frame, sentence)] if trace is not None else []
        for mention in [m for m in mine if m not in told]:
            grid.add_row("", _event_line(sentence, mention))
        told += mine
        if not mine:
            grid.add_row("", Text(f"✗ {reason or 'told already by another frame'}", style=_NO_EVENT))
    for mention in [m for m in trace.mentions if m not in told] if trace is not None else []:
        words = " ".join(sentence.tokens.text[slice(*mention.trigger)].split())
        grid.add_row("  list", Text(f"carried on to “{words}”", style="bold"))
        grid.add_row("", _event_line(sentence, mention))
    reason = _why_not(sentence)
    if reason:
        style = f"bold {_NO_EVENT}" if trace is not None else "dim"
        grid.add_row("", Text(f"no event: {reason}", style=style))
    yield grid


def _marked(sentence: _Sentence) -> Text:
    """The sentence with its mentions in brackets, each with its code or date, and in colour."""
    text = sentence.tokens.text
    when = _time(sentence)
    marks: list[tuple[int, int, str, str]] = []
    for name in sentence.names:
        marks.append((*sentence.span(name.start, name.end), _code(name, when), _STYLES[name.kind]))
    for date in sentence.dates:
        value = sentence.date(date)
        told = str(value) if value is not None and str(value) != date.text else ""
        marks.append((date.start, date.end, told, _DATE))
    at, end = sentence.span(sentence.start, sentence.end)
    line = Text()
    for first, behind, says, style in sorted(marks):
        if first < at:
            continue
        line.append(_spaced(text[at:first]))
        if style == "dim":  # names no party
            line.append(_spaced(text[first:behind]), style=style)
        else:
            line.append("[", style="dim")
            line.append(_spaced(text[first:behind]), style=f"bold {style}")
            line.append(f" {says}" if says else "", style=style)
            line.append("]", style="dim")
        at = behind
    line.append(_spaced(text[at:end]))
    return line


def _spaced(text: str) -> str:
    """Line breaks as spaces."""
    return "".join(" " if c.isspace() else c for c in text)


def _time(sentence: _Sentence) -> PartialDate | None:
    """When a sentence takes place, for names that change their meaning: its first event's date, else its first date."""
    events = [m.date for m in sentence.trace.mentions if m.date is not None] if sentence.trace is not None else []
    dates = [value for value in map(sentence.date, sentence.dates) if value is not None]
    return next(iter([*events, *dates]), sentence.published)


def _code(name: NameMention, when: PartialDate | None) -> str:
    if name.kind in ("state", "leader", "uncoded"):
        return Discourse().party(name).code(when)
    if name.kind == "org":
        codes = organizations.candidates(name.text)
        return "" if codes == (name.text,) else "/".join(codes)
    if name.kind == "group":
        group = organizations.group_surfaces().get(name.text)
        members = organizations.group_members(group, when.year if when else None) if group else ()
        more = len(members) - _SHOWN_MEMBERS
        return " ".join(members[:_SHOWN_MEMBERS]) + (f" and {more} more" if more > 0 else "")
    return ""


def _phrase_line(sentence: _Sentence) -> Text:
    line = Text()
    for phrase in sentence.phrases:
        if line:
            line.append(" ")
        if isinstance(phrase, Mark):
            line.append(phrase.low, style="dim")
        elif isinstance(phrase, DateGroup):
            line.append(f"[DATE {_spaced(phrase.date.text)}]", style=_DATE)
        elif isinstance(phrase, VerbGroup):
            line.append(f"[{_verb(phrase)}]", style="red" if phrase.senses else "")
        else:
            head = phrase.members[0] if phrase.members else phrase
            words = sentence.words(phrase.start, phrase.end)
            date = f" ({phrase.date.text})" if phrase.date is not None and phrase.date.text not in words else ""
            kind = f"NP:{head.cls}" if head.cls else "NP"
            line.append(f"[{kind} {words}{date}]", style=_STYLES.get(head.cls, "yellow" if head.cls else ""))
    return line


def _verb(verb: VerbGroup) -> str:
    marks = [
        *(["not"] if verb.negated else []),
        *([verb.modal] if verb.modal else []),
        *(["passive"] if verb.passive else []),
        *([verb.mode] if verb.mode != "finite" else []),
    ]
    return f"VG{':' + ','.join(marks) if marks else ''} {verb.lemma}"


def _clause_line(sentence: _Sentence, clause: Clause) -> Text:
    line = Text(f"{clause.kind}{f' “{clause.opener}”' if clause.opener else ''}", style="bold")
    governor = clause.governor
    if isinstance(governor, VerbGroup):
        line.append(f" under {governor.lemma}", style="")
    elif isinstance(governor, NounGroup):
        line.append(f" under {sentence.words(governor.start, governor.end)}")
    parts: list[tuple[str, str]] = []
    if clause.subject is not None:
        words = sentence.words(clause.subject.start, clause.subject.end)
        parts.append(("subject", f"({words})" if clause.inherited else words))
    if clause.verb is not None:
        parts.append(("verb", _verb(clause.verb).removeprefix("VG").lstrip(": ")))
    if clause.args:
        parts.append(("args", ", ".join(_argument(sentence, argument) for argument in clause.args)))
    if clause.appositions:
        parts.append(("that is", _groups(sentence, clause.appositions)))
    if clause.gaps:
        parts.append(("gaps", _groups(sentence, clause.gaps)))
    if clause.all_dates():
        parts.append(("dates", ", ".join(_distinct(_spaced(date.text) for date in clause.all_dates()))))
    for name, words in parts:
        line.append(f"  {name} ", style="dim")
        line.append(words, style="")
    return line


def _argument(sentence: _Sentence, argument: Argument) -> str:
    words = sentence.words(argument.group.start, argument.group.end)
    return f"{argument.prep} {words}" if argument.prep else words


def _groups(sentence: _Sentence, groups: Sequence[NounGroup]) -> str:
    return ", ".join(sentence.words(group.start, group.end) for group in groups)


def _frame_line(sentence: _Sentence, frame: Frame) -> Text:
    line = Text(str(frame.form) if frame.form is not None else "same again", style="bold")
    line.append(f" by rule “{frame.rule}” ", style="")
    line.append(" trigger ", style="dim")
    line.append(sentence.words(frame.start, frame.end), style="red")
    agents, patients = _groups(sentence, frame.agent), _groups(sentence, frame.patient)
    envoy = [frame.envoy] if frame.envoy is not None and not patients else []
    for name, words in (("agents", agents), ("patients", patients), ("envoy", _groups(sentence, envoy))):
        if words or name != "envoy":
            line.append(f"  {name} ", style="dim")
            line.append(words or "–")
    return line


def _choice_line(choice: Choice) -> Text:
    """Who was taken for the party that the clause does not name, and the features that spoke most for each."""
    line = Text(f"{choice.kind.value} ", style="dim")
    for candidate in choice.candidates[:_CANDIDATES_SHOWN]:
        strongest = sorted(contributions(choice, candidate).items(), key=lambda item: -abs(item[1]))[:3]
        reasons = ", ".join(f"{name} {value:+.1f}" for name, value in strongest)
        line.append(f" {candidate.code} {candidate.share:.2f}", style="bold")
        line.append(f" ({reasons}) ", style="dim")
    return line


def _is_of(mention: Mention, frame: Frame, sentence: _Sentence) -> bool:
    return mention.trigger == sentence.span(frame.start, frame.end) and mention.rule == frame.rule


def _event_line(sentence: _Sentence, mention: Mention) -> Text:
    arrow = "↔" if mention.mutual else "→"
    line = Text()
    line.append(*(("✓ ", _EVENT) if _counts(mention) else ("✗ ", _NO_EVENT)))
    line.append(f"{mention.form} {mention.country} {arrow} {mention.counterpart}", style="bold")
    if mention.date is not None:
        line.append(f"  {mention.date}", style=_DATE)
        line.append(f" ({mention.basis})", style="dim")
    else:
        line.append("  no date", style=_NO_EVENT)
    line.append(f"  {mention.modality}", style="" if mention.modality is Modality.ASSERTED else _NO_EVENT)
    line.append(f"  {mention.certainty}", style=_CERTAINTY[mention.certainty])
    kept = [m for m in sentence.final if _same(m, mention)]
    if not kept:
        line.append("  one with another mention", style="dim")
    elif all(m.date != mention.date for m in kept):
        line.append(f"  dated {kept[0].date} by another sentence", style=_DATE)
    for name in kept[0].flags if kept else ():
        line.append(f"  ⚑ {name}: {name.description}", style=_NO_EVENT)
    return line


def _same(one: Mention, other: Mention) -> bool:
    """Are these the same mention, before and after merging?"""
    return (one.form, one.country, one.counterpart, one.trigger, one.modality) == (
        other.form, other.country, other.counterpart, other.trigger, other.modality
    )  # fmt: skip


def _counts(mention: Mention) -> bool:
    return mention.modality is Modality.ASSERTED and mention.date is not None


# ---- why a sentence has no event ----


def _why_not(sentence: _Sentence) -> str:
    """The reason why a sentence tells no dated fact; empty if it does."""
    trace = sentence.trace
    if trace is None or not (trace.frames or trace.mentions):
        return _no_frame(sentence)
    mine = [m for m in sentence.final if any(_same(m, other) for other in trace.mentions)]
    if any(_counts(m) for m in mine) or (trace.mentions and not mine):
        return ""
    reasons: list[str] = []
    for mention in mine:
        if mention.modality is not Modality.ASSERTED:
            reasons.append(f"{mention.modality}, so the text does not say that it took place")
        else:
            reasons.append("the words give no date")
    reasons += [reason for _, reason in trace.frames if reason]
    return "; ".join(_distinct(reasons))


def _no_frame(sentence: _Sentence) -> str:
    """Which words are there, and why no frame fits them."""
    verbs = [c for c in sentence.clauses if c.verb is not None and c.verb.lemma not in ("be", "have", "do")]
    known = [c for c in verbs if c.verb is not None and c.verb.senses]
    unknown = _distinct(c.verb.lemma for c in verbs if c.verb is not None and not c.verb.senses)
    parts: list[str] = ["no word here names one"] if not known else []
    if known:
        parts.append("no frame fits " + ", ".join(_distinct(_verb_with_objects(sentence, clause) for clause in known)))
    if unknown:
        listed = ", ".join(f"“{lemma}”" for lemma in unknown)
        parts.append(
            f"{listed} is in no lexicon of verbs" if len(unknown) == 1 else f"{listed} are in no lexicon of verbs"
        )
    return "; ".join(parts)


def _verb_with_objects(sentence: _Sentence, clause: Clause) -> str:
    assert clause.verb is not None
    objects = [a for a in clause.args if not a.before and a.prep == ""][:1] or clause.args[:1]
    if clause.verb.passive and clause.subject is not None:
        objects = [Argument("", clause.subject)]
    words = " ".join([clause.verb.lemma, *(_argument(sentence, argument) for argument in objects)])
    return f"“{words}”"


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
