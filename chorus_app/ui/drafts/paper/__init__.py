"""The PDF beside the form."""
