"""Whether a file is still the one that was read: from what the system says of it, or from its content."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path

_FINE_SECONDS, _COARSE_SECONDS = 0.1, 2.0  # more than the steps of the clocks of file systems
_SECOND_NS = 1_000_000_000


def file_state(path: Path) -> str:
    """Size, times and number of a file: with any change of its content, one of them changes. Take it before reading.

    "" for a file changed so lately that a further change could bear the same time, and for one that is not there.
    The time at which the inode changed is set by the system alone, so that no copying or unpacking fakes it.
    """
    try:
        found = path.stat()
    except OSError:
        return ""
    has_fractions = found.st_mtime_ns % _SECOND_NS and found.st_ctime_ns % _SECOND_NS
    settled = time.time() - max(found.st_mtime, found.st_ctime)
    return state_of(found) if settled > (_FINE_SECONDS if has_fractions else _COARSE_SECONDS) else ""


def state_of(found: os.stat_result) -> str:
    """The same, from what the system says of a file, however lately it was changed."""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def hash_file(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, as `read` notes it; "" for what cannot be read or is no regular file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
