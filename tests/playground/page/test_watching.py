"""An editor saves a file and sees at once what check finds, what would change, and, once applied, the new answer."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.desk import Desk
from bot.library import Library
from bot.playground.hosting import hosted
from bot.playground.watching import Watching
from bot.records import Records
from tests.conftest import ROOT
from tests.playground.page.conftest import send

SMALL = ROOT / "tests" / "knowledge" / "base"
ENTRY = """
- id: new-one
  topic: {topic}
  question: みどり市の合言葉は何ですか?
  municipality: {municipality}
  excerpts:
    - source: {source}
      quote: {text}
"""
PATIENCE = 15.0  # seconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy a small knowledge folder that an editor may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "folder"))


@pytest.fixture
def desk_of(folder: Path) -> Desk:
    """Open it."""
    return Desk(Library(folder))


@pytest.fixture
def states() -> list[dict[str, Any]]:
    """Return the list into which the states are told."""
    return []


@pytest.fixture
def watching(desk_of: Desk, states: list[dict[str, Any]]) -> Iterator[Watching]:
    """Watch it."""
    watcher = Watching(desk_of, Records(), states.append)
    watcher.start()
    time.sleep(0.3)  # until the system tells of changes
    yield watcher
    watcher.close()


def _wait(states: list[dict[str, Any]], state: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if states and states[-1]["state"] == state:
            return states[-1]
        threading.Event().wait(0.05)
    raise AssertionError(f"no {state} among {[s['state'] for s in states]}")


def _faq(folder: Path) -> Path:
    return next(iter(sorted((folder / "knowledge" / "faq").glob("*.yaml"))))


def _add_entry(folder: Path, desk: Desk) -> None:
    entry = desk.knowledge.entries[0]
    quote = entry.quotes[0]
    text = desk.knowledge.text_of(quote)
    with _faq(folder).open("a", encoding="utf-8") as file:
        file.write(ENTRY.format(topic=entry.topic, municipality=entry.municipality, source=quote.source, text=text))


def test_a_mistake_is_told_with_its_place(
    watching: Watching, states: list[dict[str, Any]], folder: Path, desk_of: Desk
) -> None:
    """The finding has path, line and column, a sentence and a next step; the old knowledge goes on answering."""
    before = desk_of.knowledge.version
    with _faq(folder).open("a", encoding="utf-8") as file:
        file.write("- id: broken\n  topic: 無い話題\n")
    state = _wait(states, "refused")
    finding = state["problems"][0]
    assert finding["place"].startswith(f"knowledge/faq/{_faq(folder).name}:")
    assert finding["message"]
    assert finding["hint"]
    assert (watching.state["version"], desk_of.knowledge.version) == (before, before)
    assert not watching.apply("whatever")


def test_a_change_is_previewed_and_applied(
    watching: Watching, states: list[dict[str, Any]], folder: Path, desk_of: Desk
) -> None:
    """What would be added is listed; nothing changes until it is applied, and only what was shown is."""
    _add_entry(folder, desk_of)
    state = _wait(states, "ready")
    assert state["changes"]["added"] == {"count": 1, "questions": ["みどり市の合言葉は何ですか?"]}
    assert state["changes"]["removed"]["count"] == 0
    assert state["version"] == desk_of.knowledge.version != state["next"]
    assert watching.apply(state["next"])
    assert desk_of.knowledge.version == state["next"]
    assert _wait(states, "same")["version"] == state["next"]


def test_taking_a_change_back_is_no_change(
    watching: Watching, states: list[dict[str, Any]], folder: Path, desk_of: Desk
) -> None:
    """When the file is as it was, there is nothing to apply any more."""
    assert watching.state["state"] == "same"
    original = _faq(folder).read_bytes()
    _add_entry(folder, desk_of)
    shown = _wait(states, "ready")
    _faq(folder).write_bytes(original)
    _wait(states, "same")
    assert not watching.apply(shown["next"])


def test_what_editors_leave_beside_a_file_is_nothing(
    watching: Watching, states: list[dict[str, Any]], folder: Path
) -> None:
    """A backup, a lock or a hidden file of a sync program is no change."""
    assert watching.state["state"] == "same"
    for name in (".#x.yaml", "x.yaml~", "~$x.xlsx", ".x.yaml.swp"):
        (folder / "knowledge" / "faq" / name).write_text("x", encoding="utf-8")
    time.sleep(1.2)
    assert states == []


def test_a_reload_elsewhere_is_noticed(
    watching: Watching, states: list[dict[str, Any]], folder: Path, desk_of: Desk
) -> None:
    """Who applies with /dx-reload sees the page agree within seconds."""
    _add_entry(folder, desk_of)
    shown = _wait(states, "ready")
    desk_of.reload()
    assert _wait(states, "same")["version"] == shown["next"]
    assert watching.state["version"] == shown["next"]


def test_the_page_takes_an_editor_from_mistake_to_new_answer(browser: Browser, folder: Path) -> None:
    """Save a mistake: the finding is there. Mend it: the preview. Apply it: the new question is answered, no restart."""
    with hosted(folder) as (playground, server):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(server.address)
        page.locator("html[data-ready]").wait_for(state="attached")
        original = _faq(folder).read_bytes()
        with _faq(folder).open("a", encoding="utf-8") as file:
            file.write("- id: broken\n")
        panel = page.get_by_role("region", name="knowledge/ と seeds/ の変更")
        expect(panel.locator(".finding-place").first).to_contain_text(f"{_faq(folder).name}:", timeout=PATIENCE * 1000)
        expect(panel.get_by_role("button", name="反映する")).to_have_count(0)
        _faq(folder).write_bytes(original)
        _add_entry(folder, playground.desk)
        expect(panel.get_by_text("みどり市の合言葉は何ですか?").first).to_be_visible(timeout=PATIENCE * 1000)
        send(page, "/dx みどり市の合言葉は何ですか?")
        panel.get_by_role("button", name="反映する").click()
        expect(panel.get_by_text("そのまま使われています")).to_be_visible()
        send(page, "/dx みどり市の合言葉は何ですか?")
        knowledge = playground.desk.knowledge
        expected = next(knowledge.text_of(e.quotes[0]) for e in knowledge.entries if e.id == "new-one")
        expect(page.locator("#main blockquote").first).to_have_text(expected)
        page.close()
