"""The commands of `hue`, by what they are about."""
