"""Where the tokens of workspaces lie: slack_sdk's tables in the bot's database, which bot/store makes.

Only what belongs to the bot is kept there, nothing about who installed it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.store import Store, StoreError
from bot.telemetry import log

__all__ = ["Installations", "States"]

Workspace = tuple[str | None, str | None]  # the ids of its organisation and of itself; None where there is none

_EARLY = 120  # minutes before its end at which a token is renewed, as Bolt does; tokens live for twelve hours
_LOOKS, _PAUSE = 15, 0.2  # how often, and after how many seconds, to look for a token that another process renews
_AWAY = 10.0  # seconds in which a database that failed is not asked again: Slack waits for its receipt
_SILENT = logging.getLogger("bot.slack.installations.sdk")
_SILENT.disabled = True  # it would write down what identifies an installation that is going on


class Installations(InstallationStore):
    """Find, store and renew the bot tokens of workspaces.

    While the database is down, those tokens are used that were seen before.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        client: WebClient | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._table = SQLAlchemyInstallationStore(settings.client_id, store.engine, logger=_SILENT)
        self._rotator = TokenRotator(
            client_id=settings.client_id, client_secret=settings.client_secret, client=client or WebClient()
        )
        self._clock = clock
        self._seen: dict[Workspace, Bot] = {}
        self._unsaved: dict[Workspace, Bot] = {}
        self._away_until = 0.0

    @property
    def logger(self) -> logging.Logger:
        """Return a logger that says nothing."""
        return _SILENT

    def save(self, installation: Installation) -> None:
        """Store the bot's part of an installation; raises `BoltError`."""
        self.save_bot(installation.to_bot())

    def save_bot(self, bot: Bot) -> None:
        """Store a token; raises `BoltError`."""
        with _sentences():
            self._table.save_bot(bot)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the latest token of a workspace, None where the app is not installed."""
        where = (enterprise_id, None if is_enterprise_install else team_id)
        if self._clock() < self._away_until and where in self._seen:
            return self._seen[where]
        try:
            self._save_again(where)
            bot = self._table.find_bot(enterprise_id=where[0], team_id=where[1])
        except (SQLAlchemyError, BoltError):
            log.warning("token not looked up", team=team_id)
            self._away_until = self._clock() + _AWAY
            return self._unsaved.get(where) or self._seen.get(where)
        self._seen.pop(where, None)
        if bot is not None:
            self._seen[where] = bot
        return bot

    def of_team(self, team_id: str) -> Bot | None:
        """Return a token for a workspace whose organisation is not known; renewed if need be."""
        bots = self._table.bots
        statement = select(bots.c.enterprise_id).where(
            bots.c.client_id == self._table.client_id, bots.c.team_id == team_id
        )
        try:
            with self._store.engine.connect() as connection:
                found = connection.execute(statement).first()
        except SQLAlchemyError:
            return None
        return self.usable_bot(found[0], team_id) if found else None

    def usable_bot(self, enterprise_id: str | None, team_id: str | None, whole: bool | None = False) -> Bot | None:
        """Return a token that is good for now, renewed if it would end soon; None where there is none.

        Of several processes one renews it; the others go on with the old one, or wait for the new one.
        """

        def find() -> Bot | None:
            return self.find_bot(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=whole)

        bot = find()
        if bot is None or not self._ends_soon(bot):
            return bot
        if self._may_renew(bot):
            bot = self._renewed(bot) or bot
        for _ in range(_LOOKS):
            if bot is None or not self._has_ended(bot):
                return bot
            time.sleep(_PAUSE)
            bot = find()
        return None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the tokens of a workspace; raises `BoltError`."""
        with _sentences():
            self._table.delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget who installed the app: nothing was kept."""

    # Renewing.

    def _ends_soon(self, bot: Bot) -> bool:
        return bot.bot_token_expires_at is not None and bot.bot_token_expires_at < self._clock() + 60 * _EARLY

    def _has_ended(self, bot: Bot) -> bool:
        return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= self._clock()

    def _may_renew(self, bot: Bot) -> bool:
        """Tell whether nobody else is at it; without a database to keep the new token, nobody may."""
        try:
            return self._store.claims.claim(_claim_of(bot))
        except StoreError:
            return False

    def _renewed(self, bot: Bot) -> Bot | None:
        """Renew a token, and never lose the new one: the old one cannot be exchanged again."""
        try:
            new = self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_EARLY)
        except (SlackClientError, OSError) as error:
            log.error("token not renewed", team=bot.team_id, kind=type(error).__name__)
            self._let_others_try(bot)
            return None
        if new is not None:
            where = (new.enterprise_id, new.team_id)
            self._unsaved[where] = new
            try:
                self._save_again(where)
            except BoltError:
                log.warning("token not recorded", team=bot.team_id)
        return new

    def _save_again(self, where: Workspace) -> None:
        new = self._unsaved.get(where)
        if new is not None:
            self.save_bot(new)
            self._unsaved.pop(where, None)

    def _let_others_try(self, bot: Bot) -> None:
        try:
            self._store.claims.release(_claim_of(bot))
        except StoreError:
            log.warning("claim not released")


class States(SQLAlchemyOAuthStateStore):
    """The installations that are going on; those that came to nothing are swept out."""

    def __init__(self, store: Store, seconds: int) -> None:
        super().__init__(expiration_seconds=seconds, engine=store.engine, logger=_SILENT)

    def issue(self, *args: Any, **kwargs: Any) -> str:
        """Begin an installation; raises `BoltError` when the database is down."""
        now = datetime.now(UTC).replace(tzinfo=None)  # as slack_sdk stores it
        with _sentences():
            with self.engine.begin() as connection:
                connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at < now))
            return super().issue(*args, **kwargs)


def _claim_of(bot: Bot) -> str:
    return f"renew {bot.enterprise_id} {bot.team_id} {bot.bot_token_expires_at}"


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn the database's errors, which may repeat whole rows, into the kind that Bolt has a page for."""
    try:
        yield
    except SQLAlchemyError as error:
        raise BoltError(f"the database failed ({type(error).__name__})") from None
