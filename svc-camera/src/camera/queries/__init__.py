"""Every statement of the camera service."""
