"""Pure rules of the warning service."""
