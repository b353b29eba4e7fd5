"""Segments: listed, built, looked at, changed."""
