"""Additions: which questions an editor has added since an earlier edition of the knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.knowledge import Entry, Knowledge

__all__ = ["added_since"]

_ENTRIES = "knowledge/faq/"
_ID = re.compile(r"""^-?[ ]*id:[ ]*(["']?)(?P<id>[^\s"'#]+)\1""", re.MULTILINE)


def added_since(files: Mapping[str, str], knowledge: Knowledge) -> tuple[Entry, ...]:
    """List the entries that the earlier files (path → text) do not have, in the order of the knowledge."""
    texts = (text for path, text in files.items() if _ENTRIES in path)
    known = {found["id"] for text in texts for found in _ID.finditer(text)}
    return tuple(entry for entry in knowledge.entries if known and entry.id not in known)
