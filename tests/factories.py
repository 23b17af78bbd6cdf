"""Makers of rows with boring defaults: a test names only what it is about."""
