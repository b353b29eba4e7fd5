"""Subscriptions: saved reports and dashboards that are mailed again and again."""
