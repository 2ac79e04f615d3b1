"""Ports for what the tests start: no two of a run are given the same one, and no connection going out takes it."""

from __future__ import annotations

import itertools
import os
import socket

__all__ = ["free_port"]

_FIRST = 20_000  # below the ports that systems give to connections going out
_OF_ONE_WORKER = 500
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 20
_next = itertools.count()


def free_port() -> int:
    """Return a port that nobody listens on, and that is given only once in five hundred calls."""
    while True:
        port = _FIRST + _worker * _OF_ONE_WORKER + next(_next) % _OF_ONE_WORKER
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
