"""The base of the gateway's tables."""

from hueioc.db import Model, service_metadata


class Base(Model):
    __abstract__ = True
    metadata = service_metadata()
