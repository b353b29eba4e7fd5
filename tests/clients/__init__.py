"""Clients of other makers, as tests of the ingest process run them."""
