"""The agent view: questions on offer, and nobody bothered where Slack offers none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answer import Answer as Found
from bot.answering.selection import is_bookkeeping
from bot.desk import Desk
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.workspace import Answer, Workspace
from bot.slack.agent import prompts
from tests.slack.running import Bot, settings_for

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "小金井市のDXリーダーは何人?"
METHOD = "assistant.threads.setSuggestedPrompts"
OLDER = replace(Manifest.read(), view="assistant", events=Manifest.read().events | {"assistant_thread_started"})
Open = Callable[..., tuple[Workspace, Bot]]


@pytest.fixture
def opened(desk: Desk) -> Iterator[Open]:
    """Return a function that opens a workspace of another kind, with a bot in it."""
    both: list[tuple[Workspace, Bot]] = []

    def made(**kind: object) -> tuple[Workspace, Bot]:
        workspace = Workspace(**kind)  # type: ignore[arg-type]  # as the test says
        bot = Bot(settings_for(workspace), desk)
        workspace.wait_for_connection()
        both.append((workspace, bot))
        return workspace, bot

    yield made
    for workspace, bot in both:
        bot.finish()
        workspace.close()


def test_every_prompt_has_an_answer(desk: Desk) -> None:
    """Whoever takes one up learns what the bot can do: there are four, each answered with quotations."""
    offered = prompts(desk)
    assert len({p["message"] for p in offered}) == len(offered) == 4
    assert all(isinstance(desk.ask(prompt["message"]), Found) for prompt in offered)


def test_the_manifest_offers_questions_that_have_an_answer(desk: Desk) -> None:
    """Also those that Slack shows before the bot has said anything."""
    view = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))["features"]["agent_view"]
    assert 0 < len(view["suggested_prompts"]) <= 4
    assert all(isinstance(desk.ask(prompt["message"]), Found) for prompt in view["suggested_prompts"])
    assert 0 < len(view["agent_description"]) <= 300


def test_the_prompts_are_those_of_the_manifest(desk: Desk) -> None:
    """The call replaces them: whoever comes back finds the same questions."""
    view = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))["features"]["agent_view"]
    assert prompts(desk) == view["suggested_prompts"]


def test_other_articles_offer_questions_on_their_subjects(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the examples have no answer, no prompt asks about headings, dates or who was there."""
    monkeypatch.setattr("bot.wording.EXAMPLES", ())
    offered = {prompt["message"] for prompt in prompts(desk)}
    entries = [entry for entry in desk.knowledge.entries if entry.question in offered]
    assert len(entries) == 4
    assert not any(is_bookkeeping(entry, desk.knowledge) for entry in entries)


@pytest.mark.usefixtures("bot")
def test_who_opens_the_messages_is_offered_questions(workspace: Workspace, desk: Desk) -> None:
    """The call names no thread: one that does is passed over in an agent app."""
    workspace.open_messages_tab("U2")
    workspace.wait_until(lambda: workspace.calls(METHOD), "the call")
    offered = workspace.prompts("U2")
    assert offered is not None
    assert [p.message for p in offered.prompts] == [p["message"] for p in prompts(desk)]
    assert "thread_ts" not in workspace.calls(METHOD)[0].payload


def test_who_opens_the_home_tab_is_not(workspace: Workspace, bot: Bot) -> None:
    """That is another place."""
    workspace.open_home("U2")
    workspace.wait_for_home("U2")
    workspace.wait_for_acks()
    bot.finish()
    assert workspace.calls(METHOD) == ()


@pytest.mark.usefixtures("http_bot")
def test_over_http_it_is_the_same(workspace: Workspace) -> None:
    """The event is acknowledged, and the prompts are there."""
    workspace.open_messages_tab("U2")
    workspace.wait_until(lambda: workspace.calls(METHOD), "the call")
    assert [ack.status for ack in workspace.wait_for_acks()] == [200]


def test_a_prompt_is_answered_as_if_it_were_typed(workspace: Workspace, bot: Bot) -> None:
    """A press on one sends it as a direct message."""
    workspace.open_messages_tab()
    workspace.wait_until(lambda: workspace.calls(METHOD), "the call")
    offered = workspace.prompts()
    assert bot.app
    assert offered is not None
    workspace.direct_message(offered.prompts[0].message)
    assert workspace.wait_for_replies("D1")[0].quotes


def test_where_agents_are_not_paid_for_nobody_notices(opened: Open) -> None:
    """The call fails, the log says so, and questions are answered as ever."""
    workspace, bot = opened(features_off={"agent"})
    workspace.open_messages_tab()
    workspace.wait_until(lambda: workspace.calls(METHOD), "the call")
    assert workspace.calls(METHOD)[0].failed
    workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    workspace.wait_for_acks()
    bot.finish()
    assert reply.quotes
    assert len(workspace.replies("D1")) == 1
    assert workspace.calls("chat.postEphemeral") == ()


@pytest.mark.parametrize("answer", [Answer.refused("missing_scope"), Answer.refused("internal_error")])
def test_no_prompts_are_no_trouble(workspace: Workspace, bot: Bot, answer: Answer) -> None:
    """Whatever Slack says to them, nobody is told that something went wrong who only looked in."""
    workspace.fail_next(METHOD, answer)
    workspace.open_messages_tab()
    workspace.wait_for_acks()
    bot.finish()
    assert workspace.calls(METHOD)
    assert workspace.messages("D1") == ()


def test_older_installs_are_greeted_in_their_thread(opened: Open) -> None:
    """Their assistant view opens a thread: the bot says there what it can do, and offers the questions there."""
    workspace, _ = opened(manifest=OLDER)
    thread = workspace.start_assistant_thread()
    _, greeting = workspace.wait_for_replies("D1", 2)  # the first opens the thread: Slack writes it for the bot
    workspace.wait_until(lambda: workspace.calls(METHOD), "the call")
    assert greeting.thread == thread
    assert "お尋ねください" in greeting.text
    offered = workspace.prompts()
    assert offered is not None
    assert (offered.thread, len(offered.prompts)) == (thread, 4)


def test_questions_in_the_assistant_view_are_answered_in_its_thread(opened: Open) -> None:
    """Also follow-ups, and also where the prompts fail."""
    workspace, _ = opened(manifest=OLDER, features_off={"agent"})
    thread = workspace.start_assistant_thread()
    workspace.wait_for_replies("D1", 2)
    workspace.direct_message(QUESTION, thread_ts=thread)
    workspace.wait_for_replies("D1", 3)
    workspace.direct_message("どんな人を任命するの?", thread_ts=thread)
    _, _, *answers = workspace.wait_for_replies("D1", 4)
    assert {answer.thread for answer in answers} == {thread}
    assert all(answer.quotes for answer in answers)
