"""Every statement of the environment service."""
