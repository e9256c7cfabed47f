"""Electronic advertising: what screens may show, what they show, and what is done about it."""
