"""« Aide », the guides, the release notes, accessibility."""
