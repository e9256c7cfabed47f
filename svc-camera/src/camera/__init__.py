"""Urban cameras: whether they see, what passes, and what broke a rule."""
