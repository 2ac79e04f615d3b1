"""The folder on disk: every file is read once, into memory, and checked as text before anything parses it.

knowledge/sources.yaml  topics.yaml  glossary.yaml  places.yaml  absent.yaml  faq/*.yaml
seeds/*.txt
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.disk import list_folder, name_of, read_bytes, vanished, why_skipped
from bot.knowledge.suggest import nearest
from bot.knowledge.text_file import TextFile, decode, oddities
from bot.problems import Problem, Severity

__all__ = ["Folder", "TextFile", "read_folder"]

MAX_TOTAL_BYTES = 48_000_000
MAX_FILES = 2_000
_FOLDERS = ("knowledge", "knowledge/faq", "seeds")
_STEMS = ("sources", "topics", "glossary", "places", "absent")


@dataclass(slots=True)
class Folder:
    """All readable files of a folder, and what was found wrong with the others.

    ``unread`` names files and folders that are there and could not be read, or folders that are missing;
    ``oddities`` are warnings that an error on the same line explains.
    """

    root: Path
    files: dict[str, TextFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    oddities: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def faq_files(self) -> Iterator[TextFile]:
        """Yield the files of the curated entries, by name."""
        return (f for path, f in sorted(self.files.items()) if path.startswith("knowledge/faq/"))

    def path_of(self, stem: str) -> str:
        """Return the path of one of the files beside ``faq/``; ``.yml`` and capitals will do."""
        usual = f"knowledge/{stem}.yaml"
        known = sorted(path for path in (*self.files, *self.unread) if _stem(path) == stem)
        return usual if usual in known or not known else known[0]

    def near_miss(self, stem: str) -> str:
        """Return the path of a file that was probably meant to be one of ours that is missing, or ""."""
        strangers = [_stem(path) for path in self.files if _stem(path) not in ("", *_STEMS)]
        near = nearest(stem, strangers, cutoff=75.0) if self.path_of(stem) not in self.files else ""
        return next((path for path in self.files if near and _stem(path) == near), "")

    def has_unread(self, prefix: str) -> bool:
        """Tell whether something below a path could not be read, so that nobody knows what it declares."""
        return any(path.startswith(prefix) or prefix.startswith(f"{path}/") for path in self.unread)


def read_folder(root: Path) -> Folder:
    """Read ``knowledge/`` and ``seeds/`` below ``root``; when files move meanwhile, start over once.

    Never raises for what an editor can do; every finding is in ``problems``.
    """
    first, before = _read_once(root)
    if _signature(root) == before:
        return first
    again, before = _read_once(root)
    # A file that went away stays a reason to refuse, even if nothing moves any more: half a folder is no folder.
    for name in sorted({*first.files, *first.unread} - {*again.files, *again.unread}):
        again.problems.append(vanished(name))
        again.unread.add(name)
    if _signature(root) != before:
        hint = "コピーや同期が終わるのを待って、もう一度再読み込みしてください。今の内容はそのまま使われています。"
        again.problems.append(Problem("knowledge", 0, 0, "読み込みの途中でファイルが変わりました。", hint))
    return again


def _read_once(root: Path) -> tuple[Folder, list[tuple[str, int, int, int]]]:
    signature = _signature(root)
    folder = Folder(root)
    paths = sorted(_listed(folder))
    total = 0
    for count, path in enumerate(paths):
        if count >= MAX_FILES or total > MAX_TOTAL_BYTES:
            folder.problems.append(_too_much(len(paths)))
            folder.unread.update(("knowledge/faq", "seeds"))
            break
        total += _take(folder, path)
    folder.problems.extend(_strangers(folder))
    return folder, signature


def _too_much(count: int) -> Problem:
    limits = f"上限は {MAX_FILES} 個、合わせて {MAX_TOTAL_BYTES // 1_000_000} MB"
    message = f"ファイルが多すぎます({count} 個、{limits})。"
    return Problem("knowledge", 0, 0, message, "関係のないファイルを、ほかの場所に移してください。")


def _listed(folder: Folder) -> Iterator[Path]:
    """Yield everything in the three folders; a folder that cannot be listed is reported."""
    for name in _FOLDERS:
        found = None if name.rpartition("/")[0] in folder.unread else list_folder(folder.root / name, name)
        if isinstance(found, Problem):
            folder.problems.append(found)
            folder.unread.add(name)
        elif found:
            yield from (path for path in found if path != folder.root / "knowledge" / "faq")


def _signature(root: Path) -> list[tuple[str, int, int, int]]:
    """Names, sizes, times and inodes of all files: two equal ones mean that nothing moved in between."""
    seen: list[tuple[str, int, int, int]] = []
    for path in sorted(_listed(Folder(root))):
        try:
            status = path.lstat()
            seen.append((str(path), status.st_size, status.st_mtime_ns, status.st_ino))
        except OSError:
            seen.append((str(path), -1, -1, -1))
    return seen


def _take(folder: Folder, path: Path) -> int:
    """Read one file into the folder, or say why not; return its size in bytes."""
    name = name_of(path, folder.root)
    skipped = why_skipped(path, name)
    if skipped:
        folder.problems.append(skipped)
        return 0
    if name in folder.files or name in folder.unread:
        hint = "どちらかのファイル名を変えるか、消してください。"
        folder.problems.append(Problem(name, 0, 0, "見た目が同じ名前のファイルが2つあります。", hint))
        return 0
    data = read_bytes(path, name)
    file = data if isinstance(data, Problem) else decode(name, data)
    if isinstance(file, Problem):
        folder.problems.append(file)
        folder.unread.add(name)
    else:
        folder.oddities.extend(oddities(file))
        folder.files[name] = file
    return 0 if isinstance(data, Problem) else len(data)


def _strangers(folder: Folder) -> Iterator[Problem]:
    """Name every file beside ``faq/`` that is none of ours, so that nobody waits for it to work."""
    for path in sorted({*folder.files, *folder.unread}):
        stem = _stem(path)
        if not stem or (stem in _STEMS and path == folder.path_of(stem)):
            continue
        near = nearest(stem, _STEMS)
        if near and folder.near_miss(near) == path:
            continue  # What is missing is reported, and this file with it.
        if stem in _STEMS:
            hint = f"内容を {folder.path_of(stem).rpartition('/')[2]} にまとめて、このファイルを消してください。"
        else:
            hint = "質問のファイルなら、knowledge/faq フォルダーに移してください。"
        yield Problem(path, 0, 0, "この名前のファイルは読み込みません。", hint, Severity.WARNING)


def _stem(path: str) -> str:
    """Return the name, without its ending, of a file that lies in ``knowledge/`` itself, else ""."""
    folder, _, name = path.rpartition("/")
    return name.rpartition(".")[0].lower() if folder == "knowledge" else ""
