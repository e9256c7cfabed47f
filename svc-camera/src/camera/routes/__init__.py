"""REST routes of the camera service."""
