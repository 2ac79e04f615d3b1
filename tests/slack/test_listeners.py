"""How the listeners are wired."""

from __future__ import annotations

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.kwargs_injection.args import Args
from slack_bolt.listener import CustomListener
from slack_bolt.listener.listener_error_handler import CustomListenerErrorHandler
from slack_bolt.middleware import CustomMiddleware

from bot.desk import Desk
from bot.playground.slack.workspace import APP_TOKEN, BOT_TOKEN
from bot.settings import Settings
from bot.slack.bolt import build

HANDED_OUT = {"desk", "records", "settings"}
SETTINGS = Settings.read({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN})


def _listeners(app: App) -> list[CustomListener]:
    return [listener for listener in app._listeners if isinstance(listener, CustomListener)]


def test_every_parameter_of_a_listener_is_one_that_bolt_can_give(desk: Desk) -> None:
    """Bolt hands an unknown name None, with a mere warning; here it is an error."""
    app = build(SETTINGS, desk)
    known = set(Args.__annotations__) | HANDED_OUT
    listeners = _listeners(app)
    assert len(listeners) == len(app._listeners) >= 8
    unknown = {(f.ack_function.__qualname__, name) for f in listeners for name in set(f.arg_names) - known}
    assert unknown == set()


def test_the_error_handler_takes_what_bolt_can_give(desk: Desk) -> None:
    """The one place where errors end gets all that it asks for."""
    handler = build(SETTINGS, desk).listener_runner.listener_error_handler
    assert isinstance(handler, CustomListenerErrorHandler)
    assert set(handler.arg_names) <= set(Args.__annotations__) | {"error"}


def test_the_middleware_hands_out_what_listeners_name(desk: Desk) -> None:
    """Desk, records and settings are on the context before any listener runs."""
    app = build(SETTINGS, desk)
    context = BoltContext()
    ours, *_ = (m for m in app._middleware_list if isinstance(m, CustomMiddleware))  # before all others
    ours.func(context=context, next=lambda: BoltResponse(status=200))
    assert set(context) == HANDED_OUT
    assert context["desk"] is desk


def test_no_listener_names_the_deferred_or_the_middlewares_own(desk: Desk) -> None:
    """``next`` belongs to middleware: a listener that names it would wait for what never comes."""
    assert not any({"next", "next_"} & set(f.arg_names) for f in _listeners(build(SETTINGS, desk)))
