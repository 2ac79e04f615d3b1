"""The edge to the disk: folders are listed, files are opened once, and nothing but a plain file is ever read."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path

from bot.problems import Problem, Severity

__all__ = ["MAX_FILE_BYTES", "list_folder", "name_of", "read_bytes", "vanished", "why_skipped"]

MAX_FILE_BYTES = 1_000_000
_YAML_ENDINGS = (".yaml", ".yml")
# Files that tools put there, and our own explanations: known, and not knowledge.
_IGNORED = re.compile(r"^(?:\..*|Thumbs\.db|desktop\.ini|README\.md|.*\.schema\.json)$", re.IGNORECASE)
_BACKUP = re.compile(r"~$|^[~#]|#$|\.(?:bak|backup|old|orig|org|tmp|temp|swp|save|rej)\d*$", re.IGNORECASE)
_KNOWN_ENDING = re.compile(r"\.(?:ya?ml|txt)", re.IGNORECASE)
# No link is followed and no pipe is waited for, whatever the name stands for by the time it is opened.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def name_of(path: Path, root: Path) -> str:
    """Return the path as a message shows it: relative, with ``/``, composed, on one line, fit for UTF-8."""
    name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
    return "".join("\ufffd" if unicodedata.category(c) in _UNSHOWN else c for c in name)


def list_folder(folder: Path, name: str) -> list[Path] | Problem:
    """Return what a folder holds, by name, or why it cannot be listed; links are not followed."""
    try:
        mode = folder.lstat().st_mode
        if stat.S_ISLNK(mode):
            return Problem(name, 0, 0, "フォルダーがリンクになっています。", "フォルダーそのものを置いてください。")
        if not stat.S_ISDIR(mode):
            hint = "このファイルを移し、同じ名前のフォルダーを元に戻してください。"
            return Problem(name, 0, 0, f"{name} がフォルダーではありません。", hint)
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if not _IGNORED.match(entry.name))
    except FileNotFoundError:
        return Problem(name, 0, 0, f"{name} フォルダーがありません。", f"{name} フォルダーを元の場所に戻してください。")
    except OSError:
        return Problem(name, 0, 0, f"{name} フォルダーを開けません。", "フォルダーのアクセス権を確かめてください。")


def why_skipped(path: Path, name: str) -> Problem | None:
    """Return the warning about something that is no file of ours by its name, or None."""
    is_folder = _is_folder(path)
    wanted = (".txt",) if name.startswith("seeds/") else _YAML_ENDINGS
    if path.name.lower().endswith(wanted) and not is_folder:
        return None
    if is_folder:
        message, hint = "フォルダーの中は読み込みません。", "中のファイルを、一つ上のフォルダーに移してください。"
    else:
        message, hint = f"名前が {wanted[0]} で終わらないため読み込みません。", _renamed(path, name, wanted[0])
    return Problem(name, 0, 0, message, hint, Severity.WARNING)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _renamed(path: Path, name: str, ending: str) -> str:
    """Propose the name that was meant, unless the file is a backup or of another kind."""
    known = _KNOWN_ENDING.search(path.name)
    if _BACKUP.search(path.name):
        return "予備のファイルのようです。いらなければ消してください。"
    if not known:
        return f"{ending} のファイルとして保存し直すか、ほかの場所に移してください。"
    meant = name.rsplit("/", 1)[-1][: known.start()] + ending
    return f"ファイル名を {meant} に変えてください(エクスプローラーの「表示」→「ファイル名拡張子」)。"


def read_bytes(path: Path, name: str) -> bytes | Problem:
    """Return the bytes of a plain file within the size limit, or why it is not read."""
    try:
        refused = _why_refused(path.lstat(), name)
        if refused:
            return refused
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            refused = _why_refused(os.fstat(stream.fileno()), name)
            data = b"" if refused else stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return vanished(name)
    except PermissionError:
        hint = "ファイルのプロパティで、アクセス権を確かめてください。"
        return Problem(name, 0, 0, "ファイルを読む権限がありません。", hint)
    except OSError:
        return Problem(name, 0, 0, "ファイルを開けません。", "ファイルを置き直してください。")
    return refused or (data if len(data) <= MAX_FILE_BYTES else _too_big(name, len(data)))


def _why_refused(status: os.stat_result, name: str) -> Problem | None:
    if stat.S_ISLNK(status.st_mode):
        return Problem(name, 0, 0, "リンク(ショートカット)は読み込みません。", "ファイルそのものを置いてください。")
    if not stat.S_ISREG(status.st_mode):
        return Problem(name, 0, 0, "ふつうのファイルではありません。", "これを消して、ファイルを置き直してください。")
    return _too_big(name, status.st_size) if status.st_size > MAX_FILE_BYTES else None


def _too_big(name: str, size: int) -> Problem:
    shown = f"{size / 1_000_000:.1f} MB、上限は {MAX_FILE_BYTES // 1_000_000} MB"
    hint = "ファイルを分けてください。ログなど別のファイルを置いていないかも確かめてください。"
    return Problem(name, 0, 0, f"ファイルが大きすぎます({shown})。", hint)


def vanished(name: str) -> Problem:
    """Return the finding about a file that was there when the reading began."""
    hint = "コピーや同期が終わるのを待って、もう一度再読み込みしてください。今の内容はそのまま使われています。"
    return Problem(name, 0, 0, "読み込みの途中でファイルがなくなりました。", hint)
