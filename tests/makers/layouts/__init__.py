"""Thirty ways in which French companies lay out an invoice, drawn as PDF, each with the truth of what it shows.

No form is anybody's: names, numbers and amounts are made up, SIRET have right keys.
"""
