"""Documents to annotation tools and back: no label is lost, and no span that has moved is taken for gold."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import load_fake
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.annotation import READERS, WRITERS, brat, doccano, export_annotations, import_annotations, label_studio
from extractor.annotation.labels import ACTIONS, AnnotatedDocument, Label, Part, label_events
from extractor.annotation.spans import check_span, locate, unify_line_ends
from extractor.documents import discover
from extractor.errors import GoldError, InputError
from extractor.evaluation.gold import EXTENDED_FORMS, GoldDocument, hash_gold, read_gold
from extractor.runs import read_all
from extractor.schema import FORM_ACTION, Form, Modality, PartialDate, Status

ROOT = Path(__file__).resolve().parent.parent
CORPUS, GOLD = ROOT / "corpus", ROOT / "gold" / "dev"
each_format = pytest.mark.parametrize("name", READERS)

TEXT = "It was 1965.\n\nGhana broke off relations\nwith Britain, and Mali did so too.\n"


def make_label(words: str, text: str = TEXT, **fields: Any) -> Label:
    start = text.index(words)
    usual = Label("a1", "severed", "severed", "GHA", "GBR", PartialDate(1965), False, start, start + len(words))
    return replace(usual, **fields)


DOCUMENT = AnnotatedDocument(
    "wire/ghana",
    TEXT,
    (
        make_label("Ghana broke off relations\nwith Britain"),
        make_label("Mali did so too", id="a2", country="MLI"),
        make_label("Mali did so too", id="a3", country="X:Two Sicilies", date=None, part=Part.IGNORE),
        make_label("Mali", id="a4", country="MLI", modality=Modality.PLANNED, mutual=True),
    ),
)


def round_trip(name: str, documents: list[AnnotatedDocument], folder: Path) -> list[AnnotatedDocument]:
    WRITERS[name](documents, folder)
    return list(READERS[name](folder, None))


def labels_of(documents: list[AnnotatedDocument], *, with_ids: bool = True) -> Counter[tuple[str, str, Label]]:
    """Every label with its document and text. Line ends are unified, as in the files of most tools."""
    return Counter(
        (document.doc, unify_line_ends(document.text), label if with_ids else replace(label, id=""))
        for document in documents
        for label in document.labels
    )


def without_white_space(documents: tuple[GoldDocument, ...]) -> list[GoldDocument]:
    """Quotes reduced to their letters: a quote is that of the document up to white space and hyphens."""

    def strip(events: Any) -> tuple[Any, ...]:
        return tuple(replace(event, quote="".join(event.quote.replace("-", "").split())) for event in events)

    return [replace(d, events=strip(d.events), ignore=strip(d.ignore), extended=strip(d.extended)) for d in documents]


# The corpus


@each_format
def test_gold_labels_come_back(name: str, tmp_path: Path) -> None:
    export_annotations([CORPUS], tmp_path / "out", name, gold=[GOLD])
    done = import_annotations(tmp_path / "out", tmp_path / "gold.jsonl", name, corpus=[CORPUS])
    gold, back = read_gold([GOLD]), read_gold([tmp_path / "gold.jsonl"])
    key = lambda document: document.doc  # noqa: E731
    assert sorted(without_white_space(back), key=key) == sorted(without_white_space(gold), key=key)
    assert hash_gold(back) == hash_gold(gold)
    assert not done.not_asserted and not done.unreviewed


def test_predicted_events_come_back(tmp_path: Path) -> None:
    readings = [reading for reading in read_all(discover([CORPUS]), keep_text=True)]
    documents = [label_events(one.document, one.events) for one in readings if one.document.status is Status.OK]
    sent = labels_of(documents)
    assert sum(sent.values()) == sum(len(reading.events) for reading in readings) > 1000
    for name in READERS:
        (tmp_path / name).mkdir()
        back = round_trip(name, documents, tmp_path / name)
        assert {one.doc for one in back} == {one.doc for one in documents}, name
        has_ids = name != "doccano"
        assert labels_of(back, with_ids=has_ids) == labels_of(documents, with_ids=has_ids), name


# Any text, any label

WORDS = st.text(st.sampled_from('aé\u2009 \t\n\r\u2028😀;=|"<&'), max_size=30).map(lambda words: f"x{words}y")
CODES = st.sampled_from(["GHA", "GBR", "SUN"])
DATES = st.sampled_from([None, PartialDate(1965), PartialDate(1965, 12, 16), PartialDate(1991, end=PartialDate(1994))])


@st.composite
def documents_of_any_kind(draw: st.DrawFn) -> AnnotatedDocument:
    parts = draw(st.lists(WORDS, min_size=1, max_size=4))
    text, labels = " ".join(parts), []
    for number, words in enumerate(parts):
        action = draw(st.sampled_from(ACTIONS))
        extended = action in EXTENDED_FORMS
        form = EXTENDED_FORMS.get(action) or draw(st.sampled_from([f for f, a in FORM_ACTION.items() if a == action]))
        part = draw(st.sampled_from([Part.IGNORE, Part.EXTENDED if extended else Part.EVENTS]))
        counterpart = "UN" if action in ("joined_organization", "left_organization") else draw(CODES)
        date = draw(DATES) if part is not Part.EVENTS else PartialDate(1990)
        start = text.index(words)
        labels.append(
            Label(
                id=f"id{number}",
                action=action,
                form=str(form),
                country=draw(CODES),
                counterpart=counterpart,
                date=date,
                mutual=draw(st.booleans()),
                start=start,
                end=start + len(words),
                part=part,
                modality=draw(st.sampled_from(Modality)),
            )
        )
    doc = draw(st.sampled_from(["wire/a", "../a", "a b/ü#2", "http://x.org/?a=1", "."]))
    return AnnotatedDocument(doc, text, tuple(labels))


@settings(max_examples=60, deadline=None)
@given(document=documents_of_any_kind())
@each_format
def test_any_label_comes_back(name: str, tmp_path_factory: pytest.TempPathFactory, document: AnnotatedDocument) -> None:
    folder = tmp_path_factory.mktemp(name)
    has_ids = name != "doccano"
    back = round_trip(name, [document], folder)
    assert labels_of(back, with_ids=has_ids) == labels_of([document], with_ids=has_ids)
    assert not list(folder.parent.glob("a.*"))  # no id leads out of the folder


@given(words=st.lists(WORDS, min_size=3, max_size=3))
def test_quotes_are_found_up_to_white_space(words: list[str]) -> None:
    text = "\n".join(words)
    span = locate(text, " ".join(words[1].split()))
    assert span is not None
    assert text[span[0] : span[1]].split() == words[1].split()


def test_quotes_are_found_over_hyphens() -> None:
    text = "They broke diplo-\nmatic rela\u00adtions."
    assert locate(text, "diplomatic relations") == (11, 34)
    assert locate(text, "consular relations") is None
    assert locate(text, " ") is None


def test_line_ends_keep_every_character_in_its_place() -> None:
    assert unify_line_ends("a\r\nb\rc\nd") == "a \nb\nc\nd"


# Spans


def test_spans_of_browsers_are_understood() -> None:
    text = "😀😀 Ghana broke with Britain."
    assert check_span(text, 3, 8, "Ghana", "here") == (3, 8)
    assert check_span(text, 5, 10, "Ghana", "here") == (3, 8)


@pytest.mark.parametrize(("start", "end", "covered"), [(4, 9, "Ghana"), (0, 99, None), (3, 3, None), (-2, 5, "Ghana")])
def test_spans_that_have_moved_are_refused(start: int, end: int, covered: str | None) -> None:
    with pytest.raises(GoldError, match="here: the span"):
        check_span("On Ghana.", start, end, covered, "here")


# From tool to gold


def write_tasks(tmp_path: Path, **task: Any) -> Path:
    """The document's tasks as Label Studio exports them, changed."""
    label_studio.write([DOCUMENT], tmp_path)
    tasks = json.loads((tmp_path / label_studio.TASKS).read_text(encoding="utf-8"))
    file = tmp_path / "export.json"
    file.write_text(json.dumps([{**tasks[0], **task}]), encoding="utf-8")
    return file


