"""The server of the page gives nothing to other pages, other people and other names; its files fetch nothing."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.desk import Desk
from bot.playground import web
from bot.playground.hosting import hosted
from bot.playground.web import Server
from tests.conftest import ROOT

STATIC = Path(web.__file__).parent / "static"
FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
LONGEST = 300


@pytest.fixture(scope="module")
def server(desk: Desk) -> Iterator[Server]:
    """Host one playground for all of this; nothing here changes it."""
    with hosted(ROOT, desk=desk) as (_, opened):
        yield opened


def _ask(
    server: Server, path: str = "/", headers: Mapping[str, str] | None = None, method: str = "GET", body: str = ""
) -> tuple[int, Mapping[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc, timeout=10)
    connection.request(method, path, body.encode() or None, dict(headers or {}))
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def _with_key(server: Server, **more: str) -> dict[str, str]:
    return {"X-Playground-Key": server.key, "Content-Type": "application/json", **more}


def test_the_page_forbids_everything_from_elsewhere(server: Server) -> None:
    """Its policy allows its own files alone, no inline script, no frame around it, and no other origin."""
    status, headers, text = _ask(server)
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert server.key not in text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example:{port}", ""])
def test_other_names_that_lead_here_get_nothing(server: Server, host: str) -> None:
    """A name that somebody lets point to this machine (DNS rebinding) is not ours."""
    name = host.format(port=urlsplit(server.root).port)
    for path in ("/", "/static/js/main.js", "/api/state"):
        assert _ask(server, path, {**_with_key(server), "Host": name})[0] == 403


def test_localhost_is_ours_too(server: Server) -> None:
    """Who types the other name of this machine gets the page."""
    assert _ask(server, "/", {"Host": f"localhost:{urlsplit(server.root).port}"})[0] == 200


@pytest.mark.parametrize("key", ["", "x", "ü"])
@pytest.mark.parametrize("path", ["/api/state", "/api/history", "/api/stream?after=0", "/api/nothing"])
def test_without_the_key_there_is_no_data(server: Server, path: str, key: str) -> None:
    """Other people on the same machine reach the port, but not the workspace."""
    status, _, text = _ask(server, path, {"X-Playground-Key": key.encode().decode("latin-1")})
    assert status == 401
    assert "messages" not in text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["another origin", "no origin", "another site"],
)
def test_other_pages_can_do_nothing(server: Server, headers: dict[str, str]) -> None:
    """Even with the key, a request of another page in the same browser is refused."""
    body = json.dumps({"user": "U1", "verb": "open_home", "arguments": {}})
    assert _ask(server, "/api/act", _with_key(server, **headers), "POST", body)[0] == 403


def test_a_form_of_another_page_is_no_request(server: Server) -> None:
    """What a page may send without being asked for permission (a form) is not what we take."""
    headers = {**_with_key(server), "Content-Type": "text/plain"}
    assert _ask(server, "/api/act", headers, "POST", "{}")[0] == 415


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"user": 1}', '{"user": "U1", "verb": "say", "arguments": 3}', "null"]
)
def test_a_request_without_sense_is_refused(server: Server, body: str) -> None:
    """Whatever is sent, the answer is a sentence, and the server lives."""
    status, _, text = _ask(server, "/api/act", _with_key(server), "POST", body)
    assert status in (400, 409)
    assert json.loads(text)["error"]


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("explode", {}),
        ("say", {"channel": "C404", "text": "x"}),
        ("say", {"channel": "D-U2", "text": "他人の会話"}),
        ("say", {"channel": "C1", "text": "  "}),
        ("say", {"channel": "C1"}),
        ("command", {"channel": "C1", "text": "/nothing"}),
        ("edit", {"channel": "C1", "ts": "1.1", "text": "x"}),
        ("press", {"channel": "C1", "ts": "1.1", "block_id": "b", "action_id": "a"}),
        ("press", {"view": "V404", "block_id": "b", "action_id": "a"}),
        ("submit", {}),
        ("shortcut", {"name": "nothing"}),
        ("apply", {"version": "nothing"}),
    ],
)
def test_what_cannot_be_done_is_said_in_japanese(server: Server, verb: str, arguments: dict[str, str]) -> None:
    """There is a sentence for the person at the page, and no traceback."""
    body = json.dumps({"user": "U1", "verb": verb, "arguments": arguments})
    status, _, text = _ask(server, "/api/act", _with_key(server), "POST", body)
    assert status in (400, 409)
    assert re.search(r"[ぁ-ん]", json.loads(text)["error"])


@pytest.mark.parametrize(
    "path", ["/static/../web.py", "/static/%2e%2e/web.py", "//etc/passwd", "/static/", "/static/js"]
)
def test_there_is_no_way_to_other_files(server: Server, path: str) -> None:
    """Paths are names of known files, nothing is looked up on the disk."""
    assert _ask(server, path, _with_key(server))[0] == 404


def test_somebody_who_is_not_there_has_no_state(server: Server) -> None:
    """An unknown person is refused."""
    assert _ask(server, "/api/state?user=U404", _with_key(server))[0] == 409


# The files of the page.


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_a_script_builds_no_markup_and_is_short(path: Path) -> None:
    """Nothing turns text into markup or code; each module says first what it is, and can be read at once."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|\beval\(|new Function", text) == []
    assert text.startswith("// ")
    assert text.count("\n") <= LONGEST


def test_no_file_names_another_machine() -> None:
    """No address of the web stands in what the browser loads, but in comments and names of formats."""
    for path in FILES:
        text = re.sub(r"(?s)/\*.*?\*/|(?m:^\s*//.*$)", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"'`]+", text) == [], path.name


def test_every_module_is_loaded_at_once() -> None:
    """index.html names all modules, so that the browser need not find them one behind the other."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"/static/js/(\w+\.js)", page))) == [path.name for path in SCRIPTS]
    assert "<style" not in page
    assert " on" not in " ".join(re.findall(r"<[^>]*>", page))
