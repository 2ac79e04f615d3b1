"""A bot that answers questions about municipal digital transformation with verbatim quotes.

    seeds/*.txt ──► seeds ─┐
                           ├─► knowledge ─► index ─► match ─► confidence ─► answer ─► blocks ─► slack ─► Slack
    knowledge/*.yaml ──────┘        │                                         │         └────► cli (terminal, JSON)
                                    └────────────── library ◄── desk ◄────────┘ ask, reload

Everything up to ``answer`` is pure: values in, values out.
"""

import os

# What a search multiplies is too small to be shared out: numpy's threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
