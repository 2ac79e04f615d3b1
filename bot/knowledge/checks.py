"""Checks across files: names that must be unique, names that must exist, questions asked twice."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bot.knowledge.faq import Written
from bot.knowledge.folder import Folder
from bot.knowledge.names import Names
from bot.knowledge.nodes import Scalar
from bot.knowledge.sources import Source
from bot.knowledge.suggest import nearest
from bot.knowledge.topics import Topic
from bot.problems import Problem, Severity
from bot.seeds import Article
from bot.text import shorten

__all__ = [
    "check_articles",
    "check_entries",
    "check_municipalities",
    "check_presence",
    "check_seeds",
    "check_topics",
]

# What two questions may differ in and still be the same: blanks, punctuation, dashes, quotation marks, what is unseen.
_PUNCTUATION = re.compile(r"[\s?!。、,.・…~\u301c'\"\u2018-\u201d\u2010-\u2015\u2212\-\u200b-\u200d\u2060\ufeff]+")
_UNKNOWN_LAYOUT = "paragraphs"  # what `bot.seeds.parse` calls a file of no known layout
_COPIED = 2  # ids that two files share: from here on, if they are half of a file's, it is taken for a copy
_MOST_OF_A_KIND = 200  # findings of one kind; what comes after them would be read by nobody


def check_entries(entries: Sequence[Written], topics: Names, ids: Names) -> Iterator[Problem]:
    """Yield what is wrong between entries: ids, topics, references, and questions that are the same."""
    repeated = _repeated_ids(entries)
    sizes = Counter(entry.path for entry in entries)
    yield from _first(_explain_repeated_ids(repeated, sizes))
    yield from _first(_unknown_topics(entries, topics))
    yield from _first(_unknown_references(entries, ids))
    yield from _first(_repeated_questions(entries, {id(entry) for entry, _ in repeated}))


def _first(problems: Iterable[Problem]) -> Iterator[Problem]:
    return islice(problems, _MOST_OF_A_KIND)


def _problem(entry: Written, at: Scalar, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(entry.path, at.line, at.column, message, hint, severity)


def _where(place: Written, line: int, other: Written) -> str:
    return f"{line}行目" if place.path == other.path else f"{place.path} の{line}行目"


def _repeated_ids(entries: Sequence[Written]) -> list[tuple[Written, Written]]:
    """Pair each entry whose id is taken with the one that had it first."""
    first: dict[str, Written] = {}
    named = ((entry, entry.id.text.strip()) for entry in entries if entry.id)
    pairs = ((entry, first.setdefault(name, entry)) for entry, name in named)
    return [(entry, other) for entry, other in pairs if entry is not other]


def _explain_repeated_ids(repeated: Sequence[tuple[Written, Written]], sizes: Mapping[str, int]) -> Iterator[Problem]:
    """Yield one finding a repeated id, but only one for a file that is a copy of another."""
    by_files: dict[tuple[str, str], list[tuple[Written, Written]]] = defaultdict(list)
    for entry, other in repeated:
        by_files[entry.path, other.path].append((entry, other))
    for (path, original), pairs in by_files.items():
        is_copy = path != original and len(pairs) >= max(_COPIED, sizes[path] / 2)
        for entry, other in pairs[:1] if is_copy else pairs:
            if entry.id is None or other.id is None:
                continue
            where = _where(other, other.id.line, entry)
            gap = "" if entry.path == other.path else " "
            message = f"id「{shorten(entry.id.text)}」は{gap}{where}でも使われています。"
            hint = "別の id に変えてください。"
            if is_copy:
                message = f"id が{len(pairs)}個、{original} と重なっています(1つ目は「{shorten(entry.id.text)}」)。"
                hint = "ファイルの写しなら、片方を消してください。そうでなければ、別の id に変えてください。"
            yield _problem(entry, entry.id, message, hint)


def _unknown_topics(entries: Sequence[Written], topics: Names) -> Iterator[Problem]:
    for entry in entries:
        if entry.topic and topics.lacks(entry.topic.text.strip()):
            message = f"topic「{shorten(entry.topic.text)}」は topics.yaml にありません。"
            yield _problem(entry, entry.topic, message, topics.suggestion(entry.topic.text.strip(), "topic"))


def _unknown_references(entries: Sequence[Written], ids: Names) -> Iterator[Problem]:
    for entry in entries:
        for reference in entry.see_also:
            name = reference.text.strip()
            if ids.lacks(name):
                message = f"see_also「{shorten(name)}」という id の項目はありません。"
                yield _problem(entry, reference, message, ids.suggestion(name))
            elif entry.id and name == entry.id.text.strip():
                message = f"see_also「{shorten(name)}」は、この項目自身です。"
                yield _problem(entry, reference, message, "この行を消してください。", Severity.WARNING)


def _repeated_questions(entries: Sequence[Written], left_out: set[int]) -> Iterator[Problem]:
    """Warn of questions that are equal once normalised: which of the answers comes would be chance.

    One finding for each pair of entries, at the first question that they share.
    """
    first: dict[str, tuple[Written, Scalar]] = {}
    shared: dict[tuple[int, int], list[tuple[Written, Scalar, Written, Scalar]]] = {}
    for entry in entries:
        if id(entry) in left_out:
            continue
        for question in entry.questions:
            other, same = first.setdefault(_pressed(question.text), (entry, question))
            if other is not entry:
                shared.setdefault((id(entry), id(other)), []).append((entry, question, other, same))
    for (entry, question, other, same), *more in shared.values():
        where = _where(other, same.line, entry)
        also = f"(ほかにも{len(more)}個)" if more else ""
        message = f"{where}の質問と同じです:「{shorten(question.text)}」{also}。"
        hint = "どちらか1つにまとめてください(全角・半角や「？」の違いは見ません)。"
        yield _problem(entry, question, message, hint, Severity.WARNING)


def _pressed(question: str) -> str:
    """Return what makes a question what it is; simpler than `fold`, since there are so many of them."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return _PUNCTUATION.sub("", folded) or folded