def results(tmp_path: Path) -> list[dict[str, Any]]:
    label_studio.write([DOCUMENT], tmp_path)
    tasks = json.loads((tmp_path / label_studio.TASKS).read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = tasks[0]["predictions"][0]["result"]
    return found


def test_only_what_is_asserted_is_gold(tmp_path: Path) -> None:
    write_tasks(tmp_path)
    done = import_annotations(tmp_path, tmp_path / "g.jsonl", "label-studio", unreviewed=True)
    (gold,) = read_gold([tmp_path / "g.jsonl"])
    assert gold == done.documents[0]
    assert [(one.country, one.quote) for one in gold.events] == [
        ("GHA", "Ghana broke off relations with Britain"),
        ("MLI", "Mali did so too"),
    ]
    assert [one.country for one in gold.ignore] == ["X:Two Sicilies"]
    assert done.not_asserted == 1


def test_what_nobody_annotated_is_no_gold(tmp_path: Path) -> None:
    done = import_annotations(write_tasks(tmp_path), tmp_path / "g.jsonl", "label-studio")
    assert done.documents == () and done.unreviewed == ("wire/ghana",)


def test_each_annotator_has_gold_of_her_own(tmp_path: Path) -> None:
    found = results(tmp_path)
    ids = {name: {one["id"] for one in found[:count]} for name, count in (("ann", 1), ("bob", 99))}
    annotations = [
        {"completed_by": 7, "result": [one for one in found if one["id"] in ids["ann"]]},
        {"completed_by": {"id": 8, "email": "bob@x.org"}, "result": found},
        {"completed_by": 7, "result": [], "was_cancelled": True},
    ]
    file = write_tasks(tmp_path, annotations=annotations)
    counts = {}
    for who in (None, "7", "bob@x.org", "9"):
        done = import_annotations(file, tmp_path / f"{who}.jsonl", "label-studio", annotator=who)
        counts[who] = sum(len(one.events) for one in done.documents), len(done.unreviewed)
    assert counts == {None: (2, 0), "7": (1, 0), "bob@x.org": (2, 0), "9": (0, 1)}


def test_a_region_without_its_fields_is_told(tmp_path: Path) -> None:
    found = [one for one in results(tmp_path) if one["from_name"] != "country"]
    file = write_tasks(tmp_path, annotations=[{"result": found}])
    with pytest.raises(GoldError, match=r"task 1 \(wire/ghana\), region a1: 'country' is missing"):
        import_annotations(file, tmp_path / "g.jsonl", "label-studio")
    assert not (tmp_path / "g.jsonl").exists()


def test_the_interface_names_every_action_and_field() -> None:
    xml = label_studio.labeling_interface()
    for value in (*ACTIONS, *Form, *Part, *Modality, "country", "counterpart", "date"):
        assert f'"{value}"' in xml


def test_brat_files_as_brat_shows_them(tmp_path: Path) -> None:
    brat.write([DOCUMENT], tmp_path)
    lines = (tmp_path / "wire" / "ghana.ann").read_text(encoding="utf-8").splitlines()
    assert lines[:4] == [
        "T1\tsevered 14 39;40 52\tGhana broke off relations with Britain",
        "E1\tsevered:T1",
        "A1\tForm E1 severed",
        "#1\tAnnotatorNotes E1\tcountry=GHA; counterpart=GBR; date=1965; id=a1",
    ]
    assert "E3\tsevered:T2" in lines and "A4\tList E3 ignore" in lines and "A6\tMutual E4" in lines
    configuration = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    assert "List\tArg:<EVENT>, Value:events|ignore|extended" in configuration


def test_an_event_added_in_brat(tmp_path: Path) -> None:
    brat.write([replace(DOCUMENT, labels=())], tmp_path)
    (tmp_path / "wire" / "ghana.ann").write_text(
        "T7\tsevered 58 62\tMali\nE3\tsevered:T7 \nR1\tOther Arg1:E3 Arg2:E3\n"
        "#1\tAnnotatorNotes E3\tCountry = MLI;counterpart=GBR; date=1965\nA1\tForm E3 severed\n",
        encoding="utf-8",
    )
    (document,) = brat.read(tmp_path)
    assert document.labels == (make_label("Mali", id="", country="MLI"),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("T1\tsevered 0 4\tGhana", "holds 'It w', not 'Ghana'"),
        ("T1 severed 0 4", "is no line of brat's standoff format"),
        ("E1\tsevered:T9", "has no trigger T9"),
        ("T1\tleft 0 2\tIt\nE1\tleft:T1", "'action'|is no action|missing"),
    ],
)
def test_broken_brat_files(tmp_path: Path, line: str, words: str) -> None:
    brat.write([replace(DOCUMENT, labels=())], tmp_path)
    (tmp_path / "wire" / "ghana.ann").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match=words):
        list(brat.read(tmp_path))


