"""Opening: what the settings name, opened: the database, and the library with its place of the knowledge."""

from __future__ import annotations

import os
from pathlib import Path

from bot.fetching.address import parse
from bot.fetching.fetch import origin_of
from bot.library import Library
from bot.settings import Settings
from bot.store import Store

__all__ = ["open_library", "open_store"]


def open_store(settings: Settings, *, patient: bool = False) -> Store:
    """Open the database that the settings name, else a file among the user's data; raises `StoreError`, `OSError`.

    If ``patient``, one that cannot be reached now is opened as soon as it can be.

    People are hashed with the key of the settings, else with one that is made of the secret that stays the same.
    """
    secret = settings.client_secret if settings.installable else settings.bot_token
    key = (settings.records_key or f"records of {secret}").encode()
    url = settings.database_url or _own_database()
    days, recording = settings.retention_days, settings.recording
    return Store.open(url, key=key, retention_days=days, recording=recording, patient=patient)


def _own_database() -> str:
    """Return SQLite's URL of a file among the user's data (``XDG_DATA_HOME``, else ``~/.local/share``)."""
    folder = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "jichitai-dx-bot"
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'records.db'}"


def open_library(settings: Settings, root: Path, store: Store | None, *, decided: bool = False) -> Library:
    """Open the knowledge, in the folder or where ``KNOWLEDGE_URL`` says; see `Library`. Raises `LibraryError`."""
    origin = origin_of(parse(settings.knowledge_url)) if settings.knowledge_url else None
    return Library(root, store.editions if store else None, origin, decided=decided)
