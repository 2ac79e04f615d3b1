"""Records: what is remembered of questions and answers, and what all processes must agree upon.

Nothing here is ever in the way of an answer: what the database does not take is kept in memory for a day, and
the log says what could not be written down (never the words of it).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from weakref import WeakValueDictionary

from cachetools import TTLCache

from bot import metrics
from bot.answer import Answer, Help, NoAnswer, Reply
from bot.knowledge import Quote
from bot.store import AnswerRecord, Kept, QuoteRecord, Store, Stored, StoreError
from bot.telemetry import log
from bot.text import Span

__all__ = ["Place", "Records", "quotes_of"]

T = TypeVar("T")
_CLAIMED_FOR = 3_600.0  # seconds; Slack retries at once, after one minute and after five
_REMEMBERED_FOR = 24 * 3_600.0
_MOST = 20_000
_SLOW, _REST = 1.0, 30.0  # seconds: a failure that took so long would hold up every step of every answer
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is mistaken for another when read aloud
_ID_LENGTH = 7
_NOBODYS: tuple[AnswerRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked, by whom (a hash, see `Records.person`), and on which surface.

    ``thread`` is the root of the thread, or ""; ``ts`` the message that asks, or "".
    """

    team: str
    channel: str
    person: str
    surface: str
    thread: str = ""
    ts: str = ""


