"""Whoever watches the workspace learns everything, in order, as plain JSON; and it stays fast when it is full."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.playground.slack import BOT_TOKEN, Record, Workspace
from bot.playground.slack.channels import Channels, Message
from bot.playground.slack.people import BOT_USER
from tests.playground.conftest import Open
from tests.playground.ear import Ear

Payload = dict[str, Any]


class Watcher:
    """Remember what is told, and wait for it."""

    def __init__(self) -> None:
        self.seen: list[Record] = []
        self._news = threading.Condition()

    def __call__(self, record: Record) -> None:
        """Take a record."""
        with self._news:
            self.seen.append(record)
            self._news.notify_all()

    def wait_for(self, condition: Callable[[list[Record]], bool]) -> list[Record]:
        """Wait until what was told is enough."""
        with self._news:
            assert self._news.wait_for(lambda: condition(self.seen), 5.0), [r.kind for r in self.seen]
            return list(self.seen)


def _answered(records: list[Record]) -> bool:
    return any(record.kind == "answer" for record in records)


def test_a_question_leaves_a_trail(workspace: Workspace, ear: Ear) -> None:
    """Message, delivery, receipt, call and answer are told, with the times in between."""
    watcher = Watcher()
    workspace.subscribe(watcher)
    asked = workspace.mention("質問")
    workspace.wait_for_acks()
    ear.slack.chat_postMessage(channel="C1", text="答え", thread_ts=asked.ts)
    records = watcher.wait_for(_answered)
    first = {kind: next(r.data for r in records if r.kind == kind) for kind in ("message", "delivery", "ack", "call")}
    answer = next(r.data for r in records if r.kind == "answer")
    assert (first["message"]["text"], first["delivery"]["name"]) == (asked.text, "app_mention")
    assert first["ack"]["delivery"] == first["delivery"]["id"] == answer["delivery"]
    assert (first["call"]["method"], answer["method"]) == ("chat.postMessage", "chat.postMessage")
    assert 0 <= first["ack"]["after"] <= answer["after"] < 5
    assert workspace.answered_after(workspace.deliveries()[0]) == answer["after"]


def test_only_the_first_answer_counts(workspace: Workspace, ear: Ear) -> None:
    """What is posted after it answers nothing, and does not change the time."""
    asked = workspace.direct_message("質問")
    ear.wait_for(1)
    for text in ("答え", "おまけ"):
        ear.slack.chat_postMessage(channel="D1", text=text, thread_ts=asked.ts)
    assert [r.kind for r in workspace.records()].count("answer") == 1


def test_records_are_numbered_and_can_be_fetched_again(workspace: Workspace, ear: Ear) -> None:
    """Whoever was away asks for what came after the last number that they know."""
    ear.slack.chat_postMessage(channel="C1", text="一")
    before = workspace.records()[-1].number
    ear.slack.chat_postMessage(channel="C1", text="二")
    missed = workspace.records(before)
    assert [r.number for r in workspace.records()] == list(range(1, missed[-1].number + 1))
    assert [r.data["text"] for r in missed if r.kind == "message"] == ["二"]
    assert workspace.snapshot()["latest"] == missed[-1].number


def test_a_watcher_that_fails_keeps_nobody_else_from_the_news(workspace: Workspace, slack: WebClient) -> None:
    """Its trouble is its own; and who has gone hears nothing more."""

    def failing(record: Record) -> None:
        raise RuntimeError(record.kind)

    gone, watcher = Watcher(), Watcher()
    workspace.subscribe(failing)
    workspace.subscribe(gone)()
    workspace.subscribe(watcher)
    slack.chat_postMessage(channel="C1", text="x")
    watcher.wait_for(lambda seen: any(r.kind == "call" for r in seen))
    assert gone.seen == []


def test_a_watcher_may_ask_the_workspace(workspace: Workspace, slack: WebClient) -> None:
    """It is called while nothing is locked, from another thread than the one that waits."""
    seen: list[int] = []
    done = threading.Event()

    def watch(record: Record) -> None:
        seen.append(len(workspace.messages("C1")))
        if record.kind == "call":
            done.set()

    workspace.subscribe(watch)
    slack.chat_postMessage(channel="C1", text="x")
    assert done.wait(5.0)
    assert seen[-1] == 1


def test_everything_that_is_kept_is_plain_json(workspace: Workspace, ear: Ear) -> None:
    """Records, the snapshot, and the values that a test gets."""
    said = workspace.say("やあ")
    workspace.react(said, "+1")
    workspace.edit(said, "やあ!")
    ear.slack.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})
    trigger = workspace.command("/dx").payload["trigger_id"]
    title = {"type": "plain_text", "text": "題"}
    ear.slack.views_open(trigger_id=trigger, view={"type": "modal", "title": title, "blocks": []})
    ear.slack.assistant_threads_setStatus(channel_id="D1", thread_ts="1.1", status="…")
    workspace.wait_for_acks()
    kinds = {record.kind for record in workspace.records()}
    values: list[Any] = [*workspace.records(), *workspace.deliveries(), *workspace.calls(), *workspace.messages("C1")]
    values += [view for view in (workspace.home(), workspace.modal()) if view]
    assert json.loads(json.dumps([value.to_json() for value in values]))
    assert kinds >= {"delivery", "ack", "call", "answer", "message", "modal", "home", "status", "connection"}


def test_a_snapshot_is_what_one_person_sees(workspace: Workspace, slack: WebClient) -> None:
    """Their channels and direct messages, nobody else's; what is offered; what can be typed."""
    slack.chat_postMessage(channel="U2", text="鈴木さんへ")
    slack.chat_postEphemeral(channel="C1", user="U2", text="あなただけに")
    mine, theirs = workspace.snapshot("U1"), workspace.snapshot("U2")
    assert json.loads(json.dumps(theirs)) == theirs
    assert "D-U2" not in {c["id"] for c in mine["channels"]}
    assert [m["text"] for m in theirs["messages"]["D-U2"]] == ["鈴木さんへ"]
    assert (mine["messages"]["C1"], [m["text"] for m in theirs["messages"]["C1"]]) == ([], ["あなただけに"])
    assert [c["name"] for c in mine["commands"]] == ["/dx"]
    assert {s["kind"] for s in mine["shortcuts"]} == {"global", "message"}
    assert mine["prompts"]["prompts"][0]["title"] == "研修"


