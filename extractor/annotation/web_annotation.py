"""W3C Web Annotation (w3.org/TR/annotation-model): each label a JSON-LD annotation that finds its words again by
position, in code points, and by quotation with what stands around it. An export only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import extractor
from extractor.annotation.labels import AnnotatedDocument, Label, label_fields

FILE = "annotations.jsonld"
CONTEXT_CHARACTERS = 32  # of prefix and suffix


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write one annotation page with the labels of all documents."""
    items = [_annotation(label, document) for document in documents for label in document.labels]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:extractor:annotations",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    (folder / FILE).write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return [folder / FILE]


def _annotation(label: Label, document: AnnotatedDocument) -> dict[str, Any]:
    text, start, end = document.text, label.start, label.end
    fields = {name: value for name, value in label_fields(label).items() if name != "id"}
    person = {"type": "Person"}
    machine = {"type": "Software", "name": f"extractor {extractor.__version__}"}
    return {
        "id": f"urn:extractor:{quote(document.doc)}:{quote(label.id)}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": person if document.reviewed else machine,
        "body": {
            "type": "TextualBody",
            "format": "application/json",
            "value": json.dumps(fields, ensure_ascii=False),
        },
        "target": {
            "source": quote(document.doc),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - CONTEXT_CHARACTERS) : start],
                    "suffix": text[end : end + CONTEXT_CHARACTERS],
                },
            ],
        },
    }
