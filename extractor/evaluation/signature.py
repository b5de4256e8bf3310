"""What a score was measured with: two scores can be compared if their signatures differ in one part only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import extractor
from extractor.evaluation.gold import GoldDocument, hash_gold

MATCH = "dyad+year+action"


@dataclass(frozen=True, slots=True)
class Signature:
    """Parts of a signature. A ready-made file is signed with its hash, not with lexicons and spaCy."""

    gold: str
    documents: int
    lexicons: str = ""
    spacy: str = ""
    version: str = ""
    predictions: str = ""
    match: str = MATCH

    def __str__(self) -> str:
        parts = [f"match:{self.match}", f"gold:{self.gold}", f"docs:{self.documents}"]
        if self.predictions:
            parts.append(f"predictions:{self.predictions}")
        else:
            parts += [f"lexicons:{self.lexicons}", f"spacy:{self.spacy}"]
        return "|".join([*parts, f"v:{self.version}"])


def sign(gold: Sequence[GoldDocument], *, predictions: Path | None = None) -> Signature:
    """The signature of a score on `gold`, of this package's extraction or of the file `predictions`."""
    if predictions is not None:
        digest = hashlib.sha256(predictions.read_bytes()).hexdigest()[:8]
        return Signature(hash_gold(gold), len(gold), predictions=digest, version=extractor.__version__)
    return Signature(hash_gold(gold), len(gold), hash_lexicons(), version("spacy"), extractor.__version__)


def hash_lexicons(folder: Path | None = None) -> str:
    """Eight hexadecimal digits of the SHA-256 of all files in extractor/lexicons (or `folder`), names included."""
    folder = folder or Path(extractor.__file__).parent / "lexicons"
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:8]
