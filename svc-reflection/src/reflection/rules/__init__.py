"""Pure rules of scene reflection: no I/O, everything from arguments."""
