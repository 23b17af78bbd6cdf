"""« Suivi des flux »: the list, a flux, its compte-rendu."""
