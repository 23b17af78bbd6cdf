"""Foundations without a business word: settings, database, files, mail, text, clock."""
