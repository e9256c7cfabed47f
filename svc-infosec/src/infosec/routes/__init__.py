"""REST routes of the information safety service."""
