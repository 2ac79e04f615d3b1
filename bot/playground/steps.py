"""The steps of a script, done in the workspace; names and labels stand for what was seen last."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.playground.plain import Shown
from bot.playground.script import ScriptError, Step
from bot.playground.serving import Playground
from bot.playground.slack import BOT_USER, Message, NotPossibleError, View, typed

__all__ = ["Stage"]


class Stage:
    """Plays steps, and remembers what was written and shown last."""

    def __init__(self, playground: Playground) -> None:
        self._workspace = playground.workspace
        self._said: Message | None = None
        self._seen: list[Shown] = []
        self._doings: dict[str, Callable[[Step], None]] = {
            "say": self._say,
            "thread": self._thread,
            "dm": self._dm,
            "command": self._command,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "press": self._press,
            "choose": self._choose,
            "fill": self._fill,
            "submit": self._submit,
            "close": self._close,
            "good": self._judge,
            "bad": self._judge,
            "home": self._home,
            "shortcut": self._shortcut,
            "message": self._message,
        }

    def play(self, step: Step) -> None:
        """Do what a step says; raises `ScriptError` where that is not possible."""
        try:
            self._doings[step.verb](step)
        except (LookupError, NotPossibleError) as error:
            raise ScriptError(f"台本の {step.line} 行目「{step.written}」はできませんでした({error})。") from error

    def look_at(self, shown: Iterable[Shown]) -> None:
        """Take in what was shown; buttons are looked for in the latest first."""
        self._seen.extend(shown)

    # Writing.

    def _say(self, step: Step) -> None:
        wanted = next((place for place in self._workspace.places if place.name == step.name), None)
        if wanted is None:
            raise LookupError(f"#{step.name} がありません")
        self._said = self._workspace.say(self._typed(step), step.user, wanted.id)

    def _thread(self, step: Step) -> None:
        before = self._own()
        root = before.thread or before.ts
        self._said = self._workspace.say(self._typed(step), step.user, before.channel, root)

    def _dm(self, step: Step) -> None:
        self._said = self._workspace.direct_message(self._typed(step), step.user)

    def _command(self, step: Step) -> None:
        name, _, text = step.text.partition(" ")
        self._workspace.command(name, text.strip(), step.user)

    def _edit(self, step: Step) -> None:
        self._said = self._workspace.edit(self._own(), self._typed(step))

    def _delete(self, step: Step) -> None:
        del step
        self._workspace.delete(self._own())

    def _react(self, step: Step) -> None:
        self._workspace.react(self._own(), step.text, step.user)

    # Pressing.

    def _press(self, step: Step) -> None:
        for place in self._places(step):
            named = [b for b in place.buttons if b["text"]["text"] == step.text]
            if len(named) >= step.number:
                self._workspace.press(named[step.number - 1], place, step.user)
                return
        raise LookupError(f"ボタン「{step.text}」が見えていません")

    def _choose(self, step: Step) -> None:
        for place in self._places(step):
            try:
                control = place.control(step.name)
            except LookupError:
                continue
            self._workspace.choose(control, step.text, place, step.user)
            return
        raise LookupError(f"「{step.name}」が見えていません")

    def _fill(self, step: Step) -> None:
        fill = self._workspace.fill if self._workspace.modal(step.user) else self._workspace.fill_home
        fill({step.name: step.text}, step.user)

    def _submit(self, step: Step) -> None:
        self._workspace.submit(step.user)

    def _close(self, step: Step) -> None:
        self._workspace.close_modal(step.user)

    def _judge(self, step: Step) -> None:
        for place in self._places(step):
            if isinstance(place, Message) and any(c["type"] == "feedback_buttons" for c in place.controls):
                self._workspace.give_feedback(place, step.verb == "good", step.user)
                return
        raise LookupError("評価できる回答が見えていません")

    # Shortcuts and tabs.

    def _home(self, step: Step) -> None:
        self._workspace.open_home(step.user)

    def _shortcut(self, step: Step) -> None:
        self._workspace.global_shortcut(step.text, step.user)

    def _message(self, step: Step) -> None:
        self._workspace.message_shortcut(step.text, self._own(), step.user)

    # Within.

    def _typed(self, step: Step) -> str:
        return typed(step.text, (*self._workspace.people, self._workspace.person(BOT_USER)))

    def _own(self) -> Message:
        if self._said is None:
            raise LookupError("まだ何も書いていません")
        return self._said

    def _places(self, step: Step) -> list[Shown]:
        """List where something can be pressed: an open modal covers all else, then what was seen last."""
        modal = self._workspace.modal(step.user)
        return [modal] if modal else [now for shown in reversed(self._seen) if (now := self._now(shown, step.user))]

    def _now(self, shown: Shown, user: str) -> Shown | None:
        """Return what was seen as it is now, or None where it is gone or somebody else's."""
        if isinstance(shown, View):
            return self._workspace.home(user) if shown.kind == "home" and shown.user == user else None
        now = self._workspace.latest(shown)
        return None if now.deleted or now.only_for not in ("", user) else now
