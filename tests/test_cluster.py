"""A run on a Dask cluster gives the dataset of a run on one machine, also when a worker of the cluster is lost."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster
from fake_extraction import load_broken, load_fake
from small_corpora import many, read_count, read_exports, run_command, write_corpus, write_table

from extractor.errors import InputError
from extractor.runs import run

ODD = {"0/die.txt": "die\n", "0/slow.txt": "sleep 60\n", "1/bad.txt": "raise\n"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two processes, each with one thread, and the nannies that start them again."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    ) as found:
        yield found


def kill_a_worker(cluster: Any, out: Path, killed: list[int]) -> None:
    """Kill a worker of the cluster when a part of the documents has been read."""
    while not out.exists() or not list(out.glob("*-wal")) or not read_count(out):
        time.sleep(0.02)
    pid = next(iter(cluster.workers.values())).pid
    os.kill(pid, signal.SIGKILL)
    killed.append(read_count(out))


def test_the_same_bytes_though_a_worker_is_lost(cluster: Any, tmp_path: Path) -> None:
    texts = {name: f"sleep 0.02\n{text}" for name, text in {**many(120), **ODD}.items()}
    records = {f"r{n}": f"sleep 0.01\nsevered GHA BEL {1900 + n}\n" for n in range(60)}
    inputs = [write_corpus(tmp_path / "in", texts), write_table(tmp_path / "table.jsonl", records)]
    out, killed = tmp_path / "dask", list[int]()
    killer = threading.Thread(target=kill_a_worker, args=(cluster, out, killed), daemon=True)
    killer.start()
    summary = run(inputs, out, cluster=cluster.scheduler_address, timeout=1, loader=load_fake)
    killer.join(timeout=30)
    assert 0 < killed[0] < 183
    assert summary.read == 183
    assert {name for name, _ in summary.failures} == set(ODD)
    run(inputs, tmp_path / "local", workers=4, timeout=1, loader=load_fake)
    assert read_exports(out) == read_exports(tmp_path / "local")


def test_what_the_loader_raises_stops_the_run(cluster: Any, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(3))
    with pytest.raises(ValueError, match="the lexicon is broken"):
        run([corpus], tmp_path / "out", cluster=cluster.scheduler_address, loader=load_broken)


def test_workers_of_another_version_are_refused(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.runs.cluster.extraction_fingerprint", lambda: "another")
    corpus = write_corpus(tmp_path / "in", many(3))
    with pytest.raises(InputError, match="another version of extractor"):
        run([corpus], tmp_path / "out", cluster=cluster.scheduler_address, loader=load_fake)


def test_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.runs.cluster.CONNECT_SECONDS", 1)
    corpus = write_corpus(tmp_path / "in", many(3))
    with pytest.raises(InputError, match="no Dask scheduler answers there"):
        run([corpus], tmp_path / "out", cluster="tcp://127.0.0.1:9", loader=load_fake)


def test_on_the_command_line(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(10))
    options = ("--engine", "dask", "--workers", 1)
    code, printed, told = run_command("run", corpus, "--out", tmp_path / "out", *options)
    assert code == 0
    assert "10 read" in printed and "arning" not in told and "Traceback" not in told
    code, _, told = run_command("run", corpus, "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2 and "--scheduler belongs to --engine dask" in told
