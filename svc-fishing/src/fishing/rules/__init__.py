"""Pure rules of the fishing service: AIS, the sea, plausibility, fences."""
