"""Who came together, and what is left of them."""
