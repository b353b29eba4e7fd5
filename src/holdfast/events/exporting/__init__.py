"""Events for other tools: whole folders of Parquet, or a Delta table. A copy; never what Holdfast itself reads."""
