"""The index: it takes passages as terms and gives scored ids; nothing above it knows the engine.

text ──► terms (words, character n-grams, kana n-grams) ──► Engine ──► Scored ids
"""

from bot.index.engine import Engine, MemoryEngine, Scored
from bot.index.query import Part, Query
from bot.index.terms import Terms, analyse

__all__ = ["Engine", "MemoryEngine", "Part", "Query", "Scored", "Terms", "analyse"]
