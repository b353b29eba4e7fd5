"""Settings of the workspace and of its metrics."""
