"""Pure rules of cameras, and the worker program that applies them to pictures."""
