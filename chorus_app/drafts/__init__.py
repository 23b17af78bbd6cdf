"""Invoices on their way by hand: a classic PDF or a form, saved as a draft at each step, sent once."""
