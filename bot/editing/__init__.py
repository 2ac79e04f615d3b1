"""Editing: what an editor may ask about the curated layer, as values; the command line renders them.

knowledge ──► coverage     which sentences no entry quotes, and which of them need no entry
snapshot  ──► collisions   which entries the matcher takes for one another
          └─► glossary_use which groups of words change an answer, and whether for the better
forms     ──► schema       the files' JSON Schemas
"""

from bot.editing.collisions import Collision, Collisions, find_collisions
from bot.editing.coverage import ArticleCoverage, Unquoted, measure_coverage
from bot.editing.glossary_use import Change, GlossaryUse, GroupUse, measure_glossary
from bot.editing.reasons import Reason
from bot.editing.schema import schemas
from bot.editing.watch import Watch, unwatched

__all__ = [
    "ArticleCoverage",
    "Change",
    "Collision",
    "Collisions",
    "GlossaryUse",
    "GroupUse",
    "Reason",
    "Unquoted",
    "Watch",
    "find_collisions",
    "measure_coverage",
    "measure_glossary",
    "schemas",
    "unwatched",
]
