"""Every statement of the cards service."""
