"""The store gives back what was built, or nothing: whatever lies on the disk, nobody is bothered with it."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.index import Part, Query, analyse
from bot.index.corpus import Corpus
from bot.index.documents import Built, build, sentences_of
from bot.index.store import IndexStore, user_folder
from bot.knowledge import Absence, Knowledge
from bot.match import Matcher
from bot.question import understand
from bot.text import fold

QUESTIONS = ("小金井市のDXリーダーは何人?", "青梅市 DX推進課", "でぃーえっくす", "DX section", "横浜の天気", "")
ENGINES = ("entries", "absences", "sentences")


@pytest.fixture(scope="module")
def built(small: Knowledge) -> Built:
    """Build the small knowledge once."""
    return build(small, sentences_of(small))


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    """Return an empty store."""
    return IndexStore(tmp_path / "cache")


@pytest.fixture
def stored(store: IndexStore, built: Built) -> Path:
    """Keep what was built as version v, and return its folder."""
    store.save("v", built)
    return _only(store)


def _only(store: IndexStore) -> Path:
    (folder,) = store.folder.iterdir()
    return folder


def _found(built: Built, question: str) -> list[object]:
    query = Query.of([Part(analyse(fold(question)), core=True)])
    return [getattr(built, name).search(query, 10) for name in ENGINES]


def _equal(one: Built | None, other: Built) -> bool:
    if one is None or (one.asked, one.declined) != (other.asked, other.declined):
        return False
    return all(_found(one, question) == _found(other, question) for question in QUESTIONS)


def test_a_round_trip_changes_nothing(store: IndexStore, built: Built) -> None:
    """What is loaded finds the same documents with the very same scores, and knows the same ways to ask."""
    store.save("v", built)
    loaded = store.load("v")
    assert _equal(loaded, built)
    assert loaded is not None
    for name in ENGINES:
        ours, other = getattr(built, name), getattr(loaded, name)
        assert dict(ours.vocabulary) == dict(other.vocabulary)
        words = ["青梅市", "推進", "横浜"]
        assert [other.weight_of(w) for w in words] == [ours.weight_of(w) for w in words]


def test_a_corpus_from_the_store_matches_alike(small: Knowledge, store: IndexStore) -> None:
    """The first corpus fills the store, the second is taken from it, and both give the same hits."""
    first, second = Matcher(Corpus.stored(small, store)), Matcher(Corpus.stored(small, store))
    assert store.load(small.version) is not None
    for question in filter(None, QUESTIONS):
        asked = understand(question)
        assert first.match(asked) == second.match(asked)


def test_absences_survive_the_round_trip(small: Knowledge, store: IndexStore) -> None:
    """Texts with empty lines and with none, and engines with words and without, come back as they were."""
    absences = (Absence("money", "予算", ("予算はいくら", "...", "費用")), Absence("none", "なし", ("?",)))
    knowledge = replace(small, absences=absences)
    built = build(knowledge, sentences_of(knowledge))
    store.save("v", built)
    assert _equal(store.load("v"), built)
    assert built.declined[0].pressed == ("予算はいくら", "", "費用")


def test_an_unknown_version_is_not_there(store: IndexStore, stored: Path) -> None:
    """Only the version that was saved can be loaded."""
    assert stored.name.startswith("v-")
    assert store.load("w") is None
    assert IndexStore(store.folder / "nowhere").load("v") is None


def _cut_half(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def _cut_last(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _write(data: bytes) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        file.write_bytes(data)

    return damage


def _saved(array: object) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.asarray(array))
    return stream.getvalue()


def _zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.npy", _saved([1, 2]))
    return stream.getvalue()


def _garble(file: Path) -> None:
    """Break the header, which numpy reads as Python, and keep the size."""
    file.write_bytes(file.read_bytes().replace(b"{'descr'", b"({'desc#", 1))


def _make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGE: dict[str, Callable[[Path], None]] = {
    "half of it": _cut_half,
    "all but a byte": _cut_last,
    "nothing": _empty,
    "a text": _write(b"not an array"),
    "an archive": _write(_zipped()),
    "no archive after all": _write(b"PK\x03\x04" + b"x" * 50),
    "pickled objects": _write(pickle.dumps({"a": 1})),
    "another array": _write(_saved([[1.5, 2.5]])),
    "one word": _write(_saved("seven")),
    "a broken header": _garble,
    "a folder": _make_folder,
    "no file": Path.unlink,
}
FILES = (
    "entries.cells.npy",
    "entries.size.npy",
    "sentences.keys.npy",
    "absences.idf.npy",
    "entries.common.npy",
    "asked.npy",
)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_as_good_as_none(
    store: IndexStore, stored: Path, built: Built, damage: str, file: str
) -> None:
    """With any damage to a file nothing is loaded and nothing raised; saving again puts a sound one in its place."""
    DAMAGE[damage](stored / file)
    assert store.load("v") is None
    store.save("v", built)
    assert _equal(store.load("v"), built)
    assert _only(store) == stored


def test_every_file_is_missed(store: IndexStore, stored: Path) -> None:
    """Whichever file is cut off, nothing is loaded."""
    for file in sorted(stored.iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) * 2 // 3])
        assert store.load("v") is None, file.name
        file.write_bytes(whole)
    assert store.load("v") is not None


@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_half_written_folder_is_built_anew(store: IndexStore, stored: Path, built: Built, left: int) -> None:
    """A folder with only some of its files, as an old copy or a full disk leaves it, is replaced."""
    for file in sorted(stored.iterdir())[left:]:
        file.unlink()
    assert store.load("v") is None
    store.save("v", built)
    assert _equal(store.load("v"), built)


def test_a_file_in_place_of_the_folder_is_replaced(store: IndexStore, stored: Path, built: Built) -> None:
    """Where a file stands under the folder's name, the folder takes its place."""
    for file in stored.iterdir():
        file.unlink()
    stored.rmdir()
    stored.write_text("in the way", encoding="ascii")
    assert store.load("v") is None
    store.save("v", built)
    assert _equal(store.load("v"), built)


