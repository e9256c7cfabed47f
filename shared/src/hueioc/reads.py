"""Counting how often documents of a counted view are read: where the sums are told, and whose reads count.

The gateway counts what it answers from memory, the service what it answers itself. A read counts when the document
was sent in whole: not a HEAD, not to a program that says it is a robot (or says nothing), and not to somebody who has
a copy of it already (`If-None-Match`), because that is the same reader looking again.
"""

from collections.abc import Mapping


def reads_subject(service: str) -> str:
    """Core NATS; JSON that maps `view.key` to how often that document was read since the last message."""
    return f"live.gateway.reads.{service}"


def is_robot(user_agent: bytes) -> bool:
    """Programs that say what they are, or nothing at all. Others cannot be told from people, and are counted."""
    name = user_agent.lower()
    return not name or any(word in name for word in (b"bot", b"crawl", b"spider"))


def is_reader(headers: Mapping[str, str]) -> bool:
    """Whether a GET with these headers counts."""
    return not headers.get("if-none-match") and not is_robot(headers.get("user-agent", "").encode("latin-1", "replace"))
