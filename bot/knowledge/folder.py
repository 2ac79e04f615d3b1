"""The folder on disk: every file is read once, as bytes, and checked as text before anything parses it.

    knowledge/sources.yaml  topics.yaml  glossary.yaml  faq/*.yaml
    seeds/*.txt

Order of checks: link and size, byte order mark, strict UTF-8, control characters, conflict markers.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.problems import Problem, Severity
from bot.text import shorten

__all__ = ["Folder", "TextFile", "read_folder"]

MAX_FILE_BYTES = 1_000_000
MAX_TOTAL_BYTES = 64_000_000
MAX_FILES = 2_000
_YAML_ENDINGS = (".yaml", ".yml")
# Files that tools put there, and our own explanations: known, and not knowledge.
_IGNORED = re.compile(r"^(?:\..*|Thumbs\.db|desktop\.ini|README\.md|.*\.schema\.json)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7}|\|{7})(?: .*)?$", re.MULTILINE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_SEPARATED_MARK = re.compile(r"[\u3041-\u30ff][\u3099\u309a]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file: its path relative to the folder (with ``/``) and its text, the line ends as they are."""

    path: str
    text: str

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, of an offset."""
        return len(re.findall(r"\r\n|\r|\n", self.text[:offset])) + 1


@dataclass(slots=True)
class Folder:
    """All readable files of a folder, and what was found wrong with the others."""

    root: Path
    files: dict[str, TextFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def knowledge_files(self) -> Iterator[TextFile]:
        """Yield the files of the curated entries, by name."""
        return (f for path, f in sorted(self.files.items()) if path.startswith("knowledge/faq/"))


def read_folder(root: Path) -> Folder:
    """Read ``knowledge/`` and ``seeds/`` below ``root``; when files move meanwhile, start over once.

    Never raises for what an editor can do; every finding is in ``problems``.
    """
    folder = _read_once(root)
    if _signature(root) == folder[1]:
        return folder[0]
    again, before = _read_once(root)
    if _signature(root) != before:
        hint = "コピーや同期が終わるのを待って、もう一度再読み込みしてください。今の内容はそのまま使われています。"
        again.problems.append(Problem("knowledge", 0, 0, "読み込みの途中でファイルが変わりました。", hint))
    return again


def _read_once(root: Path) -> tuple[Folder, list[tuple[str, int, int]]]:
    signature = _signature(root)
    folder = Folder(root)
    for name in ("knowledge", "seeds"):
        if not (root / name).is_dir():
            folder.problems.append(
                Problem(
                    name, 0, 0, f"{name} フォルダーがありません。", f"{name} フォルダーを元の場所に戻してください。"
                )
            )
    total = 0
    for count, path in enumerate(_listed(root)):
        if count >= MAX_FILES or total > MAX_TOTAL_BYTES:
            folder.problems.append(_too_much(count))
            break
        total += _take(folder, path)
    return folder, signature


def _too_much(count: int) -> Problem:
    limits = f"上限は {MAX_FILES} 個、合わせて {MAX_TOTAL_BYTES // 1_000_000} MB"
    return Problem(
        "knowledge", 0, 0, f"ファイルが多すぎます({count} 個、{limits})。", "関係のないファイルを移してください。"
    )


def _listed(root: Path) -> list[Path]:
    """List the candidates; folders below faq/ and beside the known ones are candidates too, to be named."""
    places = (root / "knowledge", root / "knowledge" / "faq", root / "seeds")
    found = [p for place in places if place.is_dir() for p in _entries(place)]
    return sorted(p for p in found if p != root / "knowledge" / "faq" and not _IGNORED.match(p.name))


def _entries(place: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(place)]
    except OSError:
        return []


def _signature(root: Path) -> list[tuple[str, int, int]]:
    """Names, sizes and times of all files: two equal ones mean that nothing moved in between."""
    seen: list[tuple[str, int, int]] = []
    for path in _listed(root):
        try:
            status = path.lstat()
            seen.append((str(path), status.st_size, status.st_mtime_ns))
        except OSError:
            seen.append((str(path), -1, -1))
    return seen


def _take(folder: Folder, path: Path) -> int:
    """Read one file into the folder, or say why not; return its size in bytes."""
    name = unicodedata.normalize("NFC", path.relative_to(folder.root).as_posix())
    skipped = _why_skipped(name, path)
    if skipped:
        folder.problems.append(skipped)
        return 0
    try:
        refused = _why_refused(name, path)
        data = b"" if refused else path.read_bytes()
    except FileNotFoundError:
        hint = "コピーや同期が終わるのを待って、もう一度再読み込みしてください。今の内容はそのまま使われています。"
        refused = Problem(name, 0, 0, "読み込みの途中でファイルがなくなりました。", hint)
    except OSError as error:
        refused = Problem(name, 0, 0, f"ファイルを開けません({error.strerror})。", "読み取りの権限を確かめてください。")
    if refused:
        folder.problems.append(refused)
        folder.unread.add(name)
        return 0
    _decode(folder, name, data)
    return len(data)


def _why_skipped(name: str, path: Path) -> Problem | None:
    wanted = (".txt",) if name.startswith("seeds/") else _YAML_ENDINGS
    if path.name.lower().endswith(wanted) and not path.is_dir():
        return None
    if path.is_dir():
        message, hint = "この中は読み込みません。", "ファイルを一つ上のフォルダーに移してください。"
    else:
        stem = re.split(r"\.(?:ya?ml|txt)", path.name, maxsplit=1)[0].rstrip("~")
        message = f"名前が {wanted[0]} で終わらないため読み込みません。"
        hint = (
            f"読み込むなら、ファイル名を {stem}{wanted[0]} に変えてください"
            "(エクスプローラーの「表示」→「ファイル名拡張子」)。"
        )
    return Problem(name, 0, 0, message, hint, Severity.WARNING)


def _why_refused(name: str, path: Path) -> Problem | None:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return Problem(name, 0, 0, "リンク(ショートカット)は読み込みません。", "ファイルそのものを置いてください。")
    if not stat.S_ISREG(status.st_mode):
        return Problem(name, 0, 0, "ふつうのファイルではありません。", "このファイルを消してください。")
    if status.st_size > MAX_FILE_BYTES:
        size = f"{status.st_size / 1_000_000:.1f} MB、上限は {MAX_FILE_BYTES // 1_000_000} MB"
        hint = "ファイルを分けてください。ログなど別のファイルを置いていないかも確かめてください。"
        return Problem(name, 0, 0, f"ファイルが大きすぎます({size})。", hint)
    return None


def _decode(folder: Folder, name: str, data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "「UTF-8」で保存し直してください(メモ帳では「Unicode」ではなく「UTF-8」)。"
        _refuse(folder, Problem(name, 1, 0, "文字コードが UTF-16 です。", hint))
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(folder, _not_utf8(name, data, error))
        return
    file = TextFile(name, text if name.startswith("seeds/") else text.removeprefix("\ufeff"))
    found = _why_unfit(file)
    if found:
        _refuse(folder, found)
        return
    folder.problems.extend(_oddities(file))
    folder.files[name] = file


def _refuse(folder: Folder, problem: Problem) -> None:
    folder.problems.append(problem)
    folder.unread.add(problem.path)


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    guess = next((label for codec, label in _OTHER_CODECS if _decodes(data, codec)), "")
    seems = f"({guess} のようです)" if guess else ""
    hint = "メモ帳で開き、「名前を付けて保存」で文字コードを「UTF-8」にして保存し直してください。"
    return Problem(name, line, 0, f"文字コードが UTF-8 ではありません{seems}。", hint)


_OTHER_CODECS = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "JIS"))


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _why_unfit(file: TextFile) -> Problem | None:
    control = _CONTROL.search(file.text)
    if control:
        code = f"U+{ord(control.group()):04X}"
        line, column = _place(file, control.start())
        return Problem(file.path, line, column, f"使えない制御文字({code})があります。", "その文字を消してください。")
    conflict = _CONFLICT.search(file.text)
    if conflict and not (file.path.startswith("seeds/") and conflict.group().startswith("=")):
        hint = "どちらの内容を残すか決めて、「<<<<<<<」「=======」「>>>>>>>」の行を消してください。"
        line, _ = _place(file, conflict.start())
        return Problem(file.path, line, 1, "変更の衝突(コンフリクト)の印が残っています。", hint)
    return None


def _place(file: TextFile, offset: int) -> tuple[int, int]:
    start = max(file.text.rfind("\n", 0, offset), file.text.rfind("\r", 0, offset)) + 1
    return file.line_at(offset), offset - start + 1


def _oddities(file: TextFile) -> Iterator[Problem]:
    """Say what loads but looks like an accident."""
    if file.path.startswith("seeds/"):
        return
    marks = _SEPARATED_MARK.findall(file.text)
    if marks:
        line, column = _place(file, file.text.index(marks[0]))
        more = f"ほか{len(marks) - 1}字" if len(marks) > 1 else ""
        message = f"濁点が分かれた文字(NFD)があります:「{unicodedata.normalize('NFC', marks[0])}」{more}。"
        hint = "このままでも動きますが、日本語入力で打ち直すことをお勧めします。"
        yield Problem(file.path, line, column, message, hint, Severity.WARNING)
    hidden = _INVISIBLE.search(file.text)
    if hidden:
        line, column = _place(file, hidden.start())
        around = shorten(file.text[hidden.end() : hidden.end() + 10].split("\n", 1)[0])
        message = f"見えない文字(U+{ord(hidden.group()):04X})があります:「{around}」の前。"
        yield Problem(file.path, line, column, message, "その文字を消してください。", Severity.WARNING)
    if file.text and not file.text.endswith(("\n", "\r")):
        message = "ファイルが改行で終わっていません。保存や同期が途中かもしれません。"
        hint = "最後まで書かれているか確かめ、最後に改行を入れてください。"
        yield Problem(file.path, file.line_at(len(file.text)), 0, message, hint, Severity.WARNING)
