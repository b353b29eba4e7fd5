"""Running the parts of an installation: the web process, the worker, and the supervisor over both."""
