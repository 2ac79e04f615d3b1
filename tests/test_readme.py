"""README and the code agree: the two commands, the verbs, the settings, the rooms, the scopes."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.cli import _VERBS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """The second command stands in .ci/run, letter for letter."""
    commands = [line for line in README.splitlines() if line.startswith("python3.11 -m venv .venv && ")]
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_verb_is_in_the_table() -> None:
    """Each verb of the command line is named in the table of commands."""
    table = README.split("## Commands", 1)[1].split("##", 1)[0]
    assert [verb for verb in _VERBS if f"`{verb}" not in table] == []


def test_every_setting_is_in_the_table() -> None:
    """Each environment variable that the code reads, or that Heroku asks for, is in the table, and no other."""
    read = set(json.loads((ROOT / "app.json").read_text(encoding="utf-8"))["env"])
    for name in ("settings.py", "opening.py", "index/store.py"):
        read |= set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|PORT)"', (ROOT / "bot" / name).read_text(encoding="utf-8")))
    table = README.split("## Settings", 1)[1].split("##", 1)[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read


def test_every_room_is_there() -> None:
    """Each module or package that the table of rooms names stands in bot/."""
    table = README.split("| room | what is in it |", 1)[1].split("\n\n", 1)[0]
    rooms = [room for line in table.splitlines()[2:] for room in re.findall(r"`([^`]+)`", line.split("|")[1])]
    assert len(rooms) > 30
    assert [room for room in rooms if not (ROOT / "bot" / room.removeprefix("bot/")).exists()] == []


def test_the_scopes_are_those_of_the_manifest() -> None:
    """The sentence on scopes names those of manifest.json and no others."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    sentence = next(line for line in README.splitlines() if "asks for these scopes" in line)
    assert re.findall(r"`([a-z:_]+)`", sentence) == manifest["oauth_config"]["scopes"]["bot"]
