"""What an editor has added since an earlier edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.additions import added_since
from bot.desk import Desk


@pytest.fixture
def files(root: Path) -> dict[str, str]:
    """Return the repository's own folder as an edition keeps it."""
    return {str(p.relative_to(root)): p.read_text("utf-8") for p in (root / "knowledge").rglob("*.yaml")}


def test_nothing_is_new_in_the_same_edition(desk: Desk, files: dict[str, str]) -> None:
    """Every entry of the knowledge is found in the files that it was read from."""
    assert added_since(files, desk.knowledge) == ()


def test_what_the_earlier_files_lack_is_new(desk: Desk, files: dict[str, str]) -> None:
    """Entries of a file that was not there yet are new, and no others, however the ids are written."""
    path = "knowledge/faq/cio.yaml"
    earlier = {
        name: text.replace("- id: ", "-   id:  '").replace("\n  topic:", "'\n  topic:")
        for name, text in files.items()
        if name != path
    }
    assert added_since(earlier, desk.knowledge) == tuple(e for e in desk.knowledge.entries if e.path == path)


def test_nothing_is_new_against_no_entries_at_all(desk: Desk) -> None:
    """An edition without entries says nothing about what is new."""
    assert added_since({"knowledge/topics.yaml": "- id: cio\n"}, desk.knowledge) == ()
