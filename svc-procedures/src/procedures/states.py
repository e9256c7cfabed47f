"""The states of what this service keeps, as data."""
