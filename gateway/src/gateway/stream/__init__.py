"""The live stream: every service's events as server-sent events, resumable, each caller's audience only."""
