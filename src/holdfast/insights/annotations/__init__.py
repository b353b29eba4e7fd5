"""What happened on a day, noted by members so that a chart can say it."""
