"""`make run`: the app from this checkout, with a private PostgreSQL and example data, all under var/."""
