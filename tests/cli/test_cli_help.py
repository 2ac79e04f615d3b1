"""The command line explains itself, in Japanese and with examples, and needs nothing to do so."""

from __future__ import annotations

import re

import pytest

VERBS = ["ask", "check", "eval", "playground", "serve"]


def test_the_verbs_are_listed(call) -> None:
    """``--help`` names each verb and what it does."""
    done = call("--help")
    assert done.code == 0
    assert all(re.search(rf"^ {{4}}{verb}\b", done.out, re.MULTILINE) for verb in VERBS)
    assert "python -m bot ask" in done.out


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_an_example(call, verb: str) -> None:
    """``VERB --help`` shows how to call it."""
    done = call(verb, "--help")
    assert done.code == 0
    assert f"python -m bot {verb}" in done.out
    assert "例:" in done.out
    assert done.err == ""


@pytest.mark.parametrize("arguments", [["no-such-verb"], ["ask", "--no-such-option", "質問"], ["eval"]])
def test_wrong_use_is_told_apart_from_failure(call, arguments: list[str]) -> None:
    """Exit code 2, how to call it, and no traceback."""
    done = call(*arguments)
    assert done.code == 2
    assert "python -m bot" in done.err
    assert "Traceback" not in done.err


def test_no_verb_beside_slack_tokens_asks_what_is_meant(call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has set Slack up may mean ``serve`` or the playground: both are named, and nothing is started."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    done = call()
    assert done.code == 2
    assert "python -m bot serve" in done.err
    assert "python -m bot playground" in done.err


def test_serving_without_settings_says_what_is_missing(call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only ``serve`` needs Slack's tokens, and says which one is missing."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    done = call("serve")
    assert done.code == 1
    assert "SLACK_BOT_TOKEN" in done.err
    assert "Traceback" not in done.err
