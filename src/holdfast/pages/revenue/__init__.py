"""MRR: what moved it, and by whom."""
