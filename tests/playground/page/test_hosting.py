"""``python -m bot`` alone opens the playground: one line says where, Ctrl-C ends it."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.cli import main
from bot.desk import Desk
from bot.playground.hosting import hosted
from tests.conftest import ROOT

PATIENCE = 60.0  # seconds
LINE = re.compile(r"プレイグラウンドを開きました: http://127\.0\.0\.1:(\d+)/#key=\S+ \(終わるには Ctrl-C\)\n")


@contextmanager
def _started(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_no_verb_opens_the_playground_until_it_is_stopped(environment: dict[str, str]) -> None:
    """One line with the address, the page behind it, and after the signal a clean end with nothing on standard error."""
    with _started(environment) as process:
        assert process.stdout
        found = LINE.fullmatch(process.stdout.readline())
        assert found
        page = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        page.request("GET", "/")
        assert "プレイグラウンド" in page.getresponse().read().decode()
        page.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "プレイグラウンドを閉じました。\n", "")


def test_a_port_that_is_taken_is_an_error_where_it_was_asked_for(desk: Desk) -> None:
    """Who names a port means it, and the sentence says so; who names none gets another."""
    with hosted(ROOT, None, desk) as (_, first), hosted(ROOT, None, desk) as (_, second):
        assert first.root != second.root
        port = int(first.root.rpartition(":")[2])
        with pytest.raises(OSError, match=f"ポート {port} を開けません"), hosted(ROOT, port, desk):
            pass


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_is_a_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be no port is refused before anything is started."""
    with pytest.raises(SystemExit):
        main(["playground", f"--port={port}"])
    assert f"「{port}」は 0 から 65535 の数字にしてください" in capsys.readouterr().err
