"""Use cases of the warning service."""
