"""The report as a file: what is marked in a text, which texts are shown, and that words of documents do no harm."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_dataset import ACCRA
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.errors import InputError
from extractor.reports import report
from extractor.reports.evidence import EvidenceFinder, Role, only_quotes
from extractor.reports.page import script_json
from extractor.reports.payload import WORLD_COLUMNS, utf16_offsets
from extractor.reports.texts import TextState
from extractor.runs import run
from extractor.schema import Document, PartialDate

FINDER = EvidenceFinder()


@pytest.fixture(scope="module")
def dataset(small_dataset: Path) -> Path:
    return small_dataset


@pytest.fixture(scope="module")
def written(dataset: Path) -> str:
    return report(dataset).out.read_text(encoding="utf-8")


# Marks


def marks_of(text: str, published: str = "1980-05-20") -> list[dict[str, list[str]]]:
    """For each event of a text the words marked, by role; those said before the sentence have a star."""
    events = extractor.extract(text, published=published)
    document = Document("", text, published=PartialDate.parse(published))
    found = []
    for marks in FINDER.find(document, events):
        roles: dict[str, list[str]] = {role: [] for role in Role}
        for mark in marks:
            roles[mark.role].append(text[mark.start : mark.end] + "*" * mark.before)
        found.append(roles)
    return found


def test_marks_of_a_plain_sentence() -> None:
    [marks] = marks_of("Ghana broke off diplomatic relations with Britain on 16 December 1965.")
    assert marks == {
        "trigger": ["broke off"],
        "country": ["Ghana"],
        "counterpart": ["Britain"],
        "date": ["16 December 1965"],
    }


def test_marks_across_markup() -> None:
    [marks] = marks_of("In 1974 the Soviet **Union** established diplomatic relations with Portugal.")
    assert "Soviet **Union" in marks["country"] + marks["counterpart"]


def test_parts_left_out_are_marked_where_they_were_named_last() -> None:
    first, second = marks_of("Mali severed diplomatic relations with Kyiv in 2024. Niger did so in 2025.", "2025-09-01")
    assert (first["counterpart"], second["counterpart"]) == (["Kyiv"], ["Kyiv*"])
    assert second["country"] == ["Niger"]


def test_a_name_that_holds_another_is_not_that_other() -> None:
    [marks] = marks_of("Equatorial Guinea, unlike Guinea, established diplomatic relations with Cuba in 1972.")
    assert marks["country"] == ["Equatorial Guinea"]


def test_a_repeated_trigger_is_marked_beside_its_own_party() -> None:
    text = "Chad recognized Israel in 1960 and Nepal recognized Israel in 1961."
    spans = [
        {mark.start for mark in marks if mark.role is Role.TRIGGER}
        for marks in FINDER.find(Document("", text), extractor.extract(text))
    ]
    assert all(len(span) == 1 for span in spans)


def test_every_mark_lies_in_its_sentence_or_before(dataset: Path) -> None:
    text = (dataset / "texts" / "news" / "moscow.txt.txt").read_text(encoding="utf-8")
    events = extractor.extract(text, published="1992-01-10")
    assert events
    for event, marks in zip(events, FINDER.find(Document("", text), events), strict=True):
        assert {mark.role for mark in marks} >= {Role.TRIGGER, Role.COUNTRY, Role.COUNTERPART}
        assert all(
            mark.end <= event.start if mark.before else event.start <= mark.start < mark.end <= event.end
            for mark in marks
        )


def test_sentences_alone_keep_their_events_in_place() -> None:
    text = "Nothing.\n\nChad recognized Nepal in 1975. Nothing.\n\nMali recognized Nepal in 1976."
    events = extractor.extract(text)
    document, moved = only_quotes(Document("d", text), [*events, events[0]])
    assert document.text.count("Chad") == 1
    assert [document.text[event.start : event.end] for event in moved] == [
        event.quote for event in (*events, events[0])
    ]


# Texts


def texts_of(page: str) -> list[dict[str, Any]]:
    return [
        json.loads(text) for text in re.findall(r'<script type="application/json" id="text-\d+">(.*?)</script>', page)
    ]


def states(dataset: Path, **options: Any) -> dict[TextState, int]:
    return dict(report(dataset, out=dataset / "other.html", **options).texts)


def test_kept_texts_are_shown(dataset: Path, written: str) -> None:
    assert states(dataset) == {TextState.SHOWN: 3, TextState.NONE: 1}
    shown = [text for text in texts_of(written) if text["whole"]]
    assert any("Weather in Accra" in text["text"] for text in shown)


def without_texts(small_dataset: Path, folder: Path) -> Path:
    """A copy of the dataset and of its documents in `folder`, as if no texts had been kept."""
    shutil.copytree(small_dataset.parent, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "dataset" / "texts")
    return folder / "dataset"


def test_texts_not_kept_are_read_again_or_missing(small_dataset: Path, tmp_path: Path) -> None:
    dataset = without_texts(small_dataset, tmp_path)
    assert states(dataset) == {TextState.MISSING: 3, TextState.NONE: 1}
    texts = texts_of((dataset / "other.html").read_text(encoding="utf-8"))
    assert not any("Weather in Accra" in text["text"] for text in texts)
    assert any("Ghana broke off diplomatic relations with Britain" in text["text"] for text in texts)
    assert states(dataset, corpus=[tmp_path / "corpus"]) == {TextState.SHOWN: 3, TextState.NONE: 1}
    (tmp_path / "corpus" / "news" / "moscow.txt").write_text("Another text that says nothing of the sort.")
    assert states(dataset, corpus=[tmp_path / "corpus"])[TextState.CHANGED] == 1


def test_texts_beyond_the_limit_are_left_out(dataset: Path) -> None:
    assert states(dataset, most_characters=400) == {TextState.SHOWN: 1, TextState.LEFT_OUT: 2, TextState.NONE: 1}


def test_a_folder_without_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no dataset"):
        report(tmp_path)


# The command


def command(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["report", *map(str, arguments)], env={"COLUMNS": "300"})
    return result.exit_code, result.output


def test_command_ends_with_the_path(dataset: Path, tmp_path: Path) -> None:
    code, printed = command(dataset, "--out", tmp_path / "new" / "r.html")
    assert code == 0
    assert printed.splitlines()[-1].split()[1] == str(tmp_path / "new" / "r.html")
    assert "3 shown" in printed and "not at hand" not in printed
    assert command(dataset, "--out", tmp_path / "q.html", "--quiet") == (0, "")


def test_command_says_which_texts_and_scores_are_missing(small_dataset: Path, tmp_path: Path) -> None:
    dataset = without_texts(small_dataset, tmp_path)
    (tmp_path / "gold.jsonl").write_text('{"doc": "elsewhere", "events": []}', encoding="utf-8")
    code, printed = command(dataset, "--gold", tmp_path / "gold.jsonl")
    assert code == 0
    assert "3  not at hand, shown by their sentences alone: name the documents with --corpus" in printed
    assert "gold.jsonl has no labels for these documents" in printed


def test_wrong_command_lines(dataset: Path, tmp_path: Path) -> None:
    wrong: list[tuple[list[object], str]] = [
        ([tmp_path], "holds no dataset"),
        ([dataset, "--corpus", tmp_path / "nowhere"], "nowhere does not exist"),
        ([dataset, "--gold", tmp_path / "nowhere"], "no such gold file"),
        ([dataset, "--out", dataset / "events.csv" / "r.html"], "the report cannot be written"),
    ]
    for arguments, words in wrong:
        code, printed = command(*arguments)
        assert code == 2 and words in printed, printed


# The page


class Elements(HTMLParser):
    """Counts the elements of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_words_of_documents_are_no_markup(written: str) -> None:
    page = Elements(written)
    assert page.tags.get("img") is None
    assert page.tags["script"] == 2 + len(texts_of(written))  # the data, the program, the texts
    assert page.tags["title"] == 1 and not page.handlers
    assert "window.hacked" in written  # it is there, as text


