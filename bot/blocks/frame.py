"""The frame of an answer: what its buttons and dates need beside the answer itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """An answer's number (its buttons name it), the reader's date, and how it is shown.

    ``private`` answers are seen by one person, who may share them; one in a ``modal`` has no feedback buttons,
    since Slack allows these in messages only. ``thread`` is that of a second or later answer, whose quotes can be
    collected with those before it; else "".
    """

    answer_id: str
    today: date
    private: bool = False
    modal: bool = False
    thread: str = ""
