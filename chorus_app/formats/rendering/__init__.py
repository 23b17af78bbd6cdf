"""An invoice as people read it: every value that a reader takes, in French, with its business term beside it."""
