"""Makers of files: the tests make their own, and name only what they are about."""
