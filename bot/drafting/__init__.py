"""Drafting: from a question that nobody could answer to an entry that an editor has approved.

    sketch ──► Sketch (near excerpts and entries) ──► Wanted (what the editor made of it) ──► tried ──► Tried
    Tried  ──► write: into knowledge/faq, whole or not at all; where nothing can be written, its lines to copy

What stands in the articles is copied by place, never typed: an editor chooses, and writes only how people ask.
"""

from bot.drafting.answered import is_answered
from bot.drafting.making import DraftError, Wanted, check_complete, plan_of
from bot.drafting.sketching import Candidate, Sketch, sketch
from bot.drafting.trying import Tried, is_writable, tried, write

__all__ = [
    "Candidate",
    "DraftError",
    "Sketch",
    "Tried",
    "Wanted",
    "check_complete",
    "is_answered",
    "is_writable",
    "plan_of",
    "sketch",
    "tried",
    "write",
]
