"""A parsed invoice in, findings out. No database, no web."""
