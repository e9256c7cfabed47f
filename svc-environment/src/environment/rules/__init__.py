"""Pure rules of the environment service."""
