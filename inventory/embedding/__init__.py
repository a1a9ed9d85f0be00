"""The model server (`inventory embedder serve`), its client, and the engines that run the model.

The web process imports `client` only, which needs nothing but the standard library. The engines and
their libraries are loaded in the embedder's process alone, so there is one copy of the model.
"""

# Length of every vector. The search index stores halfvec(384), so a model must have this many.
DIMENSION = 384
