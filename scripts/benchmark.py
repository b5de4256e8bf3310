"""Measure words per second: the whole pipeline, and spaCy's blank English tokenizer alone, on the same texts.

Every measurement is the first pass of a fresh process over the texts; loading is not counted. The two take turns.
The ratio is the speed of the whole pipeline, loading not counted, as a share of that of tokenization alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
WHAT = ("tokenizer", "pipeline")


def main() -> None:
    """Parse the command line and print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of texts, measured each on its own")
    parser.add_argument("--repetitions", type=int, default=5, help="measurements of each, of which the median counts")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--measure", choices=WHAT, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folders = arguments.folders or [REPOSITORY / "corpus"]
    for folder in folders:
        if not folder.exists():
            parser.error(f"{folder}: there is no such folder")
    if arguments.measure:
        print(json.dumps(measure_once(arguments.measure, folders[0])))
        return
    results = [measure(folder, arguments.repetitions) for folder in folders]
    if arguments.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'words per second':32} {'words':>9} {'tokenizer':>11} {'pipeline':>11} {'ratio':>7}")
    for one in results:
        print(
            f"{one['folder'][-32:]:32} {one['words']:>9,} {one['tokenizer']:>11,} {one['pipeline']:>11,}"
            f" {one['ratio']:>7.2f}"
        )


def measure(folder: Path, repetitions: int) -> dict[str, Any]:
    """Medians over `repetitions` of words per second, tokenizer and pipeline in turn."""
    seconds: dict[str, list[float]] = {what: [] for what in WHAT}
    words = 0
    for _ in range(repetitions):
        for what in WHAT:
            command = [sys.executable, str(Path(__file__).resolve()), "--measure", what, str(folder)]
            answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            words = answer["words"]
            seconds[what].append(answer["seconds"])
    if not words:
        sys.exit(f"{folder}: there are no texts to measure")
    medians = {what: statistics.median(values) for what, values in seconds.items()}
    return {
        "folder": str(folder),
        "words": words,
        "tokenizer": round(words / medians["tokenizer"]),
        "pipeline": round(words / medians["pipeline"]),
        "ratio": round(medians["tokenizer"] / medians["pipeline"], 2),
        "repetitions": repetitions,
    }


def measure_once(what: str, folder: Path) -> dict[str, Any]:
    """Read the texts, load, then time one pass over them in this process."""
    from extractor.documents import TableColumns, discover, read

    documents = [document for document in map(read, discover([folder], TableColumns())) if document.status == "ok"]
    words = sum(len(document.text.split()) for document in documents)
    if what == "tokenizer":
        import spacy

        blank = spacy.blank("en")
        started = time.perf_counter()
        for document in documents:
            blank(document.text)
    else:
        from extractor.pipeline import extract_document, load

        nlp = load()
        started = time.perf_counter()
        for document in documents:
            extract_document(nlp, document)
    return {"words": words, "seconds": time.perf_counter() - started}


if __name__ == "__main__":
    main()
