"""Checks across files: names that must be unique, names that must exist, questions asked twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.knowledge.faq import Entry
from bot.knowledge.folder import Folder
from bot.knowledge.sources import Source
from bot.knowledge.suggest import suggestion
from bot.knowledge.topics import Topic
from bot.problems import Problem, Severity
from bot.seeds import Article
from bot.seeds.paragraphs import NAME as PARAGRAPHS
from bot.text import fold, shorten

__all__ = ["check_articles", "check_entries", "check_topics"]

_PUNCTUATION = re.compile(r"[\s?!。、,.・…]+")


def check_entries(entries: Sequence[Entry], topics: Sequence[Topic], folder: Folder) -> Iterator[Problem]:
    """Yield what is wrong between entries: ids, topics, references, and questions that are the same."""
    yield from _repeated_ids(entries)
    yield from _unknown_topics(entries, topics)
    yield from _unknown_references(entries)
    yield from _repeated_questions(entries, folder)


def _repeated_ids(entries: Sequence[Entry]) -> Iterator[Problem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            where = f"{other.line}行目" if other.path == entry.path else f"{other.path}:{other.line} "
            message = f"id「{entry.id}」は{where}でも使われています。"
            yield Problem(entry.path, entry.line, 0, message, "別の id に変えてください。")


def _unknown_topics(entries: Sequence[Entry], topics: Sequence[Topic]) -> Iterator[Problem]:
    known = [t.id for t in topics]
    for entry in entries:
        if entry.topic not in known:
            message = f"topic「{shorten(entry.topic)}」は topics.yaml にありません(項目 {entry.id})。"
            yield Problem(entry.path, entry.line, 0, message, suggestion(entry.topic, known, "topic"))


def _unknown_references(entries: Sequence[Entry]) -> Iterator[Problem]:
    known = {e.id for e in entries}
    for entry in entries:
        for reference in entry.see_also:
            if reference not in known:
                message = f"see_also「{shorten(reference)}」という項目はありません(項目 {entry.id})。"
                yield Problem(entry.path, entry.line, 0, message, suggestion(reference, sorted(known)))


def _repeated_questions(entries: Sequence[Entry], folder: Folder) -> Iterator[Problem]:
    """Warn of questions that are equal once normalised: which of the answers comes would be chance."""
    first: dict[str, Entry] = {}
    for entry in entries:
        for question in entry.questions:
            key = _PUNCTUATION.sub("", fold(question))
            other = first.setdefault(key, entry)
            if other is entry:
                continue
            file = folder.files.get(entry.path)
            line = _line_of(file.text, question, entry.line) if file else entry.line
            where = f"{other.line}行目" if other.path == entry.path else f"{other.path}:{other.line} "
            message = (
                f"{where}の項目 {other.id} と同じ質問です:「{shorten(question)}」(全角・半角と「？」の違いは見ません)。"
            )
            yield Problem(entry.path, line, 0, message, "どちらか1つにまとめてください。", Severity.WARNING)


def _line_of(text: str, question: str, start: int) -> int:
    lines = re.split(r"\r\n|\r|\n", text)
    return next((n for n, line in enumerate(lines[start - 1 :], start) if question in line), start)


def check_topics(topics: Sequence[Topic], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Warn of topics that would open on an empty list."""
    used = {e.topic for e in entries}
    for topic in topics:
        if topic.id not in used:
            message = f"話題「{topic.name}」({topic.id})に項目がありません。"
            hint = "項目を足すか、この話題を消してください。"
            yield Problem("knowledge/topics.yaml", 0, 0, message, hint, Severity.WARNING)


def check_articles(articles: dict[str, Article], sources: Sequence[Source], folder: Folder) -> Iterator[Problem]:
    """Warn of articles that are read in no known form, and of files that no source describes."""
    for source in sources:
        if source.id in articles and articles[source.id].layout == PARAGRAPHS:
            message = "知っている記事の形ではないため、話者を付けずに段落ごとに読みました。"
            hint = "参加者の一覧と話者の行があるか確かめてください(knowledge/README.md の「記事を足す」)。"
            yield Problem(source.file, 1, 0, message, hint, Severity.WARNING)
    described = {s.file for s in sources}
    for path in sorted(folder.files):
        if path.startswith("seeds/") and path not in described:
            hint = "knowledge/sources.yaml に、この記事の id・file・title などを書いてください。"
            yield Problem(path, 0, 0, "sources.yaml にないため読み込みません。", hint, Severity.WARNING)
