"""What people may ask for, their data or to be forgotten, and how long a workspace keeps what it knows."""
