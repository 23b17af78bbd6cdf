"""What a person keeps for himself about the lists: searches under a name, and the columns that he sees."""
