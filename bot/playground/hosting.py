"""The playground for a person: the workspace, its page, and the line that says where it is."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from bot import telemetry
from bot.desk import Desk
from bot.playground.page import Page
from bot.playground.serving import Playground, open_playground
from bot.playground.web import Server

__all__ = ["host", "hosted"]

_PORT = 8321
_WAIT = 0.5  # seconds; some systems deliver Ctrl-C only between waits


@contextmanager
def hosted(
    root: Path, port: int | None = 0, desk: Desk | None = None, clock: Callable[[], float] = time.time
) -> Iterator[tuple[Playground, Server]]:
    """Open a playground and serve its page within this block; port None takes the usual one, else any that is free."""
    with open_playground(root, desk, clock) as playground:
        page = Page(playground)
        page.watching.start()
        with closing(page), closing(_server(page, port)) as server:
            yield playground, server
            page.close()  # the streams end before the server waits for them


def host(root: Path, port: int | None = None, browser: bool = True) -> int:
    """Serve the page until somebody presses Ctrl-C; returns the exit code."""
    telemetry.configure(logging.WARNING)
    stop = _stop_on_signal()
    with hosted(root, port) as (_, server):
        print(f"プレイグラウンドを開きました: {server.address} (終わるには Ctrl-C)", flush=True)
        if browser and _has_screen():
            webbrowser.open(server.address)
        while not stop.wait(_WAIT):
            pass
    print("プレイグラウンドを閉じました。", flush=True)
    return 0


def _server(page: Page, port: int | None) -> Server:
    if port is not None:
        try:
            return Server(page, port)
        except OSError as error:
            raise OSError(
                f"ポート {port} を開けません({error.strerror})。--port で別の番号をお試しください。"
            ) from error
    try:
        return Server(page, _PORT)
    except OSError:  # somebody has it already, perhaps another playground
        return Server(page, 0)


def _has_screen() -> bool:
    """Tell whether there is a browser with windows: one for the terminal would take it from us."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        del frame
        stop.set()
        signal.signal(number, signal.SIG_DFL)  # who presses it again does not want to wait

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    return stop
