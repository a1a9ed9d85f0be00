"""The ansible project against booted Debian 12 hosts, over ssh, as an operator runs it."""
