"""The small base of `tests/editing`, as its own tests have it."""

from __future__ import annotations

from tests.editing.conftest import base, knowledge

__all__ = ["base", "knowledge"]
