"""Every statement of the information safety service."""
