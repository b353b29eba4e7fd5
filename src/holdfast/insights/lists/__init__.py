"""What members keep of accounts and people: lists of them, and views of the table of accounts."""
