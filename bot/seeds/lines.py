"""Lines of a seed file with their spans, and the furniture of the pages they were copied from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text import Span, narrow, strip_span

__all__ = ["FINAL", "Line", "is_furniture", "is_image", "is_interviewer", "looks_like_heading", "split_lines"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_IMAGE = re.compile(r"^(?:見出し画像|(?:画像|キャプチャ|キャプチャー|図|写真|スクリーンショット)\s*[0-9①-⑳]*)$")
_FURNITURE = (
    re.compile(r"^バックナンバー:?$"),
    re.compile(r"^この記事が(?:気に入ったら|参加している募集)"),
    re.compile(
        r"^(?:いいなと思ったら応援しよう|サポートをしてみませんか|スキ|シェア(?:する)?|フォロー(?:する)?|ログイン|会員登録)"
    ),
    re.compile(r"^-\s"),
    re.compile(r"^(?:公開日|最新更新日|更新日|タグ|カテゴリー?|目次):?\s*$"),
    re.compile(r"^https?://\S+$"),
    re.compile(r"^#\S+(?:\s+#\S+)*$"),
)
# The dashes with which interviewers' lines begin in the series.
_INTERVIEWER = re.compile(r"^[―—─–ー-]{1,2}\s*(?=\S)")
FINAL = re.compile(r"[。!?…)」』]$|ます$|です$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without white space at its ends, in half-width ASCII; ``span`` is empty for a blank line."""

    text: str
    span: Span
    after_blank: bool

    @property
    def blank(self) -> bool:
        """Tell whether nothing but white space stands on the line."""
        return not self.text


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut a file at LF, CRLF or CR; the spans leave line ends and outer white space out."""
    lines: list[Line] = []
    blank = True
    for match in _LINE.finditer(text):
        span = strip_span(text, Span(match.start(), match.end()))
        line = Line(narrow(span.of(text)), span, blank)
        lines.append(line)
        blank = line.blank
    return tuple(lines)


def is_image(line: Line) -> bool:
    """Tell whether the line stands for a picture (``画像1``)."""
    return bool(_IMAGE.match(line.text))


def is_furniture(line: Line) -> bool:
    """Tell whether the line belongs to the page and not to the article."""
    return is_image(line) or any(pattern.match(line.text) for pattern in _FURNITURE)


def is_interviewer(line: Line) -> bool:
    """Tell whether the line is an interviewer's, by its leading dash."""
    return bool(_INTERVIEWER.match(line.text))


def interviewer_span(line: Line) -> Span:
    """Return the interviewer's words without the dash."""
    match = _INTERVIEWER.match(line.text)
    return Span(line.span.start + (match.end() if match else 0), line.span.end)


def looks_like_heading(line: Line, limit: int = 60) -> bool:
    """Tell whether the line could be a heading: short, and without the end of a sentence."""
    return 0 < len(line.text) <= limit and not FINAL.search(line.text) and not line.text.startswith(("※", "("))
