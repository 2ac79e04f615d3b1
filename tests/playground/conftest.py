"""What the tests of the workspace share: a manifest that asks for everything, workspaces, and the smallest app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.slack import BOT_TOKEN, Manifest, Workspace
from tests.playground.ear import Ear

EVENTS = (
    "app_home_opened", "app_mention", "app_uninstalled", "assistant_thread_started", "channel_left", "group_left",
    "member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im",
    "reaction_added", "reaction_removed", "tokens_revoked",
)  # fmt: skip
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:read", "reactions:write",
    "team:read", "users:read",
)  # fmt: skip
FULL: dict[str, Any] = {
    "display_information": {"name": "全部入り"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "全部入り"},
        "slash_commands": [{"command": "/dx", "description": "質問", "usage_hint": "質問文"}],
        "shortcuts": [
            {"name": "質問する", "type": "global", "callback_id": "ask", "description": "質問"},
            {"name": "この発言を調べる", "type": "message", "callback_id": "look_up", "description": "調べる"},
        ],
        "agent_view": {"suggested_prompts": [{"title": "研修", "message": "研修について教えて"}]},
    },
    "oauth_config": {"scopes": {"bot": list(SCOPES)}},
    "settings": {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

Open = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of this machine's owner out of calls to this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def open_workspace() -> Iterator[Open]:
    """Return a function that opens a workspace; its options are those of `Workspace`, its manifest is the full one."""
    opened: list[Workspace] = []

    def make(**options: Any) -> Workspace:
        opened.append(Workspace(**{"manifest": Manifest.of(FULL), **options}))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Open) -> Workspace:
    """Open an empty workspace whose app may do everything."""
    return open_workspace()


@pytest.fixture
def slack(workspace: Workspace) -> WebClient:
    """Return a client of the Web API with the bot's token."""
    return WebClient(token=BOT_TOKEN, base_url=workspace.api_url)


@pytest.fixture
def listen() -> Iterator[Callable[[Workspace], Ear]]:
    """Return a function that connects the smallest app to a workspace."""
    ears: list[Ear] = []

    def connect(workspace: Workspace) -> Ear:
        ears.append(Ear(workspace))
        return ears[-1]

    yield connect
    for ear in ears:
        ear.hang_up()


@pytest.fixture
def ear(workspace: Workspace, listen: Callable[[Workspace], Ear]) -> Ear:
    """Connect the smallest app."""
    return listen(workspace)
