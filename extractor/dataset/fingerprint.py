"""Which extraction made a row, and which export a file: a hash of code, lexicons and libraries."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import extractor

EXTRACTION_LAYERS = ("schema", "lexicons", "normalization", "documents", "mentions", "events", "pipeline")
EXTRACTION_LIBRARIES = (
    "spacy", "pycountry", "dateparser", "trafilatura", "htmldate", "lxml", "pypdfium2", "python-docx",
    "charset-normalizer", "pyyaml",
)  # fmt: skip
EXPORT_LAYERS = ("schema", "tables", "lexicons", "normalization", "events", "dataset")  # facts and panels use them all
EXPORT_LIBRARIES = ("pandas", "pyarrow", "numpy")


def extraction_fingerprint() -> str:
    """Equal if documents give the same events: it changes with a rule, a lexicon, a reader library, or Python."""
    return _fingerprint(EXTRACTION_LAYERS, EXTRACTION_LIBRARIES)


def export_fingerprint() -> str:
    """Equal if a store gives the same files."""
    return _fingerprint(EXPORT_LAYERS, EXPORT_LIBRARIES)


@cache
def _fingerprint(layers: Sequence[str], libraries: Sequence[str]) -> str:
    """Sixteen hexadecimal digits."""
    package = Path(extractor.__file__).parent
    digest = hashlib.sha256(f"{extractor.__version__} {platform.python_version()}\n".encode())
    for name in libraries:
        digest.update(f"{name} {_version(name)}\n".encode())
    for layer in layers:
        folder = package / layer
        files = sorted(folder.rglob("*")) if folder.is_dir() else [package / f"{layer}.py"]
        for file in files:
            if file.suffix in (".py", ".tsv"):
                content = file.read_bytes()
                digest.update(f"{file.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
