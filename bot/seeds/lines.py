"""Lines of a seed file with their spans, and the furniture of the pages they were copied from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text import Span, narrow, strip_span

__all__ = ["Line", "is_furniture", "is_image", "is_tag", "looks_like_heading", "split_lines"]

# Line ends of every system, and what a browser makes of a line break inside a paragraph.
_BREAK = r"\r\n\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"([^{_BREAK}]*)(?:\r\n|[{_BREAK}]|$)")
_IMAGE = re.compile(
    r"^(?:見出し画像|(?:画像|キャプチャー?|図表?|表|写真|スクリーンショット|スライド)\s*[0-9①-⑳]*(?:[-_][0-9]+)?)$"
    r"|^\S+_[0-9]+$|^\S+\.(?:jpe?g|png|gif|webp)$|^!\[[^\]]*\]\([^)]*\)$",
    re.IGNORECASE,
)
_FURNITURE = (
    re.compile(r"^バックナンバー:?$"),
    re.compile(r"^この記事が(?:気に入ったら|参加している募集)"),
    re.compile(r"^(?:いいなと思ったら応援しよう|サポートをしてみませんか|チップで応援する|記事をサポート)[!。]?$"),
    re.compile(
        r"^(?:[0-9]*\s*スキ|シェア(?:する)?|フォロー(?:する)?|ログイン|会員登録|コピー|コメント|もっとみる)\s*[0-9]*$"
    ),
    re.compile(r"^(?:公開日|最新更新日|更新日|タグ|カテゴリー?|目次):?\s*$"),
    re.compile(r"^https?://\S+$"),
    re.compile(r"^#\S+(?:\s+#\S+)*$"),
)
_TAG = re.compile(r"^-\s")
_ITEM = re.compile(r"^[・•*※-]|^[(\[][^()\[\]]*[)\]]$")
_NUMBERED = re.compile(r"^(?:[(\[]?[0-9]+[.)\]]|[●○■◆(])")
_FINAL = re.compile(r"[。!?…)」』]$|ます$|です$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without white space at its ends, in half-width ASCII; ``span`` is empty for a blank line."""

    text: str
    span: Span
    after_blank: bool = False
    before_blank: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nothing but white space stands on the line."""
        return not self.text

    @property
    def alone(self) -> bool:
        """Tell whether a blank line stands on either side."""
        return self.after_blank and self.before_blank

    @property
    def final(self) -> bool:
        """Tell whether the line ends as a sentence does."""
        return bool(_FINAL.search(self.text))

    @property
    def item(self) -> bool:
        """Tell whether the line is an item of a list, or a remark in brackets."""
        return bool(_ITEM.match(self.text))

    @property
    def numbered(self) -> bool:
        """Tell whether the line is numbered, as headings and items of a list are."""
        return bool(_NUMBERED.match(self.text))


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut a file at its line ends; the spans leave them and outer white space out."""
    spans = [strip_span(text, Span(*match.span(1))) for match in _LINE.finditer(text)]
    blank = [True, *(span.start == span.end for span in spans), True]
    return tuple(
        Line(narrow(span.of(text)), span, above, below)
        for span, above, below in zip(spans, blank, blank[2:], strict=False)
    )


def is_image(line: Line) -> bool:
    """Tell whether the line stands for a picture (``画像1``, ``20211020座談会_04``)."""
    return bool(_IMAGE.match(line.text))


def is_furniture(line: Line) -> bool:
    """Tell whether the line belongs to the page and not to the article."""
    return is_image(line) or any(pattern.match(line.text) for pattern in _FURNITURE)


def is_tag(line: Line) -> bool:
    """Tell whether the line is an item (``- 新卒``) of the lists over and under an article."""
    return bool(_TAG.match(line.text))


def looks_like_heading(line: Line, limit: int = 60) -> bool:
    """Tell whether the line could be a heading: short, without the end of a sentence, no item of a list."""
    return 0 < len(line.text) <= limit and not line.final and not line.item
