"""Numbers where nobody asks for them on a page: on dashboards, in mails, under watch. Pages and the worker use it."""
