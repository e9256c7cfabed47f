"""Every statement of the fishing service."""
