"""Events over HTTP: what clients of several makes send, as one form, committed to the journal before it is answered."""
