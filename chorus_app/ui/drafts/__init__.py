"""Invoices deposited by hand: the steps of a draft, and the lists of drafts."""
