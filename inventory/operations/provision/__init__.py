"""`inventory provision`: creates what a device still lacks, and nothing else. One module a step."""
