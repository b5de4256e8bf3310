"""Documents in, an auditable dataset of diplomatic events out.

Importing this package is cheap and silent: spaCy and pandas are loaded by the first call that needs them.

>>> import extractor
>>> events = extractor.extract("In 1974 Portugal established diplomatic relations with the Soviet Union.")
>>> extractor.to_frame(events)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.dataset.frames import to_frame
    from extractor.pipeline import extract, load
    from extractor.schema import Document, Event

__all__ = ["Document", "Event", "__version__", "extract", "load", "to_frame"]

try:
    __version__ = version("extractor")
except PackageNotFoundError:  # run from a folder without having been installed
    __version__ = "0+unknown"

_HOMES = {
    "Document": "extractor.schema",
    "Event": "extractor.schema",
    "extract": "extractor.pipeline",
    "load": "extractor.pipeline",
    "to_frame": "extractor.dataset.frames",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