def test_doccano_with_relations(tmp_path: Path) -> None:
    entity = {"id": 1, "label": "severed | severed | GHA | GBR | 1965", "start_offset": 14, "end_offset": 52}
    record = {"id": 5, "text": TEXT, "entities": [entity], "relations": [], "doc": "wire/ghana"}
    (tmp_path / "all.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (document,) = doccano.read(tmp_path / "all.jsonl")
    assert document.labels == (make_label("Ghana broke off relations\nwith Britain", id=""),)
    record["entities"] = [{**entity, "label": "severed | severed | GHA | GBR | 1965 | perhaps"}]
    (tmp_path / "all.jsonl").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(GoldError, match=r"all.jsonl:1 \(wire/ghana\).*'perhaps' is none of"):
        list(doccano.read(tmp_path / "all.jsonl"))


def test_docbin_has_spans_for_training(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    WRITERS["docbin"]([DOCUMENT], tmp_path)
    (doc,) = DocBin().from_disk(tmp_path / "documents.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [(span.text, span.label_, span.id_) for span in doc.spans["events"]][:2] == [
        ("Ghana broke off relations\nwith Britain", "severed", "a1"),
        ("Mali did so too", "severed", "a2"),
    ]


def test_web_annotations_find_their_words(tmp_path: Path) -> None:
    WRITERS["web-annotation"]([DOCUMENT], tmp_path)
    page = json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))
    assert page["type"] == "AnnotationPage" and len(page["items"]) == 4
    for item, label in zip(page["items"], DOCUMENT.labels, strict=True):
        position, quotation = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert TEXT[start:end] == quotation["exact"]
        assert TEXT[:start].endswith(quotation["prefix"]) and TEXT[end:].startswith(quotation["suffix"])
        assert json.loads(item["body"]["value"])["country"] == label.country
    assert len({item["id"] for item in page["items"]}) == 4


