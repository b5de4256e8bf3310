"""Shares of the inputs for runs on several machines that know nothing of each other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

from extractor.errors import InputError


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` shares; `index` counts from 1. A document is in one share, whatever other documents there are."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2/8", as `--shard` has it. Raises InputError for anything but i/n with i from 1 to n."""
        index, _, count = text.partition("/")
        if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
            return cls(int(index), int(count))
        raise InputError(f"--shard {text!r} is not of the form i/n, such as 1/8, 2/8 … 8/8.")

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def has(self, document_id: str) -> bool:
        """Is the document in this share? Documents with the same id are, so that they are told apart by numbers."""
        digest = hashlib.sha256(document_id.encode(errors="surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index - 1
