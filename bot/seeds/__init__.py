"""Seeds: the text files of articles, each parsed into an `Article` whose every part is a span of the file.

    seed text ──► layout (round table, labelled interview, or paragraphs) ──► Article

A layout is a module with ``recognises(lines)`` and ``read(lines)``; the first that recognises a file reads it.
"""

from bot.seeds.article import Article, Kind, Participant, Passage
from bot.seeds.parse import parse

__all__ = ["Article", "Kind", "Participant", "Passage", "parse"]
