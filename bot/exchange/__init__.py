"""Exchange: the curated entries as tables that offices know, and back into the YAML files.

knowledge ──► drafts ──► workbook (.xlsx) or open data (.csv)
workbook or open data ──► rows ──► differences (Plan) ──► rewriting (YAML text) ──► applying (checked, atomic)

What a table does not change stays byte for byte as it is in the files.
"""

from bot.exchange.applying import Outcome, apply_plan, check_plan
from bot.exchange.differences import Changed, FieldChange, Plan, compare
from bot.exchange.drafts import Draft, ExchangeError
from bot.exchange.files import read_table, table_bytes

__all__ = [
    "Changed",
    "Draft",
    "ExchangeError",
    "FieldChange",
    "Outcome",
    "Plan",
    "apply_plan",
    "check_plan",
    "compare",
    "read_table",
    "table_bytes",
]
