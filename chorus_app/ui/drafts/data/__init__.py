"""The step of the data."""
