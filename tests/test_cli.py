"""The command line as its user meets it: exit codes, sentences instead of tracebacks, help with an example."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import load_fake
from typer.main import get_command
from typer.testing import CliRunner

from extractor.cli import app

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(__file__).parent / "data" / "evaluation"
COMMANDS: dict[str, Any] = dict(get_command(app).commands)  # type: ignore[attr-defined]
SENTENCES = "The ministry said in the evening that it had nothing to add to the note of the day before.\n"


def extractor(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline replaced by one that reads events off the lines of a text, in every process."""
    monkeypatch.setattr("extractor.runs.pool.load_extract", load_fake)
    monkeypatch.setattr("extractor.runs.sieve.may_hold_events", lambda document: True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "wire").mkdir(parents=True)
    (folder / "wire" / "a.txt").write_text(f"{SENTENCES}severed GHA GBR 1965\n", encoding="utf-8")
    (folder / "wire" / "b.txt").write_text(f"{SENTENCES}severed GHA BEL 1960\nplanned GHA FRA\n", encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    label = dict(action="severed", form="severed", country="GHA", counterpart="GBR", date="1965", quote="severed GHA")
    folder = tmp_path / "gold"
    folder.mkdir()
    lines = [{"doc": "wire/a", "events": [label]}, {"doc": "wire/b", "events": []}, {"doc": "wire/c", "events": []}]
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def invoke(*arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout with single spaces, and stderr."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="extractor")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, re.sub(r"\s+", " ", result.stdout), result.stderr


# What is wrong with the command line or a file named on it: exit code 2, one sentence, no traceback


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nowhere", "--out", "{tmp}/out"], "nowhere does not exist"),
        (["run", "{data}", "--out", "{data}/expected.json/out"], "cannot be written"),
        (["run", "{data}", "--out", "{tmp}/out", "--gold", "nowhere"], "no such gold file"),
        (["run", "{data}"], "--out"),
        (["run", "{data}", "--out", "{tmp}/out", "--wokers", "2"], "--wokers"),
        (["run", "{data}", "--out", "{tmp}/out", "--workers", "many"], "--workers"),
        (["evaluate", "{data}"], "needs --corpus"),
        (["evaluate", "{data}/predictions.csv", "--predictions", "x.csv"], "predictions.csv:1: not a JSON object"),
        (["evaluate", "{data}", "--predictions", "x.csv"], "no such file"),
        (["evaluate", "{data}", "--predictions", "{data}/expected.json"], "cannot be read as a table"),
        (["evaluate", "{data}", "--corpus", "tests"], "none of the 5 labelled documents"),
        (["explain", "nowhere.txt"], "no such file"),
        (["explain", "Ghana broke with London.", "--published", "Monday"], "is no date of the form"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_command_lines(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = extractor(*(argument.format(tmp=tmp_path, data=DATA) for argument in arguments))
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.rglob("events*"))


# run


def test_run_tells_what_it_did(corpus: Path, tmp_path: Path, fake_pipeline: None) -> None:
    code, out, err = invoke("run", corpus, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    for words in ("2 read", "2 asserted, 1960–1965", "2 relations severed", "1 negated, planned"):
        assert words in out
    for words in ("events.csv .parquet .jsonl,", "facts.csv .parquet,", "dyad_year.csv .parquet,"):
        assert words in out
    assert "precision" not in out


def test_run_names_failed_documents(corpus: Path, tmp_path: Path, fake_pipeline: None) -> None:
    for number in range(12):
        (corpus / f"bad{number:02}.txt").write_text(f"{SENTENCES}raise\n", encoding="utf-8")
    code, out, _ = invoke("run", corpus, "--out", tmp_path / "out")
    assert code == 1
    assert "2 read, 12 failed" in out
    assert "failed: bad00.txt: extraction failed: KeyError" in out
    assert "bad10" not in out and "and 2 more" in out


def test_run_scores_against_gold_beside_input(corpus: Path, gold: Path, tmp_path: Path, fake_pipeline: None) -> None:
    code, out, _ = invoke("run", corpus, "--out", tmp_path / "out")
    assert code == 0
    assert "all 0.500 1.000 0.667" in out
    assert "no part of this run: 1" in out
    assert "|docs:2|" in out
    (gold / "labels.jsonl").write_text("{", encoding="utf-8")
    code, out, err = invoke("run", corpus, "--out", tmp_path / "out")
    assert code == 0 and "no score" in err and "precision" not in out


def test_quiet_run_is_silent(corpus: Path, gold: Path, tmp_path: Path, fake_pipeline: None) -> None:
    assert invoke("run", corpus, "--out", tmp_path / "out", "--quiet") == (0, "", "")
    assert (tmp_path / "out" / "events.csv").is_file()


def test_table_columns(tmp_path: Path, fake_pipeline: None) -> None:
    (tmp_path / "t.csv").write_text(f'key,body\nk1,"{SENTENCES}severed GHA GBR 1965"\n', encoding="utf-8")
    options = ("--id-column", "key", "--text-column", "body")
    assert invoke("run", tmp_path / "t.csv", "--out", tmp_path / "out", "-q", *options)[0] == 0
    assert "k1,severed" in (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")
    code, _, err = invoke("run", tmp_path / "t.csv", "--out", tmp_path / "out")
    assert code == 2 and "no column 'text'" in err


# evaluate


def test_evaluate_a_corpus(corpus: Path, gold: Path, fake_pipeline: None) -> None:
    code, out, _ = invoke("evaluate", gold, "--corpus", corpus, "--errors", "--by-genre")
    assert code == 0
    for words in (
        "relations severed 0.500 1.000 0.667",
        "wire 0.500",
        "false positive wire/b severed BEL–GHA 1960",
        "text severed GHA BEL 1960",
        "rule fake · severed",
        "all missed: 1 (wire/c)",
        "match:dyad+year+action|gold:",
        "|lexicons:",
    ):
        assert words in out


def test_evaluate_as_json() -> None:
    code, out, _ = invoke("evaluate", DATA, "--predictions", DATA / "predictions.csv", "--json", "--errors")
    values = json.loads(out)
    assert code == 0
    assert values["all"] == {"precision": 0.7, "recall": 0.6364, "f1": 0.6667, "tp": 7, "fp": 3, "fn": 4}
    assert values["expelled_ambassador"]["precision"] is None
    assert len(values["errors"]) == 7
    assert "|predictions:" in values["signature"]


@pytest.mark.parametrize(("floor", "code"), [("0.6", 0), ("0.7", 1)])
def test_evaluate_as_a_gate(floor: str, code: int) -> None:
    arguments = ("evaluate", DATA, "--predictions", DATA / "predictions.csv", "--fail-under", floor)
    got, _, err = invoke(*arguments)
    assert got == code
    assert ("under the 0.7" in err) == bool(code)


# Help


def test_help_names_the_commands_and_the_version() -> None:
    code, out, _ = invoke("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    assert re.fullmatch(r"extractor \S+ ?", invoke("--version")[1])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert COMMANDS[name].help
    code, out, _ = invoke(name, "--help")
    assert code == 0
    assert f"Example: extractor {name} " in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    readme = REPOSITORY / "README.md"
    if not readme.is_file():
        pytest.skip("there is no README.md yet")
    assert f"extractor {name}" in readme.read_text(encoding="utf-8")


def test_defaults_of_columns_are_those_of_tables() -> None:
    from extractor.documents import TableColumns

    defaults = {option.name: option.default for option in COMMANDS["run"].params}
    columns = TableColumns(*(defaults[f"{name}_column"] for name in ("id", "text", "title", "published")))
    assert columns == TableColumns()
