"""A preview tells what another version would change: entries, articles, and the answers to questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Reply
from bot.desk import Desk
from bot.library import Library, Snapshot
from bot.preview import MOST_OWN, Preview, Side, difference, preview, render_for_people
from tests.knowledge.folders import damage, make_base

OME = "knowledge/faq/ome.yaml"
SAID = "DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"
QUESTION = "青梅市のDX推進課は何人体制ですか"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Open a small knowledge folder."""
    return Desk(Library(make_base(tmp_path)))


def changed(desk: Desk, change: dict[str, Any], *asked: str, most: int = 300) -> Preview:
    """Change files and return what that would mean."""
    damage(desk.library.root, change)
    prepared = desk.library.prepare()
    return preview(desk.library.current, prepared.ready(), asked, desk.ask_of, most)


def test_entries_come_go_and_change(desk: Desk) -> None:
    """Each is named with what happens to it."""
    new = f"- id: new\n  topic: jinzai\n  question: 6名の課はどこですか\n  excerpts:\n    - source: ome-dx\n      quote: {SAID}\n"
    found = changed(
        desk,
        {
            "knowledge/faq/koganei.yaml": {"remove": True},
            "knowledge/faq/new.yaml": {"text": new},
            OME: {"replace": [["DX推進員は何人いますか", "推進員は何名いますか"]]},
        },
    )
    assert [(side, entry.id) for side, entry in found.entries] == [
        (Side.ADDED, "new"),
        (Side.REMOVED, "koganei-leaders"),
        (Side.ALTERED, "ome-dx-members"),
    ]
    assert found.summary == "項目: 追加 1 件、削除 1 件、変更 1 件"


def test_lines_that_move_change_nothing(desk: Desk) -> None:
    """A comment above an entry, or a paragraph above a quote in its article, leaves the entry what it was."""
    found = changed(desk, {OME: {"replace": [["- id: ome-dx-size", "# 確認済み\n\n- id: ome-dx-size"]]}})
    assert found.entries == ()
    assert found.shifts == ()
    assert found.before != found.after
    moved = changed(desk, {"seeds/ome_dx.txt": {"replace": [["DX推進に特化した課を", "序文\n\nDX推進に特化した課を"]]}})
    assert moved.entries == ()
    assert [(side, source.id) for side, source in moved.sources] == [(Side.ALTERED, "ome-dx")]


def test_a_quote_that_changes_is_a_change_of_its_entry(desk: Desk) -> None:
    """So is a variant more."""
    found = changed(desk, {OME: {"replace": [["    - DX推進課の人数\n", "    - DX推進課の人数\n    - 課の人数\n"]]}})
    assert [entry.id for _, entry in found.entries] == ["ome-dx-size"]
    damage(desk.library.root, {OME: {"replace": [[SAID, SAID[:-1]]]}})
    again = preview(desk.library.current, desk.library.prepare().ready(), (), desk.ask_of)
    assert [entry.id for _, entry in again.entries] == ["ome-dx-size"]


def test_an_article_that_goes_is_named(desk: Desk) -> None:
    """With the entries that lived on it."""
    sources = (desk.library.root / "knowledge/sources.yaml").read_text(encoding="utf-8")
    found = changed(
        desk,
        {
            "knowledge/sources.yaml": {
                "text": sources[: sources.index("- id: higashiyamato")] + sources[sources.index("- id: ome-dx") :]
            },
            "seeds/higashiyamato.txt": {"remove": True},
            "knowledge/faq/higashiyamato.yaml": {"remove": True},
        },
    )
    assert [(side, source.id) for side, source in found.sources] == [(Side.REMOVED, "higashiyamato")]
    assert [(side, entry.id) for side, entry in found.entries] == [(Side.REMOVED, "jinzai-hard")]


@pytest.mark.parametrize(
    ("path", "old", "new", "named"),
    [
        ("knowledge/topics.yaml", "デジタル人材の確保", "人材の確保", "話題"),
        ("knowledge/glossary.yaml", "[職員, 要員]", "[職員, 要員, スタッフ]", "言い換え"),
        ("knowledge/places.yaml", "おうめ", "オウメ", "地名"),
    ],
)
def test_what_else_changes_is_named(desk: Desk, path: str, old: str, new: str, named: str) -> None:
    """Answers can change without any entry."""
    found = changed(desk, {path: {"replace": [[old, new]]}})
    assert found.others == (named,)
    assert found.summary == "項目: 変わりません"


