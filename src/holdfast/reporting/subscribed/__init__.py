"""Reports and dashboards mailed again and again."""
