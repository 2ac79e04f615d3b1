"""The names that a file declares, whether or not what bears them is sound.

A reference is unknown only if nobody declares its name: where the thing itself is broken, that is reported there,
and once is enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.nodes import Mapping, Node, Scalar, Sequence
from bot.knowledge.suggest import suggestion

__all__ = ["Names"]


@dataclass(frozen=True, slots=True)
class Names:
    """Declared names in the order of the file; ``is_complete`` is false where some could not be read."""

    known: frozenset[str]
    listed: tuple[str, ...]
    is_complete: bool

    @classmethod
    def declared(cls, node: Node | None, key: str) -> Names:
        """Collect the values of a key from a list of records."""
        if not isinstance(node, Sequence):
            return cls(frozenset(), (), is_complete=False)
        values = [item.get(key) if isinstance(item, Mapping) else None for item in node.items]
        texts = [value.text.strip() for value in values if isinstance(value, Scalar)]
        listed = tuple(dict.fromkeys(texts))
        return cls(frozenset(listed), listed, is_complete=len(texts) == len(values))

    @classmethod
    def of(cls, parts: Iterable[Names]) -> Names:
        """Join what several files declare."""
        joined = list(parts)
        listed = tuple(dict.fromkeys(name for part in joined for name in part.listed))
        return cls(frozenset(listed), listed, all(part.is_complete for part in joined))

    def lacks(self, name: str) -> bool:
        """Tell whether nobody declares this name, as far as all names are known."""
        return self.is_complete and name not in self.known

    def suggestion(self, wrong: str, what: str = "id") -> str:
        """Say which name was probably meant."""
        return suggestion(wrong, self.listed, what)
