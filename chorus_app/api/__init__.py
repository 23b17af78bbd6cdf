"""The HTTP API with the words of Chorus Pro's behind PISTE: `ROUTES` (routes.py) lists what it answers."""
