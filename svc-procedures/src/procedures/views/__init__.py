"""The documents of this service. Pure."""

SERVICE = "procedures"
