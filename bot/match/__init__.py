"""Matching: a question and a corpus give ranked hits, curated entries and passages on one scale.

question ──► facets (places, people, several cities?)  ─┐
└─► query (words, glossary, former question) ──┴─► engines ──► features ──► ranking ──► hits
"""

from bot.fitted.features import Features
from bot.match.facets import Facets
from bot.match.hits import Absent, Hit, Matched
from bot.match.matcher import Matcher
from bot.match.slips import Mended, Slip

__all__ = ["Absent", "Facets", "Features", "Hit", "Matched", "Matcher", "Mended", "Slip"]
