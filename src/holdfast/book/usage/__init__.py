"""Reports of usage: of a book in a notebook, and of a workspace for its pages."""
