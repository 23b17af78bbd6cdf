"""Demonstration data: structures, accounts and deposits of each kind. Nothing here runs outside demonstration mode."""
