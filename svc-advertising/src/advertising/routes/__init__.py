"""REST routes of the advertising service."""
