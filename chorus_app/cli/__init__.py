"""The command `chorus`: the operator's chores, one file for each family."""