def test_heading_is_no_markup_either(dataset: Path, tmp_path: Path) -> None:
    page = report(dataset, out=tmp_path / "r.html", title="<img src=x> & co.").out.read_text(encoding="utf-8")
    assert "<title>&lt;img src=x&gt; &amp; co.</title>" in page


def test_a_report_among_the_documents_is_not_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ACCRA, encoding="utf-8")
    run([tmp_path], tmp_path, workers=1)
    report(tmp_path)
    assert run([tmp_path], tmp_path, workers=1).documents == 1


def test_page_is_allowed_to_load_nothing(written: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', written)
    assert policy and "default-src &#39;none&#39;" in policy[1] and "unsafe" not in policy[1]
    outside = re.sub(r'<script type="application/json".*?</script>', "", written, flags=re.DOTALL)
    addresses = set(re.findall(r"https?://[^\s\"')]+", outside))
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_program_makes_no_markup_of_texts() -> None:
    folder = Path(extractor.reports.__file__).parent / "page"
    for file in folder.glob("*.js"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", source), (
            file.name
        )


def test_failed_documents_have_their_reasons(written: str) -> None:
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', written)
    assert data
    documents = json.loads(data[1])["documents"]
    row = documents["document_id"].index("broken.pdf")
    assert (documents["status"][row], documents["error"][row]) == ("failed", "the PDF is damaged or cut short")


def test_accuracy_table_when_there_is_gold(dataset: Path, tmp_path: Path) -> None:
    label = dict(
        action="severed", form="severed", country="GHA", counterpart="GBR", date="1965", quote="Ghana broke off"
    )
    (tmp_path / "labels.jsonl").write_text(json.dumps({"doc": "news/accra", "events": [label]}), encoding="utf-8")
    page = report(dataset, out=tmp_path / "r.html", gold=tmp_path).out.read_text(encoding="utf-8")
    assert 'id="view-accuracy"' in page
    assert re.search(r"relations severed</th>\s*<td>.*?1\.00</td>", page, re.DOTALL)
    assert 'id="view-accuracy"' not in report(dataset, out=tmp_path / "s.html").out.read_text(encoding="utf-8")


def test_same_dataset_same_bytes(dataset: Path, tmp_path: Path, written: str) -> None:
    assert report(dataset, out=tmp_path / "again.html").out.read_text(encoding="utf-8") == written


@given(st.text())
def test_json_in_a_script_element_ends_nothing_and_loses_nothing(text: str) -> None:
    safe = str(script_json({"text": text}))
    assert not set("<>&\u2028\u2029") & set(safe)
    assert json.loads(safe) == {"text": text}


@given(st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"])), st.data())
def test_offsets_count_utf16_units(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert utf16_offsets(text)(offset) == len(text[:offset].encode("utf-16-le")) // 2


def test_world_has_the_present_states_and_only_those() -> None:
    from extractor.lexicons import read_table
    from extractor.normalization.countries import gazetteer

    drawn = {row["code"] for row in read_table("world", WORLD_COLUMNS, "extractor.reports")}
    present = {code for code, periods in gazetteer().periods.items() if any(p.valid_to is None for p in periods)}
    assert present <= drawn
    assert not drawn & {"SUN", "YUG", "CSK", "DDR"}
