"""PostgreSQL and NATS started from their PyPI wheels: no root, no Docker. For the embedded start and for the tests."""
