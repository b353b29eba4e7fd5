"""What programs may ask for."""
