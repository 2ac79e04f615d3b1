"""The way from a folder to `Knowledge`: all files are read and checked in one pass, all findings collected."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.knowledge.absences import Absence, read_absences
from bot.knowledge.checks import (
    check_articles,
    check_entries,
    check_municipalities,
    check_presence,
    check_seeds,
    check_topics,
)
from bot.knowledge.faq import Entry, Quote, Written, read_entries
from bot.knowledge.fields import Report
from bot.knowledge.folder import Folder, read_folder
from bot.knowledge.glossary import Group, read_glossary
from bot.knowledge.names import Names
from bot.knowledge.nodes import Node, Sequence, parse_yaml
from bot.knowledge.places import Place, read_places
from bot.knowledge.shelves import Shelf, Shelves
from bot.knowledge.slips import slips
from bot.knowledge.sources import Source, files_meant, read_sources
from bot.knowledge.text_file import TextFile
from bot.knowledge.topics import Topic, read_topics
from bot.problems import Problem, Severity, has_errors
from bot.seeds import Article, parse

__all__ = ["Knowledge", "Loaded", "load", "load_files"]

_UNFINISHED = (
    "ファイルが改行で終わっていません。保存や同期が途中かもしれません。",
    "最後まで書かれているか確かめ、最後に改行を入れてください。",
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that the bot may say, immutable; ``version`` is a digest of all files it came from."""

    version: str
    sources: Mapping[str, Source]
    articles: Mapping[str, Article]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    glossary: tuple[Group, ...]
    places: tuple[Place, ...]
    absences: tuple[Absence, ...]

    def text_of(self, quote: Quote) -> str:
        """Return the verbatim words of a quote."""
        return quote.span.of(self.articles[quote.source].text)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: the knowledge, unless an error forbids it, and all findings, sorted by place.

    ``files`` is all that was read, path → text; from it `load_files` makes the same knowledge again.
    """

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


def load(root: Path) -> Loaded:
    """Read ``root/knowledge`` and ``root/seeds``; never raises for what an editor wrote."""
    with _collector_paused():
        return _Loader(read_folder(root)).load()


def load_files(files: Mapping[str, str]) -> Loaded:
    """Make the knowledge of files that were read before, without a disk; the same texts give the same version."""
    folder = Folder(Path(), {path: TextFile(path, text) for path, text in files.items()})
    with _collector_paused():
        return _Loader(folder).load()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the collector of cyclic garbage the hundred thousands of nodes, which hold none: a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Loader:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems = folder.problems
        self.nodes: dict[str, Node | None] = {}

    def load(self) -> Loaded:
        sources = self._sources()
        articles = {s.id: parse(self.folder.files[s.file].text, s.municipalities) for s in sources}
        shelves = Shelves({s.id: Shelf(s.file, articles[s.id]) for s in sources}, self._names("sources"))
        topics = self._topics()
        written = tuple(w for file in self.folder.faq_files() for w in self._entries(file, shelves))
        glossary = self._glossary(shelves)
        places, absences = self._places(), self._absences()
        self._check_articles(sources, articles)
        self._check_entries(topics, written)
        self._check_municipalities(sources, places, written)
        problems = self._findings()
        files = {path: file.text for path, file in self.folder.files.items()}
        if has_errors(problems):
            return Loaded(None, problems, files)
        entries = _linked([w.entry for w in written if w.entry])
        known = {s.id: s for s in sources}, articles, topics, entries, glossary, places, absences
        return Loaded(Knowledge(self._version(), *known), problems, files)

    def _check_articles(self, sources: tuple[Source, ...], articles: dict[str, Article]) -> None:
        path = self.folder.path_of("sources")
        if self._names("sources").is_complete:
            self.problems.extend(check_seeds(self.folder, files_meant(self.nodes[path], self.folder)))
        self.problems.extend(check_articles(articles, sources))

    def _check_entries(self, topics: tuple[Topic, ...], written: tuple[Written, ...]) -> None:
        """Compare entries with the other files, but not with what could not be read: one cause, one finding."""
        faq = [Names.declared(node, "id") for path, node in self.nodes.items() if path.startswith("knowledge/faq/")]
        ids = Names.of(faq)
        if self.folder.has_unread("knowledge/faq/"):
            ids = replace(ids, is_complete=False)
        self.problems.extend(check_presence(self.folder))
        self.problems.extend(check_entries(written, self._names("topics"), ids))
        if ids.is_complete:
            self.problems.extend(check_topics(topics, written, self.folder.path_of("topics")))

    def _check_municipalities(
        self, sources: tuple[Source, ...], places: tuple[Place, ...], written: tuple[Written, ...]
    ) -> None:
        """Compare the entries' places with those that are known, if these are known without loss."""
        lost = any(p.severity is Severity.ERROR and not p.path.startswith("knowledge/faq/") for p in self.problems)
        known = {p.name for p in places} | {m for s in sources for m in s.municipalities}
        if not lost:
            self.problems.extend(check_municipalities(written, known))

    def _findings(self) -> tuple[Problem, ...]:
        """Return all findings by place; what an error on the same line explains is not said twice."""
        errors = {(p.path, p.line) for p in self.problems if p.severity is Severity.ERROR}
        odd = [p for p in self.folder.oddities if (p.path, p.line) not in errors]
        return tuple(sorted({*self.problems, *odd, *self._unfinished()}, key=lambda p: p.key))

    def _unfinished(self) -> list[Problem]:
        """Warn of files whose last line has no end, unless something in them has been found that comes of it."""
        told = {(p.path, p.line) for p in self.problems} | {(p.path, 0) for p in self.problems if has_errors([p])}
        return [
            Problem(path, file.last_line, 0, *_UNFINISHED, Severity.WARNING)
            for path, file in self.folder.files.items()
            if path in self.nodes and not file.is_finished and not {(path, file.last_line), (path, 0)} & told
        ]

    def _sources(self) -> tuple[Source, ...]:
        node, report = self._required("sources")
        return read_sources(node, self.folder, report) if node else ()

    def _topics(self) -> tuple[Topic, ...]:
        node, report = self._required("topics")
        return read_topics(node, report) if node else ()

    def _glossary(self, shelves: Shelves) -> tuple[Group, ...]:
        node, report = self._optional("glossary", "言い換えを使わずに答えます。")
        return read_glossary(node, shelves, report) if node else ()

    def _places(self) -> tuple[Place, ...]:
        node, report = self._optional("places", "地名を見分けずに答えます。")
        return read_places(node, report) if node else ()

    def _absences(self) -> tuple[Absence, ...]:
        node, report = self._named("absent", Severity.WARNING, "内容を戻してください。", "")
        return read_absences(node, report) if node else ()

    def _entries(self, file: TextFile, shelves: Shelves) -> tuple[Written, ...]:
        node, is_empty = self._parsed(file)
        if is_empty:
            hint = "項目を書くか、ファイルを消してください。"
            self.problems.append(Problem(file.path, 1, 0, "ファイルが空です。", hint, Severity.WARNING))
        return read_entries(node, file, shelves, self._report(file)) if node else ()

    def _required(self, stem: str) -> tuple[Node | None, Report]:
        return self._named(stem, Severity.ERROR, "内容を書いてください。", "ファイルがありません。")

    def _optional(self, stem: str, without: str) -> tuple[Node | None, Report]:
        return self._named(stem, Severity.WARNING, "内容を戻してください。", f"ファイルがありません。{without}")

    def _named(self, stem: str, severity: Severity, fill: str, missing: str) -> tuple[Node | None, Report]:
        """Parse one of the files beside ``faq/``; say that it is ``missing``, unless something explains it."""
        path = self.folder.path_of(stem)
        file = self.folder.files.get(path)
        if file is None:
            near = self.folder.near_miss(stem)
            if (missing or near) and not self.folder.has_unread(path):
                hint = "ファイル名を確かめ、knowledge フォルダーに戻してください。"
                if near:
                    hint = f"{near} の名前を {stem}.yaml に変えてください。"
                missing = missing or "ファイルがありません。"
                self.problems.append(Problem(path, 0, 0, missing, hint, severity))
            return None, Report(path, self.problems)
        node, is_empty = self._parsed(file)
        if is_empty:
            self.problems.append(Problem(path, 1, 0, "ファイルが空です。", fill, severity))
        return node, self._report(file)

    def _parsed(self, file: TextFile) -> tuple[Node | None, bool]:
        """Return the file's node, and whether there is none because nothing stands in the file."""
        found = slips(file)
        node = None if found else parse_yaml(file, found)
        is_empty = not found and (node is None or (isinstance(node, Sequence) and not node.items))
        self.problems.extend(found)
        self.nodes[file.path] = Sequence((), 1, 1) if is_empty else node
        return (None if is_empty else node), is_empty

    def _names(self, stem: str) -> Names:
        """Return what one of the files beside ``faq/`` declares; an empty one has lost what it declared."""
        names = Names.declared(self.nodes.get(self.folder.path_of(stem)), "id")
        return names if names.listed else replace(names, is_complete=False)

    def _report(self, file: TextFile) -> Report:
        return Report(file.path, self.problems, 0 if file.is_finished else file.last_line)

    def _version(self) -> str:
        digest = hashlib.sha256()
        for path, file in sorted(self.folder.files.items()):
            digest.update(f"{path}\0{file.text}\0".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:12]


def _linked(entries: list[Entry]) -> tuple[Entry, ...]:
    """Drop references to an entry that was left out because it was cut off."""
    ids = {entry.id for entry in entries}
    return tuple(
        entry
        if ids.issuperset(entry.see_also)
        else replace(entry, see_also=tuple(filter(ids.__contains__, entry.see_also)))
        for entry in entries
    )
