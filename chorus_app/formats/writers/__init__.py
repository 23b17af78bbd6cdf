"""The other way round: a `ParsedInvoice` in, a file out. For demonstration data, exports and tests."""
