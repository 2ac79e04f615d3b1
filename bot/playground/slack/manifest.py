"""What the app has declared of itself in manifest.json: this Slack sends it nothing else, and lets it do nothing else.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Command", "Manifest", "Prompt", "Shortcut"]

_OURS = Path(__file__).resolve().parents[3] / "manifest.json"
# Scopes of the app-level token, which no manifest names.
APP_SCOPES = frozenset({"connections:write"})


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the completion shows it."""

    name: str
    description: str
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of the menu of a message (kind ``message``) or of the lightning menu (``global``)."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that is offered on a button: what the button says, and what is then sent."""

    title: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """Return it as Slack writes it."""
        return {"title": self.title, "message": self.message}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The part of a manifest on which Slack's behaviour depends."""

    name: str
    events: frozenset[str]
    scopes: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    home_tab: bool
    messages_tab: bool
    interactive: bool
    view: str = ""  # "agent", "assistant" (older installs), or none
    prompts: tuple[Prompt, ...] = ()

    @classmethod
    def read(cls, path: Path = _OURS) -> Manifest:
        """Read a manifest file, the repository's own if not told."""
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Manifest:
        """Take what matters out of a manifest."""
        features, settings = raw.get("features", {}), raw.get("settings", {})
        home = features.get("app_home", {})
        view = next((kind for kind in ("agent", "assistant") if f"{kind}_view" in features), "")
        return cls(
            name=features.get("bot_user", {}).get("display_name") or raw["display_information"]["name"],
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            commands=tuple(
                Command(c["command"], c.get("description", ""), c.get("usage_hint", ""))
                for c in features.get("slash_commands", ())
            ),
            shortcuts=tuple(
                Shortcut(s["name"], s["type"], s["callback_id"], s.get("description", ""))
                for s in features.get("shortcuts", ())
            ),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
            interactive=settings.get("interactivity", {}).get("is_enabled", False),
            view=view,
            prompts=tuple(
                Prompt(p["title"], p["message"]) for p in features.get(f"{view}_view", {}).get("suggested_prompts", ())
            ),
        )
