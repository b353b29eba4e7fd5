"""Segments of a workspace: their definitions, who changed them when, and how large they have been."""
