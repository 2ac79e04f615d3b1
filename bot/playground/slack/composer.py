"""What Slack's message field makes of what a person types: escaped text, and a rich_text block.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.playground.slack.people import Person

__all__ = ["rich_text_of", "typed"]

Payload = dict[str, Any]
_TOKEN = re.compile(r"<(?:@(?P<user>[UW]\w+)|#(?P<channel>[CG]\w+)|!(?P<range>here|channel|everyone)|(?P<url>https?://[^|>]+))(?:\|(?P<words>[^>]*))?>")  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>]+")


def typed(text: str, people: Iterable[Person] = ()) -> str:
    """Return what a person typed as Slack hands it over: special characters escaped, ``@name`` and addresses as links."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for person in sorted(people, key=lambda p: -len(p.name)):
        escaped = escaped.replace(f"@{person.name}", f"<@{person.id}>")
    return _ADDRESS.sub(lambda found: f"<{found[0]}>", escaped)


def rich_text_of(text: str, block_id: str) -> Payload:
    """Return the block that stands beside the text of a person's message."""
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _elements(text: str) -> Iterator[Payload]:
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            yield {"type": "text", "text": html.unescape(text[end : token.start()])}
        yield _element(token)
        end = token.end()
    if end < len(text):
        yield {"type": "text", "text": html.unescape(text[end:])}


def _element(token: re.Match[str]) -> Payload:
    if token["user"]:
        return {"type": "user", "user_id": token["user"]}
    if token["channel"]:
        return {"type": "channel", "channel_id": token["channel"]}
    if token["range"]:
        return {"type": "broadcast", "range": token["range"]}
    words = {"text": html.unescape(token["words"])} if token["words"] else {}
    return {"type": "link", "url": html.unescape(token["url"]), **words}
