"""Measure the speed and memory of the whole toolkit against spaCy's blank English tokenizer, on the same texts.

Dense texts: folders, by default the corpus; each measurement is the first pass of a fresh process, loading not counted.
News: a made-up stream (`news_stream`), read from JSON Lines, extracted, stored and exported by `extractor run`; what a
run of one relevant story takes, which is loading, is taken off. Times are processor time, but for two workers, where
they are by the clock: on a busy machine only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from news_stream import NewsStream

REPOSITORY = Path(__file__).resolve().parent.parent
WHAT = ("tokenizer", "pipeline")
WORKERS_WORDS = 1_000_000  # that two workers share


def main() -> None:
    """Parse the command line, measure, print, and write benchmarks.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of dense texts (default: corpus/)")
    parser.add_argument("--repetitions", type=int, default=5, help="of each measurement, of which the median counts")
    parser.add_argument("--stories", type=int, nargs=2, default=(10_000, 100_000), help="sizes of the news stream")
    parser.add_argument("--relevant", type=float, default=0.02, help="share of stories that tell an event")
    parser.add_argument("--seed", type=int, default=1, help="of the news stream")
    parser.add_argument("--out", type=Path, default=Path("benchmarks.json"), help="where the figures are written")
    parser.add_argument("--measure", choices=WHAT, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folders = arguments.folders or [REPOSITORY / "corpus"]
    for folder in folders:
        if not folder.exists():
            parser.error(f"{folder}: there is no such folder")
    if arguments.measure:
        print(json.dumps(measure_once(arguments.measure, folders[0])))
        return
    figures: dict[str, Any] = {"dense": [measure_dense(folder, arguments.repetitions) for folder in folders]}
    figures["news"] = measure_news(tuple(arguments.stories), arguments.relevant, arguments.seed)
    figures["workers"] = measure_workers(folders[0])
    arguments.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(table(figures))


# ---- dense texts ----


def measure_dense(folder: Path, repetitions: int) -> dict[str, Any]:
    """Words per second, tokenizer and pipeline in turn; the ratio is the pipeline's share of the tokenizer's speed."""
    seconds: dict[str, list[float]] = {what: [] for what in WHAT}
    words = 0
    for _ in range(repetitions):
        for what in WHAT:
            answer = measured(what, folder)
            words = answer["words"]
            seconds[what].append(answer["seconds"])
    if not words:
        sys.exit(f"{folder}: there are no texts to measure")
    tokenizer, pipeline = (statistics.median(seconds[what]) for what in WHAT)
    return {
        "folder": folder.name,
        "words": words,
        "words_per_second": round(words / pipeline),
        "ratio": round(tokenizer / pipeline, 2),
    }


def measured(what: str, source: Path) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", what, str(source)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def measure_once(what: str, source: Path) -> dict[str, Any]:
    """Read the texts, load, then time one pass over them in this process."""
    from extractor.documents import TableColumns, discover, read

    documents = [document for document in map(read, discover([source], TableColumns())) if document.status == "ok"]
    words = sum(len(document.text.split()) for document in documents)
    if what == "tokenizer":
        import spacy

        blank = spacy.blank("en")
        started = time.process_time()
        for document in documents:
            blank(document.text)
    else:
        from extractor.pipeline import extract_document, load

        nlp = load()
        started = time.process_time()
        for document in documents:
            extract_document(nlp, document)
    return {"words": words, "seconds": time.process_time() - started}


# ---- runs ----


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one `extractor run`: seconds by the clock and of the processor, and the largest process in megabytes."""

    clock: float
    processor: float
    megabytes: float


def run(source: Path, out: Path, workers: int = 1) -> Usage:
    command = [sys.executable, "-m", "extractor", "run", str(source), "--out", str(out), "--workers", str(workers)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--quiet"], cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{source}: the run ended with exit code {os.waitstatus_to_exitcode(status)}")
    return Usage(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure_news(sizes: tuple[int, ...], relevant: float, seed: int) -> dict[str, Any]:
    """The news stream at two sizes, and a second run over the larger one, which finds everything done."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        small, large = (path / f"{size}.jsonl" for size in sizes)
        for file, size in ((small, sizes[0]), (large, sizes[1])):
            NewsStream(seed, relevant=relevant).write(file, size)
        NewsStream(seed, relevant=1).write(one := path / "one.jsonl", 1)
        start = run(one, path / "one")
        first, second = run(small, path / "small"), run(large, path / "large")
        again = run(large, path / "large")
        tokenizer = measured("tokenizer", small)["seconds"]
        spent = first.processor - start.processor
    return {
        "stories": sizes,
        "relevant": relevant,
        "seed": seed,
        "ratio": round(tokenizer / spent, 1),
        "documents_per_second": round(sizes[0] / spent),
        "megabytes": [round(first.megabytes), round(second.megabytes)],
        "memory_ratio": round(second.megabytes / first.megabytes, 2),
        "resume_share": round(again.processor / second.processor, 3),
    }


def measure_workers(folder: Path) -> dict[str, Any]:
    """How much sooner two workers are done with dense texts, copied until loading weighs little."""
    from extractor.documents import TableColumns, discover, read

    texts = [document.text for document in map(read, discover([folder], TableColumns())) if document.text]
    copies = 1 + WORKERS_WORDS // sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "dense.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(len(texts) * copies):
                file.write(json.dumps({"id": str(number), "text": texts[number % len(texts)]}) + "\n")
        one, two = (run(path, path.with_name(f"out{workers}"), workers).clock for workers in (1, 2))
    return {"speedup_of_two": round(one / two, 2)}


def table(figures: dict[str, Any]) -> str:
    """The figures as the README's table."""
    news = figures["news"]
    rows = [
        (f"dense texts ({one['folder']}), pipeline ÷ blank tokenization", f"{one['ratio']:.2f}")
        for one in figures["dense"]
    ]
    rows += [
        (f"news, {news['relevant']:.0%} relevant, from JSON Lines to the dataset ÷ blank tokenization", news["ratio"]),
        ("news documents a second, one worker", f"{news['documents_per_second']:,}"),
        ("two workers ÷ one, dense texts", figures["workers"]["speedup_of_two"]),
        (f"peak memory at {news['stories'][1]:,} documents ÷ at {news['stories'][0]:,}", news["memory_ratio"]),
        (f"second run over {news['stories'][1]:,} documents ÷ first", f"{news['resume_share']:.1%}"),
    ]
    return "\n".join(["| what | measured |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows)])


if __name__ == "__main__":
    main()
