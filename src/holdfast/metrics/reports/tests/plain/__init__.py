"""The reports again in plain Python: loops over events and sets of ids, no arrays, nothing shared with the reports."""
