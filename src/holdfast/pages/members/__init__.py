"""Members, roles, invitations, one's own profile and the audit log."""
