"""YAML front matter of text and Markdown files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w -]{0,40}?)[ \t]*:[ \t]*(.*)")
_MAX_CHARACTERS = 1 << 16  # front matter is short; "---" far down is a rule in the text


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`body_start` is 0 where there is no front matter; `problem` says what is wrong with it, if anything is."""

    fields: dict[str, str] = field(default_factory=dict)
    body_start: int = 0
    problem: str = ""


def parse_front_matter(text: str) -> FrontMatter:
    """Read the block between "---" lines at the very beginning. Broken YAML is read line by line instead."""
    if not text.startswith("---"):
        return FrontMatter()
    head = text[:_MAX_CHARACTERS]
    match = _BLOCK.match(head)
    if match is None:
        first = head.split("\n", 2)[1:2]
        looks_meant = bool(first) and _PAIR.fullmatch(first[0]) is not None and head.startswith("---\n")
        return FrontMatter(problem="the front matter has no closing ---" if looks_meant else "")
    block = match[1] or ""
    values = _load_yaml(block)
    if values is None:
        # "title: Cuba: a chronology" is not YAML, but there is no doubt about what is meant.
        pairs = (_PAIR.fullmatch(line.strip()) for line in block.splitlines())
        found = {pair[1].casefold(): pair[2].strip("\"' ") for pair in pairs if pair}
        if not found:
            return FrontMatter()
        return FrontMatter(found, match.end(), "" if _only_pairs(block) else "the front matter is not valid YAML")
    if not values and block.strip():
        return FrontMatter()  # prose between two rules
    return FrontMatter(values, match.end())


def _only_pairs(block: str) -> bool:
    return all(_PAIR.fullmatch(line.strip()) for line in block.splitlines() if line.strip())


def _load_yaml(block: str) -> dict[str, str] | None:
    """The mapping with its values as written; {} if the block is no mapping, None if it is not YAML."""
    import yaml

    try:
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # leaves "1990-08" and "no" the strings they are
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(loaded, dict):
        return {}
    return {str(key).casefold(): value.strip() for key, value in loaded.items() if isinstance(value, str)}
