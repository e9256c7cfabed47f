"""Use cases of scene reflection. Each runs in the transaction of its caller."""
