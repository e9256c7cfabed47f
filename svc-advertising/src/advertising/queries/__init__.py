"""Every statement of the advertising service."""
