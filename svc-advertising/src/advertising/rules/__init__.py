"""Rules of electronic advertising, pure: pixels, schedule and moment in, verdict with its reasons out."""
