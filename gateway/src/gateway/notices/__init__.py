"""Notices to people: what is told to whom, by which channels, when they want it."""
