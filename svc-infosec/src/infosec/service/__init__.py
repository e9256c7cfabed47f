"""Use cases of the information safety service."""
