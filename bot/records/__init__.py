"""Records: what is remembered of questions and answers, and what all processes must agree upon.

Nothing here is ever in the way of an answer: what the database does not take is kept in memory for a day, and
the log says what could not be written down (never the words of it).
"""

from bot.records.remembering import Records
from bot.records.replies import HUSH, Place, quotes_of

__all__ = ["HUSH", "Place", "Records", "quotes_of"]
