"""REST routes of the cards service."""
