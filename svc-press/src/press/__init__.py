"""Local press: what the newspapers write about Hue, and what the authority answers."""
