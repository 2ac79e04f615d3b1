"""Near misses: which known name an unknown one was probably meant to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process

from bot.text import shorten

__all__ = ["nearest", "suggestion"]

_LISTED = 12
_MANY = 500
_CUTOFF = 60.0  # rapidfuzz ratio: from here two names look like each other


def nearest(wrong: str, known: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """Return the known name that is most like a wrong one, whatever the width and case, or "".

    >>> nearest("Ｖarients", ["id", "variants"])
    'variants'
    """
    names = list(known)
    # Thousands of names are ids, all of them plain as they are.
    plain = _plain if len(names) < _MANY else None
    found = process.extractOne(wrong, names, scorer=fuzz.ratio, processor=plain, score_cutoff=cutoff)
    return found[0] if found else ""


def suggestion(wrong: str, known: Collection[str], what: str = "id") -> str:
    """Say which known name is nearest, and list the known ones if they are few.

    >>> suggestion("ome_dx", ["koganei", "ome-dx"])
    '「ome-dx」ではありませんか。使える id: koganei, ome-dx'
    """
    near = nearest(wrong, known)
    perhaps = f"「{shorten(near)}」ではありませんか。" if near else ""
    if len(known) > _LISTED:
        return perhaps or f"{what} を確かめてください。"
    return perhaps + f"使える {what}: {', '.join(shorten(name, 30) for name in known)}"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace("_", "-")
