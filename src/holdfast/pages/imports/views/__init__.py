"""The steps of an import, one module for each."""
