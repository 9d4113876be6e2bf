"""How fast: reading, building and asking, each against a named peer in the same run."""
