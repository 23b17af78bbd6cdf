"""Bytes in, frozen dataclasses out: what a file is and what it says. No database, no web."""
