"""Questions about behaviour: built without SQL, answered at once, with the people behind every number."""