def test_a_question_is_shown_with_both_answers(desk: Desk) -> None:
    """The first excerpt before, and the first after; the entry's own question was asked of both."""
    found = changed(desk, {OME: {"remove": True}})
    (shift,) = [shift for shift in found.shifts if shift.question == QUESTION]
    assert shift.before.text == SAID
    assert shift.before.title == "青梅市の目指す“スマートローカル”"
    assert shift.after.text != SAID
    assert not shift.real


def test_real_questions_are_asked_too_and_come_first(desk: Desk) -> None:
    """Those that somebody asked mean more than those that an editor thought of; each is asked once."""
    found = changed(
        desk, {OME: {"remove": True}}, "<@U0BOT> DX推進課の人数", "DX推進課の人数", "", "<@U0BOT>", QUESTION
    )
    assert found.real == 1
    assert (found.shifts[0].question, found.shifts[0].real) == ("DX推進課の人数", True)
    assert "うち最近の質問 1 問" in found.effect


def test_an_answer_that_comes_or_goes_is_a_change(desk: Desk) -> None:
    """From nothing to a quote, and back."""
    about = "- id: tea\n  topic: jinzai\n  question: 温泉卓球大会の賞品は何ですか\n"
    found = changed(
        desk, {"knowledge/faq/tea.yaml": {"text": f"{about}  excerpts:\n    - source: ome-dx\n      quote: {SAID}\n"}}
    )
    (shift,) = [shift for shift in found.shifts if "温泉" in shift.question]
    assert (shift.before.text, shift.after.text) == ("", SAID)
    assert shift.before.line == "(答えなし)"


def test_of_very_many_entries_a_sample_is_asked_with_all_that_changed(desk: Desk) -> None:
    """So that a preview takes seconds, not minutes."""
    asked: list[str] = []

    def ask(snapshot: Snapshot, question: str) -> Reply:
        asked.append(question)
        return desk.ask_of(snapshot, question)

    damage(desk.library.root, {OME: {"replace": [["DX推進員は何人いますか", "推進員は何名いますか"]]}})
    found = preview(desk.library.current, desk.library.prepare().ready(), (), ask, most=2)
    assert found.own == 2 < found.all_own
    assert f"項目の質問 {found.all_own} 問のうち 2 問(言い回しは除く)" in found.effect
    assert "推進員は何名いますか" in asked
    assert len(asked) == 2 * 2


def test_up_to_a_thousand_entries_are_all_asked(tmp_path: Path) -> None:
    """Those of the shipped knowledge, too; the line that counts them says that they are all."""
    entry = "- id: e{0}\n  topic: jinzai\n  question: {0}番の課の人数は\n  excerpts:\n    - source: ome-dx\n      quote: {1}\n"
    desk = Desk(Library(make_base(tmp_path)))
    text = "".join(entry.format(number, SAID) for number in range(400))
    found = changed(desk, {"knowledge/faq/many.yaml": {"text": text}}, most=MOST_OWN)
    assert found.own == found.all_own == 400 + len(desk.knowledge.entries)
    assert f"項目の質問 {found.own} 問すべて(言い回しは除く)で確かめました" in found.effect


def test_a_difference_is_told_in_a_few_words(desk: Desk) -> None:
    """What is added, removed and altered, each counted, and what else changes."""
    before = desk.knowledge
    damage(
        desk.library.root,
        {
            "knowledge/faq/koganei.yaml": {"remove": True},
            OME: {"replace": [["DX推進員は何人いますか", "推進員は何名いますか"]]},
            "knowledge/glossary.yaml": {"replace": [["[職員, 要員]", "[職員, 要員, スタッフ]"]]},
        },
    )
    after = desk.library.prepare().ready().knowledge
    assert difference(before, after) == "項目の削除 1 件、項目の変更 1 件、言い換えの変更"
    assert difference(before, before) == "内容は同じ"


def test_nothing_is_asked_of_the_knowledge_but_what_is_there(desk: Desk) -> None:
    """The same version against itself changes nothing."""
    found = preview(desk.library.current, desk.library.current, ("DX推進課の人数",), desk.ask_of)
    assert (found.entries, found.sources, found.others, found.shifts, found.further) == ((), (), (), (), 0)
    assert "答えはどれも変わりません" in found.effect


def test_a_terminal_shows_it_line_by_line(desk: Desk) -> None:
    """Versions, entries, questions with both answers; what is left out is counted."""
    found = changed(desk, {OME: {"remove": True}})
    lines = render_for_people(found)
    assert lines[0] == f"版 {found.before} → {found.after}"
    assert f"  削除 ome-dx-size: {QUESTION}" in lines
    assert any(f"    今: 「{SAID}」" in line for line in lines)
    assert "  ほか 1 件" in render_for_people(found, 1)
