"""`inventory doctor`: checks everything that a deployment can get wrong. One module a group of checks."""
