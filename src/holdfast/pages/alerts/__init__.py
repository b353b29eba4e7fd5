"""Alerts: numbers under watch, and what was found."""
