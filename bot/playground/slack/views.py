"""Modals and Home tabs: who has which open, in which stack, and with what filled in.

https://docs.slack.dev/surfaces/modals, https://docs.slack.dev/surfaces/app-home
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.playground.slack.inputs import Entered, state_of
from bot.playground.slack.people import APP_ID, BOT_ID, TEAM
from bot.playground.slack.reading import Readable

__all__ = ["TROUBLE", "Input", "Triggers", "View", "Views"]

Payload = dict[str, Any]
DEEPEST = 3  # views in one stack
_TRIGGER_SECONDS = 3.0
TROUBLE = "接続に問題が発生しました。もう一度お試しください。"


class Input(NamedTuple):
    """One thing to fill in: its label, its ids, and what stands in it."""

    label: str
    block_id: str
    action_id: str
    element: Payload
    optional: bool
    held: Payload


@dataclass(frozen=True, slots=True)
class View(Readable):
    """A modal or Home tab of one person. ``errors`` are shown under inputs by block id, ``trouble`` across the modal."""

    id: str
    user: str
    kind: str
    definition: Payload = field(repr=False)
    blocks: tuple[Payload, ...]
    hash: str
    root: str
    previous: str = ""
    entered: Entered = field(default_factory=dict, repr=False)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def title(self) -> str:
        """Return what stands at the top of a modal."""
        return _plain(self.definition.get("title"))

    @property
    def submit_text(self) -> str:
        """Return what stands on the button that sends it, "" where there is none."""
        return _plain(self.definition.get("submit"))

    @property
    def close_text(self) -> str:
        """Return what stands on the button that closes it, "" where Slack's own word does."""
        return _plain(self.definition.get("close"))

    @property
    def callback_id(self) -> str:
        """Return the name by which the app knows it."""
        return str(self.definition.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        """Return what the app keeps in it."""
        return str(self.definition.get("private_metadata") or "")

    @property
    def external_id(self) -> str:
        """Return the id that the app gave it."""
        return str(self.definition.get("external_id") or "")

    @property
    def state(self) -> Payload:
        """Return what is filled in, as Slack hands it over."""
        return state_of(self.stateful, self.entered)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """List what can be filled in, with what stands there."""
        values = self.state["values"]
        return tuple(
            Input(
                _plain(block.get("label")) or _plain(block.get("text")),
                block["block_id"],
                element["action_id"],
                element,
                bool(block.get("optional")) or block["type"] != "input",
                values[block["block_id"]][element["action_id"]],
            )
            for block, element in self.stateful
        )

    def payload(self) -> Payload:
        """Return the view as Slack writes it, in answers and in interactions."""
        words = {name: self.definition.get(name) for name in ("title", "submit", "close")}
        flags = {name: bool(self.definition.get(name)) for name in ("clear_on_close", "notify_on_close")}
        names = {"private_metadata": self.private_metadata, "callback_id": self.callback_id}
        return {
            "id": self.id,
            "team_id": TEAM,
            "type": self.kind,
            "blocks": list(self.blocks),
            **names,
            "state": self.state,
            "hash": self.hash,
            **words,
            **flags,
            "submit_disabled": bool(self.definition.get("submit_disabled")),
            "previous_view_id": self.previous or None,
            "root_view_id": self.root,
            "app_id": APP_ID,
            "external_id": self.external_id,
            "app_installed_team_id": TEAM,
            "bot_id": BOT_ID,
        }

    def to_json(self) -> Payload:
        """Return everything that a page needs to show it."""
        return {"user": self.user, "errors": self.errors, "trouble": self.trouble, **self.payload()}


def _plain(text: Payload | None) -> str:
    return str(text["text"]) if text else ""


class Triggers:
    """Hand out trigger ids, each good for one view within three seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._number = 0
        self._live: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()

    def make(self, user: str) -> str:
        """Return a fresh trigger id of somebody's action."""
        self._number += 1
        trigger = f"{self._number}.1.{secrets.token_hex(16)}"
        self._live[trigger] = (user, self._now())
        return trigger

    def use(self, trigger: str) -> tuple[str, str]:
        """Return whose action it was and "", or "" and Slack's error."""
        if trigger in self._spent:
            return "", "exchanged_trigger_id"
        if trigger not in self._live:
            return "", "invalid_trigger_id"
        user, since = self._live[trigger]
        if self._now() - since > _TRIGGER_SECONDS:
            return "", "expired_trigger_id"
        self._spent.add(trigger)
        return user, ""


class Views:
    """Hold the Home tab and the stack of modals of each person; whoever uses it from several threads locks."""

    def __init__(self) -> None:
        self._number = 0
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> tuple[View, ...]:
        """List somebody's modals from the first to the one on top."""
        return tuple(self._stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """Return somebody's Home tab, if one was published."""
        return self._homes.get(user)

    def open(self, user: str, definition: Payload) -> View:
        """Show a new modal in place of whatever was open."""
        view = self._made(user, "modal", definition)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, definition: Payload) -> View | None:
        """Lay a modal over the one that is open; returns None when there are three already."""
        stack = self._stacks.setdefault(user, [])
        if len(stack) >= DEEPEST:
            return None
        root, previous = (stack[0].id, stack[-1].id) if stack else ("", "")
        view = self._made(user, "modal", definition)
        stack.append(replace(view, root=root or view.id, previous=previous))
        return stack[-1]

    def publish(self, user: str, definition: Payload) -> View:
        """Show a Home tab; it keeps its id and what is filled in."""
        made, old = self._made(user, "home", definition), self._homes.get(user)
        kept = replace(made, id=old.id, root=old.id, entered=old.entered) if old else made
        self._homes[user] = kept
        return kept

    def update(self, view: View, definition: Payload) -> View:
        """Change what a view shows; what is filled in stays where block id and action id do."""
        made = self._made(view.user, view.kind, definition)
        kept = replace(
            made,
            id=view.id,
            root=view.root,
            previous=view.previous,
            entered=view.entered,
            definition={"external_id": view.external_id, **definition},
        )
        return self.put(kept)

    def put(self, view: View) -> View:
        """Replace a view by another state of it."""
        if view.kind == "home":
            self._homes[view.user] = view
        else:
            stack = self._stacks.get(view.user, [])
            self._stacks[view.user] = [view if v.id == view.id else v for v in stack]
        return view

    def close(self, view: View, everything: bool = False) -> None:
        """Take a modal away, or the whole stack."""
        stack = self._stacks.get(view.user, [])
        self._stacks[view.user] = [] if everything else [v for v in stack if v.id != view.id]

    def find(self, view_id: str = "", external_id: str = "") -> View | None:
        """Return the open modal or Home tab with an id of Slack's or of the app's."""
        everything = (*self._homes.values(), *(v for stack in self._stacks.values() for v in stack))
        if view_id:
            return next((v for v in everything if v.id == view_id), None)
        return next((v for v in everything if external_id and v.external_id == external_id), None)

    def _made(self, user: str, kind: str, definition: Payload) -> View:
        self._number += 1
        view_id = f"V{self._number}"
        blocks = tuple(definition.get("blocks", ()))
        return View(view_id, user, kind, definition, blocks, f"{self._number}.{secrets.token_hex(4)}", view_id)
