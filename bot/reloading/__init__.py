"""Reloading: from what an editor wrote to what all processes use; a decision of an admin, and written down.

    propose ──► Proposal (findings, preview) ──► apply, if it is still what was shown ──► Applied
            ├─► Refused, Unchanged                                         roll_back ──► Applied
    begin   ──► a process agrees with the others at its start, and follows them from then on

Who wanted what, when and what came of it goes into the journal with the change itself: both are done, or neither.
"""

from bot.reloading.deciding import apply, compare, previewed, propose, publish, roll_back
from bot.reloading.following import begin
from bot.reloading.journal import record_of
from bot.reloading.noticing import changes
from bot.reloading.outcomes import (
    Admin,
    Applied,
    Outcome,
    Proposal,
    Refused,
    Unchanged,
    Undone,
    UnknownVersion,
)

__all__ = [
    "Admin",
    "Applied",
    "Outcome",
    "Proposal",
    "Refused",
    "Unchanged",
    "Undone",
    "UnknownVersion",
    "apply",
    "begin",
    "changes",
    "compare",
    "previewed",
    "propose",
    "publish",
    "record_of",
    "roll_back",
]
