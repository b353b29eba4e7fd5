"""People who asked to be forgotten: what comes of them is dropped, what is stored of them is removed from the files."""
