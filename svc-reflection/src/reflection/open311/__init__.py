"""Open311 GeoReport v2: scene reflection as standard clients speak to it (docs/open311.md)."""
