"""How well releases are read, on every set of annotated releases that is at hand."""
