"""Dashboards, as members look at them and as those see them who have a link."""
