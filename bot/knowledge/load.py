"""The way from a folder to `Knowledge`: all files are read and checked in one pass, all findings collected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.checks import check_articles, check_entries, check_topics
from bot.knowledge.faq import Entry, Quote, read_entries
from bot.knowledge.fields import Report
from bot.knowledge.folder import Folder, TextFile, read_folder
from bot.knowledge.glossary import Group, read_glossary
from bot.knowledge.nodes import Node, parse_yaml
from bot.knowledge.places import Place, read_places
from bot.knowledge.quotes import Shelf
from bot.knowledge.sources import Source, read_sources
from bot.knowledge.topics import Topic, read_topics
from bot.problems import Problem, Severity, has_errors
from bot.seeds import Article, parse

__all__ = ["Knowledge", "Loaded", "load"]


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

    def text_of(self, quote: Quote) -> str:
        """Return the verbatim words of a quote."""
        return quote.span.of(self.articles[quote.source].text)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: the knowledge, unless an error forbids it, and all findings, sorted by place."""

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]


def load(root: Path) -> Loaded:
    """Read ``root/knowledge`` and ``root/seeds``; never raises for what an editor wrote."""
    folder = read_folder(root)
    return _Loader(folder).load()


class _Loader:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems = folder.problems

    def load(self) -> Loaded:
        sources = self._sources()
        articles = {s.id: parse(self.folder.files[s.file].text, s.municipalities) for s in sources}
        shelves = {s.id: Shelf.of(s.file, articles[s.id]) for s in sources}
        topics = self._topics()
        entries = tuple(e for file in self.folder.knowledge_files() for e in self._entries(file, shelves))
        glossary = self._glossary(shelves)
        places = self._places()
        self.problems.extend(check_articles(articles, sources, self.folder))
        self.problems.extend(self._cross_checks(entries, topics))
        problems = tuple(sorted(set(self.problems), key=lambda p: p.key))
        if has_errors(problems):
            return Loaded(None, problems)
        by_id = {s.id: s for s in sources}
        return Loaded(Knowledge(self._version(), by_id, articles, topics, entries, glossary, places), problems)

    def _cross_checks(self, entries: tuple[Entry, ...], topics: tuple[Topic, ...]) -> list[Problem]:
        """Compare the files with each other, but not with one that could not be read: one cause, one finding."""
        known = topics if topics else ()
        found = list(check_entries(entries, known, self.folder)) if known else []
        return found if has_errors(self.problems) else [*found, *check_topics(known, entries)]

    def _sources(self) -> tuple[Source, ...]:
        node = self._required("knowledge/sources.yaml")
        return read_sources(node, self.folder, self._report("knowledge/sources.yaml")) if node else ()

    def _topics(self) -> tuple[Topic, ...]:
        node = self._required("knowledge/topics.yaml")
        return read_topics(node, self._report("knowledge/topics.yaml")) if node else ()

    def _entries(self, file: TextFile, shelves: Mapping[str, Shelf]) -> tuple[Entry, ...]:
        known_trouble = len(self.problems)
        node = parse_yaml(file, self.problems)
        if node is None:
            if len(self.problems) == known_trouble:
                hint = "項目を書くか、ファイルを消してください。"
                self.problems.append(Problem(file.path, 1, 0, "ファイルが空です。", hint, Severity.WARNING))
            return ()
        return read_entries(node, file, shelves, self._report(file.path))

    def _glossary(self, shelves: Mapping[str, Shelf]) -> tuple[Group, ...]:
        file = self.folder.files.get("knowledge/glossary.yaml")
        node = parse_yaml(file, self.problems) if file else None
        return read_glossary(node, shelves, self._report("knowledge/glossary.yaml")) if node else ()

    def _places(self) -> tuple[Place, ...]:
        file = self.folder.files.get("knowledge/places.yaml")
        node = parse_yaml(file, self.problems) if file else None
        return read_places(node, self._report("knowledge/places.yaml")) if node else ()

    def _required(self, path: str) -> Node | None:
        file = self.folder.files.get(path)
        if file is not None:
            known_trouble = len(self.problems)
            node = parse_yaml(file, self.problems)
            if node is None and len(self.problems) == known_trouble:
                self.problems.append(Problem(path, 1, 0, "ファイルが空です。", "内容を書いてください。"))
            return node
        if path not in self.folder.unread and (self.folder.root / "knowledge").is_dir():
            hint = "ファイル名を確かめ、knowledge フォルダーに戻してください。"
            self.problems.append(Problem(path, 0, 0, "ファイルがありません。", hint))
        return None

    def _report(self, path: str) -> Report:
        return Report(path, self.problems)

    def _version(self) -> str:
        digest = hashlib.sha256()
        for path, file in sorted(self.folder.files.items()):
            digest.update(f"{path}\0{file.text}\0".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:12]
