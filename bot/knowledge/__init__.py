"""Knowledge: the folder of an editor, read and checked as a whole.

disk ──► text_file ──► folder ──► slips, nodes (YAML with places) ──► fields (the declared form) ──► values
values ──► quotes in their articles, checks between files ──► Knowledge | problems
"""

from bot.knowledge.absences import Absence
from bot.knowledge.faq import Entry, Quote
from bot.knowledge.glossary import Group
from bot.knowledge.load import Knowledge, Loaded, load, load_files
from bot.knowledge.places import Place
from bot.knowledge.sources import Source
from bot.knowledge.topics import Topic

__all__ = [
    "Absence",
    "Entry",
    "Group",
    "Knowledge",
    "Loaded",
    "Place",
    "Quote",
    "Source",
    "Topic",
    "load",
    "load_files",
]
