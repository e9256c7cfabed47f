"""REST routes of the press service."""
