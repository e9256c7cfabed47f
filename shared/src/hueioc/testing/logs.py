"""Logs of a test: plain lines, which pytest shows with a failure."""

import structlog


def configure() -> None:
    """Without this structlog draws each exception with all its variables, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
