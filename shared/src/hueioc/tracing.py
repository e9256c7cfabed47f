"""OpenTelemetry traces: off unless `HUE_TRACES_URL` names an OTLP/HTTP endpoint. W3C trace context is always kept."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from os import urandom

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()
_providers: list[TracerProvider] = []
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}\Z")


def configure(service: str, traces_url: str) -> None:
    """Export spans when an endpoint is given. Made after the fork: the exporter has a thread."""
    if not traces_url:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"hue-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=traces_url)))
    trace.set_tracer_provider(provider)
    _providers.append(provider)


def parent_of(traceparent: str, tracestate: str = "") -> Context:
    """The caller's context, or a new trace when the header is absent or not valid (W3C Trace Context 3.2)."""
    carrier = {"traceparent": traceparent} | ({"tracestate": tracestate} if tracestate else {})
    found = _PROPAGATOR.extract(carrier, context=Context()) if traceparent else Context()
    if trace.get_current_span(found).get_span_context().is_valid:
        return found
    fresh = SpanContext(
        trace_id=int.from_bytes(urandom(16), "big"),
        span_id=int.from_bytes(urandom(8), "big"),
        is_remote=False,
        trace_flags=TraceFlags(0),
    )
    return trace.set_span_in_context(NonRecordingSpan(fresh), Context())


@contextmanager
def server_span(name: str, parent: Context) -> Generator[Span]:
    """The span of one request; without an endpoint it only carries the caller's context.

    Exceptions are not recorded in it: their messages may hold personal data.
    """
    tracer = trace.get_tracer(__name__)
    with tracer.start_as_current_span(
        name, context=parent, kind=SpanKind.SERVER, record_exception=False, set_status_on_exception=False
    ) as span:
        yield span


def current_trace_id() -> str:
    found = trace.get_current_span().get_span_context()
    return f"{found.trace_id:032x}" if found.is_valid else ""


def exports() -> bool:
    """Whether spans go anywhere. Asking OpenTelemetry itself reads the environment each time."""
    return bool(_providers)


def traceparent(given: str) -> str:
    """The `traceparent` to hand on: of the current span, else the caller's when it is valid, else of a new trace."""
    found = trace.get_current_span().get_span_context()
    if found.is_valid:
        return f"00-{found.trace_id:032x}-{found.span_id:016x}-{found.trace_flags:02x}"
    if _TRACEPARENT.match(given):
        return given
    return f"00-{urandom(16).hex()}-{urandom(8).hex()}-00"


def attach(parent: Context) -> object:
    return context.attach(parent)


def detach(token: object) -> None:
    context.detach(token)  # type: ignore[arg-type]
