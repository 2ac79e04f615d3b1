"""knowledge/sources.yaml: which articles there are, and where they were published."""

from __future__ import annotations

import calendar
import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.knowledge.fields import Report, Values, check
from bot.knowledge.folder import Folder
from bot.knowledge.forms import SOURCES
from bot.knowledge.nodes import Mapping, Node, Scalar, Sequence
from bot.knowledge.suggest import nearest
from bot.text import shorten

__all__ = ["Source", "files_meant", "read_sources"]

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


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


@dataclass(slots=True)
class _Reading:
    """What is known while the list is read: the folder, where findings go, and what was seen before."""

    folder: Folder
    report: Report
    ids: dict[str, Scalar] = field(default_factory=dict)
    files: dict[str, Scalar] = field(default_factory=dict)
    urls: dict[str, Scalar] = field(default_factory=dict)


def read_sources(node: Node, folder: Folder, report: Report) -> tuple[Source, ...]:
    """Read the list; broken sources are reported and left out."""
    reading = _Reading(folder, report)
    found = (_read(values, reading) for values in check(node, SOURCES, report) or ())
    return tuple(source for source in found if source)


def _read(values: Values, reading: _Reading) -> Source | None:
    name, seed, link, day = (values.scalar(key) for key in ("id", "file", "url", "date"))
    repeated = [_is_repeated(name, reading.ids, reading.report, "id")]
    file = _file(seed, reading.folder, reading.report) if seed else None
    if seed and file:
        repeated.append(_is_repeated(seed, reading.files, reading.report, "file"))
    url = _url(link, reading.report) if link else None
    if link and url:
        _warn_of_same_url(link, reading)
    if day:
        _check_date(day, reading.report)
    complete = values.complete("id", "date", "title", "publisher", "kind", "municipalities")
    return _source(values, file, url) if complete and file and url is not None and not any(repeated) else None


def _warn_of_same_url(link: Scalar, reading: _Reading) -> None:
    """A description that was copied keeps the address of the other article."""
    first = reading.urls.setdefault(link.text.strip(), link)
    if first is not link:
        hint = "この記事のページの URL か、確かめてください。"
        reading.report.warning(link, f"url が{first.line}行目と同じです。", hint)


def files_meant(node: Node | None, folder: Folder) -> set[str]:
    """Return the files that the list names, and those that it means where the name is not quite right."""
    items = node.items if isinstance(node, Sequence) else ()
    values = (item.get("file") for item in items if isinstance(item, Mapping))
    named = {_composed(value) for value in values if isinstance(value, Scalar)}
    return named | {_near_file(path, folder) for path in named}


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


def _is_repeated(scalar: Scalar | None, seen: dict[str, Scalar], report: Report, key: str) -> bool:
    first = seen.setdefault(_composed(scalar), scalar) if scalar else scalar
    if scalar is None or first is None or first is scalar:
        return False
    message = f"{key}「{shorten(scalar.text)}」は{first.line}行目でも使われています。"
    report.error(scalar, message, f"別の {key} に変えるか、どちらかを消してください。")
    return True


def _file(scalar: Scalar, folder: Folder, report: Report) -> str | None:
    """Return the seed's path, never one outside ``seeds/``, whether it exists there or not."""
    path = _composed(scalar)
    inside = posixpath.normpath(path) == path and path.startswith("seeds/") and "\\" not in path
    if not inside:
        hint = "ファイルを seeds に置き、「seeds/名前.txt」と書いてください。"
        report.error(scalar, "file に seeds フォルダーの外は指定できません。", hint)
    elif path in folder.files:
        if folder.files[path].text.strip("\ufeff \t\r\n\u3000"):
            return path
        hint = f"{path} に記事の本文を写し、保存してください。"
        report.error(scalar, "記事のファイルが空です。", hint)
    elif not folder.has_unread(path):
        near = _near_file(path, folder)
        hint = (
            f"「{near}」ではありませんか。" if near else "ファイル名(拡張子 .txt も)を確かめ、seeds に置いてください。"
        )
        report.error(scalar, f"ファイル「{shorten(path)}」がありません。", hint)
    return None


def _composed(scalar: Scalar) -> str:
    """Return the text as file names are kept: a Mac writes them with separate marks."""
    return unicodedata.normalize("NFC", scalar.text.strip())


def _near_file(path: str, folder: Folder) -> str:
    return nearest(path, [p for p in folder.files if p.startswith("seeds/")], cutoff=80.0)


def _url(scalar: Scalar, report: Report) -> str | None:
    """Return the URL if it is https, "" if it is http (then nothing is linked), else None."""
    url = scalar.text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    clean = url.isascii() and url.isprintable() and not set(' <>"|\\^`{}') & set(url) and "@" not in parts.netloc
    if parts.scheme not in ("https", "http") or not clean or not _HOST.fullmatch(host):
        hint = "https:// で始まる記事のページの URL を、ブラウザーから写してください。"
        report.error(scalar, f"url「{shorten(url)}」は使えません。", hint)
        return None
    if parts.scheme == "http":
        hint = "https:// で開けるか確かめ、開けるなら書き換えてください。それまではリンクを付けません。"
        report.warning(scalar, "url が http:// です。", hint)
        return ""
    return url


def _check_date(scalar: Scalar, report: Report) -> None:
    year, month, day = ([int(n) for n in scalar.text.split("-")] + [1, 1])[:3]
    valid = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), min(max(month, 1), 12))[1]
    if not valid or not 1990 <= year <= 2100:
        report.error(scalar, f"date「{shorten(scalar.text)}」という日はありません。", "年-月-日 を確かめてください。")
