"""Dashboards: what is looked at together, and the links by which others may see it."""
