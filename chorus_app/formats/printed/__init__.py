"""What an invoice in a PDF shows to the eye: its words and where they stand, and the values that can be read there.

`words` draws the words out of a PDF, `layout` puts them in rows and cells, `labels` says by which words a value is
announced, `values` how it is written; `announced`, `totals` and `parties` find it, `reading` asks them. Nothing of it
knows an XML.
"""
