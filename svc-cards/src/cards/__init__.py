"""Electronic cards of officials: issued, printed, checked by anybody, suspended and revoked."""
