"""REST routes of scene reflection: for citizens and the public, for the operations centre and the units."""
