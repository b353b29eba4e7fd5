"""A segment as a form. What is asked lives in the address, complete or not; the form shows it and changes it."""