def check_municipalities(entries: Sequence[Written], known: Collection[str]) -> Iterator[Problem]:
    """Warn of places that neither an article nor places.yaml knows: questions about them never meet the entry."""
    for entry in entries:
        if entry.municipality and entry.municipality.text.strip() not in known:
            name = entry.municipality.text.strip()
            near = nearest(name, known)
            hint = f"「{near}」ではありませんか。" if near else "places.yaml に書き足すか、名前を確かめてください。"
            message = f"municipality「{shorten(name)}」という自治体は、一覧にありません。"
            yield _problem(entry, entry.municipality, message, hint, Severity.WARNING)


def check_presence(folder: Folder) -> Iterator[Problem]:
    """Warn where there is no file of entries at all."""
    if not any(folder.faq_files()) and not folder.has_unread("knowledge/faq/"):
        hint = "項目を書いたファイル(.yaml)を knowledge/faq に置いてください。"
        message = "項目のファイルが1つもありません。記事の文だけで答えます。"
        yield Problem("knowledge/faq", 0, 0, message, hint, Severity.WARNING)


def check_topics(topics: Sequence[Topic], entries: Sequence[Written], path: str) -> Iterator[Problem]:
    """Warn of topics that would open on an empty list."""
    used = {entry.topic.text.strip() for entry in entries if entry.topic}
    for topic in topics if used else ():
        if topic.id not in used:
            message = f"話題「{shorten(topic.name)}」に項目がありません。"
            hint = f"topic が {shorten(topic.id)} の項目を足すか、この話題を消してください。"
            yield Problem(path, topic.line, 0, message, hint, Severity.WARNING)


def check_articles(articles: dict[str, Article], sources: Sequence[Source]) -> Iterator[Problem]:
    """Warn of articles that are read in no known form."""
    for source in sources:
        if articles[source.id].layout == _UNKNOWN_LAYOUT:
            message = "知っている記事の形ではないため、話者を付けずに段落ごとに読みました。"
            hint = "参加者の一覧と話者の行があるか確かめてください(knowledge/README.md の「記事を足す」)。"
            yield Problem(source.file, 1, 0, message, hint, Severity.WARNING)


def check_seeds(folder: Folder, meant: set[str]) -> Iterator[Problem]:
    """Warn of articles that no source describes."""
    for path in sorted(folder.files):
        if path.startswith("seeds/") and path not in meant:
            hint = "knowledge/sources.yaml に、この記事の id・file・title などを書いてください。"
            yield Problem(path, 0, 0, "sources.yaml にないため読み込みません。", hint, Severity.WARNING)
