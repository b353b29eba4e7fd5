"""Mails to members: each is noted before it is sent, so that it is sent once."""
