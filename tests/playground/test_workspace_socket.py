"""Socket Mode behaves as Slack's does, on good days and on bad ones."""

from __future__ import annotations

from bot.playground.slack import Workspace
from tests.playground.ear import Ear


def test_a_connection_begins_with_hello(workspace: Workspace, ear: Ear) -> None:
    """It says which app is connected, and how often."""
    second = Ear(workspace)
    workspace.direct_message("やあ")
    second.wait_for(1)
    assert [g["type"] for g in ear.greetings + second.greetings] == ["hello", "hello"]
    assert ear.greetings[0]["connection_info"] == {"app_id": "A1"}
    assert (ear.greetings[0]["num_connections"], second.greetings[0]["num_connections"]) == (1, 2)
    second.hang_up()


def test_a_refresh_is_announced(workspace: Workspace, ear: Ear) -> None:
    """A warning comes first, then the request for a new connection."""
    workspace.socket.refresh("warning")
    workspace.socket.refresh()
    workspace.direct_message("やあ")
    ear.wait_for(1)
    assert [(g["type"], g["reason"]) for g in ear.greetings[1:]] == [
        ("disconnect", "warning"),
        ("disconnect", "refresh_requested"),
    ]


def test_what_was_sent_into_a_broken_connection_comes_again(workspace: Workspace, ear: Ear) -> None:
    """An app that gave no receipt gets the same event in a new envelope, marked as a retry."""
    ear.answer = lambda _: None
    workspace.direct_message("やあ")
    ear.wait_for(1)
    workspace.socket.drop()
    workspace.wait_until(lambda: not workspace.socket.connected, "the end of the connection")
    ear.answer = lambda _: {}
    ear.connect()
    workspace.redeliver_lost()
    first, second = ear.wait_for(2)
    assert first["event_id"] == second["event_id"]
    assert ear.envelopes[0]["envelope_id"] != ear.envelopes[1]["envelope_id"]
    assert (ear.envelopes[1]["retry_attempt"], ear.envelopes[1]["retry_reason"]) == (1, "timeout")


def test_a_receipt_is_timed(workspace: Workspace, ear: Ear) -> None:
    """Each delivery knows whether and how soon it was taken."""
    ear.answer = lambda _: {"text": "はい"}
    delivery = workspace.command("/dx")
    (ack,) = workspace.wait_for_acks()
    assert ack == workspace.ack(delivery)
    assert (ack.payload, ack.in_time) == ({"text": "はい"}, True)
    assert 0 < ack.after < 3


def test_everything_can_come_twice(workspace: Workspace, ear: Ear) -> None:
    """The same event in two envelopes, as Slack does when it is unsure."""
    with workspace.twice():
        workspace.direct_message("やあ")
    first, second = ear.wait_for(2)
    assert first == second
    assert ear.envelopes[0]["envelope_id"] != ear.envelopes[1]["envelope_id"]


def test_things_can_come_out_of_order(workspace: Workspace, ear: Ear) -> None:
    """What is held back within the block comes backwards at its end, or shuffled the same way for the same seed."""
    with workspace.out_of_order():
        for number in range(5):
            workspace.direct_message(str(number))
        assert ear.envelopes == []
    assert [p["event"]["text"] for p in ear.wait_for(5)] == ["4", "3", "2", "1", "0"]
    for start in (5, 10):
        with workspace.out_of_order(seed=7):
            for number in range(5):
                workspace.direct_message(str(number))
        ear.wait_for(start + 5)
    shuffled = [p["event"]["text"] for p in ear.payloads[5:]]
    assert shuffled[:5] == shuffled[5:] != sorted(shuffled[:5])


def test_an_envelope_finds_the_next_connection(workspace: Workspace, ear: Ear) -> None:
    """What people do while the app reconnects is not lost."""
    workspace.socket.drop()
    ear.connect()
    workspace.direct_message("やあ")
    assert ear.wait_for(1)[0]["event"]["text"] == "やあ"
