"""One account or person: facts, timeline, traits, people."""
