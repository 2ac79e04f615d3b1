"""Metrics: what a Prometheus server may know of the running bot; counts and times, nothing of what anybody said.

dx_replies_total{kind,surface}      answers, refusals ("none") and small talk, by where they were asked
dx_answer_seconds                   from a question to its reply, Slack's part left out
dx_ack_seconds                      from an event to its receipt; Slack gives up after three seconds
dx_listener_seconds                 from the receipt until the reply was sent, waiting in the queue included
dx_listeners{state}                 how many listeners are waiting for a thread, and how many are at work
dx_troubles_total                   listeners that failed, each told to a person under a number
dx_not_recorded_total{what}         what the database did not take
dx_reloads_total{outcome}           reloads, by what came of them
dx_knowledge_info, dx_entries       the knowledge in use
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.version import VERSION

__all__ = [
    "ACK_SECONDS",
    "ANSWER_SECONDS",
    "CONTENT_TYPE",
    "LISTENER_SECONDS",
    "NOT_RECORDED",
    "RELOADS",
    "REPLIES",
    "TROUBLES",
    "page",
    "watch_listeners",
]

CONTENT_TYPE = CONTENT_TYPE_LATEST
_REGISTRY = CollectorRegistry()
ProcessCollector(registry=_REGISTRY)
PlatformCollector(registry=_REGISTRY)

REPLIES = Counter(
    "dx_replies", "Replies to questions, by kind and by surface.", ["kind", "surface"], registry=_REGISTRY
)
ANSWER_SECONDS = Histogram(
    "dx_answer_seconds",
    "Seconds from a question to its reply, before Slack is called.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=_REGISTRY,
)
ACK_SECONDS = Histogram(
    "dx_ack_seconds",
    "Seconds from an event of Slack's to its receipt.",
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3),
    registry=_REGISTRY,
)
LISTENER_SECONDS = Histogram(
    "dx_listener_seconds",
    "Seconds from the moment when a listener could have begun until it ended.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_REGISTRY,
)
TROUBLES = Counter("dx_troubles", "Listeners that failed.", registry=_REGISTRY)
NOT_RECORDED = Counter("dx_not_recorded", "What the database did not take.", ["what"], registry=_REGISTRY)
RELOADS = Counter("dx_reloads", "Reloads, by what came of them.", ["outcome"], registry=_REGISTRY)
_LISTENERS = Gauge("dx_listeners", "Listeners, by whether they wait or work.", ["state"], registry=_REGISTRY)
_KNOWLEDGE = Info("dx_knowledge", "The version of the knowledge in use.", registry=_REGISTRY)
_ENTRIES = Gauge("dx_entries", "Curated entries of the knowledge in use.", registry=_REGISTRY)
_OUTCOMES = ("applied", "refused", "rolled back", "unchanged")  # of bot.store.reloads
_WHAT = (
    "answer",
    "claim",
    "deletion",
    "dismissal",
    "feedback",
    "knowledge",
    "lookup",
    "mute",
    "release",
    "reload",
    "reply",
    "wish",
    "withdrawal",
)  # of bot.records and bot.reloading
_KINDS = ("answer", "none")
_SURFACES = ("mention", "direct", "thread", "command")


def watch_listeners(waiting: Callable[[], int], working: Callable[[], int]) -> None:
    """Take the numbers of listeners from here on from these functions, at each look."""
    _LISTENERS.labels("waiting").set_function(waiting)
    _LISTENERS.labels("working").set_function(working)


def page(version: str, entries: int) -> bytes:
    """Return all metrics in Prometheus' text format, with the knowledge that is in use now."""
    _KNOWLEDGE.info({"version": version, "program": VERSION})
    _ENTRIES.set(entries)
    return generate_latest(_REGISTRY)


# A counter stands at 0 before anything happens: a rate needs a beginning.
for _outcome in _OUTCOMES:
    RELOADS.labels(_outcome)
for _what in _WHAT:
    NOT_RECORDED.labels(_what)
for _kind, _surface in product(_KINDS, _SURFACES):
    REPLIES.labels(_kind, _surface)
