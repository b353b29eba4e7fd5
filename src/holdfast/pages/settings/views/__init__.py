"""The tabs of the settings, one module for each."""
