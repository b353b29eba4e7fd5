"""The query schema: what can be asked, typed, versioned and validated. The same JSON on a page, the API and the CLI."""
