"""The base of every table of the cards service."""

from hueioc.db import Model, service_metadata


class Base(Model):
    __abstract__ = True
    metadata = service_metadata()
