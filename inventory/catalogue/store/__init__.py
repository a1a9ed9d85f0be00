"""SQL of the room catalogue, one file a subject. Every function takes a connection in a transaction."""
