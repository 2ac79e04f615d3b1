"""Sentry, for those who set SENTRY_DSN: where in the code something failed, and under which number; nothing else.

What an event may hold is listed here, and everything else is left out: an exception's sentence, local variables,
breadcrumbs, the command line and the host's name can hold what a person wrote, who that was, or a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.settings import SettingsError
from bot.version import VERSION

if TYPE_CHECKING:  # an optional package
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event, Hint

__all__ = ["report", "start"]

_KEPT = ("event_id", "timestamp", "level", "platform", "release", "environment", "sdk")
_KEPT_OF_FRAME = ("filename", "module", "function", "lineno", "in_app")
_TAGS = ("reference", "slack")


def start(dsn: str, transport: Transport | None = None) -> None:
    """Send what fails from now on, "" for nowhere; raises `SettingsError` where the package or the address is wrong."""
    if not dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.excepthook import ExcepthookIntegration
        from sentry_sdk.integrations.threading import ThreadingIntegration
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise SettingsError(
            "SENTRY_DSN を使うには sentry-sdk が必要です。pip install sentry-sdk を実行するか、SENTRY_DSN を外してください。"
        ) from error
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=VERSION,
            transport=transport,
            before_send=_scrubbed,
            # Only what nobody catches; listeners' errors come by `report`.
            default_integrations=False,
            integrations=[ExcepthookIntegration(), ThreadingIntegration()],
            max_breadcrumbs=0,
            include_local_variables=False,
            auto_session_tracking=False,
            send_client_reports=False,
        )
    except BadDsn as error:
        raise SettingsError(
            "SENTRY_DSN の形が正しくありません。Sentry の Client Keys (DSN) を確かめてください。"
        ) from error


def report(error: BaseException, reference: str, slack: str) -> None:
    """Send an error with the number that the person was told and Slack's error code; without a start, do nothing."""
    import sys

    sentry_sdk: Any = sys.modules.get("sentry_sdk")
    if sentry_sdk is None:
        return
    with sentry_sdk.new_scope() as scope:
        scope.set_tag("reference", reference)
        scope.set_tag("slack", slack)
        sentry_sdk.capture_exception(error)


def _scrubbed(event: Event, hint: Hint) -> Event | None:
    """Return an event that is made anew of what may be known."""
    del hint
    given: dict[str, Any] = dict(event)
    kept: Any = {name: given[name] for name in _KEPT if name in given}
    tags = given.get("tags") or {}
    kept["tags"] = {name: tags[name] for name in _TAGS if tags.get(name)}
    raised = (given.get("exception") or {}).get("values") or []
    kept["exception"] = {"values": [_kept_of(one) for one in raised]}
    return kept  # type: ignore[no-any-return]  # a TypedDict of Sentry's, made of parts of one


def _kept_of(raised: dict[str, Any]) -> dict[str, Any]:
    frames = (raised.get("stacktrace") or {}).get("frames") or []
    places = [{name: frame[name] for name in _KEPT_OF_FRAME if name in frame} for frame in frames]
    return {"type": raised.get("type"), "module": raised.get("module"), "stacktrace": {"frames": places}}
