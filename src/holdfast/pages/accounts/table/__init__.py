"""The table of accounts: its columns, filters and order, all of them in the address."""
