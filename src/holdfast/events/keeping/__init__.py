"""How long events and what could not be stored are kept, where a workspace says so."""
