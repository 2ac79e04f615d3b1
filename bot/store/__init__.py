"""The store: what the bot writes down, in SQLite or in PostgreSQL; all SQL of the bot is in this house.

    settings ──► Store.open(url) ──► answers, feedback, wishes, people    what was asked, and what came of it
                                 ├─► claims, threads                      what all processes must agree upon
                                 └─► reloads, editions, watch             which knowledge is in use, and since when

A person is stored as a keyed hash, a question with telephone numbers, mail addresses and numbers of twelve digits
masked, and everything only for as long as the retention says.
Every method raises `StoreError`, one sentence without secrets or question text, when the database fails.
"""

from bot.editions import AwayError, Edition, MemoryEditions, ReloadRecord, StoreError
from bot.store.answers import AnswerRecord, QuoteRecord
from bot.store.editions import Editions
from bot.store.feedback import Feedback
from bot.store.people import Stored
from bot.store.store import Store
from bot.store.wishes import NEWEST, Kept, Wish

__all__ = [
    "NEWEST",
    "AnswerRecord",
    "AwayError",
    "Edition",
    "Editions",
    "Feedback",
    "Kept",
    "MemoryEditions",
    "QuoteRecord",
    "ReloadRecord",
    "Store",
    "StoreError",
    "Stored",
    "Wish",
]
