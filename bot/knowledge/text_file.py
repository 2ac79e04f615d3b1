"""From bytes to text, before anything parses it.

Order of checks: byte order mark, strict UTF-8, control characters, conflict markers; then what loads but is odd.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.problems import Problem, Severity
from bot.text import shorten

__all__ = ["TextFile", "decode", "oddities"]

MAX_SEED_LINES = 5_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
# Line ends to YAML and to no editor (every line number below would be wrong), and what YAML does not take.
_NOT_FOR_YAML = re.compile(r"[\x85\u2028\u2029\ufeff\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_SEPARATED_MARK = re.compile(r"[\u3041-\u30ff][\u3099\u309a]")
_KANA = re.compile(r"[\u3041-\u30fe]")
_PLAIN = re.compile(r"[\s!-~\u3001-\u30fe]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OTHER_CODECS = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"))
_SAVE_AS_UTF8 = "「名前を付けて保存」で文字コードを「UTF-8」にして保存し直してください。"


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file: its path relative to the folder (with ``/``) and its text, the line ends as they are."""

    path: str
    text: str

    @property
    def is_seed(self) -> bool:
        """Tell whether this is an article, whose text is nobody's to change."""
        return self.path.startswith("seeds/")

    @property
    def is_finished(self) -> bool:
        """Tell whether the last line has its end; a file that was cut off in writing has not."""
        return not self.text or self.text.endswith(("\n", "\r"))

    @property
    def last_line(self) -> int:
        """Return the number, from 1, of the last line that holds anything."""
        return self.line_at(len(self.text.rstrip("\r\n")))

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, of an offset."""
        return len(_LINE_END.findall(self.text, 0, offset)) + 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of an offset."""
        start = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        return self.line_at(offset), offset - start + 1


def decode(path: str, data: bytes) -> TextFile | Problem:
    """Return the text of a file, or the one finding that forbids to use it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_bare_utf16(data):
        hint = "「UTF-8」で保存し直してください(メモ帳では「Unicode」ではなく「UTF-8」)。"
        return Problem(path, 1, 0, "文字コードが UTF-16 です。", hint)
    if b"\x1b$" in data:
        line = data.count(b"\n", 0, data.find(b"\x1b$")) + 1
        return Problem(path, line, 0, "文字コードが UTF-8 ではありません(JIS のようです)。", _how_to_save("JIS"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(path, data, error)
    # A seed keeps its byte order mark: spans count the code points of the file.
    file = TextFile(path, text if path.startswith("seeds/") else text.removeprefix("\ufeff"))
    return _why_unfit(file) or file


def _is_bare_utf16(data: bytes) -> bool:
    if b"\0" not in data or len(data) % 2:
        return False
    return any(_looks_written(data, codec) for codec in ("utf-16-le", "utf-16-be"))


def _looks_written(data: bytes, codec: str) -> bool:
    """Tell whether the bytes, read in this codec, are mostly ASCII and kana, without control characters."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and len(_PLAIN.findall(text)) * 3 > len(text)


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
    if error.reason == "unexpected end of data":
        hint = "コピーや同期が終わるのを待って、もう一度試してください。"
        return Problem(path, line, 0, "ファイルが文字の途中で切れています。", hint)
    guess = _other_codec(data)
    seems = f"({guess} のようです)" if guess else ""
    return Problem(path, line, 0, f"文字コードが UTF-8 ではありません{seems}。", _how_to_save(guess))


def _how_to_save(codec: str) -> str:
    """Say how to save as UTF-8; Notepad opens no Japanese codec but Shift_JIS."""
    if codec == "Shift_JIS":
        return f"メモ帳で開き、{_SAVE_AS_UTF8}"
    if codec:
        return f"VS Code などで {codec} として開き直し、{_SAVE_AS_UTF8}"
    return f"文字化けした所がないか確かめ、{_SAVE_AS_UTF8}"


def _other_codec(data: bytes) -> str:
    """Name the codec in which the bytes hold kana, as every Japanese text does; "" if there is none."""
    shares = {label: _share_of_kana(data, codec) for codec, label in _OTHER_CODECS}
    best = max(shares, key=lambda label: shares[label])
    return best if shares[best] > 0.2 else ""


def _share_of_kana(data: bytes, codec: str) -> float:
    try:
        foreign = "".join(_NOT_ASCII.findall(data.decode(codec)))
    except UnicodeDecodeError:
        return 0.0
    return len(_KANA.findall(foreign)) / max(1, len(foreign))


def _why_unfit(file: TextFile) -> Problem | None:
    control = _CONTROL.search(file.text) or (None if file.is_seed else _NOT_FOR_YAML.search(file.text))
    if control:
        message = f"使えない制御文字(U+{ord(control.group()):04X})があります。"
        again = "写し直してください" if file.is_seed else "打ち直してください"
        return Problem(file.path, *file.place(control.start()), message, f"目に見えない文字です。この行を{again}。")
    if file.is_seed and file.last_line > MAX_SEED_LINES:
        hint = "記事を分けるか、記事でないファイルなら、ほかの場所に移してください。"
        message = f"記事の行が多すぎます({file.last_line}行、上限は{MAX_SEED_LINES}行)。"
        return Problem(file.path, MAX_SEED_LINES + 1, 0, message, hint)
    conflict = _CONFLICT.search(file.text)
    if conflict and not (file.is_seed and conflict.group().startswith(("=", "|"))):
        hint = "どちらの内容を残すか決めて、「<<<<<<<」「=======」「>>>>>>>」の行を消してください。"
        message = "変更の衝突(コンフリクト)の印が残っています。"
        return Problem(file.path, file.line_at(conflict.start()), 1, message, hint)
    return None


def oddities(file: TextFile) -> Iterator[Problem]:
    """Yield what loads but looks like an accident, each kind once, at its first place."""
    yield from _separated_marks(file)
    lost = file.text.find("\ufffd")
    if lost >= 0:
        hint = "元の文を確かめて、この行を書き直してください。"
        yield _warning(file, lost, f"文字化けした文字(\ufffd)があります:「{_around(file, lost)}」", hint)
    hidden = None if file.is_seed else _INVISIBLE.search(file.text)
    if hidden:
        code = f"U+{ord(hidden.group()):04X}"
        message = f"目に見えない文字({code})があります:「{_around(file, hidden.start())}」"
        yield _warning(file, hidden.start(), message, "この行を打ち直してください。")


def _separated_marks(file: TextFile) -> Iterator[Problem]:
    found = _SEPARATED_MARK.search(file.text)
    if not found:
        return
    more = len(_SEPARATED_MARK.findall(file.text)) - 1
    whole = unicodedata.normalize("NFC", found.group())
    message = f"濁点が分かれた文字(NFD)があります:「{whole}」" + (f"ほか{more}字" if more else "")
    again = "ブラウザーから写し直す" if file.is_seed else "日本語入力で打ち直す"
    yield _warning(file, found.start(), message, f"このままでも動きますが、{again}ことをお勧めします。")


def _around(file: TextFile, offset: int) -> str:
    """Return what stands beside an offset on its line."""
    before = _LINE_END.split(file.text[max(0, offset - 6) : offset])[-1]
    after = _LINE_END.split(file.text[offset + 1 : offset + 7])[0]
    return shorten(f"{before}{after}".strip())


def _warning(file: TextFile, offset: int, message: str, hint: str) -> Problem:
    return Problem(file.path, *file.place(offset), f"{message}。", hint, Severity.WARNING)
