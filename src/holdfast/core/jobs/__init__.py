"""Work that outlives a request: a lease queue in the operational database, behind Django's tasks API."""
