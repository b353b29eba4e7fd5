"""People who do not want to be counted."""
