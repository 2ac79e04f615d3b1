"""What a rich_text block may hold (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from __future__ import annotations

from bot.playground.slack.limits.checks import Check, anything, choice, flag, record, several, string, typed, url, whole

__all__ = ["RICH_TEXT"]

_LONGEST = 40_000  # of one piece; what counts is the sum of a message
_MOST = 1_000
_LINKS = ("http", "https", "mailto", "tel")
_EVERY = dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag)
_MENTION = {**_EVERY, "highlight": flag, "client_highlight": flag, "unlink": flag}


def _piece(required: dict[str, Check], optional: dict[str, Check] | None = None, mention: bool = False) -> Check:
    return record(required, {**(optional or {}), "style": record({}, _MENTION if mention else _EVERY)})


_ID = string(255)
_PIECES: dict[str, Check] = {
    "text": _piece({"text": string(_LONGEST)}),
    "link": _piece({"url": url(schemes=_LINKS)}, {"text": string(_LONGEST), "unsafe": flag}),
    "user": _piece({"user_id": _ID}, mention=True),
    "channel": _piece({"channel_id": _ID}, mention=True),
    "usergroup": _piece({"usergroup_id": _ID}, mention=True),
    "team": _piece({"team_id": _ID}),
    "emoji": _piece({"name": string(255)}, {"unicode": string(255), "skin_tone": whole(1, 6), "url": url()}),
    "date": _piece(
        {"timestamp": whole(0, 2**53), "format": string(255)},
        {"url": url(schemes=_LINKS), "fallback": string(_LONGEST)},
    ),
    "broadcast": _piece({"range": choice("here", "channel", "everyone")}),
    "color": _piece({"value": string(255)}),
}
_SECTION = record({"elements": several(typed(_PIECES), _MOST, least=0)})
_BORDER = whole(0, 1)
_ELEMENTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": record({"elements": several(typed(_PIECES), _MOST, least=0)}, {"border": _BORDER}),
    "rich_text_preformatted": record(
        {"elements": several(typed({name: _PIECES[name] for name in ("text", "link")}), _MOST, least=0)},
        {"border": _BORDER, "language": string(255)},
    ),
    "rich_text_list": record(
        {
            "style": choice("bullet", "ordered"),
            "elements": several(typed({"rich_text_section": _SECTION}), _MOST),
        },
        {"indent": whole(0, 8), "offset": whole(0, 2**31), "border": _BORDER},
    ),
}
RICH_TEXT = record({"elements": several(typed(_ELEMENTS), _MOST)}, {"block_id": string(255), "expand": anything})
