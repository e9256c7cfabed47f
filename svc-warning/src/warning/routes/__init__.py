"""REST routes of the warning service."""
