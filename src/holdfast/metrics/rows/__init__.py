"""The rows behind tables made of several KPIs: their sums are the cells."""
