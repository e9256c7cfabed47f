"""Working days of Vietnamese public authorities: which days they are, and when a term of so many of them ends."""
