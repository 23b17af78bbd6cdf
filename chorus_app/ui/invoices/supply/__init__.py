"""What a supplier does with an invoice that came back to him: a page for each act."""
