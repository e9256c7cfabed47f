"""Every statement of this service."""
