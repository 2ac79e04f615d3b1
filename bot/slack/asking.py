"""From an event that asks something to the reply in its thread; mentions and direct messages share it."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot.answer import Reply
from bot.blocks import Message, render_reply
from bot.desk import Desk
from bot.slack.memory import Memory

__all__ = ["answer_event", "post"]


def answer_event(body: dict[str, Any], client: WebClient, desk: Desk, memory: Memory, thread: str | None) -> None:
    """Answer the message of an event once; ``thread`` is where the reply goes (None: beside the message)."""
    event = body["event"]
    channel, text = event["channel"], event.get("text") or ""
    if not memory.claim(f"event {body.get('event_id')}", f"message {channel} {event['ts']}"):
        return
    before = memory.asked_before(f"{channel} {thread or ''}", text)
    reply: Reply = desk.ask(text, before)
    post(client, channel, render_reply(reply), thread)


def post(client: WebClient, channel: str, message: Message, thread: str | None = None) -> None:
    """Post a message without previews of its links."""
    client.chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=list(message.blocks),
        thread_ts=thread,
        unfurl_links=False,
        unfurl_media=False,
    )
