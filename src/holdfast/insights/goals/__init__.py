"""Goals: where a KPI should be by when, and whether it is on its way there."""
