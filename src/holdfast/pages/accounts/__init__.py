"""All accounts, and one account with everything known of it."""
