"""Keep the embedder small: hand memory that was freed back to the system (glibc only)."""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8


def use_one_arena() -> None:
    """Let all threads allocate from one pool: only one of them works hard, and each pool keeps its peak."""
    _call("mallopt", _M_ARENA_MAX, 1)


def give_back_freed_memory() -> None:
    """Return freed pages; after loading the model that is about 10 MB."""
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:  # another C library than glibc has neither
        function(*arguments)
