"""The version of this program; the Debian changelog and the web pages show the same."""

__version__ = "0.1.0"