class Records:
    """Remember answers, in memory and in the database if there is one; safe between threads."""

    def __init__(self, store: Store | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.store = store
        self._clock = clock
        self._lock = threading.RLock()
        self._claimed: TTLCache[str, bool] = TTLCache(_MOST, _CLAIMED_FOR)
        self._answers: TTLCache[str, AnswerRecord] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._asked: TTLCache[tuple[str, str, str], str] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._muted: TTLCache[tuple[str, str, str], bool] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._latest: TTLCache[str, str] = TTLCache(_MOST, _REMEMBERED_FOR)
        self._turns: WeakValueDictionary[str, AbstractContextManager[bool]] = WeakValueDictionary()
        self._resting_until = 0.0
        self._salt = secrets.token_hex(16)

    def person(self, user_id: str, team: str = "") -> str:
        """Return the only form in which a person is written down; without a store, one that dies with the process."""
        return self.store.person(user_id, team) if self.store else f"{self._salt}{hash((user_id, team)):x}"[-32:]

    # Answers.

    def note(self, reply: Reply, question: str, before: str, place: Place, at: datetime | None = None) -> AnswerRecord:
        """Write an answer down and return its record, whose ``id`` people and buttons name it by."""
        record = AnswerRecord(
            id="".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH)),
            at=at or self._clock(),
            team=place.team,
            channel=place.channel,
            thread=place.thread,
            question_ts=place.ts,
            reply_ts="",
            person=place.person,
            question=question,
            before=before,
            kind=_kind(reply),
            entry=reply.entry.id if isinstance(reply, Answer) and reply.entry else "",
            quotes=_quotes(reply),
            version=reply.version,
            confidence=0.0 if isinstance(reply, Help) else reply.confidence,
            surface=place.surface,
        )
        metrics.REPLIES.labels(record.kind, record.surface).inc()
        self._keep(record)
        self._quietly("answer", lambda store: store.answers.add(record), None)
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
        self._quietly("reply", lambda store: store.answers.replied(record.id, reply_ts), None)

    def revise(self, former: AnswerRecord, reply: Reply, question: str) -> AnswerRecord:
        """Write down the answer to a question that was edited: it takes the former one's place in the thread."""
        where = (former.team, former.channel, former.thread)
        with self._lock:
            is_last = self._asked.get(where) == former.question
        self.withdraw(former)
        place = Place(*where[:2], former.person, former.surface, former.thread, former.question_ts)
        record = self.note(reply, question, former.before, place, former.at)
        self.replied(record, former.reply_ts)
        if is_last:
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
        self._quietly("withdrawal", lambda store: store.answers.withdrawn(record.id), None)

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
            known = self.of_thread(*where) if place.thread else ()
            before = known[-1].question if known else ""
        with self._lock:
            self._asked[where] = question
        return before

    def mute(self, team: str, channel: str, thread: str) -> None:
        """Be silent in a thread from now on, unless mentioned."""
        with self._lock:
            self._muted[team, channel, thread] = True
        self._quietly("mute", lambda store: store.threads.mute(team, channel, thread), None)

    def is_muted(self, team: str, channel: str, thread: str) -> bool:
        """Tell whether somebody asked for silence in a thread."""
        with self._lock:
            if (team, channel, thread) in self._muted:
                return True
        return self._quietly("lookup", lambda store: store.threads.is_muted(team, channel, thread), False)

    # Opinions and wishes.

    def judge(self, answer_id: str, person: str, good: bool, reason: str = "") -> bool:
        """Write a person's 👍 or 👎 down; returns whether it is kept."""
        return self._quietly("feedback", lambda store: store.feedback.add(answer_id, person, good, reason), False)

    def hand_over(self, answer_id: str, person: str, notify: bool) -> bool:
        """File a question for the editors; returns whether it is kept."""
        return self._quietly("wish", lambda store: store.wishes.add(answer_id, person, notify), False)

    def unanswered(self, team: str | None = None) -> tuple[Kept, ...] | None:
        """List the questions of a workspace, or of all, that wait for an editor; None where no database can be asked."""
        return self._quietly("lookup", lambda store: store.wishes.unanswered(team=team), None)

    # What is kept of a person.

    def stored(self, person: str) -> Stored | None:
        """Count what is kept of a person, without a database what is in memory; None where it does not answer."""
        if self.store:
            return self._quietly("lookup", lambda store: store.people.stored(person), None)
        here = self._kept(lambda r: r.person == person)
        return Stored(len(here), 0, 0, here[0].at if here else None)

    def forget(self, person: str) -> int | None:
        """Delete what is kept of a person and return how much that was, or None where the database does not answer."""
        here = self._kept(lambda r: r.person == person)
        with self._lock:
            for record in here:
                self._answers.pop(record.id, None)
                self._asked.pop((record.team, record.channel, record.thread), None)
        return self._quietly("deletion", lambda store: store.people.delete(person), None) if self.store else len(here)

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

    # Within.

    def _keep(self, record: AnswerRecord) -> None:
        with self._lock:
            self._answers[record.id] = record

    def _kept(self, wanted: Callable[[AnswerRecord], bool]) -> tuple[AnswerRecord, ...]:
        with self._lock:
            return tuple(sorted(filter(wanted, self._answers.values()), key=lambda r: r.at))

    def _quietly(self, what: str, call: Callable[[Store], T], otherwise: T) -> T:
        """Do something with the database; one that makes people wait for nothing is left alone for a while."""
        begun = time.monotonic()
        if self.store is None or begun < self._resting_until:
            return otherwise
        try:
            return call(self.store)
        except StoreError as error:
            if time.monotonic() - begun > _SLOW:
                self._resting_until = time.monotonic() + _REST
            metrics.NOT_RECORDED.labels(what).inc()
            log.warning("not recorded", what=what, reason=str(error))
            return otherwise


def quotes_of(record: AnswerRecord) -> list[Quote]:
    """Return what an answer quoted."""
    return [Quote(q.source, Span(q.start, q.end)) for q in record.quotes]


def _kind(reply: Reply) -> str:
    if isinstance(reply, Help):
        return reply.talk.value
    return "none" if isinstance(reply, NoAnswer) else "answer"


def _quotes(reply: Reply) -> tuple[QuoteRecord, ...]:
    excerpts = reply.excerpts if isinstance(reply, Answer) else ()
    return tuple(QuoteRecord(e.source.id, e.span.start, e.span.end) for e in excerpts)
