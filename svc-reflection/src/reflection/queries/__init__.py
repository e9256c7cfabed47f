"""Every statement of scene reflection, by what it asks for."""
