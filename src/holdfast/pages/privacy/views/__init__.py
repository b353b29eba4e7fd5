"""The settings of privacy; the data of one person; its export; its erasure."""