def test_a_damaged_index_does_not_change_an_answer(small: Knowledge, store: IndexStore) -> None:
    """A corpus over a damaged store is built from the texts, and heals the store."""
    asked = understand(QUESTIONS[0])
    sound = Matcher(Corpus.stored(small, store)).match(asked)
    _cut_half(_only(store) / "entries.impacts.npy")
    assert Matcher(Corpus.stored(small, store)).match(asked) == sound
    assert store.load(small.version) is not None


def test_a_folder_that_cannot_be_made_is_no_reason_to_fail(small: Knowledge, tmp_path: Path) -> None:
    """Where a file stands in the way of the whole store, every corpus is built and nothing is said."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="ascii")
    store = IndexStore(in_the_way / "cache")
    assert Matcher(Corpus.stored(small, store)).match(understand(QUESTIONS[0])).hits
    assert store.load(small.version) is None
    assert in_the_way.is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(small: Knowledge, tmp_path: Path) -> None:
    """Without the right to write, every corpus is built and nothing is said."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o500)
    assert Matcher(Corpus.stored(small, IndexStore(folder))).match(understand(QUESTIONS[0])).hits
    assert list(folder.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(store: IndexStore, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails in the middle, no piece stays and nothing is loaded."""

    def save(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", save)
    store.save("v", built)
    assert store.load("v") is None
    assert list(store.folder.iterdir()) == []


def test_old_versions_are_forgotten(store: IndexStore, built: Built) -> None:
    """Of many versions the latest stay, and the one just saved is among them."""
    for number in range(7):
        store.save(f"v{number}", built)
        _grow_older(store)
    kept = sorted(folder.name.split("-")[0] for folder in store.folder.iterdir())
    assert kept == ["v3", "v4", "v5", "v6"]
    assert store.load("v6") is not None
    assert store.load("v0") is None


def _grow_older(store: IndexStore) -> None:
    """Let an hour pass for what is there."""
    for folder in store.folder.iterdir():
        then = folder.stat().st_mtime - 3_600
        os.utime(folder, (then, then))


def test_what_an_interrupted_write_left_is_forgotten(store: IndexStore, built: Built) -> None:
    """A folder of a process that was killed goes when newer versions have come."""
    left = store.folder / "tmp123.part"
    left.mkdir(parents=True)
    (left / "entries.size.npy").write_bytes(b"")
    os.utime(left, (0, 0))
    for number in range(4):
        store.save(f"v{number}", built)
    assert not left.exists()


def test_other_code_finds_nothing(store: IndexStore, stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other code built is not loaded: its folder has another name."""
    assert stored.is_dir()
    monkeypatch.setattr("bot.index.store._code_version", lambda: "00000000")
    assert store.load("v") is None


SAVE = """
import sys, time
from pathlib import Path
from bot.index.documents import build, sentences_of
from bot.index.store import IndexStore
from bot.knowledge import load
knowledge = load(Path(sys.argv[1])).knowledge
built = build(knowledge, sentences_of(knowledge))
store = IndexStore(Path(sys.argv[2]))
time.sleep(max(0.0, float(sys.argv[3]) - time.time()))
for number in range(10):
    store.save(f"v{number % 3}", built)
    assert store.load(f"v{number % 3}") is not None
"""


def test_processes_may_save_at_once(store: IndexStore, built: Built, environment: dict[str, str]) -> None:
    """Two processes that save the same versions at the same time both succeed, and no piece is left."""
    base = Path(__file__).resolve().parents[1] / "knowledge" / "base"
    command = [sys.executable, "-c", SAVE, str(base), str(store.folder), str(time.time() + 1.2)]
    running = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert ended == [("", 0), ("", 0)]
    assert sorted(folder.name.split("-")[0] for folder in store.folder.iterdir()) == ["v0", "v1", "v2"]
    assert _equal(store.load("v1"), built)


def test_the_user_says_where_files_go() -> None:
    """XDG_CACHE_HOME names the folder; without it, it is the user's own."""
    assert user_folder({"XDG_CACHE_HOME": "/somewhere"}) == Path("/somewhere/jichitai-dx-bot")
    assert user_folder({}) == Path.home() / ".cache" / "jichitai-dx-bot"
    assert user_folder({"XDG_CACHE_HOME": ""}) == user_folder({})


def test_a_user_without_a_home_has_a_folder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no home can be found, as in a container run under any number, files go to the temporary ones."""

    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert user_folder({}).is_absolute()
