"""Users, roles, sessions, API tokens, first set-up, audit trail."""
