"""The common library of the Hue city suite: mechanisms that every service needs, and no word of any domain."""
