"""The frame of an answer: what its buttons and dates need beside the answer itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["CONVERSATION", "Frame"]

CONVERSATION = "-"  # stands for the thread where there is none: a conversation in direct messages


@dataclass(frozen=True, slots=True)
class Frame:
    """An answer's number (its buttons name it), the reader's date, and how it is shown.

    ``private`` answers are seen by one person, who may post them to the thread (``in_thread``) or channel, once
    (``is_posted``); one in a ``modal`` has no feedback buttons, since Slack allows these in messages only.
    ``thread`` is that of a second or later answer, whose quotes can be collected with those before it; else "".
    ``chain`` are the answers that this one brings further cases to, the first one first. ``heading`` says what is
    answered where the question does not stand above.
    """

    answer_id: str
    today: date
    private: bool = False
    modal: bool = False
    thread: str = ""
    chain: tuple[str, ...] = ()
    in_thread: bool = False
    is_posted: bool = False
    heading: str = ""

    @property
    def number(self) -> str:
        """Name the answer with those before it: 「k7m2p9q:2345678」."""
        return ":".join((*self.chain, self.answer_id))
