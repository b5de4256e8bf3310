"""Texts as read, kept beside the dataset: event offsets point into their characters."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from extractor.errors import OutputError

TEXTS_FOLDER = "texts"
_TEMPORARY = ".text.partial"
_LONGEST_NAME_BYTES = 200  # most file systems take 255
_UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*]')


def text_file(out: Path, document_id: str) -> Path:
    """Where the text of a document is kept: below texts/, whatever characters its id has."""
    parts = [part for part in document_id.split("/") if part not in ("", ".", "..")]
    *folders, name = [_safe(part) for part in parts] or ["document"]
    return out.joinpath(TEXTS_FOLDER, *folders, f"{name}.txt")


def write_text(out: Path, document_id: str, text: str) -> None:
    """Write a text with its line ends untouched, whole or not at all. Raises OutputError if the disk refuses."""
    path = text_file(out, document_id)
    temporary = out / TEXTS_FOLDER / _TEMPORARY
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"{path}: the text cannot be written ({error.strerror or error}).") from error


def _safe(name: str) -> str:
    """A file name that every file system takes; one that had to be changed ends in a hash of the whole."""
    safe = _UNSAFE.sub("_", name).encode()
    if safe == name.encode() and len(safe) <= _LONGEST_NAME_BYTES:
        return name
    start = safe[: _LONGEST_NAME_BYTES - 9].decode(errors="ignore")
    return f"{start}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
