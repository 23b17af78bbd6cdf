"""« Raccordement »: what the makers of programs are handed."""
