"""Events as they come in: is it arriving, what is refused, which events are there, and the keys to send with."""
