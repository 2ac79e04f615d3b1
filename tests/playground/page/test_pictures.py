"""README's pictures can be taken at any time: what is done before each of them still works."""

from __future__ import annotations

import struct

import pytest
from playwright.sync_api import Browser

from bot.playground.pictures import PICTURES, Picture, small, taken
from bot.playground.web import Server

LARGEST = 300_000  # bytes


@pytest.mark.parametrize(
    "picture", [p for p in PICTURES if p.name in ("compare", "home", "phone")], ids=lambda p: p.name
)
def test_a_picture_is_taken(browser: Browser, server: Server, picture: Picture) -> None:
    """It is a PNG of twice the window's size, small enough for a README."""
    data = small(taken(browser, server.address, picture))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (picture.width * 2, picture.height * 2)
    assert len(data) < LARGEST


def test_the_readme_s_pictures_are_those_that_are_taken() -> None:
    """Each has a name of its own."""
    names = [picture.name for picture in PICTURES]
    assert len(set(names)) == len(names)
    assert {"answer", "topics", "compare", "modal", "home", "phone"} <= set(names)
