"""Coordonnées bancaires: the accounts on which a structure wants to be paid."""
