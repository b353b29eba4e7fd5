"""From the journal to parts, exactly once: the only writer of the event store."""
