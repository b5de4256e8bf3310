"""The page: one HTML file with its style, its program and its data, which asks the network for nothing.

Three walls keep the words of documents from becoming markup or program: the template escapes, data stand as JSON
without an angle bracket, and a content security policy lets the browser run the page's own script and style alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.errors import OutputError

SCRIPTS = ("data", "address", "filters", "parts", "list", "table", "timeline", "map", "reader", "documents", "main")
"""The program's files, in the order in which they are joined."""

_UNSAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def write_page(
    out: Path, data: Mapping[str, Any], texts: Iterable[tuple[int, Mapping[str, Any]]], context: Mapping[str, Any]
) -> None:
    """Write the page to `out`. `texts`: of each document, by its number, taken while writing. `context`: what the
    template shows itself.

    The file takes its name when it is complete. Raises OutputError if the disk refuses.
    """
    style, script = _asset("report.css"), _script()
    environment = Environment(
        loader=PackageLoader(__package__, "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    stream = environment.get_template("report.html").stream(
        **context,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        data=script_json(data),
        texts=((number, script_json(text)) for number, text in texts),
    )
    stream.enable_buffering(50)
    partial = out.with_name(f".{out.name}.partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(stream)
        partial.replace(out)
    except OSError as error:
        raise OutputError(f"{out}: the report cannot be written ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            partial.unlink()


def script_json(value: Any) -> Markup:
    """JSON that can stand in a <script> element: no character in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE_IN_SCRIPT))


def _script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in SCRIPTS)
    return f'"use strict";\n{{\n{parts}\n}}\n'


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("page", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded from anywhere, and no style or script run but these two."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
