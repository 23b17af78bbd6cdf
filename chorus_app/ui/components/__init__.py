"""Pieces that every page is made of. They take values and handlers, never a State."""
