"""Pure rules of this service."""
