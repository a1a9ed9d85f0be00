"""Upgrading the packages with a way back: saved packages, a backup, a look at health, and a journal for power cuts."""
