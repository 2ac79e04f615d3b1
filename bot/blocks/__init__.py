"""Blocks: every reply as a Slack message, pure rendering.

Quotes go out as rich_text, in which nothing is parsed: no escaping, no ``<!channel>``, no ``*``.
Every message has a top-level ``text`` that a phone's notification and a screen reader can use.
"""

from bot.blocks.answers import quote_place, render_answer, render_reply, shared
from bot.blocks.frame import Frame
from bot.blocks.message import Message
from bot.blocks.modal import View, render_notice
from bot.blocks.notices import (
    render_forgotten,
    render_hushed,
    render_never_hushed,
    render_no_admin,
    render_no_more,
    render_nothing_asked,
    render_trouble,
)
from bot.blocks.topics import render_articles, render_topic, render_topics, render_unknown_topic

__all__ = [
    "Frame",
    "Message",
    "View",
    "quote_place",
    "render_answer",
    "render_articles",
    "render_forgotten",
    "render_hushed",
    "render_never_hushed",
    "render_no_admin",
    "render_no_more",
    "render_nothing_asked",
    "render_notice",
    "render_reply",
    "render_topic",
    "render_topics",
    "render_trouble",
    "render_unknown_topic",
    "shared",
]
