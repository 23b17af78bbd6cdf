"""The release notes: CHANGELOG.md as entries."""
