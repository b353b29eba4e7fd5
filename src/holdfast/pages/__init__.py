"""The workspace in the browser: a folder for each page, over the book and the rooms below it."""
