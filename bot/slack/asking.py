"""From an event that asks something to the reply in its thread; mentions and direct messages share it."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot.answer import Reply
from bot.blocks import render_reply
from bot.desk import Desk
from bot.slack.memory import Memory
from bot.slack.sending import post

__all__ = ["answer_event"]


def answer_event(body: dict[str, Any], client: WebClient, desk: Desk, memory: Memory, thread: str | None) -> None:
    """Answer the message of an event once; ``thread`` is where the reply goes (None: beside the message)."""
    event = body["event"]
    channel, text = event["channel"], event.get("text") or ""
    if not memory.claim(f"event {body.get('event_id') or event['ts']}", f"message {channel} {event['ts']}"):
        return
    before = memory.asked_before(f"{channel} {thread or ''}", text)
    reply: Reply = desk.ask(text, before)
    post(client, channel, render_reply(reply), thread)
