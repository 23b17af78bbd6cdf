"""What a file is, what it says and what was found in it: the pieces that deposit and check pages share."""
