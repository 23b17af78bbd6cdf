"""The pages of explanations for users: one Markdown file each."""
