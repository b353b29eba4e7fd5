"""Goals: where a KPI should be, and whether it will get there."""
