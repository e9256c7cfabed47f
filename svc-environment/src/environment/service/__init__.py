"""Use cases of the environment service."""
