"""The parts of the report of paths: from events to sessions, from sessions to paths, from paths to counts."""
