"""The way of files from a browser or a folder of the server into a workspace, step by step."""
