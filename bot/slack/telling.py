"""What the bot says unasked: to whoever waits, that their question can be answered; to the editors, once a week.

One thread a process looks after both; claims in the database see to it that each thing is said once among all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.answering.answer import Reply
from bot.blocks.excuses import NOT_HERE
from bot.blocks.telling import render_digest, render_news
from bot.desk import Desk
from bot.drafting import is_answered
from bot.library import LibraryError
from bot.records import Place, Records, quotes_of
from bot.settings import Settings
from bot.slack.asking import rendered
from bot.slack.installing import client_for
from bot.slack.sending import post
from bot.store import AnswerRecord, Store, StoreError
from bot.telemetry import log
from bot.unanswered import grouped

__all__ = ["Teller", "begin"]

ClientOf = Callable[[str], WebClient | None]

_FIRST, _EVERY = 20.0, 600.0  # seconds until the first look around, and between two
_DAYTIME = range(9, 18)  # hours in which editors read
_WEEK = timedelta(days=7)
_ENDING = 5.0  # seconds that the thread may take to end


def begin(app: App, settings: Settings, desk: Desk, records: Records) -> Callable[[], None]:
    """Look after both from now on, and whenever the knowledge changes; returns what ends that."""
    store = records.store
    if store is None:
        return lambda: None
    teller = Teller(desk, records, store, lambda team: client_for(app, records, settings, team))
    woken, ended, complaints = threading.Event(), threading.Event(), _Complaints()
    channel = settings.digest_channel

    def look_after() -> None:
        woken.wait(_FIRST)
        while not ended.is_set():
            woken.clear()
            with complaints.heard(what="news"):
                teller.tell_news()
            with complaints.heard(what="digest", channel=channel):
                teller.tell_digest(channel, clock.now())
            woken.wait(_EVERY)

    thread = threading.Thread(target=look_after, daemon=True, name="telling")
    thread.start()
    stop_watching = store.watch(lambda _: woken.set(), desk.knowledge.version)

    def end() -> None:
        stop_watching()
        ended.set()
        woken.set()
        thread.join(_ENDING)

    return end


class _Complaints:
    """What could not be told: the next look around tries again, and the log has the same thing once a day."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, ...], date] = {}

    @contextmanager
    def heard(self, **what: str) -> Iterator[None]:
        """Log what fails within, and let nothing out."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - nobody stands above this thread
            said, day = {**what, **_cause(error)}, clock.now().date()
            key = tuple(said.values())
            if self._days.get(key) != day:
                self._days[key] = day
                log.error("not told", **said)


def _cause(error: Exception) -> dict[str, str]:
    """Describe an error for the log: its kind, and Slack's code where Slack has refused."""
    code = str(error.response.get("error") or "") if isinstance(error, SlackApiError) else ""
    return {"kind": type(error).__name__, **({"slack": code} if code else {})}


class Teller:
    """Say what there is to say, now."""

    def __init__(self, desk: Desk, records: Records, store: Store, client_of: ClientOf) -> None:
        self._desk = desk
        self._records = records
        self._store = store
        self._client_of = client_of
        self._asked: tuple[str, set[str]] = ("", set())  # a version, and what it cannot answer

    def tell_news(self) -> int:
        """Settle the questions that can be answered by now and tell those who agreed to it; returns how many.

        Each is asked once of a version that cannot answer it. Raises `StoreError`.
        """
        self._follow()
        snapshot = self._desk.library.current
        if self._asked[0] != snapshot.knowledge.version:
            self._asked = snapshot.knowledge.version, set()
        told, in_vain = 0, self._asked[1]
        for number in self._store.wishes.all_waiting():
            record = None if number in in_vain else self._records.find(number)
            if record is None or not record.question:
                continue
            reply = self._desk.ask_of(snapshot, record.question, record.before)
            if is_answered(reply, record.kind, next(iter(quotes_of(record)), None)):
                told += self._settle(record, reply)
            else:
                in_vain.add(number)
        return told

    def tell_digest(self, channel: str, now: datetime) -> bool:
        """Post the digest to a channel ("TEAM:CHANNEL" or "CHANNEL"), once a week and by day; returns whether it was.

        A week in which nothing waits needs none. Raises `StoreError` and what Slack says against it.
        """
        team, _, place = channel.rpartition(":")
        year, week, _ = now.isocalendar()
        key = f"digest {channel} {year}-{week}"
        if not place or now.hour not in _DAYTIME or not self._store.claims.claim(key, hold=_WEEK):
            return False
        try:
            waiting = self._store.wishes.unanswered(team=team or None)
            client = self._client_of(team)
            if client is None:
                log.error("not told", what="digest", channel=channel, reason="not installed there")
            if not waiting or client is None:
                return False
            post(client, place, render_digest(grouped(waiting), sum(kept.at > now - _WEEK for kept in waiting)))
        except Exception:
            self._store.claims.release(key)
            raise
        log.info("digest posted", questions=len(waiting))
        return True

    def _follow(self) -> None:
        """Be sure to ask the version that all processes use."""
        try:
            self._desk.library.follow()
        except LibraryError as error:
            log.error("a version cannot be used", findings=len(error.problems))

    def _settle(self, record: AnswerRecord, reply: Reply) -> bool:
        """Tell those who wait for it, if anybody does, and take the question off the list."""
        key = f"news {record.id}"
        if not self._store.claims.claim(key):
            return False
        try:
            waited_for = bool(self._store.wishes.to_notify([record.id]))
            told = waited_for and self._tell(record, reply)
            if waited_for:
                self._store.wishes.told(record.id)
            self._store.wishes.settle([record.id], "answered")
        except (SlackApiError, OSError, StoreError) as error:
            log.warning("not told", what="news", **_cause(error))
            return False
        finally:
            self._store.claims.release(key)
        return told

    def _tell(self, record: AnswerRecord, reply: Reply) -> bool:
        """Post the answer where the question was asked; returns False where the bot is not any more."""
        client = self._client_of(record.team)
        if client is None:
            return False
        thread = record.thread or ("" if record.channel.startswith("D") else record.question_ts)
        place = Place(record.team, record.channel, record.person, "news", thread)
        fresh = self._records.note(reply, record.question, record.before, place)
        try:
            ts = post(client, record.channel, render_news(record.question, rendered(reply, fresh)), thread)
        except SlackApiError as error:
            self._records.withdraw(fresh)
            if error.response.get("error") not in NOT_HERE:
                raise
            log.info("not told", what="news", slack=error.response.get("error"))
            return False
        self._records.replied(fresh, ts)
        return True