# What is refused


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    folder = tmp_path / "in" / "wire"
    folder.mkdir(parents=True)
    text = f"{'The ministry said in the evening that it had nothing to add to the note. ' * 3}\nsevered GHA GBR 1965\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return tmp_path / "in"


def test_a_text_that_has_changed_is_refused(wire: Path, tmp_path: Path) -> None:
    export_annotations([wire], tmp_path / "out", "jsonl", loader=load_fake)
    file = wire / "wire" / "a.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("evening", "morning"), encoding="utf-8")
    with pytest.raises(GoldError, match="wire/a: the annotated text is not that of the document, from character 25 on"):
        import_annotations(tmp_path / "out", tmp_path / "g.jsonl", "jsonl", corpus=[wire], unreviewed=True)
    file.rename(wire / "b.txt")
    with pytest.raises(GoldError, match="wire/a: there is no such document in"):
        import_annotations(tmp_path / "out", tmp_path / "g.jsonl", "jsonl", corpus=[wire], unreviewed=True)


def test_gold_is_not_overwritten(wire: Path, tmp_path: Path) -> None:
    export_annotations([wire], tmp_path / "out", "jsonl", loader=load_fake)
    (tmp_path / "g.jsonl").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match="gold is not overwritten"):
        import_annotations(tmp_path / "out", tmp_path / "g.jsonl", "jsonl", unreviewed=True)
    assert (tmp_path / "g.jsonl").read_text(encoding="utf-8") == "precious"


def test_documents_of_one_id_are_refused(wire: Path, tmp_path: Path) -> None:
    (wire / "wire" / "a.md").write_bytes((wire / "wire" / "a.txt").read_bytes() + b"x")
    with pytest.raises(InputError, match="wire/a: two documents have this id"):
        export_annotations([wire], tmp_path / "out", "brat", loader=load_fake)


def test_gold_that_does_not_fit_the_documents(wire: Path, tmp_path: Path) -> None:
    label = dict(action="severed", form="severed", country="GHA", counterpart="GBR", date="1965", quote="not there")
    (tmp_path / "g.jsonl").write_text(json.dumps({"doc": "wire/a", "events": [label]}), encoding="utf-8")
    with pytest.raises(GoldError, match=r"wire/a: the quote 'not there' is not in the document wire/a\.txt"):
        export_annotations([wire], tmp_path / "out", "jsonl", gold=[tmp_path / "g.jsonl"])
    (tmp_path / "g.jsonl").write_text(json.dumps({"doc": "wire/z", "events": []}), encoding="utf-8")
    with pytest.raises(GoldError, match="wire/z: is labelled, and there is no such document"):
        export_annotations([wire], tmp_path / "out", "jsonl", gold=[tmp_path / "g.jsonl"])


@pytest.mark.parametrize("name", ["brat", "label-studio", "docbin", "jsonl", "doccano", "conll"])
def test_files_of_another_kind(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises((GoldError, InputError)) as caught:
        import_annotations(tmp_path / "x", tmp_path / "g.jsonl", name)
    assert "\n" not in str(caught.value)
