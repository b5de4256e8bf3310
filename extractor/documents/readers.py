"""A source → a document, whatever happens: what cannot be read becomes a document that says why."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace

from extractor.documents.encoding import decode_text, is_binary
from extractor.documents.frontmatter import parse_front_matter
from extractor.documents.language import detect_foreign_language, is_english_code
from extractor.documents.layout import is_page_broken
from extractor.documents.sources import Source, describe_os_error
from extractor.schema import Document, PartialDate, Status


class UnreadableError(Exception):
    """Why a file cannot be read, as a sentence for the user. Never leaves this layer."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file. `reflow` None: to be measured. `note`: a problem that does not prevent reading."""

    text: str
    title: str = ""
    published: str = ""
    source: str = ""
    language: str = ""
    body_start: int = 0
    reflow: bool | None = None
    note: str = ""
    why_empty: str = "the document has no text"


def read(source: Source) -> Document:
    """Read one document. Never raises: a bad document has the status empty, skipped or failed, and a reason."""
    digest = ""
    try:
        if source.problem:
            status = Status.FAILED if source.failed else Status.SKIPPED
            return Document(source.id, status=status, error=source.problem)
        if source.record is not None:
            record = source.record
            digest = record.sha256
            if record.problem:
                status = Status.FAILED if record.failed else Status.EMPTY
                return _with_overrides(source, Content(""), digest, status, record.problem)
            return _finish(source, Content(record.text), digest)
        if not stat.S_ISREG(source.path.stat().st_mode):
            return Document(source.id, status=Status.SKIPPED, error="not a regular file")
        suffix = source.path.suffix.lower()
        if suffix not in _READERS:
            kind = f"unknown file type {suffix}" if suffix else "unknown file type (no extension)"
            return Document(source.id, status=Status.SKIPPED, error=kind)
        data = source.path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if not data:
            return Document(source.id, sha256=digest, status=Status.EMPTY, error="the file is empty")
        return _finish(source, _choose_reader(data, suffix)(data), digest)
    except UnreadableError as error:
        reason = str(error)
    except OSError as error:
        reason = f"the file {describe_os_error(error)}"
    except MemoryError:
        reason = "the document is too large for the memory of this machine"
    except RecursionError:
        reason = "the document is nested too deeply to be read"
    except Exception:  # a reader library's bug must not stop the run
        kind = _KIND_NAMES.get(source.path.suffix.lower(), "document")
        reason = f"the file could not be read as a {kind}; it may be damaged"
    return Document(source.id, sha256=digest, status=Status.FAILED, error=reason)


def _finish(source: Source, content: Content, digest: str) -> Document:
    text = content.text
    language = source.overrides.get("language", content.language)
    if not text[content.body_start :].strip():
        return _with_overrides(source, content, digest, Status.EMPTY, content.why_empty)
    if not is_english_code(language):
        return _with_overrides(source, content, digest, Status.SKIPPED, f"not English (declared as '{language}')")
    foreign = None if language.strip() else detect_foreign_language(text[content.body_start :])
    if foreign:
        return _with_overrides(source, content, digest, Status.SKIPPED, f"not English (looks like {foreign})")
    return _with_overrides(source, content, digest, Status.OK, content.note)


def _with_overrides(source: Source, content: Content, digest: str, status: Status, error: str) -> Document:
    stated = source.overrides.get("published", content.published)
    published = _parse_published(stated) if stated else None
    if stated and published is None:
        error = "; ".join(filter(None, (error, f"published: '{stated[:80]}' is not a date")))
    reflow = content.reflow
    if reflow is None:
        reflow = status is Status.OK and is_page_broken(content.text, content.body_start)
    return Document(
        id=source.id,
        text=content.text,
        title=source.overrides.get("title", content.title),
        published=published,
        source=source.overrides.get("source", content.source),
        sha256=digest,
        body_start=content.body_start,
        reflow=reflow,
        status=status,
        error=error,
    )


def _parse_published(text: str) -> PartialDate | None:
    from extractor.normalization.dates import parse_published

    published: PartialDate | None = parse_published(text)
    return published


# Formats

_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_OTHER_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as .docx or .csv"),
    (b"PAR1", "a Parquet table; name it .parquet"),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
_BOM = b"\xef\xbb\xbf"


def _choose_reader(data: bytes, suffix: str) -> Callable[[bytes], Content]:
    """The reader for what the bytes are, where they say so plainly; the extension may be wrong."""
    if b"%PDF-" in data[:1024] and (suffix == ".pdf" or data.lstrip().startswith(b"%PDF-")):
        return read_pdf
    if data.startswith(b"PK\x03\x04") and (suffix == ".docx" or b"word/document.xml" in data):
        return read_docx
    for magic, kind in _OTHER_MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"wrong extension {suffix}: the file is {kind}")
    if suffix in (".pdf", ".docx"):
        raise UnreadableError(f"the file is not a {_KIND_NAMES[suffix]}, in spite of its extension {suffix}")
    if is_binary(data):
        raise UnreadableError(f"binary data in a file with the extension {suffix}")
    if _HTML_START.match(data.removeprefix(_BOM)[:2048]):
        return read_html
    return _READERS[suffix]


