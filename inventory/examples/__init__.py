"""Example data: a workshop, a household and a bakery, with drawn photos."""
