"""Corpora of small texts that `fake_extraction` can read, and a process of its own that makes a dataset of one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pandas as pd

from extractor.dataset.exports import EXPORTS

REPOSITORY = Path(__file__).resolve().parent.parent
FAMILIAR = "The ministry said in the evening that it had nothing to add to the note of the day before.\n"

COMMAND = """
import sys
from extractor.cli import main
from extractor.dataset import exports, writer
from extractor.runs import pool, sieve
from fake_extraction import load_fake
from small_corpora import FAMILIAR

pool.load_extract = load_fake
sieve.may_hold_events = lambda document: document.text != FAMILIAR
exports.CHUNK_ROWS = 64
writer.BATCH_DOCUMENTS = 16
if __name__ == "__main__":
    main()
"""
"""The command line with the fake extraction, which commits and exports in small steps."""


def write_corpus(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FAMILIAR + text, encoding="utf-8")
    return folder


def write_table(path: Path, texts: dict[str, str]) -> Path:
    records = [json.dumps({"id": name, "text": FAMILIAR + text}) for name, text in texts.items()]
    path.write_text("".join(f"{record}\n" for record in records), encoding="utf-8")
    return path


def many(number: int) -> dict[str, str]:
    return {f"{n % 3}/{n:03}.txt": f"severed GHA GBR {1900 + n % 100}\n" for n in range(number)}


def read_documents(out: Path) -> pd.DataFrame:
    return pd.read_csv(out / "documents.csv", keep_default_na=False).set_index("document_id")


def read_exports(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in EXPORTS}


def read_count(out: Path) -> int:
    """The number of documents in the store, also while a run fills it; 0 while it is being made."""
    with closing(sqlite3.connect(out / "store.sqlite")) as store, suppress(sqlite3.OperationalError):
        return int(store.execute("SELECT count(*) FROM documents").fetchone()[0])
    return 0


def start_program(program: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start a Python program in a process of its own, which can import what tests can."""
    paths = os.pathsep.join(map(str, (REPOSITORY, REPOSITORY / "tests")))
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def start_command(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start `extractor` with the fake extraction."""
    return start_program(COMMAND, *arguments, **options)


def run_command(*arguments: object, **options: Any) -> tuple[int, str, str]:
    """The same to its end. Exit code, what was printed, and what was said on the side."""
    process = start_command(*arguments, **options)
    printed, told = process.communicate(timeout=120)
    return process.returncode, printed, told
