"""The pages of accounts, people, lists and search."""
