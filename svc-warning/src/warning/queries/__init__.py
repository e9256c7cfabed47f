"""Every statement of the warning service."""
