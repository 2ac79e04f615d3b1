"""README's pictures, made from the playground itself, so that they show what people really see.

Chromium is Debian's (or any that is on the path); Playwright drives it and is a dependency of developers alone.
"""

from __future__ import annotations

import io
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import telemetry
from bot.desk import Desk
from bot.library import Library
from bot.playground.hosting import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["ARGUMENTS", "PICTURES", "Picture", "small", "take_pictures", "taken"]

# Nothing is asked of the network, not even by the browser for itself.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SCALE = 2
_AREAS, _EDGES = 64, 96  # colours
_PATIENCE = 20_000.0  # milliseconds
_NOON = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)  # a Tuesday morning in Japan, on every picture
_TIMEZONE = "Asia/Tokyo"
_QUESTION = "書かない窓口はなぜ早く導入できた?"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, the size of the window, what is done before it is taken, light or dark, phone or not."""

    name: str
    width: int
    height: int
    doing: Callable[[Page], None]
    dark: bool = False
    phone: bool = False


def take_pictures(root: Path, folder: Path) -> int:
    """Write the pictures into a folder; returns the exit code."""
    telemetry.configure(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(Library(root))
    with _browser() as browser:
        for picture in PICTURES:
            with hosted(root, desk=desk, clock=_NOON.timestamp) as (_, server):
                data = taken(browser, server.address, picture)
            file = folder / f"{picture.name}.png"
            file.write_bytes(small(data))
            print(f"{file} ({file.stat().st_size // 1024} kB)")
    return 0


@contextmanager
def _browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise OSError("Playwright がありません。pip install -r requirements-dev.txt を実行してください。") from error
    executable = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if executable is None:
        raise OSError("chromium がありません。apt-get install chromium などで入れてください。")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def taken(browser: Browser, address: str, picture: Picture) -> bytes:
    """Open the page, do what comes before a picture, and take it; returns a PNG."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=_SCALE,
        color_scheme="dark" if picture.dark else "light",
        locale="ja-JP",
        timezone_id=_TIMEZONE,
        has_touch=picture.phone,
        is_mobile=picture.phone,
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.clock.set_fixed_time(_NOON)
    page.goto(address)
    page.locator("html[data-ready]").wait_for(state="attached")
    picture.doing(page)
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    taken = page.screenshot()
    context.close()
    return taken


def small(data: bytes) -> bytes:
    """Return a picture with a palette: the colours of its areas as they are, and some for the edges of letters.

    Pillow's own mapping to a palette is too coarse for that: white would come out as nearly white.
    """
    import numpy as np
    from PIL import Image

    picture = Image.open(io.BytesIO(data)).convert("RGB")
    dots = np.asarray(picture).reshape(-1, 3).astype(np.uint32)
    packed, places, counts = np.unique(
        dots[:, 0] << 16 | dots[:, 1] << 8 | dots[:, 2], return_inverse=True, return_counts=True
    )
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.uint8)
    areas = colours[np.argsort(-counts)[:_AREAS]]
    edges = picture.quantize(_EDGES, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = np.concatenate([areas, np.array(edges, np.uint8).reshape(-1, 3)])
    wide = palette.astype(np.float32)
    distances = (wide * wide).sum(axis=1) - 2.0 * colours.astype(np.float32) @ wide.T
    made = Image.fromarray(distances.argmin(axis=1).astype(np.uint8)[places].reshape(picture.height, -1), "P")
    made.putpalette(palette.tobytes())
    file = io.BytesIO()
    made.save(file, "PNG", optimize=True)
    return file.getvalue()


# What is done before each picture.


def _send(page: Page, text: str) -> None:
    field = page.locator("#composer-main")
    field.fill(text)
    field.press("Enter")


def _answer(page: Page) -> None:
    _send(page, f"@自治体DX {_QUESTION}")
    page.locator("#thread .thumb").first.wait_for()
    page.locator("#thread .scroller").evaluate("node => node.scrollTo(0, 0)")


def _topics(page: Page) -> None:
    _send(page, "/dx-topics")
    page.locator("#main .message .button").first.wait_for()


def _compare(page: Page) -> None:
    _send(page, "/dx-compare 人材育成")
    page.locator("#main .message blockquote").first.wait_for()


def _modal(page: Page) -> None:
    _answer(page)
    page.locator("#thread").get_by_text("前後を読む").first.click()
    page.locator("dialog[open] blockquote").first.wait_for()


def _home(page: Page) -> None:
    page.locator("#sidebar").get_by_text("ホーム").click()
    page.locator(".home .block").first.wait_for()


def _phone(page: Page) -> None:
    _send(page, f"@自治体DX {_QUESTION}")
    page.locator(".thread-bar").click()
    page.locator("#thread .thumb").first.wait_for()
    page.locator("#thread .scroller").evaluate("node => node.scrollTo(0, 0)")


def _inspector(page: Page) -> None:
    _answer(page)
    page.locator(".topbar").get_by_text("インスペクター").click()
    page.locator("#inspector summary", has_text="chat.postMessage").first.click()


PICTURES = (
    Picture("answer", 1280, 800, _answer),
    Picture("topics", 1280, 1000, _topics),
    Picture("compare", 1280, 1000, _compare),
    Picture("modal", 1280, 800, _modal),
    Picture("home", 1280, 800, _home),
    Picture("phone", 360, 740, _phone, phone=True),
    Picture("inspector", 1280, 800, _inspector, dark=True),
)
