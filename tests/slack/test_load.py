"""Many people at once: every receipt comes, and everybody gets one answer, which is theirs.

How fast the receipts are depends on the machine: ``python -m bot bench slack`` prints it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.bench.slack import SURFACES, crowd, one_by_one
from bot.blocks import Frame, render_reply
from bot.desk import Desk
from bot.playground.slack import BOT_USER, Workspace
from bot.records import Records
from bot.store import Store
from tests.slack.running import Bot, settings_for

PEOPLE = 50


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Keep the records in a database, as in production: it must not be what the crowd waits for."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"key") as store:
        yield Records(store)


@pytest.fixture(scope="module")
def questions(desk: Desk) -> tuple[str, ...]:
    """Return fifty questions whose answers are all different."""
    found = {desk.ask(entry.question): entry.question for entry in desk.knowledge.entries[:200:3]}
    return tuple(found.values())[:PEOPLE]


def _at_once(doings: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=doing) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("surface", SURFACES)
def test_a_crowd_is_answered_once_each(workspace: Workspace, questions: tuple[str, ...], surface: str) -> None:
    """Fifty questions at once: a receipt for each envelope, fifty answers, no second one."""
    found = crowd(workspace, questions, PEOPLE, surface)
    assert found.wrong == 0
    assert len(found.answers) == PEOPLE
    assert len(found.acks) == PEOPLE * (2 if surface == "mention" else 1)  # in a channel the message itself comes, too


@pytest.mark.usefixtures("http_bot")
def test_a_crowd_is_answered_over_http(workspace: Workspace, questions: tuple[str, ...]) -> None:
    """The transport changes nothing about that."""
    found = crowd(workspace, questions, PEOPLE, "direct")
    assert (found.wrong, len(found.answers)) == (0, PEOPLE)


@pytest.mark.usefixtures("bot")
def test_nobody_gets_the_answer_of_somebody_else(workspace: Workspace, desk: Desk, questions: tuple[str, ...]) -> None:
    """Threads share the desk: each answer still quotes what its own question alone would be answered with."""
    _at_once(
        [lambda n=n, q=q: workspace.direct_message(q, user=f"U{n}", channel=f"D-{n}") for n, q in enumerate(questions)]
    )
    for number, question in enumerate(questions):
        (reply,) = workspace.wait_for_replies(f"D-{number}")
        assert reply.text == _notified(desk, question)


def _notified(desk: Desk, question: str) -> str:
    """Return what a phone shows of an answer."""
    return render_reply(desk.ask(question), Frame("2345678", date(2026, 11, 22))).text


def test_a_crowd_whose_envelopes_come_twice_is_answered_once(
    workspace: Workspace, bot: Bot, questions: tuple[str, ...]
) -> None:
    """Every envelope at once and again: the copies meet while the first is still being answered."""
    with workspace.twice():
        _at_once(
            [lambda n=n, q=q: workspace.mention(q, user=f"U{n}", channel=f"C-{n}") for n, q in enumerate(questions)]
        )
    workspace.wait_for_acks()
    for number in range(len(questions)):
        workspace.wait_for_replies(f"C-{number}")
    bot.finish()
    assert [len(workspace.replies(f"C-{number}")) for number in range(len(questions))] == [1] * len(questions)


def test_one_channel_takes_its_time_and_loses_nobody(desk: Desk, questions: tuple[str, ...]) -> None:
    """Slack takes one message a second and channel: who asks there at once waits for their turn, and all are answered."""
    workspace = Workspace(limited=True)
    bot = Bot(settings_for(workspace), desk)
    workspace.wait_for_connection()
    try:
        _at_once([lambda n=n, q=q: workspace.mention(q, user=f"U{n}") for n, q in enumerate(questions[:4])])
        replies = workspace.wait_for_replies("C1", 4)
        bot.finish()
    finally:
        workspace.close()
    asked = {message.ts for message in workspace.messages("C1") if message.author != BOT_USER}
    assert {reply.thread for reply in replies} == asked
    assert len(workspace.replies("C1")) == 4
    assert len(workspace.calls("chat.postMessage")) < 10


@pytest.mark.usefixtures("bot")
def test_one_after_the_other_is_answered_too(workspace: Workspace, questions: tuple[str, ...]) -> None:
    """What the bench compares a crowd with is measured the same way."""
    found = one_by_one(workspace, questions[:5])
    assert (found.wrong, len(found.acks), len(found.answers)) == (0, 5, 5)
