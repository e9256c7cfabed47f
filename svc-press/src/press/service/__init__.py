"""Use cases of the press service."""
