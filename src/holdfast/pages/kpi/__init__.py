"""One KPI: its course, its definition and the customers behind it."""
