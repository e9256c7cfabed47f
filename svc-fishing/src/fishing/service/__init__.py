"""Use cases of the fishing service."""
