"""Use cases of the cards service."""
