"""What the tests of the page share: one browser, and for each test a playground of its own with the page open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient

from bot.desk import Desk
from bot.playground.hosting import hosted
from bot.playground.pictures import ARGUMENTS
from bot.playground.serving import Playground
from bot.playground.slack import BOT_TOKEN
from bot.playground.web import Server
from tests.conftest import ROOT

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:  # a developer without it can still run everything else
    sync_playwright = None

QUESTION = "書かない窓口はなぜ早く導入できた?"
PATIENCE = 10_000.0  # milliseconds
DESKTOP, PHONE = (1280, 800), (360, 740)
# Headless, too, Chromium loads a list for its address bar with every page, which costs it more than the page does.
_UNSEEN = "WebUIOmniboxAimPopup"
# What Playwright turns off: the last of these options is the only one that counts.
_TURNED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
_ARGUMENTS = (*ARGUMENTS, f"--disable-features={','.join((*_TURNED_OFF, _UNSEEN))}")


@dataclass
class Seen:
    """What a page has asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page from its first request on."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))

    @property
    def abroad(self) -> list[str]:
        """List the requests that were meant to leave this machine."""
        return [url for url in self.requests if urlsplit(url).hostname not in ("127.0.0.1", "localhost")]


Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once; without one the tests are skipped, except in CI."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if sync_playwright is None or executable is None:
        missing = "Playwright" if sync_playwright is None else "chromium"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"{missing} is missing, and CI must test the page")
        pytest.skip(f"{missing} is missing: the page is not tested")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def served(desk: Desk) -> Iterator[tuple[Playground, Server]]:
    """Host a playground with the repository's knowledge."""
    with hosted(ROOT, desk=desk) as both:
        yield both


@pytest.fixture
def playground(served: tuple[Playground, Server]) -> Playground:
    """Return the playground that the page shows."""
    return served[0]


@pytest.fixture
def server(served: tuple[Playground, Server]) -> Server:
    """Return the server of the page."""
    return served[1]


@pytest.fixture
def slack(playground: Playground) -> WebClient:
    """Return a client of the Web API with the bot's token, to post what no listener would."""
    return WebClient(token=BOT_TOKEN, base_url=playground.workspace.api_url)


@pytest.fixture
def seen() -> Seen:
    """Return what the pages of this test have asked for and complained of."""
    return Seen()


@pytest.fixture
def open_page(browser: Browser, server: Server, seen: Seen) -> Iterator[Open]:
    """Return a function that opens the page; afterwards nothing has left this machine, and nothing went wrong."""
    contexts = []

    def opened(size: tuple[int, int] = DESKTOP, scheme: str = "light", **more: Any) -> Page:
        width, height = size
        phone = width < 600
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="ja-JP",
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        seen.watch(page)
        page.goto(server.address)
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert seen.abroad == []
    assert seen.complaints == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """Open the page on a desktop."""
    return open_page()


def send(page: Page, text: str, field: str = "#composer-main") -> None:
    """Write into a composer and press Enter."""
    page.locator(field).fill(text)
    page.locator(field).press("Enter")


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask in the channel, and open the thread of the answer where it does not open by itself."""
    send(page, f"@自治体DX {question}")
    page.locator(".thread-bar").last.wait_for()
    if not page.locator("#thread").is_visible():
        page.locator(".thread-bar").last.click()
    page.locator("#thread .thumb").first.wait_for()
