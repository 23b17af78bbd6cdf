"""« Vérifier une facture »: the verdict on a file, without a deposit and without an account."""
