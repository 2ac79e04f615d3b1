"""The agent view: questions on offer where somebody opens the messages with the bot.

Agent features can need a paid plan, and prompts are a courtesy: whatever fails here is logged, and nobody is bothered.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.answering.answer import Answer
from bot.answering.selection import is_bookkeeping
from bot.blocks import Frame, render_reply
from bot.desk import Desk
from bot.knowledge import Entry
from bot.slack.asking import today
from bot.slack.sending import post
from bot.telemetry import log

__all__ = ["greet", "offer_prompts", "prompts", "register"]

_MOST = 4  # prompts that Slack shows


def register(app: App) -> None:
    """Listen to whoever opens the messages, in the agent view or in the assistant view of older installs."""
    app.event("app_home_opened", matchers=[_is_messages])(offer_prompts)
    app.event("assistant_thread_started")(greet)


def _is_messages(event: dict[str, Any]) -> bool:
    return event.get("tab") != "home"


def offer_prompts(event: dict[str, Any], client: WebClient, desk: Desk) -> None:
    """Offer questions; a call that names a thread would do nothing in an agent app, so this one names none.

    Bolt's own helper names one (https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts).
    """
    _offer(client, desk, channel_id=event["channel"])


def greet(event: dict[str, Any], client: WebClient, desk: Desk) -> None:
    """Greet in a conversation that somebody has begun in the assistant view, which is a thread, and offer questions.

    Until the bot has said something there, Slack says that it waits for the bot.
    """
    begun = event["assistant_thread"]
    post(client, begun["channel_id"], render_reply(desk.ask(""), Frame("", today())), begun["thread_ts"])
    _offer(client, desk, channel_id=begun["channel_id"], thread_ts=begun["thread_ts"])


def prompts(desk: Desk) -> list[dict[str, str]]:
    """Return questions that have an answer: the bot's examples, as in the manifest, which this call replaces.

    Where other articles answer fewer of them, one of each topic follows, the largest first, if it is about a subject.
    """
    examples = [example for example in wording.EXAMPLES if isinstance(desk.ask(example), Answer)]
    largest = sorted(desk.topics(), key=lambda found: -found[1])
    knowledge = desk.knowledge
    entries = ([e for e in desk.entries_of(t.id) if not is_bookkeeping(e, knowledge)] for t, _ in largest)
    telling = (max(of_topic, key=_tells, default=None) for of_topic in entries)
    questions = dict.fromkeys([*examples, *(entry.question for entry in telling if entry)])
    return [{"title": question, "message": question} for question in questions][:_MOST]


def _tells(entry: Entry) -> tuple[int, int]:
    """Rank entries for strangers: first those that quote most, then the shorter question."""
    return len(entry.quotes), -len(entry.question)


def _offer(client: WebClient, desk: Desk, **place: str) -> None:
    try:
        client.assistant_threads_setSuggestedPrompts(prompts=prompts(desk), **place)
    except SlackApiError as error:
        log.info("no prompts", slack=str(error.response.get("error", "")))
    except Exception as error:  # noqa: BLE001 - see above
        log.warning("no prompts", kind=type(error).__name__)
