"""Every statement of the press service."""
