"""Blocks: every reply as a Slack message, pure rendering.

Quotes go out as rich_text, in which nothing is parsed: no escaping, no ``<!channel>``, no ``*``.
Every message has a top-level ``text`` that a phone's notification and a screen reader can use.
"""

from bot.blocks.answers import render_answer, render_reply, shared
from bot.blocks.message import Message
from bot.blocks.notices import render_no_admin, render_nothing_asked, render_reload, render_trouble
from bot.blocks.topics import render_topic, render_topics, render_unknown_topic

__all__ = [
    "Message",
    "render_answer",
    "render_no_admin",
    "render_nothing_asked",
    "render_reload",
    "render_reply",
    "render_topic",
    "render_topics",
    "render_trouble",
    "render_unknown_topic",
    "shared",
]
