"""The confirmation."""
