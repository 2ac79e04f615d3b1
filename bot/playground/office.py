"""The workspace as the page needs it: what is typed on a Home tab stays there until something is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.slack import View, Workspace
from bot.playground.slack.inputs import chosen

__all__ = ["Office"]


class Office(Workspace):
    """A workspace in which a field of a Home tab can be filled in without pressing Enter in it."""

    def fill_home(self, values: Mapping[str, Any], user: str) -> View:
        """Keep what was typed on somebody's Home tab, by block id; Slack sends it along with the next press."""
        with self._changed:
            view = self.home(user)
            if view is None:
                raise LookupError("no Home tab")
            for name, value in values.items():
                control = view.control(name)
                block = view.block_of(control) or {}
                view = self._team.entered(view, (block["block_id"], control["action_id"]), chosen(control, value))
            return view