def read_text(data: bytes) -> Content:
    """.txt: the decoded file as it is; front matter is read and skipped."""
    text = decode_text(data)
    front = parse_front_matter(text)
    fields = front.fields
    return Content(
        text,
        title=fields.get("title", ""),
        published=fields.get("published", "") or fields.get("date", ""),
        source=fields.get("source", ""),
        language=fields.get("language", "") or fields.get("lang", ""),
        body_start=front.body_start,
        note=front.problem,
    )


_MARKDOWN_TITLE = re.compile(r"\s*#[ \t]+(\S[^\n]*?)[ \t#]*(?:\n|\Z)")


def read_markdown(data: bytes) -> Content:
    """Like .txt; without a title in the front matter, a first heading is one."""
    content = read_text(data)
    heading = None if content.title else _MARKDOWN_TITLE.match(content.text, content.body_start)
    return content if heading is None else replace(content, title=heading[1])


# The default upper bound of htmldate is the day of the run, which would make the outcome depend on it.
_HTML_DATES = {"min_date": "1800-01-01", "max_date": "2099-12-31", "original_date": True, "extensive_search": False}


def read_html(data: bytes) -> Content:
    """The main text by trafilatura, with headings, lists and tables as Markdown.

    The date of publication is taken from markup alone (meta, JSON-LD, <time>), never guessed from the prose.
    """
    import trafilatura

    markup = decode_text(data)
    text = trafilatura.extract(markup, include_comments=False, output_format="markdown")
    metadata = trafilatura.extract_metadata(markup, date_config=_HTML_DATES)
    return Content(
        _ESCAPED.sub(r"\1", text or ""),
        title=metadata.title or "",
        published=metadata.date or "",
        source=metadata.sitename or "",
        reflow=False,
        why_empty="the page has no text",
    )


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")  # "1960\\. Chad …": what Markdown would read as markup


_PDF_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


def read_pdf(data: bytes) -> Content:
    """The pages by pdfium, joined by form feeds. A word divided at the end of a line keeps its hyphen and line end."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PDF_PASSWORD_ERROR or "password" in str(error).lower():
            raise UnreadableError("the PDF is protected by a password") from None
        raise UnreadableError("the PDF is damaged or cut short") from None
    try:
        pages: list[str] = []
        damaged: list[str] = []
        for number in range(len(pdf)):
            try:
                page = pdf[number]
                textpage = page.get_textpage()
            except pypdfium2.PdfiumError:
                damaged.append(str(number + 1))
                pages.append("")
                continue
            pages.append(textpage.get_text_bounded())
            textpage.close()
            page.close()
        title = str(pdf.get_metadata_dict().get("Title", "")).strip()
    finally:
        pdf.close()
    # pdfium writes U+0002 (or U+FFFE) for a hyphen and the line end behind it.
    text = "\f".join(pages).replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "-\n").replace("\ufffe", "-\n")
    note = f"left out, because damaged: page {', '.join(damaged)} of the PDF" if damaged else ""
    if damaged and not text.strip():
        raise UnreadableError("the pages of the PDF are damaged")
    why_empty = "the PDF has no text layer (a scan?)" if pages else "the PDF has no pages"
    return Content(text, title=_plausible_title(title), reflow=True, note=note, why_empty=why_empty)


_TOOL_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|qxd|rtf|tex)$|^\S*$", re.IGNORECASE)


def _plausible_title(title: str) -> str:
    """Titles that word processors leave behind ("Microsoft Word - draft3.doc") say nothing about the text."""
    return "" if _TOOL_TITLE.search(title) else title


_READERS: dict[str, Callable[[bytes], Content]] = {}
_KIND_NAMES = {
    ".txt": "text", ".md": "Markdown text", ".markdown": "Markdown text", ".html": "web page", ".htm": "web page",
    ".pdf": "PDF", ".docx": "Word document (.docx)",
}  # fmt: skip


def read_docx(data: bytes) -> Content:
    from extractor.documents.docx import read_word

    try:
        text, title = read_word(data)
    except Exception:  # python-docx raises whatever zipfile, lxml or a missing part raise
        raise UnreadableError("the Word document is damaged or cut short") from None
    return Content(text, title=_plausible_title(title), reflow=False)


_READERS.update({
    ".txt": read_text, ".md": read_markdown, ".markdown": read_markdown, ".html": read_html, ".htm": read_html,
    ".pdf": read_pdf, ".docx": read_docx,
})  # fmt: skip
