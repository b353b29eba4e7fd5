"""The numbers of a workspace for programs, by HTTP and JSON, with a key that may read. docs/reference/api.md."""
