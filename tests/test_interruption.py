"""A run that is killed again and again ends with the dataset of one that was not."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from small_corpora import many, read_count, read_exports, run_command, start_command, write_corpus, write_table

KILLED_WHILE_READING = 14
KILLED_WHILE_EXPORTING = 8


def make_inputs(folder: Path) -> tuple[Path, Path]:
    """A folder of 1,003 documents, some of them odd, and a table of 1,200 records, a quarter of them without events."""
    texts = {name: f"sleep 0.005\n{text}" for name, text in many(1000).items()}
    texts |= {"0/odd.txt": "raise\n", "0/many.txt": "severed GHA FRA 1965\n" * 40, "0/again.txt": texts["0/000.txt"]}
    records = {f"r{n}": f"sleep 0.005\nsevered GHA BEL {1900 + n % 100}\n" if n % 4 else "" for n in range(1200)}
    return write_corpus(folder / "in", texts), write_table(folder / "records.jsonl", records)


def kill(inputs: tuple[Path, Path], out: Path, has_begun: Callable[[], bool], delay: float) -> bool:
    """Start a run and kill it some seconds after what is awaited has begun. False if it ended first."""
    process = start_command("run", *inputs, "--out", out, "--workers", 2)
    while process.poll() is None and not has_begun():
        time.sleep(0.005)
    time.sleep(delay)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_killed_at_any_moment_a_run_ends_with_the_same_dataset(tmp_path: Path) -> None:
    inputs, out = make_inputs(tmp_path), tmp_path / "killed"
    undisturbed = tmp_path / "undisturbed"
    assert run_command("run", *inputs, "--out", undisturbed, "--workers", 6)[0] == 1  # one document has failed
    new = read_exports(undisturbed)

    run_command("run", write_corpus(tmp_path / "few", many(30)), "--out", out, "--workers", 1)
    old = read_exports(out)
    chance = random.Random(20)
    for number in range(KILLED_WHILE_READING):
        if number % 2:
            has_read_more = partial(lambda before: read_count(out) > before, read_count(out))
            assert kill(inputs, out, has_read_more, chance.uniform(0, 0.2))
        else:
            assert kill(inputs, out, lambda: any(out.glob("*-wal")), chance.uniform(0, 0.4))
        assert read_exports(out) == old
    assert 30 < read_count(out) < 2203

    killed = 0
    for _ in range(5 * KILLED_WHILE_EXPORTING):
        killed += kill(inputs, out, lambda: any(out.glob(".*.partial")), chance.uniform(0, 0.3))
        found = read_exports(out)
        assert all(content in (old[name], new[name]) for name, content in found.items())
        if killed == KILLED_WHILE_EXPORTING:
            break
        if found == new:
            (out / "events.csv").write_bytes(old["events.csv"])  # so that there is something to export again
    assert killed == KILLED_WHILE_EXPORTING

    code, printed, _ = run_command("run", *inputs, "--out", out, "--workers", 2)
    assert code == 1
    assert "0 new or changed, 2,203 unchanged" in " ".join(printed.split())
    assert read_exports(out) == new
    assert {path.name for path in out.iterdir()} == {path.name for path in undisturbed.iterdir()}
    with closing(sqlite3.connect(out / "store.sqlite")) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
