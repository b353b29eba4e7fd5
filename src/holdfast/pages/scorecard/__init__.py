"""The home page: every KPI at a glance."""
