"""Pure rules of the press: no database, no network."""
