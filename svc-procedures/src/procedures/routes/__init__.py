"""REST routes of this service."""