def test_time_stamps_grow_and_are_of_now() -> None:
    """They hold the second and a number, whatever the clock does."""
    times = iter([1_700_000_000.9, 1_700_000_000.9, 1_600_000_000.0, 1_700_000_005.0])
    channels = Channels(lambda: next(times))
    stamps = [channels.ts() for _ in range(4)]
    assert [s.partition(".")[0] for s in stamps] == ["1700000000", "1700000000", "1700000000", "1700000005"]
    assert sorted(set(stamps)) == stamps


def test_a_full_workspace_is_as_fast_as_an_empty_one() -> None:
    """The 5,000th message in a thread costs what the first costs."""

    def seconds(channels: Channels, count: int) -> float:
        begun = time.perf_counter()
        for _ in range(count):
            channels.add(Message(channels.ts(), "C1", BOT_USER, "x", thread="1.1"))
        return time.perf_counter() - begun

    channels = Channels(lambda: 1_700_000_000.0)
    channels.add(Message("1.1", "C1", "U1", "はじめ"))
    first = min(seconds(channels, 500) for _ in range(2))
    seconds(channels, 4_000)
    later = min(seconds(channels, 500) for _ in range(2))
    assert len(channels.in_thread("C1", "1.1")) == 6_001
    assert later < 5 * first + 0.01


def test_hundreds_of_questions_are_delivered_and_answered_quickly(
    open_workspace: Open, listen: Callable[[Workspace], Ear]
) -> None:
    """500 deliveries with their receipts and 500 posts take seconds at most."""
    workspace = open_workspace(subscribed={"message.im"})
    ear = listen(workspace)
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    begun = time.monotonic()
    for number in range(500):
        workspace.direct_message(str(number))
    workspace.wait_for_acks()
    delivered = time.monotonic() - begun
    for number in range(500):
        slack.chat_postMessage(channel="D1", text=str(number))
    workspace.wait_for_replies("D1", 500)
    assert len(ear.envelopes) == 500
    print(f"500 deliveries {delivered:.2f} s, 500 posts {time.monotonic() - begun - delivered:.2f} s")
    assert time.monotonic() - begun < 10
