"""Label Studio: tasks as JSON with a labeling interface. A label is a region; its fields are the region's controls.

Task format and tags: labelstud.io/guide/task_format and labelstud.io/tags.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import extractor
from extractor.annotation.labels import (
    ACTIONS,
    FORMS,
    AnnotatedDocument,
    Label,
    Part,
    label_fields,
    read_label,
)
from extractor.annotation.spans import check_span, unify_line_ends
from extractor.errors import GoldError
from extractor.schema import Modality

TASKS, INTERFACE = "tasks.json", "labeling-interface.xml"
CHOICES: Mapping[str, Sequence[str]] = {
    "form": FORMS,
    "mutual": ("yes",),
    "list": tuple(Part),
    "modality": tuple(Modality),
}
TEXTS: Mapping[str, str] = {"country": "FRA", "counterpart": "FRA or UN", "date": "1960-08-11, 1960-08, 1960"}
_ACTION, _TEXT = "action", "text"


def write(documents: Iterable[AnnotatedDocument], folder: Path) -> list[Path]:
    """Write tasks.json, to be imported as tasks, and the XML to be pasted as the project's labeling interface.

    Labels of people become annotations, those of the machine predictions.
    """
    tasks = [_task(document) for document in documents]
    (folder / TASKS).write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    (folder / INTERFACE).write_text(labeling_interface(), encoding="utf-8", newline="\n")
    return [folder / TASKS, folder / INTERFACE]


def read(path: Path, annotator: str | None = None) -> Iterator[AnnotatedDocument]:
    """Read an export in the format JSON: the last annotation of each task, or the last of `annotator` (id or e-mail).

    A task without one is a document with the predictions, not reviewed. Raises GoldError for all that is no label.
    """
    file = path / TASKS if path.is_dir() else path
    try:
        tasks = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: cannot be read as the JSON that Label Studio exports ({error}).") from error
    if not isinstance(tasks, list):
        raise GoldError(f"{file}: expected a list of tasks; export from Label Studio in the format JSON.")
    for number, task in enumerate(tasks, start=1):
        place = f"{file}: task {number}"
        try:
            doc, text = str(task["data"]["doc"]), str(task["data"]["text"])
            done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
            if annotator is not None:
                done = [one for one in done if annotator in _names(one.get("completed_by"))]
            chosen = (done or (task.get("predictions") if annotator is None else None) or [{}])[-1]
            labels = tuple(_labels(chosen.get("result") or (), text, f"{place} ({doc})"))
        except (KeyError, TypeError, AttributeError) as error:
            raise GoldError(
                f"{place} is not one that was exported from here ({type(error).__name__}: {error})."
            ) from error
        yield AnnotatedDocument(doc, text, labels, reviewed=bool(done))


def labeling_interface() -> str:
    """The XML of the project: labels for actions, and for the selected region its other fields."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Style").text = ".htx-text{ white-space: pre-wrap; }"  # keeps offsets and paragraphs
    labels = ElementTree.SubElement(view, "Labels", name=_ACTION, toName=_TEXT)
    for action in ACTIONS:
        ElementTree.SubElement(labels, "Label", value=action)
    ElementTree.SubElement(view, "Text", name=_TEXT, value="$text")
    fields = ElementTree.SubElement(view, "View", visibleWhen="region-selected")
    for name, example in TEXTS.items():
        ElementTree.SubElement(fields, "Header", value=f"{name} ({example})", size="5")
        ElementTree.SubElement(
            fields, "TextArea", name=name, toName=_TEXT, perRegion="true", maxSubmissions="1", editable="true", rows="1"
        )
    for name, values in CHOICES.items():
        ElementTree.SubElement(fields, "Header", value=name, size="5")
        choices = ElementTree.SubElement(
            fields, "Choices", name=name, toName=_TEXT, perRegion="true", choice="single", showInline="true"
        )
        for value in values:
            ElementTree.SubElement(choices, "Choice", value=value)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _task(document: AnnotatedDocument) -> dict[str, Any]:
    text = unify_line_ends(document.text)
    result = [item for label in document.labels for item in _items(label, text)]
    if document.reviewed:
        drafts: dict[str, Any] = {"annotations": [{"result": result}]}
    else:
        drafts = {"predictions": [{"model_version": f"extractor {extractor.__version__}", "result": result}]}
    return {"data": {"text": text, "doc": document.doc}, **drafts}


def _items(label: Label, text: str) -> Iterator[dict[str, Any]]:
    """The parts of a region, which share its id: the action first."""
    fields = label_fields(label)
    place = {"start": label.start, "end": label.end}

    def item(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"id": label.id, "from_name": name, "to_name": _TEXT, "type": kind, "value": {**place, **value}}

    yield item(_ACTION, "labels", {"text": text[label.start : label.end], "labels": [label.action]})
    for name in TEXTS:
        if name in fields:
            yield item(name, "textarea", {"text": [fields[name]]})
    for name in CHOICES:
        if name in fields:
            yield item(name, "choices", {"text": text[label.start : label.end], "choices": [fields[name]]})


def _labels(result: Iterable[Mapping[str, Any]], text: str, place: str) -> Iterator[Label]:
    regions: dict[str, dict[str, Mapping[str, Any]]] = {}
    for item in result:
        regions.setdefault(str(item["id"]), {})[str(item["from_name"])] = item["value"]
    for identifier, region in regions.items():
        where = f"{place}, region {identifier}"
        if _ACTION not in region:
            raise GoldError(f"{where}: no action is chosen.")
        value = region[_ACTION]
        start, end = check_span(text, int(value["start"]), int(value["end"]), value.get("text"), where)
        fields = {"id": identifier, "action": value["labels"][0]}
        fields |= {name: region[name]["text"][-1].strip() for name in TEXTS if name in region and region[name]["text"]}
        fields |= {name: region[name]["choices"][0] for name in CHOICES if name in region and region[name]["choices"]}
        yield read_label(fields, start, end, text, where)


def _names(completed_by: Any) -> set[str]:
    """What an annotator goes by: the id, or in some exports a record with id and e-mail."""
    if isinstance(completed_by, Mapping):
        return {str(completed_by.get("id")), str(completed_by.get("email"))}
    return {str(completed_by)}
