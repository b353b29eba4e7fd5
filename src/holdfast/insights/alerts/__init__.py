"""Alerts: numbers under watch, and what was found out of the ordinary."""
