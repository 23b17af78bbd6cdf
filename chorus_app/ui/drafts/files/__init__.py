"""The step of the documents."""
