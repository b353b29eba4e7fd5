"""The parts of the funnel: from events to tries, from tries to the best one of each, from there to numbers."""
