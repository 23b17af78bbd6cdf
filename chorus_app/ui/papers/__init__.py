"""A file looked at: as a readable invoice, as a document page by page, as XML. For invoices and for deposited files."""
