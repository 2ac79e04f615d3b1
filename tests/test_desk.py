"""The desk answers from one version of the knowledge at a time, and a reload changes all or nothing."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.answering.answer import Answer, Reply
from bot.answering.selection import is_bookkeeping, joined
from bot.desk import Desk
from bot.fitted import EXCERPTS
from bot.knowledge import Quote
from bot.library import Library, LibraryError, Reloaded

ASKED = "小金井市のDXリーダーは何人ですか?"


def _copied(root: Path, to: Path) -> Path:
    """Copy the knowledge and the articles."""
    for name in ("knowledge", "seeds"):
        shutil.copytree(root / name, to / name)
    return to


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the knowledge and the articles that a test may break."""
    return _copied(root, tmp_path)


class Change(NamedTuple):
    """What a change of a topic's name did, while others were asking."""

    reloaded: Reloaded
    names: tuple[str, str]
    replies: list[Reply]


@pytest.fixture(scope="module")
def change(root: Path, tmp_path_factory: pytest.TempPathFactory, indexed: Path) -> Change:
    """Rename a topic and reload, while two people go on asking until they hear from the new version."""
    assert indexed.is_dir()
    folder = _copied(root, tmp_path_factory.mktemp("knowledge"))
    desk = Desk(Library(folder))
    topics = folder / "knowledge" / "topics.yaml"
    name = desk.knowledge.topics[0].name
    replies: list[Reply] = []
    done = threading.Event()

    def ask() -> None:
        while not done.wait(0.05):  # more often, and the reload waits for the askers most of the time
            replies.append(desk.ask(ASKED))

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    try:
        topics.write_text(topics.read_text(encoding="utf-8").replace(name, "新しい名前"), encoding="utf-8")
        before = desk.knowledge.topics[0].name
        reloaded = desk.reload()
        threading.Event().wait(0.2)
    finally:
        done.set()
        for asker in askers:
            asker.join()
    replies.append(desk.ask(ASKED))
    return Change(reloaded, (before, desk.knowledge.topics[0].name), replies)


def test_a_reload_takes_what_an_editor_wrote(change: Change) -> None:
    """What is written counts from the reload on, under a new version."""
    assert change.reloaded.applied
    assert change.reloaded.before != change.reloaded.after
    assert change.names[0] != change.names[1] == "新しい名前"


def test_a_reload_does_not_disturb_who_is_asking(change: Change) -> None:
    """Every reply is whole and of one version, the old one or the new one."""
    versions = {reply.version for reply in change.replies}
    assert versions == {change.reloaded.before, change.reloaded.after}
    assert all(isinstance(r, Answer) and "50人" in r.excerpts[0].text for r in change.replies)


def test_a_broken_folder_leaves_the_old_version_in_use(folder: Path) -> None:
    """Nothing of a folder with an error is taken, and answers go on."""
    desk = Desk(Library(folder))
    before = desk.ask(ASKED)
    (folder / "knowledge" / "topics.yaml").write_text("- id: [", encoding="utf-8")
    reloaded = desk.reload()
    assert not reloaded.applied
    assert reloaded.before == reloaded.after == desk.knowledge.version
    assert reloaded.problems
    assert desk.ask(ASKED) == before


def test_a_folder_that_is_broken_from_the_start_is_explained(folder: Path) -> None:
    """Without any usable knowledge there is no library, and the problems say why."""
    shutil.rmtree(folder / "seeds")
    with pytest.raises(LibraryError) as caught:
        Library(folder)
    assert caught.value.problems


def test_topics_count_their_entries(desk: Desk) -> None:
    """Every entry is found under its topic, and no topic is empty."""
    counted = desk.topics()
    assert sum(number for _, number in counted) == len(desk.knowledge.entries)
    assert all(number == len(desk.entries_of(topic.id)) > 0 for topic, number in counted)


def test_a_topic_is_found_by_what_people_type(desk: Desk) -> None:
    """The id, the name, and a part of the name, with white space and in any case, name a topic."""
    for topic, _ in desk.topics():
        assert desk.find_topic(topic.id) == topic
        assert desk.find_topic(f" {topic.name.upper()} ") == topic
        assert desk.find_topic(topic.name[:-1]) is not None
    assert desk.find_topic("") is None
    assert desk.find_topic("どこにもない話題") is None


def test_questions_about_the_articles_themselves_come_last(desk: Desk) -> None:
    """A topic begins with its subject; headings, dates and lists of people are at its end."""
    knowledge = desk.knowledge
    for topic, _ in desk.topics():
        order = [is_bookkeeping(entry, knowledge) for entry in desk.entries_of(topic.id)]
        assert order == sorted(order)
    first = desk.entries_of("jinzai-kakuho")[0]
    assert "小見出し" not in first.question


def test_related_questions_are_about_the_subject(desk: Desk) -> None:
    """Who asks about a subject is offered no quiz on headings, agendas or dates."""
    for asked in ("小さな自治体の人材確保の悩みは?", "小金井市と青梅市の違いは?", "書かない窓口はなぜ早く導入できた?"):
        reply = desk.ask(asked)
        assert isinstance(reply, Answer)
        assert reply.related
        assert not any(is_bookkeeping(entry, desk.knowledge) for entry in reply.related)


def test_what_is_far_behind_the_best_is_no_further_case(desk: Desk) -> None:
    """Further cases are as near as what stands beside the best answer, and no host's chatter."""
    asked = "職員の意識改革はどう進めている?"
    _, matched, _ = desk.reason(asked)
    assert matched is not None
    best = matched.hits[0].score
    near = [q for h in matched.hits if best - h.score <= EXCERPTS.behind for q in h.quotes]
    shown: list[Quote] = []
    while more := desk.more(asked, "", shown):
        found = [Quote(excerpt.source.id, excerpt.span) for excerpt in more.excerpts]
        assert all(any(quote.meets(other) for other in near) for quote in found)
        assert not any("よろしくお願い" in excerpt.text for excerpt in more.excerpts)
        shown += found
    assert shown


def test_further_cases_that_follow_each_other_are_one(desk: Desk) -> None:
    """What the same person says without a pause comes as one excerpt, as it does in the answer itself."""
    asked = "デジタル人材の育成はどう進めている?"
    reply = desk.ask(asked)
    assert isinstance(reply, Answer)
    shown = [Quote(excerpt.source.id, excerpt.span) for excerpt in reply.excerpts]
    pages = 0
    while more := desk.more(asked, "", shown):
        found = [Quote(excerpt.source.id, excerpt.span) for excerpt in more.excerpts]
        assert joined(found, desk.knowledge) == found
        shown += found
        pages += 1
    assert pages > 1
