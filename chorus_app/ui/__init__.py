"""Everything that people see: the only place, with chorus_app.py, that imports Reflex."""
