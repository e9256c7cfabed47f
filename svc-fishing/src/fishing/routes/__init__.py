"""REST routes of the fishing service."""
