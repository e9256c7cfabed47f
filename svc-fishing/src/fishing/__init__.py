"""Fishing boats: where they are, which zones they enter, who is silent, who is in distress."""
