"""Subscriptions: saved reports and dashboards by mail."""
