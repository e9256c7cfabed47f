"""Use cases of the advertising service."""
