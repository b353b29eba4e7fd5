"""What links in mails lead to that need no sign-in."""
