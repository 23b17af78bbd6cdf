"""The drafts that are not sent."""
