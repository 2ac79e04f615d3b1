"""What comes from outside is written within limits, into its folder and nowhere else, and as a whole."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.fetching import landing
from bot.fetching.address import parse
from bot.fetching.fetch import origin_of
from bot.fetching.landing import Item, Kind, land
from bot.knowledge import load
from bot.library import OriginError
from tests.knowledge.folders import BASE

LIMIT = 1_000_000


class Shelf:
    """A supply that holds what it is told, and may change while it is read."""

    def __init__(self, files: dict[str, bytes], *more: Item) -> None:
        self.files = files
        self.more = more
        self.changes: list[dict[str, bytes]] = []

    def items(self) -> Iterable[Item]:
        """List the files, the size as a mark."""
        yield from (Item(p, len(c), Kind.FILE, str(hash(c))) for p, c in self.files.items())
        yield from self.more

    def read(self, item: Item) -> bytes:
        """Return a file as it is now, and let the next change happen."""
        content = self.files.get(item.path, b"")
        if self.changes:
            self.files = self.changes.pop(0)
        return content


def base() -> dict[str, bytes]:
    """Return the files of the small knowledge folder."""
    return {p.relative_to(BASE).as_posix(): p.read_bytes() for p in BASE.rglob("*") if p.is_file()}


def written(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_lands_is_the_knowledge_byte_by_byte(tmp_path: Path) -> None:
    """And its version is the same as at home."""
    land(Shelf(base()), tmp_path)
    assert written(tmp_path) == base()
    assert load(tmp_path).knowledge == load(BASE).knowledge


@pytest.mark.parametrize(
    "path",
    [
        "knowledge/../../x.yaml",
        "../x",
        "/etc/x",
        "knowledge//x.yaml",
        "knowledge/./x.yaml",
        "knowledge/faq/..",
        "knowledge/a\\..\\x.yaml",
        "knowledge/faq/a/b.yaml",
        "elsewhere/x.yaml",
        "knowledge/x\0.yaml",
    ],
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    """It is refused by name, before anything is written."""
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(OriginError) as caught:
        land(Shelf({**base(), path: b"x"}), inside)
    assert "フォルダーの外を指す" in caught.value.problem.message
    assert written(tmp_path) == {}


def test_links_are_refused(tmp_path: Path) -> None:
    """Whatever they point at."""
    with pytest.raises(OriginError) as caught:
        land(Shelf(base(), Item("knowledge/faq/link.yaml", 9, Kind.LINK)), tmp_path)
    assert caught.value.problem.path == "knowledge/faq/link.yaml"
    assert "リンク" in caught.value.problem.message


def test_a_large_file_is_not_read_and_the_check_says_so(tmp_path: Path) -> None:
    """Its size lands, its content does not."""
    land(Shelf(base(), Item("knowledge/faq/log.yaml", 2_400_000, Kind.FILE)), tmp_path)
    loaded = load(tmp_path)
    assert loaded.knowledge is None
    assert [(p.path, p.message) for p in loaded.problems] == [
        ("knowledge/faq/log.yaml", "ファイルが大きすぎます(2.4 MB、上限は 1 MB)。")
    ]


def test_folders_below_land_empty_and_the_check_says_so(tmp_path: Path) -> None:
    """What lies in them is not fetched."""
    land(Shelf(base(), Item("knowledge/faq/old", 0, Kind.FOLDER)), tmp_path)
    loaded = load(tmp_path)
    assert loaded.knowledge is not None
    assert [p.message for p in loaded.problems] == ["フォルダーの中は読み込みません。"]


def test_too_many_files_are_refused_while_they_are_listed(tmp_path: Path) -> None:
    """A bucket that is not ours is not read to its end."""
    endless = (Item(f"seeds/{n}.txt", 1, Kind.FILE) for n in itertools.count())
    shelf = Shelf({})
    shelf.items = lambda: endless  # type: ignore[method-assign]  # a listing without an end
    with pytest.raises(OriginError, match="多すぎます"):
        land(shelf, tmp_path)


def test_too_much_is_refused(tmp_path: Path) -> None:
    """However it is cut into files."""
    with pytest.raises(OriginError, match="多すぎます"):
        land(Shelf({}, *(Item(f"seeds/{n}.txt", LIMIT, Kind.FILE) for n in range(49))), tmp_path)


def test_what_changes_meanwhile_is_read_again(tmp_path: Path) -> None:
    """Half of an old version with half of a new one is none."""
    new = {path: content + b"# new\n" if path.endswith(".yaml") else content for path, content in base().items()}
    shelf = Shelf(base())
    shelf.changes = [new]
    land(shelf, tmp_path)
    assert {p: c for p, c in written(tmp_path).items() if not p.startswith("first/")} == new


def test_what_never_rests_is_given_up(tmp_path: Path) -> None:
    """The admin is asked to wait."""
    shelf = Shelf(base())
    shelf.changes = [{**base(), "seeds/x.txt": str(n).encode()} for n in range(100)]
    with pytest.raises(OriginError, match="読み込みの途中でファイルが変わりました"):
        land(shelf, tmp_path)


def test_what_takes_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reload ends, whatever the store does."""
    monkeypatch.setattr(landing, "_PATIENCE", -1.0)
    with pytest.raises(OriginError, match="時間がかかりすぎた"):
        land(Shelf(base()), tmp_path)


def test_what_a_killed_process_left_is_removed_at_the_next_fetch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not the folder of one that is fetching at this very moment, nor anybody else's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young, strange = (tmp_path / n for n in ("jichitai-dx-fetched-1", "jichitai-dx-fetched-2", "strange"))
    for folder in (old, young, strange):
        (folder / "knowledge").mkdir(parents=True)
    for folder in (old, strange):
        os.utime(folder, (0, 0))
    with pytest.raises(OriginError), origin_of(parse(f"file://{tmp_path}/nothing"))():
        pass
    assert {path.name for path in tmp_path.iterdir()} == {young.name, strange.name}
