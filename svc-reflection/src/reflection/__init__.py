"""Scene reflection: a citizen photographs a problem, the responsible unit answers in public, the citizen rates it."""
