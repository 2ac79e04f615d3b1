"""Near misses: which known name an unknown one was probably meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["suggestion"]

_SHOWN = 12


def suggestion(wrong: str, known: Iterable[str], what: str = "id") -> str:
    """Say which known name is nearest, and list the known ones.

    >>> suggestion("ome_dx", ["koganei", "ome-dx"])
    '「ome-dx」ではありませんか。使える id: koganei, ome-dx'
    """
    names = list(known)
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.5)
    listed = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    return (f"「{near[0]}」ではありませんか。" if near else "") + f"使える {what}: {listed}"
