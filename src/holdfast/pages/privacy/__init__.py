"""What people may ask for, and how long things are kept: pages of admins."""
