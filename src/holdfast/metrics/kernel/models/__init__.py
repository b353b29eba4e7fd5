"""Statistics behind the KPIs: pure functions of numbers and arrays."""
