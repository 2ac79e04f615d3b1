"""Why a place could not be reached is told in words; the names of errors stay in the log."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
import structlog
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from dulwich.errors import GitProtocolError, HangupException
from structlog.testing import LogCapture
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from bot.fetching import git, objects
from bot.fetching.address import parse
from bot.fetching.causes import in_words, names_of
from bot.fetching.fetch import origin_of
from bot.library import OriginError

LETTERS = re.compile("[A-Za-z]{4,}")
HOST = HTTPConnection("nowhere.example")
NAMELESS = MaxRetryError(None, "/", NameResolutionError("nowhere.example", HOST, socket.gaierror()))  # type: ignore[arg-type]  # no pool
REFUSED = MaxRetryError(None, "/", NewConnectionError(HOST, "refused"))  # type: ignore[arg-type]  # no pool


@pytest.fixture
def silent() -> Iterator[int]:
    """Return a port at which somebody takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GitProtocolError(NAMELESS), "ホストの名前が見つかりません"),
        (NAMELESS, "ホストの名前が見つかりません"),
        (REFUSED, ""),
        (ReadTimeoutError(endpoint_url="http://x"), "応答がないまま、時間切れになりました"),
        (EndpointConnectionError(endpoint_url="http://x", error=ConnectionRefusedError()), ""),
        (NoCredentialsError(), "鍵が設定されていません"),
        (HangupException(), "途中で切れました"),
        (ConnectionRefusedError(), "接続を断られました"),
        (KeyError("x"), ""),
    ],
)
def test_a_cause_is_told_in_words(error: Exception, words: str) -> None:
    """Of an error itself or of what it wraps; what says nothing to an editor is left out."""
    assert in_words(error) == words


def test_the_log_names_the_errors_and_nothing_that_they_say() -> None:
    """Their messages may hold a token."""
    assert names_of(GitProtocolError(NAMELESS)).startswith("GitProtocolError < MaxRetryError < NameResolutionError")


@pytest.mark.parametrize("kind", ["git", "git that says nothing", "objects"])
def test_no_name_of_an_error_reaches_an_editor(kind: str, silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in the log instead."""
    monkeypatch.setattr(git, "_SILENCE", 0.1)
    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("ENDPOINT_URL", "http://127.0.0.1:9")):
        monkeypatch.setenv(f"AWS_{name}", value)
    urls = {"git": "git+http://127.0.0.1:9/x", "objects": "s3://bucket/x"}
    url = urls.get(kind, f"git+http://127.0.0.1:{silent}/x")
    heard = LogCapture()
    for module in (git, objects):
        monkeypatch.setattr(module, "log", structlog.wrap_logger(None, [heard]))
    with pytest.raises(OriginError) as caught, origin_of(parse(url))():
        pass
    assert not LETTERS.search(caught.value.problem.message)
    (line,) = heard.entries
    assert "Error" in line["kind"]
