"""Whom conditions hold for that ask what somebody did, and what is told of accounts and people beside it."""
