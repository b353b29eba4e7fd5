"""Which message ids were seen before: exact, for ever, and at a cost that does not grow with what is stored."""
