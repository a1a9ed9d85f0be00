"""Keeping a device well: provisioning, health, doctor, housekeeping."""
