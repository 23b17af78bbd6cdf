"""Papers for the reader of pages that nobody drew for it.

The `.html` are invoices as online services send them; the `.pdf` beside them are what Chromium prints
(`python -m tests.papers.printing`), kept so that no test needs a browser. `truths.toml` says what each one shows,
those of `tests/makers/raw_papers.py` too. All names and numbers are made up.
"""
