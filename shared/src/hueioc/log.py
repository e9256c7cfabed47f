"""JSON logs, one object a line, with the trace id, without personal data.

Every text that leaves through the log passes the redaction of phone, e-mail and citizen-id numbers.
"""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import orjson
import structlog
from opentelemetry import trace

from hueioc.personal.redact import redact


def configure(service: str, *, level: int = logging.INFO) -> None:
    """Set up structlog and the standard library's loggers for one process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _named(service),
            without_personal_data,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    handler = _Bridge()
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def without_personal_data(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        event[key] = _redacted(value)
    return event


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {_redacted(key): _redacted(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _named(service: str) -> Any:
    def add(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"] = f"{context.trace_id:032x}"
        return event

    return add


def _dumps(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=lambda other: redact(str(other)), option=orjson.OPT_NON_STR_KEYS)


class _Bridge(logging.Handler):
    """Hands what libraries log to structlog, so that it is redacted too."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger(record.name)
        exception = {"exc_info": record.exc_info} if record.exc_info else {}
        logger.log(record.levelno, record.getMessage(), logger=record.name, **exception)
