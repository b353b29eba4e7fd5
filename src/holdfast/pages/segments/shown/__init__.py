"""Who is in a segment, and how many were, in words and pictures."""
