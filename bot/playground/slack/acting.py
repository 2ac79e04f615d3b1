"""What people do: commands, buttons, menus, forms, shortcuts, tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.slack import interactions
from bot.playground.slack.channels import Message
from bot.playground.slack.deliveries import Delivery
from bot.playground.slack.inputs import NotPossibleError, action_of, chosen, missing, state_of
from bot.playground.slack.payloads import app_home_opened, assistant_thread_started, slash_command
from bot.playground.slack.people import BOT_USER
from bot.playground.slack.responses import Origin
from bot.playground.slack.sight import Sight
from bot.playground.slack.views import View

__all__ = ["Acting"]

Payload = dict[str, Any]
Place = Message | View


class Acting(Sight):
    """Act as people do; what Slack's window would not let them do raises `NotPossibleError`."""

    def command(self, name: str, text: str = "", user: str = "U1", channel: str = "C1") -> Delivery:
        """Type a slash command; raises `LookupError` for one that the manifest does not name."""
        known = [command.name for command in self.manifest.commands]
        if name not in known:
            raise LookupError(f"no command {name!r} in the manifest, only {known}")
        url, trigger = self._response_url(Origin(channel, user)), self._trigger(user)
        with self._changed:
            place, person = self._team.people.place(channel, user), self.person(user)
        return self._deliver("slash_commands", slash_command(name, text, person, place, url, trigger))

    def press(self, button: Payload, place: Place, user: str = "U1") -> Delivery:
        """Press a button of a message, modal or Home tab."""
        return self._act(button, place, user)

    def give_feedback(self, message: Message, good: bool = True, user: str = "U1") -> Delivery:
        """Press one of the thumbs under a message."""
        pair = message.feedback
        pressed = pair["positive_button" if good else "negative_button"]
        shown = {name: pair[name] for name in ("type", "action_id")}
        return self._act({**shown, "text": pressed["text"], "value": pressed["value"]}, message, user, within=pair)

    def choose(self, element: Payload | str, value: Any, place: Place, user: str = "U1") -> Delivery | None:
        """Choose in a menu, by an option's value or words (checkboxes and the like: a list), or write and press Enter.

        ``element`` is the control or its action id. Returns None where Slack tells the app nothing until a form is
        submitted: in an input block without ``dispatch_action``.
        """
        control = place.control(element) if isinstance(element, str) else element
        held = chosen(control, value)
        block = place.block_of(control) or {}
        if control["type"] != "overflow":
            with self._changed:
                place = self._remember(place, user, (block["block_id"], control["action_id"]), held)
                self._changed.notify_all()
        if block.get("type") == "input" and not block.get("dispatch_action"):
            return None
        return self._act(control, place, user, held)

    def fill(self, values: Mapping[str, Any], user: str = "U1") -> View:
        """Fill in the open modal, by label, block id or action id; returns it. Nothing is sent."""
        with self._changed:
            view = self._top(user)
            for name, value in values.items():
                control = view.control(name)
                block = view.block_of(control) or {}
                view = self._team.entered(view, (block["block_id"], control["action_id"]), chosen(control, value))
            self._changed.notify_all()
            return view

    def submit(self, user: str = "U1", values: Mapping[str, Any] | None = None) -> Delivery:
        """Fill in the open modal and send it; raises `NotPossibleError` where something required is empty."""
        view = self.fill(values or {}, user)
        if not view.submit_text:
            raise NotPossibleError(f"「{view.title}」に送信ボタンはありません")
        empty = missing(view.stateful, view.state)
        if empty:
            raise NotPossibleError(f"入力してください: {'、'.join(empty)}")
        urls = self._urls_of(view, user)
        payload = interactions.view_submission(view, self.person(user), self._trigger(user), urls)
        return self._deliver("interactive", payload)

    def close_modal(self, user: str = "U1", everything: bool = False) -> Delivery | None:
        """Close the modal on top, or the whole stack; the app hears of it where it asked to."""
        with self._changed:
            view = self._top(user)
            everything = everything or bool(view.definition.get("clear_on_close"))
            self._team.closed(view, everything)
            self._changed.notify_all()
        if not view.definition.get("notify_on_close"):
            return None
        return self._deliver("interactive", interactions.view_closed(view, self.person(user), everything))

    def global_shortcut(self, name: str, user: str = "U1") -> Delivery:
        """Take a shortcut from the menu of lightnings, by its callback id or its words."""
        callback_id, at = self._shortcut("global", name), self._now_ts()
        payload = interactions.global_shortcut(callback_id, self.person(user), self._trigger(user), at)
        return self._deliver("interactive", payload)

    def message_shortcut(self, name: str, message: Message, user: str = "U1") -> Delivery:
        """Take a shortcut from the menu of a message, by its callback id or its words."""
        if message.only_for:
            raise NotPossibleError("自分だけに見えるメッセージには、ショートカットがありません")
        callback_id, at = self._shortcut("message", name), self._now_ts()
        url, trigger = self._response_url(Origin(message.channel, user, message.ts)), self._trigger(user)
        with self._changed:
            now, place = self.latest(message), self._team.place(message.channel)
        person = self.person(user)
        return self._deliver(
            "interactive", interactions.message_shortcut(callback_id, now, person, place, url, trigger, at)
        )

    def open_home(self, user: str = "U1") -> Delivery | None:
        """Open the app's Home tab."""
        if not self.manifest.home_tab:
            raise NotPossibleError("manifest.json でホームタブが有効になっていません")
        return self._open_tab("home", user)

    def open_messages_tab(self, user: str = "U1", looking_at: str = "C1") -> Delivery | None:
        """Open the direct messages with the app; an agent app is told which channel the person was looking at."""
        if not self.manifest.messages_tab:
            raise NotPossibleError("manifest.json でメッセージタブが有効になっていません")
        return self._open_tab("messages", user, looking_at)

    def start_assistant_thread(self, user: str = "U1", looking_at: str = "C1") -> str:
        """Begin a conversation in the side view of an older install; returns the ts of its thread."""
        channel = self.dm(user)
        with self._changed:
            self._team.people.place(channel, user)
            opening = self._team.write("", BOT_USER, channel)
            event = assistant_thread_started(user, channel, opening.ts, looking_at, self._team.channels.ts())
        self._emit(event)
        return opening.ts

    # Within.

    def _act(
        self, element: Payload, place: Place, user: str, held: Payload | None = None, within: Payload | None = None
    ) -> Delivery:
        """Deliver what was done with an element of a message or view; ``within`` is where it stands as a part."""
        if not self.manifest.interactive:
            raise NotPossibleError("manifest.json でボタンなどの操作が有効になっていません")
        block = place.block_of(within or element)
        block_id = block["block_id"] if block else "gone"
        action = action_of(element, block_id, self._now_ts(), held)
        if isinstance(place, View):
            with self._changed:
                view = self._open(place)
            payload = interactions.block_actions_in_view(action, view, self.person(user), self._trigger(user))
            return self._deliver("interactive", payload)
        if place.only_for not in ("", user):
            raise NotPossibleError("そのメッセージは表示されていません")
        url = self._response_url(Origin(place.channel, user, place.ts))
        with self._changed:
            channel = self._team.place(place.channel)
            state = state_of(place.stateful, self._team.chosen.get((place.channel, place.ts, user), {}))
        return self._deliver(
            "interactive",
            interactions.block_actions_in_message(
                action, place, self.person(user), channel, state, url, self._trigger(user)
            ),
        )

    def _remember(self, place: Place, user: str, key: tuple[str, str], held: Payload) -> Place:
        """Keep what somebody chose or wrote; returns where, as it is now."""
        if isinstance(place, View):
            return self._team.entered(self._open(place), key, held)
        self._team.chosen.setdefault((place.channel, place.ts, user), {})[key] = held
        return place

    def _open_tab(self, tab: str, user: str, looking_at: str = "") -> Delivery | None:
        channel = self.dm(user)
        with self._changed:
            self._team.people.place(channel, user)
            seen = looking_at if self.manifest.view == "agent" else ""
            event = app_home_opened(user, channel, tab, self.home(user), seen, self._team.channels.ts())
        return self._emit(event)

    def _urls_of(self, view: View, user: str) -> list[Payload]:
        """Make a response URL for each channel that was chosen in an input that asks for one."""
        urls = []
        for block, element in view.stateful:
            if element.get("response_url_enabled"):
                held = view.state["values"][block["block_id"]][element["action_id"]]
                channel = held.get("selected_conversation") or held.get("selected_channel")
                ids = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
                urls.append({**ids, "response_url": self._response_url(Origin(channel, user))})
        return urls

    def _shortcut(self, kind: str, name: str) -> str:
        known = [s for s in self.manifest.shortcuts if s.kind == kind]
        found = next((s for s in known if name in (s.callback_id, s.name)), None)
        if found is None:
            raise LookupError(f"no {kind} shortcut {name!r} in the manifest, only {[s.callback_id for s in known]}")
        return found.callback_id

    def _now_ts(self) -> str:
        with self._changed:
            return self._team.channels.ts()

    def _top(self, user: str) -> View:
        stack = self._team.views.stack(user)
        if not stack:
            raise NotPossibleError("開いている画面がありません")
        return stack[-1]

    def _open(self, view: View) -> View:
        """Return a view as it is now; raises `NotPossibleError` when it is gone."""
        now = self._team.views.find(view.id)
        if now is None:
            raise NotPossibleError("その画面はもう閉じています")
        return now
