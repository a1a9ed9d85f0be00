"""Backups of the device: the database, the photos and the secret key, each in a folder of its own."""
