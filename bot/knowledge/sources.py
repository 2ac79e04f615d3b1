"""knowledge/sources.yaml: which articles there are, and where they were published."""

from __future__ import annotations

import calendar
import posixpath
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.knowledge.fields import Report, Values, check
from bot.knowledge.folder import Folder
from bot.knowledge.forms import SOURCES
from bot.knowledge.nodes import Node, Scalar
from bot.text import shorten

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """One article as its publisher gives it; ``url`` is https or empty, ``date`` as exact as it is known."""

    id: str
    file: str
    title: str
    publisher: str
    url: str
    date: str
    date_label: str
    kind: str
    municipalities: tuple[str, ...]
    series: str

    @property
    def when(self) -> str:
        """Say when the talk was, as a reader is shown it (「2021年10月18日」)."""
        if self.date_label:
            return self.date_label
        year, *rest = self.date.split("-")
        return f"{year}年" + "".join(f"{int(n)}{unit}" for n, unit in zip(rest, "月日", strict=False))


def read_sources(node: Node, folder: Folder, report: Report) -> tuple[Source, ...]:
    """Read the list; broken sources are reported and left out."""
    found: list[Source] = []
    first: dict[str, int] = {}
    files: dict[str, int] = {}
    for values in check(node, SOURCES, report) or ():
        name, seed, link, day = (values.scalar(key) for key in ("id", "file", "url", "date"))
        if not (name and seed and link and day and values.complete("title", "publisher", "kind", "municipalities")):
            continue
        file, url = _file(seed, folder, report), _url(link, report)
        _check_date(day, report)
        repeated = [_is_repeated(name, first, report, "id"), _is_repeated(seed, files, report, "file")]
        if file is not None and url is not None and not any(repeated):
            found.append(_source(values, file, url))
    return tuple(found)


def _source(values: Values, file: str, url: str) -> Source:
    return Source(
        id=values.text("id"),
        file=file,
        title=values.text("title"),
        publisher=values.text("publisher"),
        url=url,
        date=values.text("date"),
        date_label=values.text("date_label"),
        kind=values.text("kind"),
        municipalities=tuple(s.text.strip() for s in values.scalars("municipalities")),
        series=values.text("series"),
    )


def _is_repeated(scalar: Scalar, seen: dict[str, int], report: Report, key: str) -> bool:
    line = seen.setdefault(scalar.text, scalar.line)
    if line != scalar.line:
        message = f"{key}「{shorten(scalar.text)}」は{line}行目でも使われています。"
        report.error(scalar, message, f"別の {key} に変えるか、どちらかを消してください。")
    return line != scalar.line


def _file(scalar: Scalar, folder: Folder, report: Report) -> str | None:
    """Return the seed's path, never one outside ``seeds/``, whether it exists there or not."""
    path = scalar.text.strip()
    inside = posixpath.normpath(path) == path and path.startswith("seeds/") and "\\" not in path and "\0" not in path
    if not inside:
        hint = "ファイルを seeds に置き、「seeds/名前.txt」と書いてください。"
        report.error(scalar, "file に seeds フォルダーの外は指定できません。", hint)
        return None
    if path in folder.files:
        return path
    if path not in folder.unread:
        hint = "ファイル名(拡張子 .txt も)を確かめ、seeds に置いてください。"
        report.error(scalar, f"ファイル「{shorten(path, 60)}」がありません。", hint)
    return None


def _url(scalar: Scalar, report: Report) -> str | None:
    """Return the URL if it is https, "" if it is http (then nothing is linked), else None."""
    url = scalar.text.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    clean = url.isascii() and url.isprintable() and not set(' <>"|\\^`{}') & set(url)
    if parts.scheme == "http" and host:
        hint = "https:// で開けるか確かめ、開けるなら書き換えてください。それまではリンクを付けません。"
        report.warning(scalar, "url が http:// です。", hint)
        return ""
    if parts.scheme != "https" or "." not in host or not clean or "@" in parts.netloc:
        hint = "https:// で始まる記事のページの URL を、ブラウザーから写してください。"
        report.error(scalar, f"url「{shorten(url)}」は使えません。", hint)
        return None
    return url


def _check_date(scalar: Scalar, report: Report) -> None:
    year, month, day = ([int(n) for n in scalar.text.split("-")] + [1, 1])[:3]
    valid = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), min(max(month, 1), 12))[1]
    if not valid or not 1990 <= year <= 2100:
        report.error(scalar, f"date「{scalar.text}」という日はありません。", "年-月-日 を確かめてください。")
