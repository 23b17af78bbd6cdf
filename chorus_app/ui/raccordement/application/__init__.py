"""The page of one application: whether it is in service, and what it is limited to."""
