"""The accounts of a book: one row each, as lists, segments and pages ask for them."""
