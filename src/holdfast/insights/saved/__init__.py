"""Saved reports: questions of usage under a name."""
