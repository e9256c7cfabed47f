"""REST routes of the environment service."""
