"""Search: a query becomes a text rank and a vector rank, and one list of items with why each was found."""
