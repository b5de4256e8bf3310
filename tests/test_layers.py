"""The order of the layers, and what the package may import, held by reading the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "extractor"

LAYERS = (
    "schema",
    "tables",
    "errors",
    "lexicons",
    "normalization",
    "documents",
    "mentions",
    "events",
    "pipeline",
    "explain",
    "dataset",
    "runs",
    "evaluation",
    "annotation",
    "reports",
    "terminal",
    "cli",
)
"""First to last: a module imports from its own layer and from earlier ones. The package itself belongs to all."""

PUBLIC = ("__init__", "__main__")

MODULE_OF = {"pyyaml": "yaml", "python-docx": "docx", "google-re2": "re2", "charset-normalizer": "charset_normalizer"}
"""Distributions whose module has another name."""


def modules() -> Iterator[tuple[str, Path]]:
    """(layer, file) of every module of the package."""
    for file in sorted(PACKAGE.rglob("*.py")):
        first = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield first, file


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it, with the line. Relative imports are made absolute."""
    package = [PACKAGE.name, *file.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            if name == PACKAGE.name:
                yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield name, node.lineno


def test_every_module_belongs_to_a_layer() -> None:
    assert {layer for layer, _ in modules()} <= {*LAYERS, *PUBLIC}


def test_modules_import_from_earlier_layers_only() -> None:
    wrong = []
    for layer, file in modules():
        if layer in PUBLIC:
            continue
        for name, line in imports(file):
            parts = name.split(".")
            known = parts[0] == PACKAGE.name and len(parts) > 1 and parts[1] in LAYERS
            if known and LAYERS.index(parts[1]) > LAYERS.index(layer):
                wrong.append(f"{file.relative_to(REPOSITORY)}:{line} imports {name}")
    assert not wrong


def declared(extra: str | None = None) -> set[str]:
    """Modules of the distributions that pyproject.toml names."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]
    matches = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    names = [match[0].lower() for match in matches if match]
    return {MODULE_OF.get(name, name.replace("-", "_")) for name in names}


def third_party(file: Path) -> Iterator[str]:
    for name, line in imports(file):
        first = name.split(".")[0]
        if first and first not in sys.stdlib_module_names and first != PACKAGE.name:
            yield f"{first} ({file.name}:{line})"


def test_every_import_is_declared() -> None:
    known = declared("cluster")
    undeclared = [name for _, file in modules() for name in third_party(file) if name.split(" ")[0] not in known]
    assert not undeclared


def test_every_import_of_tests_and_scripts_is_declared() -> None:
    files = [*(REPOSITORY / "tests").rglob("*.py"), *(REPOSITORY / "scripts").rglob("*.py")]
    known = declared("dev") | declared("cluster") | {file.stem for file in files} | {file.parent.name for file in files}
    undeclared = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            firsts = {name.split(".")[0] for name in names} - {*sys.stdlib_module_names, PACKAGE.name, *known}
            undeclared += [f"{name} ({file.name})" for name in firsts]
    assert not undeclared


@pytest.mark.parametrize("statement", ["import extractor", "import extractor.cli"])
def test_importing_is_cheap_and_silent(statement: str) -> None:
    heavy = {"spacy", "pandas", "numpy", "pyarrow", "trafilatura", "dateparser", "lxml"}
    code = f"import sys; {statement}; print(','.join(sorted({heavy!r} & set(sys.modules))), end='')"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_public_names() -> None:
    import extractor

    assert set(extractor.__all__) <= set(dir(extractor))
    assert extractor.__version__
    for name in ("Document", "Event", "to_frame"):
        assert getattr(extractor, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = extractor.nonsense
