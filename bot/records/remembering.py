"""Remembering: in memory for a day, and in the database if there is one."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from cachetools import TTLCache

from bot import metrics
from bot.answering.answer import Reply
from bot.records.asking import Asking
from bot.records.replies import HUSH, Place, record_of
from bot.store import AnswerRecord, Kept, Store, Stored, Wish

__all__ = ["Records"]

T = TypeVar("T")
_CLAIMED_FOR = 3_600.0  # seconds; Slack retries at once, after one minute and after five
_REMEMBERED_FOR = 24 * 3_600.0
_MOST = 20_000
_PATIENCE = 10.0  # seconds, for what somebody wants of the whole database
_NOBODYS: tuple[AnswerRecord, ...] = ()


class Records:
    """Remember answers, in memory and in the database if there is one; safe between threads."""

    def __init__(self, store: Store | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.store = store
        self._clock = clock
        self._lock = threading.RLock()
        self._claimed: TTLCache[str, bool] = TTLCache(_MOST, _CLAIMED_FOR)
        self._answers: TTLCache[str, AnswerRecord] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._asked: TTLCache[tuple[str, str, str], str] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._muted: TTLCache[tuple[str, str, str, str], bool] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._latest: TTLCache[str, str] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._turns: WeakValueDictionary[str, AbstractContextManager[bool]] = WeakValueDictionary()
        self._asking = Asking(store)
        self._salt = secrets.token_hex(16)

    def person(self, user_id: str, team: str = "") -> str:
        """Return the only form in which a person is written down; without a store, one that dies with the process."""
        return self.store.person(user_id, team) if self.store else f"{self._salt}{hash((user_id, team)):x}"[-32:]

    # Answers.

    def note(
        self, reply: Reply | None, question: str, before: str, place: Place, at: datetime | None = None
    ) -> AnswerRecord:
        """Write an answer down and return its record, whose ``id`` people and buttons name it by.

        None is the promise to be quiet, by which an edit of the wish finds it.
        """
        record = record_of(reply, question, before, place, at or self._clock())
        if reply is not None:
            metrics.REPLIES.labels(record.kind, record.surface).inc()
        self._keep(record)
        self._write("answer", record, lambda store: store.answers.add(record))
        return record

    def find(self, answer_id: str) -> AnswerRecord | None:
        """Return an answer's record, or None when it is forgotten."""
        with self._lock:
            kept = self._answers.get(answer_id)
        return kept or self._quietly("lookup", lambda store: store.answers.get(answer_id), None)

    def replied(self, record: AnswerRecord, reply_ts: str) -> None:
        """Remember where the reply stands, so that an edited question can update it."""
        with self._lock:
            if record.id in self._answers:  # not deleted meanwhile
                self._answers[record.id] = replace(record, reply_ts=reply_ts)
        self._write("reply", record, lambda store: store.answers.replied(record.id, reply_ts))

    def revise(self, former: AnswerRecord, reply: Reply | None, question: str) -> AnswerRecord:
        """Write down the answer to a question that was edited: it takes the former one's place in the thread.

        None is the promise to be quiet, on which no later question leans.
        """
        where = (former.team, former.channel, former.thread)
        with self._lock:
            is_last = self._asked.get(where) == former.question
        self.withdraw(former)
        place = Place(*where[:2], former.person, former.surface, former.thread, former.question_ts)
        record = self.note(reply, question, former.before, place, former.at)
        self.replied(record, former.reply_ts)
        if is_last and reply is not None:
            with self._lock:
                self._asked[where] = question
        return replace(record, reply_ts=former.reply_ts)

    def withdraw(self, record: AnswerRecord) -> None:
        """Let an answer stand nowhere any more; opinions and wishes about it stay, and its buttons find it."""
        where = (record.team, record.channel, record.thread)
        with self._lock:
            if self._asked.get(where) == record.question:
                del self._asked[where]
        self._keep(replace(record, thread="", question_ts="", reply_ts=""))
        self._write("withdrawal", record, lambda store: store.answers.withdrawn(record.id))

    def of_question(self, team: str, channel: str, ts: str) -> tuple[AnswerRecord, ...]:
        """List the answers to one message."""
        here = self._kept(lambda r: (r.team, r.channel, r.question_ts) == (team, channel, ts))
        written = self._quietly("lookup", lambda store: store.answers.of_question(team, channel, ts), _NOBODYS)
        return here or written

    def of_thread(self, team: str, channel: str, thread: str) -> tuple[AnswerRecord, ...]:
        """List the answers of a thread, oldest first."""
        here = self._kept(lambda r: (r.team, r.channel, r.thread) == (team, channel, thread))
        written = self._quietly("lookup", lambda store: store.answers.of_thread(team, channel, thread), _NOBODYS)
        both = {r.id: r for r in (*written, *here)}
        return tuple(sorted(both.values(), key=lambda r: r.at))

    # Threads.

    def asked_before(self, place: Place, question: str) -> str:
        """Return what was asked before in a thread (or a conversation without one), and remember this question."""
        where = (place.team, place.channel, place.thread)
        with self._lock:
            before = self._asked.get(where)
        if before is None:
            known = [r for r in self.of_thread(*where) if r.kind != HUSH] if place.thread else []
            before = known[-1].question if known else ""
        with self._lock:
            self._asked[where] = question
        return before

    def mute(self, team: str, channel: str, thread: str, cause: str) -> None:
        """Be silent in a thread from now on, unless mentioned; ``cause`` is what asks for it."""
        failed = object()
        if self._quietly("mute", lambda store: store.threads.mute(team, channel, thread, cause), failed) is failed:
            with self._lock:
                self._muted[team, channel, thread, cause] = True

    def lift(self, team: str, channel: str, cause: str) -> str:
        """Take back what asked for silence; returns the thread where nothing asks for it any more, else ""."""
        with self._lock:
            here = [key for key in self._muted if (*key[:2], key[3]) == (team, channel, cause)]
            for key in here:
                del self._muted[key]
        written = self._quietly("mute", lambda store: store.threads.lift(team, channel, cause), "")
        thread = written or (here[0][2] if here else "")
        return thread if thread and not self.is_muted(team, channel, thread) else ""

    def is_muted(self, team: str, channel: str, thread: str) -> bool:
        """Tell whether somebody asked for silence in a thread."""
        with self._lock:
            if any(key[:3] == (team, channel, thread) for key in self._muted):
                return True
        return self._quietly("lookup", lambda store: store.threads.is_muted(team, channel, thread), False)

    # Opinions and wishes.

    def judge(self, answer_id: str, person: str, good: bool, reason: str = "") -> bool:
        """Write a person's 👍 or 👎 down; returns whether it is kept."""
        return self._quietly("feedback", lambda store: store.feedback.add(answer_id, person, good, reason), False)

    def hand_over(self, answer_id: str, person: str, notify: bool) -> bool:
        """File a question for the editors; returns whether it is kept."""
        return self._quietly("wish", lambda store: store.wishes.add(answer_id, person, notify), False)

    def wish_of(self, answer_id: str, person: str) -> Wish | None:
        """Return a person's wish that still waits for the editors, or None where there is none, or nobody can tell."""
        none: tuple[Wish, ...] = ()
        wishes = self._quietly("lookup", lambda store: store.wishes.of(answer_id), none)
        return next((wish for wish in wishes if wish.person == person and wish.told_at is None), None)

    def dismiss(self, answer_ids: Sequence[str], team: str) -> bool:
        """Take questions of a workspace off the list of what waits; returns whether any is on record."""
        return self._quietly("dismissal", lambda store: store.wishes.settle(answer_ids, "dismissed", team), 0) > 0

    def restore(self, answer_ids: Sequence[str], team: str) -> bool:
        """Put questions of a workspace back on that list; returns whether any is on record."""
        return self._quietly("dismissal", lambda store: store.wishes.reopen(answer_ids, team), 0) > 0

    def unanswered(self, team: str | None = None) -> tuple[Kept, ...] | None:
        """List the questions of a workspace, or of all, that wait for an editor; None where no database can be asked."""
        return self._quietly("lookup", lambda store: store.wishes.unanswered(team=team), None, _PATIENCE)

    # What is kept of a person.

    def stored(self, person: str) -> Stored | None:
        """Count what is kept of a person, without a database what is in memory; None where it does not answer."""
        if self.store:
            return self._quietly("lookup", lambda store: store.people.stored(person), None)
        here = self._kept(lambda r: r.person == person)
        return Stored(len(here), 0, 0, here[0].at if here else None)

    def just_asked(self, person: str) -> tuple[AnswerRecord, ...]:
        """List the answers to a person whose messages may still be claimed."""
        since = self._clock() - timedelta(seconds=_CLAIMED_FOR)
        here = self._kept(lambda r: r.person == person and r.at >= since)
        written = self._quietly("lookup", lambda store: store.answers.of_person(person, since), _NOBODYS)
        return tuple({r.id: r for r in (*written, *here)}.values())

    def forget(self, person: str) -> int | None:
        """Delete what is kept of a person and return how much that was, or None where the database does not answer."""
        here = self._kept(lambda r: r.person == person)
        with self._lock:
            for record in here:
                self._answers.pop(record.id, None)
                self._asked.pop((record.team, record.channel, record.thread), None)
        self._asking.drop(person)
        if not self.store:
            return len(here)
        return self._quietly("deletion", lambda store: store.people.delete(person), None, _PATIENCE)

    # What happens once.

    def claim(self, *keys: str) -> bool:
        """Return True for the first caller with any of these keys, among all processes; later ones get False."""
        with self._lock:
            fresh = not any(key in self._claimed for key in keys)
            self._claimed.update(dict.fromkeys(keys, True))
        return fresh and self._quietly("claim", lambda store: store.claims.claim(*keys), True)

    def turn(self, message: str) -> AbstractContextManager[bool]:
        """Return the lock of a message: what is done about it in this process is done one after the other."""
        with self._lock:
            return self._turns.setdefault(message, threading.RLock())

    def is_latest(self, message: str, at: str) -> bool:
        """Tell whether no later news of a message has come, and remember this; ``at`` is a time stamp of Slack's."""
        with self._lock:
            latest = max(self._latest.get(message, ""), at)
            self._latest[message] = latest
        return latest == at

    def release(self, key: str) -> None:
        """Give a claim back, for what failed and may be tried again."""
        with self._lock:
            self._claimed.pop(key, None)
        self._quietly("release", lambda store: store.claims.release(key), None)

    def close(self) -> None:
        """Write down what could not be written yet, for as long as the end of a process may take."""
        self._asking.close()

    # Within.

    def _keep(self, record: AnswerRecord) -> None:
        with self._lock:
            self._answers[record.id] = record

    def _kept(self, wanted: Callable[[AnswerRecord], bool]) -> tuple[AnswerRecord, ...]:
        with self._lock:
            return tuple(sorted(filter(wanted, self._answers.values()), key=lambda r: r.at))

    def _quietly(self, what: str, call: Callable[[Store], T], otherwise: T, seconds: float = 0.0) -> T:
        return self._asking.ask(what, call, otherwise, seconds)

    def _write(self, what: str, record: AnswerRecord, call: Callable[[Store], object]) -> None:
        self._asking.write(what, record.id, record.person, call)
