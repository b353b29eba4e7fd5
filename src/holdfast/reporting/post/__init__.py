"""Mails to members: composed in their language and sent, once each."""
