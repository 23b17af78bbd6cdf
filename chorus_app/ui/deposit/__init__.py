"""« Déposer »: choose a file, see what it is and what would become of it, send it."""
