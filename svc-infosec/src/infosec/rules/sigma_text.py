"""The YAML of a rule file, bounded before anything is built of it: size, depth, number of parts, no aliases."""

from collections.abc import Iterable
from typing import Any

import yaml

LARGEST_FILE = 64 << 10
MOST_PARTS = 20_000
DEEPEST = 24
MOST_DOCUMENTS = 50
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RuleRefused(ValueError):
    """The file or one of its rules cannot be used; the words are shown to whoever wrote it."""


def documents(text: str) -> list[dict[str, Any]]:
    """Every document of the file. Raises `RuleRefused`."""
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise RuleRefused(f"the file is larger than {LARGEST_FILE} bytes")
    try:
        _measure(yaml.parse(text, Loader=_LOADER))
        found: list[Any] = [each for each in yaml.load_all(text, Loader=_LOADER) if each is not None]
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError, AttributeError) as error:
        if isinstance(error, RuleRefused):
            raise
        raise RuleRefused(f"not YAML: {' '.join(str(error).split())[:200]}") from error
    if not found:
        raise RuleRefused("the file holds no rule")
    if len(found) > MOST_DOCUMENTS or not all(isinstance(each, dict) for each in found):
        raise RuleRefused(f"each of at most {MOST_DOCUMENTS} documents must be a map")
    return found


def _measure(parts: Iterable[Any]) -> None:
    depth = 0
    for number, part in enumerate(parts, 1):
        if isinstance(part, yaml.AliasEvent):
            raise RuleRefused("aliases (*name) are not accepted")
        if isinstance(part, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(part, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or number > MOST_PARTS:
            raise RuleRefused("the file is nested too deeply or has too many parts")
