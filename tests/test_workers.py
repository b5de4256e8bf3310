"""Worker processes: what one document can do to them, and that nothing else suffers from it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_extraction import load_broken, load_dying, load_fake
from small_corpora import many, read_count, read_exports, start_command, start_program, write_corpus

from extractor.documents import Source, discover
from extractor.documents.sources import Record
from extractor.errors import WorkerError
from extractor.runs import Reading, read_all, run
from extractor.runs.pool import CHUNK_CHARACTERS, DIED, WorkerPool, make_chunks
from extractor.schema import Status

METHODS = ("spawn", "fork")


def failures(readings: list[Reading]) -> dict[str, str]:
    return {one.document.id: one.document.error for one in readings if one.document.status is Status.FAILED}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("workers", [1, 3])
def test_a_document_that_kills_its_process_costs_itself_only(tmp_path: Path, method: str, workers: int) -> None:
    corpus = write_corpus(tmp_path / "in", {**many(40), "0/013a.txt": "die\n", "2/030a.txt": "die SEGV\n"})
    summary = run([corpus], tmp_path / "out", workers=workers, loader=load_fake, start_method=method)
    assert summary.totals.documents == {Status.OK: 40, Status.FAILED: 2}
    assert dict(summary.failures) == {
        "0/013a.txt": f"{DIED} (SIGKILL: out of memory?)",
        "2/030a.txt": f"{DIED} (SIGSEGV: a crash in a library)",
    }
    assert summary.totals.events == 40


@pytest.mark.parametrize("method", METHODS)
def test_a_document_over_the_time_limit_costs_itself_only(tmp_path: Path, method: str) -> None:
    corpus = write_corpus(tmp_path / "in", {**many(12), "0/005a.txt": "sleep 60\n", "1/005b.txt": "sleep 0.01\n"})
    with WorkerPool(2, timeout=0.5, loader=load_fake, start_method=method) as pool:
        readings = list(pool.read(discover([corpus])))
    assert failures(readings) == {"0/005a.txt": "reading it took longer than 0.5 s (--timeout)"}
    assert len({one.document.id for one in readings}) == len(readings) == 14


def test_a_process_that_others_kill_costs_nothing(tmp_path: Path) -> None:
    """Its document is not to blame, and is read again."""
    corpus = write_corpus(tmp_path / "in", {name: f"sleep 0.02\n{text}" for name, text in many(30).items()})
    with WorkerPool(2, loader=load_fake) as pool:
        readings = pool.read(discover([corpus]))
        found = [next(readings)]
        for one in pool._workers:
            os.kill(one.process.pid, signal.SIGKILL)
        found += readings
    assert failures(found) == {}
    assert len({one.document.id for one in found}) == len(found) == 30


def test_a_pool_can_read_again_and_leaves_no_process(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(3))
    with WorkerPool(2, loader=load_fake) as pool:
        assert [len(list(pool.read(discover([corpus])))) for _ in range(2)] == [3, 3]
        processes = [one.process for one in pool._workers]
    assert processes and not any(process.is_alive() for process in processes)


def test_no_more_processes_than_there_is_work_for(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(2))
    with WorkerPool(8, loader=load_fake) as pool:
        assert len(list(pool.read(discover([corpus])))) == 2
        assert len(pool._workers) <= 2


@pytest.mark.parametrize("method", METHODS)
def test_what_the_loader_raises_reaches_the_caller(tmp_path: Path, method: str) -> None:
    corpus = write_corpus(tmp_path / "in", many(3))
    with (
        pytest.raises(ValueError, match="the lexicon is broken"),
        WorkerPool(2, loader=load_broken, start_method=method) as pool,
    ):
        list(pool.read(discover([corpus])))


def test_processes_that_die_while_loading_stop_the_run(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", many(3))
    with (
        pytest.raises(WorkerError, match=r"died before reading anything .*SIGKILL.* fewer --workers"),
        WorkerPool(2, loader=load_dying) as pool,
    ):
        list(pool.read(discover([corpus])))


def test_tasks_do_not_pile_up(tmp_path: Path) -> None:
    """Sources are taken from their iterator as they are needed: a few chunks for each process."""
    taken = 0

    def sources() -> Iterator[Source]:
        nonlocal taken
        for number in range(3000):
            taken += 1
            yield Source(f"{number}", tmp_path, Record("x" * 4000))

    with WorkerPool(2, loader=load_fake) as pool:
        most = max(taken - done for done, _ in enumerate(pool.read(sources()), 1))
    assert taken == 3000
    assert most <= 2 * 3 * (CHUNK_CHARACTERS // 4000 + 1)


def test_chunks_begin_small_and_hold_every_source_once(tmp_path: Path) -> None:
    sources = [Source(f"{number}", tmp_path, Record("x" * 500)) for number in range(1000)]
    chunks = list(make_chunks(sources))
    assert [source for chunk in chunks for source in chunk] == sources
    assert len(chunks[0]) == 1
    assert max(len(chunk) for chunk in chunks) <= CHUNK_CHARACTERS // 500
    assert len(chunks) < 50


def test_readings_of_several_processes_come_in_order(tmp_path: Path) -> None:
    texts = {f"{n:02}.txt": f"sleep {0.1 if n == 0 else 0}\n" for n in range(20)}
    corpus = write_corpus(tmp_path / "in", texts)
    assert [one.document.id for one in read_all(discover([corpus]), workers=3, loader=load_fake)] == sorted(texts)


def test_ctrl_c_stops_the_run_and_says_how_to_go_on(tmp_path: Path) -> None:
    texts = {name: f"sleep 0.03\n{text}" for name, text in many(150).items()}
    corpus, out = write_corpus(tmp_path / "in", texts), tmp_path / "out"
    process = start_command("run", corpus, "--out", out, "--workers", 2, start_new_session=True)
    while not list(out.glob("store.sqlite-wal")) or not read_count(out):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all processes
    printed, told = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, ""), told
    assert told.startswith("extractor: interrupted; the ") and told.count("\n") == 1
    assert "Give the same command again to go on." in told
    summary = run([corpus], out, workers=2, loader=load_fake)
    assert summary.read + summary.unchanged == 150
    run([corpus], tmp_path / "undisturbed", workers=4, loader=load_fake)
    assert read_exports(out) == read_exports(tmp_path / "undisturbed")


@pytest.mark.parametrize("method", METHODS)
def test_processes_end_with_the_run_however_it_ends(tmp_path: Path, method: str) -> None:
    """Even in the middle of a document. What they have inherited, such as the output of the run, is closed then."""
    corpus = write_corpus(tmp_path / "in", {f"{n}.txt": "sleep 600\n" for n in range(4)})
    process = start_program(
        f"""
import sys
from pathlib import Path
from extractor.documents import discover
from extractor.runs.pool import WorkerPool
from fake_extraction import load_fake

if __name__ == "__main__":
    with WorkerPool(2, loader=load_fake, start_method={method!r}) as pool:
        print("started", flush=True)
        list(pool.read(discover([Path(sys.argv[1])])))
""",
        corpus,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(1)
    process.kill()
    process.communicate(timeout=30)
