"""The first visit of a new installation."""
