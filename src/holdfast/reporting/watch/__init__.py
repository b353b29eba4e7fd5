"""Numbers under watch: read when a period is over, judged, explained, and told."""
