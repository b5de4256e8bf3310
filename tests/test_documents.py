"""Inputs to documents: what is found, what is read, and what becomes of everything that cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from bad_inputs import make_docx, make_parquet, make_pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.documents import TableColumns, discover, read, readers
from extractor.documents.encoding import decode_text
from extractor.documents.frontmatter import parse_front_matter
from extractor.documents.language import detect_foreign_language
from extractor.errors import InputError
from extractor.schema import Document, PartialDate, Status

ENGLISH = "On 23 October 1961 Prince Sihanouk broke off relations with Bangkok. He was to make a habit of it.\n"
SPANISH = (
    "El presidente anunció que el gobierno rompe las relaciones diplomáticas con la república vecina después de que "
    "los soldados cruzaran la frontera. El embajador fue expulsado del país, y el canciller dijo que no se trata de "
    "una medida contra el pueblo, sino contra los responsables de la agresión, que no han pedido perdón por lo "
    "ocurrido. La medida entra en vigor el lunes.\n"
)


DEFAULT_COLUMNS = TableColumns()


def read_all(*inputs: Path, columns: TableColumns = DEFAULT_COLUMNS) -> dict[str, Document]:
    documents = [read(source) for source in discover(inputs, columns)]
    assert len({document.id for document in documents}) == len(documents)
    return {document.id: document for document in documents}


def read_one(path: Path) -> Document:
    (document,) = read_all(path).values()
    assert "Error" not in document.error and "Traceback" not in document.error
    return document


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# Discovery


def test_folder_is_walked_in_order_and_nothing_is_lost(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.html", "c.TXT", "notes", "sheet.xls"):
        put(tmp_path / name, ENGLISH)
    for hidden in (".hidden.txt", ".git/x.txt", "~$w.docx"):
        put(tmp_path / hidden, ENGLISH)
    put(tmp_path / "metadata.csv", "path,title\nb.txt,B\n")
    documents = read_all(tmp_path)
    assert list(documents) == ["a/b/c.html", "a/z.md", "b.txt", "c.TXT", "notes", "sheet.xls"]
    assert documents["sheet.xls"].status is Status.SKIPPED
    assert documents["sheet.xls"].error == "unknown file type .xls"
    assert documents["notes"].error == "unknown file type (no extension)"
    assert documents["c.TXT"].status is Status.OK


def test_file_named_directly_has_its_name_as_id(tmp_path: Path) -> None:
    assert list(read_all(put(tmp_path / "a" / "b.txt", ENGLISH))) == ["b.txt"]


def test_same_document_twice(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", ENGLISH)
    other = put(tmp_path / "other" / "a.txt", "Something else happened in 1962.")
    documents = read_all(path, path, other)
    assert list(documents) == ["a.txt", "a.txt#2", "a.txt#3"]
    assert documents["a.txt"].sha256 == documents["a.txt#2"].sha256 != documents["a.txt#3"].sha256


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        discover([tmp_path / "nowhere"])


def test_link_back_to_the_folder_does_not_loop(tmp_path: Path) -> None:
    put(tmp_path / "a" / "a.txt", ENGLISH)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert "a/a.txt" in read_all(tmp_path)


def test_broken_link(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    document = read_all(tmp_path)["a.txt"]
    assert (document.status, document.error) == (Status.FAILED, "the file does not exist")


def test_sources_are_picklable(tmp_path: Path) -> None:
    put(tmp_path / "t.csv", f"id,text\nx,{ENGLISH}")
    put(tmp_path / "a.txt", ENGLISH)
    for source in discover([tmp_path]):
        assert pickle.loads(pickle.dumps(source)) == source


def test_import_is_cheap() -> None:
    code = (
        "import sys, extractor.documents; heavy = {'trafilatura', 'pypdfium2', 'docx', 'pandas', 'pyarrow', 'spacy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


# Formats


@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown"])
def test_text_is_the_decoded_file(tmp_path: Path, suffix: str) -> None:
    content = "---\r\ntitle: A quarrel\r\npublished: 1961-10-24\r\nsource: Gazette\r\n---\r\n\r\nChargé d’affaires.\r\n"
    path = put(tmp_path / f"a{suffix}", content)
    document = read_one(path)
    assert document.text == path.open(encoding="utf-8").read()
    assert document.text[document.body_start :].strip() == "Chargé d’affaires."
    assert (document.title, document.source) == ("A quarrel", "Gazette")
    assert document.published == PartialDate(1961, 10, 24)
    assert document.status is Status.OK and not document.error


def test_markdown_title_is_the_first_heading(tmp_path: Path) -> None:
    assert read_one(put(tmp_path / "a.md", "\n# Relations of Chad #\n\nText.")).title == "Relations of Chad"


HTML = """<!DOCTYPE html><html><head><title>Relations of Chad</title>
<meta property="article:published_time" content="1999-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Relations of Chad</h1>
<p>Chad established diplomatic relations with <b>France</b> on 12 August 1960, a day after its independence.</p>
<h2>Asia</h2><ul><li>China: 1972</li><li>Japan: 1961</li></ul>
<table><tr><th>State</th><th>Year</th></tr><tr><td>Egypt</td><td>1963</td></tr></table>
<p>It joined the United Nations in September 1960 together with sixteen other states, the largest group ever.</p>
</article><footer>All rights reserved 2024</footer></body></html>"""


def test_html(tmp_path: Path) -> None:
    document = read_one(put(tmp_path / "a.html", HTML))
    assert document.status is Status.OK
    assert document.title == "Relations of Chad"
    assert document.published == PartialDate(1999, 3, 4)
    for kept in ("## Asia", "- China: 1972", "Egypt | 1963", "12 August 1960"):
        assert kept in document.text
    assert "Home" not in document.text


def test_html_without_a_stated_date_has_none(tmp_path: Path) -> None:
    page = HTML.replace('<meta property="article:published_time" content="1999-03-04T10:00:00Z">', "")
    assert read_one(put(tmp_path / "a.html", page)).published is None


def test_html_that_looks_like_markdown_is_text(tmp_path: Path) -> None:
    page = HTML.replace("</article>", "<p>1960. Chad (see note_1) joins the UN [2].</p><p># 2 * 3</p></article>")
    text = read_one(put(tmp_path / "a.html", page)).text
    assert "\n1960. Chad (see note_1) joins the UN [2].\n" in text
    assert "# 2 * 3" in text


def test_pdf(tmp_path: Path) -> None:
    pages = [["Kuala Lumpur cut diplomatic rela-", "tions with both on the 17th."], ["Jakarta followed in 1963."]]
    document = read_one(put(tmp_path / "a.pdf", make_pdf(pages)))
    assert document.text == "Kuala Lumpur cut diplomatic rela-\ntions with both on the 17th.\fJakarta followed in 1963."
    assert document.reflow and document.status is Status.OK


def test_docx(tmp_path: Path) -> None:
    document = read_one(put(tmp_path / "a.docx", make_docx()))
    assert document.text == (
        "# Relations of Chad\n\nChad joined in 1960.\n\n- China: 1972\n- Japan: 1961\n\n"
        "State\tYear\nEgypt\t1963\n\nThe end."
    )
    assert document.status is Status.OK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "The chargé d’affaires left São Tomé for Bogotá; the embassy in Brasília was closed.\n" * 5
    assert decode_text(text.encode(encoding)) == text


def test_invalid_utf8_in_a_utf8_text_damages_only_itself() -> None:
    data = "Chargé d’affaires à São Tomé. ".encode() * 20
    decoded = decode_text(data[:50] + b"\xff" + data[50:])
    assert decoded.count("\ufffd") == 1 and "São Tomé" in decoded


# Tables

RECORDS = [
    {"id": "r1", "text": ENGLISH, "title": "One", "published": "1961-10-24", "source": "Gazette"},
    {"id": "", "text": "Ghana joined the United Nations in 1957.", "title": "", "published": ""},
    {"id": "r3", "text": "", "title": "Nothing", "published": ""},
]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"])
def test_table_has_a_document_a_record(tmp_path: Path, suffix: str) -> None:
    names = ["id", "text", "title", "published", "source"]
    if suffix == ".parquet":
        content: str | bytes = make_parquet(RECORDS, names)
    elif suffix in (".csv", ".tsv"):
        content = make_csv(RECORDS, names, "," if suffix == ".csv" else "\t")
    else:
        content = "".join(json.dumps(record) + "\n" for record in RECORDS)
    put(tmp_path / "sub" / f"t{suffix}", content)
    documents = read_all(tmp_path)
    assert list(documents) == ["r1", f"sub/t{suffix}#2", "r3"]
    first, second, third = documents.values()
    assert (first.text, first.title, first.source) == (ENGLISH, "One", "Gazette")
    assert first.published == PartialDate(1961, 10, 24)
    assert second.text.startswith("Ghana") and second.status is Status.OK
    assert (third.status, third.error) == (Status.EMPTY, "the record has no text in 'text'")


def make_csv(records: list[dict[str, str]], names: list[str], delimiter: str) -> str:
    import csv

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", "key;body;headline;day\nk1;Ghana joined.;Accra;1957-03\n")
    columns = TableColumns(id="key", text="body", title="headline", published="day")
    document = read_all(path, columns=columns)["k1"]
    assert (document.text, document.title, str(document.published)) == ("Ghana joined.", "Accra", "1957-03")


def test_csv_without_the_text_column_names_those_it_has(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", "id,body\n1,Text\n")
    with pytest.raises(InputError, match=r"no column 'text'.*id, body"):
        discover([path])
    document = read_all(tmp_path)["t.csv"]  # met on the way through a folder, it is no reason to stop
    assert document.status is Status.SKIPPED and "id, body" in document.error


def test_jsonl_with_a_broken_line(tmp_path: Path) -> None:
    path = put(tmp_path / "t.jsonl", '{"text": "Ghana joined."}\n{"text": "Togo\n[1]\n\n{"text": "Mali joined."}\n')
    documents = read_all(path)
    assert [document.status for document in documents.values()] == ["ok", "failed", "failed", "ok"]
    assert documents["t.jsonl#2"].error == "the line is not a JSON object"


def test_record_without_text(tmp_path: Path) -> None:
    path = put(tmp_path / "t.jsonl", '{"text": "Ghana joined."}\n{"id": "x"}\n{"id": "y", "text": 7}\n{"text": "  "}\n')
    documents = read_all(path)
    assert [document.status for document in documents.values()] == ["ok", "empty", "empty", "empty"]
    assert documents["x"].error == "the record has no text in 'text'"


def test_record_ids_that_occur_twice(tmp_path: Path) -> None:
    assert list(read_all(put(tmp_path / "t.csv", "id,text\nx,One.\nx,Two.\nx,Three.\n"))) == ["x", "x#2", "x#3"]


def test_record_hash_does_not_depend_on_the_format(tmp_path: Path) -> None:
    csv_path = put(tmp_path / "t.csv", "id,text\nx,Ghana joined.\n")
    jsonl_path = put(tmp_path / "t.jsonl", '{"text": "Ghana joined.", "id": "x"}\n')
    assert len({document.sha256 for document in read_all(csv_path, jsonl_path).values()}) == 1


# Front matter and sidecars


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=[])),
    st.lists(st.none()),
)


@settings(deadline=None)
@given(row=st.dictionaries(st.text(max_size=5), VALUES), tail=st.text(st.sampled_from("\r \t"), max_size=3))
def test_json_lines_are_read_and_hashed_as_json_does(row: dict[str, Any], tail: str) -> None:
    """Whichever library does it: long numbers, NaN, half characters, returns between lines."""
    line = json.dumps({"text": "Chad recognized Nepal.", **row})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(f"{line}{tail}\n{line}\rno record\n".encode())
        first, second, third = discover([path])
    assert first.record is not None and second.record is not None and third.record is not None
    canonical = json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    assert first.record.sha256 == hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()
    assert first.record == second.record
    assert third.record.problem == "the line is not a JSON object"


def test_front_matter_that_is_not_yaml_but_plain(tmp_path: Path) -> None:
    document = read_one(put(tmp_path / "a.txt", "---\ntitle: Cuba: a chronology\npublished: 1962\n---\nText."))
    assert (document.title, str(document.published), document.error) == ("Cuba: a chronology", "1962", "")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [unclosed\n  - : {\n---\nGhana joined.",
        "---\ntitle: x\nGhana joined.",
        "---\n\x07: : :\n---\nGhana joined.",
    ],
)
def test_broken_front_matter(tmp_path: Path, text: str) -> None:
    document = read_one(put(tmp_path / "a.txt", text))
    assert document.status is Status.OK
    assert "Ghana joined." in document.text[document.body_start :]


def test_prose_between_rules_is_no_front_matter() -> None:
    assert parse_front_matter("---\nA quarrel between neighbours.\n---\nMore.").body_start == 0
    assert parse_front_matter("----\nnot: front matter\n----\n").body_start == 0


def test_broken_date(tmp_path: Path) -> None:
    document = read_one(put(tmp_path / "a.txt", "---\npublished: someday soon\n---\n" + ENGLISH))
    assert (document.status, document.published) == (Status.OK, None)
    assert document.error == "published: 'someday soon' is not a date"


def test_sidecar_overrides(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a" / "x.txt", "---\ntitle: Old\npublished: 1950\nsource: Kept\n---\n" + ENGLISH)
    put(tmp_path / "in" / "metadata.csv", "path,published,title,source\na/x.txt,1961-10,Outer,\n")
    put(tmp_path / "in" / "a" / "metadata.csv", "path,title\nx.txt,Inner\nmissing.txt,Nobody\n")
    documents = read_all(tmp_path / "in")
    document = documents["a/x.txt"]
    assert (document.title, document.source) == ("Inner", "Kept")
    assert documents["a/metadata.csv#2"].status is Status.FAILED
    assert "missing.txt" in documents["a/metadata.csv#2"].error


def test_sidecars_of_a_folder_and_its_subfolder_add_up(tmp_path: Path) -> None:
    put(tmp_path / "a" / "x.txt", ENGLISH)
    put(tmp_path / "metadata.csv", "path,published\na/x.txt,1961-10\n")
    put(tmp_path / "a" / "metadata.csv", "path,title\nx.txt,Inner\n")
    document = read_all(tmp_path)["a/x.txt"]
    assert (document.title, str(document.published)) == ("Inner", "1961-10")


# Bad documents: each becomes a row that says why


@pytest.mark.parametrize(
    ("name", "content", "status", "error"),
    [
        ("zero.txt", b"", Status.EMPTY, "the file is empty"),
        ("zero.pdf", b"", Status.EMPTY, "the file is empty"),
        ("blank.txt", b" \n\t\r\n \xc2\xa0", Status.EMPTY, "the document has no text"),
        ("only-front-matter.txt", b"---\ntitle: x\n---\n", Status.EMPTY, "the document has no text"),
        ("empty.html", b"<html><body></body></html>", Status.EMPTY, "the page has no text"),
        ("protected.pdf", make_pdf([["Secret"]], protected=True), Status.FAILED, "the PDF is protected by a password"),
        ("cut.pdf", make_pdf([["Text"]])[:300], Status.FAILED, "the PDF is damaged or cut short"),
        ("scan.pdf", make_pdf([[], []]), Status.EMPTY, "the PDF has no text layer (a scan?)"),
        ("cut.docx", make_docx()[:2000], Status.FAILED, "the Word document is damaged or cut short"),
        ("cut.parquet", make_parquet(RECORDS[:1], ["id", "text"])[:-20], Status.FAILED,
         "the Parquet file is damaged or cut short"),
        ("empty.csv", b"", Status.EMPTY, "the table has no records"),
        ("empty.jsonl", b"\n", Status.EMPTY, "the table has no records"),
        ("binary.txt", bytes(range(256)) * 8, Status.FAILED, "binary data in a file with the extension .txt"),
        ("binary.csv", bytes(range(256)) * 8, Status.FAILED, "binary data in a file that should be a text table"),
        ("image.txt", b"\x89PNG\r\n\x1a\n", Status.FAILED, "wrong extension .txt: the file is an image"),
        ("text.pdf", ENGLISH.encode(), Status.FAILED, "the file is not a PDF, in spite of its extension .pdf"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(99), Status.FAILED,
         "wrong extension .docx: the file is an old Word or Excel file; save it as .docx or .csv"),
        ("spanish.txt", SPANISH.encode(), Status.SKIPPED, "not English (looks like Spanish)"),
        ("declared.txt", b"---\nlanguage: fr\n---\nText.", Status.SKIPPED, "not English (declared as 'fr')"),
        ("a.xyz", ENGLISH.encode(), Status.SKIPPED, "unknown file type .xyz"),
    ],
)  # fmt: skip
def test_bad_document(tmp_path: Path, name: str, content: bytes, status: Status, error: str) -> None:
    document = read_one(put(tmp_path / name, content))
    assert (document.status, document.error) == (status, error)


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.txt", ENGLISH)

    def refuse(*args: object, **options: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root may read everything, so the refusal is made up
    document = read_one(path)
    assert (document.status, document.error) == (Status.FAILED, "the file cannot be read: no permission")


@pytest.mark.parametrize("failure", [MemoryError, RecursionError, RuntimeError, KeyError])
def test_bug_in_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]) -> None:
    def burst(data: bytes) -> readers.Content:
        raise failure("internal")

    monkeypatch.setitem(readers._READERS, ".txt", burst)
    document = read_one(put(tmp_path / "a.txt", ENGLISH))
    assert document.status is Status.FAILED and document.error and "internal" not in document.error


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", make_pdf([["Ghana joined in 1957."]])), ("a.pdf", make_docx()), ("a.txt", HTML.encode())],
)
def test_wrong_extension_is_read_by_what_the_file_is(tmp_path: Path, name: str, content: bytes) -> None:
    document = read_one(put(tmp_path / name, content))
    assert document.status is Status.OK
    assert "joined" in document.text and "<p>" not in document.text


def test_invalid_utf8_falls_back_to_the_detected_encoding(tmp_path: Path) -> None:
    text = "The chargé d’affaires left São Tomé for Bogotá; the embassy in Brasília was closed in July.\n" * 3
    document = read_one(put(tmp_path / "a.txt", text.encode("cp1252")))
    assert (document.text, document.status) == (text, Status.OK)


def test_single_line_of_50_mb(tmp_path: Path) -> None:
    from extractor.documents import clean

    sentence = "In 1974 Portugal established relations with the DPRK’s government. "
    document = read_one(put(tmp_path / "a.txt", sentence * (50_000_000 // len(sentence))))
    assert document.status is Status.OK and not document.reflow
    cleaned = clean(document)
    start = cleaned.text.rindex("Portugal")
    assert document.text[slice(*cleaned.to_source(start, start + 8))] == "Portugal"


# Language


FRENCH = (
    "Le gouvernement a annoncé que les relations avec le royaume sont rompues. Les deux pays avaient été des alliés "
    "pendant vingt ans, et le président a dit que cette décision est une réponse aux actes des forces qui ont franchi "
    "la frontière dans la nuit. L'ambassadeur a quitté la capitale pour Paris."
)
GERMAN = (
    "Die Bundesregierung hat mitgeteilt, dass die Beziehungen zu dem Königreich nicht abgebrochen werden. Der "
    "Botschafter ist nach Bonn zurückgekehrt, und das Auswärtige Amt wird sich mit der Frage der Anerkennung auch im "
    "nächsten Jahr befassen. Das ist eine Entscheidung von großer Bedeutung für Europa."
)
RUSSIAN = "Советский Союз установил дипломатические отношения с республикой. " * 5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Spanish", SPANISH),
        ("French", FRENCH),
        ("German", GERMAN),
        ("Russian or another language in Cyrillic", RUSSIAN),
    ],
)
def test_foreign_text(language: str, text: str) -> None:
    assert detect_foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH * 10,
        "São Tomé e Príncipe, 1975; Rio de Janeiro, 1889; Côte d'Ivoire, 1960; El Salvador, 1841; Los Angeles, 1850; "
        "La Paz, 1825; Le Havre, 1803; Costa Rica, 1849; Trinidad y Tobago, 1962; Dar es Salaam, 1961; "
        "Países Bajos, 1581; Juan Manuel Santos, Gabriel de la Guardia, María del Carmen, José Luis, 2010. " * 3,
        "1961 Cuba - USA. 1962 Mali - France. 1963 Togo - Ghana. " * 10,
        "Ghana (6 March 1957), Guinea (2 October 1958), Cameroon (1 January 1960), Togo (27 April 1960), "
        "Mali (20 June 1960), Senegal (20 June 1960), Madagascar (26 June 1960), Congo (30 June 1960). " * 3,
        "El embajador fue expulsado del país por el gobierno.",  # too short to tell
    ],
)
def test_english_chronologies_and_lists_of_names_are_read(text: str) -> None:
    assert detect_foreign_language(text) is None
