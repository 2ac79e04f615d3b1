"""The Home tab, what is pressed in it and in the modals over it, and ``/dx-unanswered``."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
from slack_sdk.models.blocks import Block

from bot.answering.answer import Answer as Reply
from bot.blocks import Frame, View
from bot.blocks.home import AdminPart, HomePage, Keeping, render_home
from bot.blocks.unanswered import Done, render_unanswered, render_unanswered_window
from bot.blocks.windows import render_answer_window, render_nothing_written, render_trouble_window, render_waiting
from bot.desk import Desk
from bot.knowledge import Entry, Topic
from bot.library import Library
from bot.playground.slack.limits import refusal_of_message, refusal_of_view
from bot.playground.slack.views import View as Window
from bot.playground.slack.workspace import Workspace
from bot.problems import Problem, Severity
from bot.records import Place, Records
from bot.settings import Settings
from bot.store import Kept, Store, Stored
from bot.unanswered import Group
from tests.slack.conftest import Connect
from tests.slack.running import ADMIN, Bot, settings_for

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "小金井市のDXリーダーは何人?"
BROAD = "職員の意識改革はどう進めている?"  # has further cases
UNKNOWN = "カレーの作り方を教えて"
FIELD = "自治体DXについて調べる"
NOTHING = "まだ何もありません。"
HOSTILE = "<!channel> <@U1> <https://example.jp|x> *太字* _斜体_ `code` &lt;b&gt; & :smile: 😀\n> 引用"
TEAM = "T1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a database of its own for the test."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"k" * 32) as opened:
        yield opened


@pytest.fixture
def records(store: Store) -> Records:
    """Let the bots of these tests write down what they hear."""
    return Records(store)


@pytest.fixture(params=["bot", "http_bot"])
def either(request: pytest.FixtureRequest) -> None:
    """Connect a bot over Socket Mode, then one over signed HTTP."""
    request.getfixturevalue(request.param)


def home(workspace: Workspace, words: str = "", user: str = "U1") -> Window:
    """Open the Home tab and wait until it says these words."""
    workspace.open_home(user)
    return workspace.wait_for_home(user, words)


def starting(view: Window, action_id: str) -> dict[str, Any]:
    """Return the first button whose action id starts so."""
    return next(b for b in view.buttons if b["action_id"].startswith(action_id))


def searched(workspace: Workspace, question: str, title: str = "回答") -> Window:
    """Write a question into the field of the Home tab, press Enter, and return the answer."""
    workspace.choose("home_question", question, home(workspace))
    return workspace.wait_for_modal("U1", title)


# What everybody sees.


@pytest.mark.usefixtures("either")
def test_home_shows_search_topics_abilities_and_version(workspace: Workspace, desk: Desk) -> None:
    """All topics are there with their counts, and what the bot is good for and what not."""
    view = home(workspace)
    assert [i.label for i in view.inputs] == [FIELD]
    topics = [b["text"]["text"] for b in view.buttons if b["action_id"].startswith("open_topic")]
    assert topics == [f"{topic.name}({count})" for topic, count in desk.topics()]
    for words in ("できること", "できないこと", "文章の作成・要約・助言はしません", f"版 {desk.knowledge.version}(20"):
        assert words in view.words


@pytest.mark.usefixtures("bot")
def test_home_shows_what_admins_see_to_admins_only(workspace: Workspace) -> None:
    """Neither the state of the knowledge nor its buttons are for everybody."""
    assert "管理者向け" not in home(workspace).words
    assert "管理者向け" in home(workspace, user=ADMIN).words
    theirs = {b["text"]["text"] for b in workspace.wait_for_home().buttons}
    assert "再読み込み" not in theirs


def test_the_messages_tab_publishes_nothing(workspace: Workspace, bot: Bot) -> None:
    """Who opens the direct messages gets no Home tab for that."""
    workspace.open_messages_tab()
    workspace.wait_for_acks()
    bot.finish()
    assert workspace.calls("views.publish") == ()


@pytest.mark.usefixtures("bot")
def test_home_is_there_though_the_database_fails(workspace: Workspace, store: Store) -> None:
    """Search and topics need no database; what is stored cannot be told, and that is said."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE answers RENAME TO gone")
    assert "いまは確かめられません" in home(workspace).words
    assert workspace.wait_for_home().quotes == ()
    assert "一覧を出せません" in home(workspace, user=ADMIN).words


# Search.


@pytest.mark.usefixtures("either")
def test_a_question_is_answered_in_a_modal(workspace: Workspace, desk: Desk) -> None:
    """Enter in the field opens the quotes that a mention would bring, under the question."""
    shown = searched(workspace, QUESTION)
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Reply)
    assert shown.quotes == tuple(e.text for e in reply.excerpts)
    assert shown.words.startswith(f"質問 {QUESTION}\n")


@pytest.mark.usefixtures("bot")
def test_the_button_beside_the_field_searches_too(workspace: Workspace) -> None:
    """On a phone there is no Enter in sight."""
    view = home(workspace)
    workspace.wait_until(lambda: workspace.home() is not None, "Home")
    workspace.choose("home_question", QUESTION, view)
    workspace.wait_for_modal("U1", "回答")
    workspace.close_modal()
    workspace.press(view.button("調べる"), view)
    assert workspace.wait_for_modal("U1", "回答").quotes


@pytest.mark.usefixtures("bot")
def test_an_empty_field_shows_how_to_ask(workspace: Workspace) -> None:
    """The button alone brings examples, which are answered on a click."""
    view = home(workspace)
    workspace.press(view.button("調べる"), view)
    shown = workspace.wait_for_modal("U1", "質問を書いてください")
    answered = deeper(workspace, starting(shown, "ask_example"), shown)
    assert "50人くらい" in "".join(answered.quotes)


@pytest.mark.usefixtures("bot")
def test_thanks_in_the_field_are_answered_and_not_judged(workspace: Workspace) -> None:
    """Small talk gets its friendly line, without thumbs."""
    shown = searched(workspace, "ありがとう")
    assert "またいつでもどうぞ" in shown.words
    assert shown.buttons == ()


@pytest.mark.usefixtures("bot")
def test_what_is_not_found_can_be_handed_over_from_a_modal(workspace: Workspace, store: Store) -> None:
    """The form lies over the answer; news are not offered, since there is no conversation to tell them in."""
    shown = searched(workspace, UNKNOWN, "見つかりませんでした")
    workspace.press(shown.button("この質問を担当へ"), shown)
    form = workspace.wait_for_modal("U1", "この質問を担当へ")
    assert (len(workspace.modals()), form.inputs) == (2, ())
    workspace.submit()
    workspace.wait_for_modal("U1", "担当へ届けました")
    assert [kept.why for kept in store.wishes.unanswered()] == ["handed"]


@pytest.mark.usefixtures("bot")
def test_an_answer_in_a_modal_can_be_judged(workspace: Workspace, store: Store) -> None:
    """👍 is thanked for and 👎 asks why, each in a modal over the answer."""
    shown = searched(workspace, QUESTION)
    number = shown.words.rpartition("回答番号 ")[2]
    workspace.press(shown.button("👍 役に立った"), shown)
    assert "ありがとうございます" in workspace.wait_for_modal("U1", "評価").words
    assert [opinion.good for opinion in store.feedback.of(number)] == [True]
    workspace.close_modal()
    workspace.press(shown.button("👎 違う"), shown)
    assert len(workspace.wait_for_modal("U1", "どこが違いましたか?").inputs) == 2
    assert [opinion.good for opinion in store.feedback.of(number)] == [False]


class BrokenDesk(Desk):
    """A desk that fails with the very words it was asked."""

    def ask(self, text: str, before: str = "") -> NoReturn:
        """Fail."""
        raise RuntimeError(f"cannot answer {text} after {before}")


def test_a_search_that_fails_says_so(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """The modal does not search for ever, and a direct message has the number that the log has."""
    connect(BrokenDesk(desk.library))
    shown = searched(workspace, QUESTION, "処理できませんでした")
    assert "うまく処理できませんでした" in shown.words
    assert "受付番号" in workspace.wait_for_replies("D1")[0].words


def test_a_search_that_is_delivered_twice_is_answered_once(workspace: Workspace, bot: Bot, store: Store) -> None:
    """The second delivery finds its trigger id used."""
    searched(workspace, QUESTION)
    workspace.redeliver()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.calls("views.open")) == 2
    assert store.people.stored(store.person("U1", TEAM)).answers == 1


# Topics, questions and further cases in modals.


@pytest.mark.usefixtures("either")
def test_a_topic_opens_its_questions_page_by_page(workspace: Workspace, desk: Desk) -> None:
    """Pages turn within the modal; a question lies over it."""
    topic, count = max(desk.topics(), key=lambda t: t[1])
    view = home(workspace)
    workspace.press(view.button(f"{topic.name}({count})"), view)
    first = workspace.wait_for_modal("U1", "話題")
    assert f"{topic.name} {count}件(1/" in first.words
    workspace.press(first.button("次のページ"), first)
    second = workspace.wait_until(lambda: (now := workspace.modal()) and "(2/" in now.words and now, "page 2")
    assert isinstance(second, Window)
    assert second.id == first.id
    asked = desk.entries_of(topic.id)[10]
    workspace.press(starting(second, "ask_entry"), second)
    shown = workspace.wait_for_modal("U1", "回答")
    assert asked.question in shown.words
    assert len(workspace.modals()) == 2


def deeper(workspace: Workspace, button: dict[str, Any], over: Window) -> Window:
    """Press a button of an answer in a modal, and return the answer that it brings."""
    workspace.press(button, over)

    def there() -> Window | None:
        top = workspace.modal()
        return top if top and top.title == "回答" and top.words != over.words else None

    found = workspace.wait_until(there, "the next answer")
    assert found is not None
    return found


@pytest.mark.usefixtures("bot")
def test_windows_lie_over_windows_as_deep_as_slack_allows(workspace: Workspace) -> None:
    """Three modals lie over each other at most; the next takes the place of the one on top."""
    shown = searched(workspace, BROAD)
    for name, depth in (("ask_entry", 2), ("compare_cities", 3), ("read_context", 3)):
        workspace.press(starting(shown, name), shown)
        shown = filled(workspace, shown)
        assert shown.quotes
        assert len(workspace.modals()) == depth


@pytest.mark.usefixtures("bot")
def test_further_cases_renew_their_modal_to_the_end_and_back(workspace: Workspace) -> None:
    """No quote comes twice, the end is said, the way back leads to the first answer, and reading on has its own modal."""
    first = shown = searched(workspace, BROAD)
    seen = list(shown.quotes)
    while shown.quotes:
        workspace.press(shown.button("ほかの事例"), shown)
        shown = changed(workspace, shown)
        assert f"「{BROAD}」のほかの事例" in shown.words
        assert not set(seen) & set(shown.quotes)
        seen += shown.quotes
        assert len(workspace.modals()) == 1
    assert "これ以上見つかりませんでした" in shown.words
    assert len(seen) > len(first.quotes)
    while "前の引用に戻る" in [button["text"]["text"] for button in shown.buttons]:
        workspace.press(shown.button("前の引用に戻る"), shown)
        shown = changed(workspace, shown)
    assert shown.quotes == first.quotes
    workspace.press(shown.button("前後を読む"), shown)
    workspace.wait_for_modal("U1", "前後を読む")
    assert len(workspace.modals()) == 2


def filled(workspace: Workspace, over: Window) -> Window:
    """Wait until another modal has quotations, and return it."""
    found = workspace.wait_until(
        lambda: top if (top := workspace.modal()) and top.words != over.words and top.quotes else None, "quotations"
    )
    assert found is not None
    return found


def changed(workspace: Workspace, over: Window) -> Window:
    """Wait until the modal on top shows something else, and return it."""
    found = workspace.wait_until(
        lambda: top if (top := workspace.modal()) and top.words != over.words else None, "the modal to change"
    )
    assert found is not None
    return found


@pytest.mark.usefixtures("bot")
def test_buttons_of_an_older_home_tab_lead_on(workspace: Workspace) -> None:
    """A topic or a question that is gone since brings the list of topics, a forgotten answer a sentence."""
    view = home(workspace)
    topic = starting(view, "open_topic")
    for pressed, words in (
        ({**topic, "value": "gone:0"}, "話題の一覧"),
        ({**topic, "action_id": "ask_entry:0", "value": "gone"}, "話題の一覧"),
        ({**topic, "action_id": "more_cases:0", "value": "gone"}, "記録が消されたため"),
    ):
        workspace.press(pressed, view)
        workspace.wait_until(lambda words=words: (now := workspace.modal()) and words in now.words, words)  # type: ignore[misc]  # bound to the round
        workspace.close_modal()


# What is stored.


@pytest.mark.usefixtures("either")
def test_what_is_stored_is_shown_and_deleted(workspace: Workspace, store: Store) -> None:
    """Counts are there, a dialog asks before the deletion, and afterwards nothing is left."""
    assert NOTHING in home(workspace).words
    workspace.mention(UNKNOWN)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.give_feedback(reply)
    workspace.wait_for_replies("C1", 2)
    view = home(workspace, "質問の控え 1件、評価 1件、担当への依頼 0件")
    delete = view.button("すべて削除")
    assert delete["confirm"]["confirm"]["text"] == "削除する"
    workspace.press(delete, view)
    done = workspace.wait_for_home("U1", "2件を削除しました")
    assert NOTHING in done.words
    assert "すべて削除" not in [b["text"]["text"] for b in done.buttons]
    assert store.wishes.unanswered() == ()


@pytest.mark.usefixtures("bot")
def test_what_was_deleted_is_not_in_memory_either(workspace: Workspace, records: Records) -> None:
    """The buttons of an answer that was deleted know nothing of it, and the next question does not lean on it."""
    workspace.direct_message("青梅市のDX推進課は何人体制ですか")
    (reply,) = workspace.wait_for_replies("D1")
    view = home(workspace, "質問の控え 1件")
    workspace.press(view.button("すべて削除"), view)
    workspace.wait_for_home("U1", "削除しました")
    workspace.press(reply.button("ほかの事例"), reply)
    assert "記録が消されたため" in workspace.wait_for_replies("D1", 2)[-1].words
    here = Place(TEAM, "D1", records.person("U1", TEAM), "direct")
    assert records.asked_before(here, "何人くらい?") == ""


@pytest.mark.usefixtures("bot")
def test_others_keep_what_is_theirs(workspace: Workspace) -> None:
    """A deletion ends at the person who asked for it."""
    for user in ("U1", "U2"):
        workspace.mention(QUESTION, user=user)
    workspace.wait_for_replies("C1", 2)
    view = home(workspace, "質問の控え 1件")
    workspace.press(view.button("すべて削除"), view)
    workspace.wait_for_home("U1", "削除しました")
    assert "質問の控え 1件" in home(workspace, user="U2").words


def test_a_deletion_that_comes_twice_counts_once(workspace: Workspace, bot: Bot) -> None:
    """The second delivery does not tell that nothing was deleted."""
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    view = home(workspace, "質問の控え 1件")
    pressed = workspace.press(view.button("すべて削除"), view)
    workspace.wait_for_home("U1", "削除しました")
    workspace.redeliver(pressed)
    workspace.wait_for_acks()
    bot.finish()
    assert "1件を削除しました" in workspace.wait_for_home().words


@pytest.mark.usefixtures("bot")
def test_a_deletion_that_fails_is_admitted(workspace: Workspace, store: Store) -> None:
    """Nobody is told that something is gone which is not."""
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    view = home(workspace, "質問の控え 1件")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE reloads RENAME TO gone")
    workspace.press(view.button("すべて削除"), view)
    failed = workspace.wait_for_home("U1", "いまは削除できませんでした")
    assert "質問の控え 1件" in failed.words


def test_without_a_database_home_tells_what_is_in_memory(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """What is kept for a day counts as kept, and can be deleted."""
    connect(desk, Records())
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    view = home(workspace, "質問の控え 1件")
    assert "24時間で消えます" in view.words
    workspace.press(view.button("すべて削除"), view)
    assert "質問の控え 0件" in workspace.wait_for_home("U1", "1件を削除しました").words


def test_home_tells_that_texts_are_not_recorded(workspace: Workspace, desk: Desk, records: Records) -> None:
    """With recording off, a person reads what is kept all the same, and for how long."""
    settings: Settings = replace(settings_for(workspace), recording=False, retention_days=30)
    bot = Bot(settings, desk, records)
    workspace.wait_for_connection()
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    words = home(workspace, "質問の控え 1件").words
    assert "質問の文は保存しない設定です" in words
    assert "30日たつと自動で消えます" in words
    bot.finish()


# Recent additions.


def test_what_was_added_since_the_last_edition_is_shown(
    workspace: Workspace, connect: Connect, desk: Desk, store: Store
) -> None:
    """Where an earlier edition is known, its newer questions are buttons that answer."""
    new = next(e for e in desk.knowledge.entries if e.topic == "cio")
    entries = "".join(f"- id: {e.id}\n" for e in desk.knowledge.entries if e is not new)
    store.editions.keep("earlier", {"knowledge/faq/all.yaml": entries})
    connect(Desk(Library(ROOT, store.editions)), Records(store))
    store.editions.keep(desk.knowledge.version, {})
    view = home(workspace, "最近加わった質問")
    button = starting(view, "ask_entry")
    assert button["value"] == new.id
    workspace.press(button, view)
    assert workspace.wait_for_modal("U1", "回答").quotes


@pytest.mark.usefixtures("bot")
def test_additions_are_left_out_where_nothing_is_known_of_them(workspace: Workspace) -> None:
    """Without an earlier edition, nothing is called new."""
    assert "最近加わった質問" not in home(workspace).words


# For admins.


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Load a copy of the repository's knowledge, without its entries, that tests may write to."""
    root = tmp_path_factory.mktemp("shelf")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    shutil.copytree(ROOT / "knowledge", root / "knowledge", ignore=shutil.ignore_patterns("faq"))
    (root / "knowledge" / "faq").mkdir()
    return Desk(Library(root))


@pytest.fixture
def topics(shelf: Desk) -> Iterator[Path]:
    """Lend the file of the topics, and put it back."""
    path = shelf.library.root / "knowledge" / "topics.yaml"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)
    shelf.reload()


def test_an_admin_reloads_from_home(workspace: Workspace, connect: Connect, shelf: Desk, topics: Path) -> None:
    """A modal says what came of it, and the Home tab is that of the new version."""
    connect(shelf)
    view = home(workspace, user=ADMIN)
    before = shelf.knowledge.version
    topics.write_text(topics.read_text("utf-8") + "- id: more\n  name: 空の話題\n  about: まだ何もない\n", "utf-8")
    workspace.press(view.button("再読み込み"), view, ADMIN)
    shown = workspace.wait_for_modal(ADMIN, "再読み込み")
    assert shelf.knowledge.version == before
    workspace.press(shown.button("適用する"), shown, ADMIN)
    workspace.wait_until(lambda: "切り替えました" in (workspace.modal(ADMIN) or shown).words, "the new version")
    renewed = workspace.wait_for_home(ADMIN, f"版 {shelf.knowledge.version}")
    assert renewed.button("空の話題(0)")
    assert "エラー 0 件、注意 1 件" in renewed.words
    assert "knowledge/faq: 注意 項目のファイルが1つもありません。" in renewed.words


def test_a_refused_reload_says_where_and_why(workspace: Workspace, connect: Connect, shelf: Desk, topics: Path) -> None:
    """The admin reads what to mend, and the old version answers on."""
    connect(shelf)
    view = home(workspace, user=ADMIN)
    before = shelf.knowledge.version
    topics.write_text("- id: [\n", "utf-8")
    workspace.press(view.button("再読み込み"), view, ADMIN)
    done = workspace.wait_for_modal(ADMIN, "再読み込み")
    assert "再読み込みをやめました" in done.words
    assert "knowledge/topics.yaml:" in done.words
    assert f"版 {before}" in workspace.wait_for_home(ADMIN).words


def test_nobody_else_can_press_what_admins_see(workspace: Workspace, bot: Bot, desk: Desk) -> None:
    """A forged press brings a friendly no, and nothing is read anew."""
    view = home(workspace)
    for number, name in enumerate(("reload_knowledge:0", "show_unanswered:0"), 1):
        workspace.press({**starting(view, "open_topic"), "action_id": name, "value": "x"}, view)
        workspace.wait_until(lambda number=number: len(workspace.calls("views.open")) == number, name)  # type: ignore[misc]  # bound to the round
        top = workspace.modal()
        assert top is not None
        assert "管理者だけ" in top.words
    before = desk.library.current
    bot.finish()
    assert desk.library.current is before


@pytest.mark.usefixtures("bot")
def test_admins_see_what_waits_grouped(workspace: Workspace) -> None:
    """The same question in other words is one line with a count; the whole list opens in a modal."""
    for question in ("電子契約の導入事例を教えてください", "電子契約の導入事例は?", UNKNOWN):
        workspace.mention(question)
    workspace.wait_for_replies("C1", 3)
    view = home(workspace, "2件(3回)あります", ADMIN)
    assert "2回・1人(見つからず 2)" in view.words
    workspace.press(view.button("一覧を見る"), view, ADMIN)
    shown = workspace.wait_for_modal(ADMIN, "答えられなかった質問")
    assert UNKNOWN in shown.words
    assert "<@" not in shown.words


@pytest.mark.usefixtures("either")
def test_the_command_lists_the_same_for_admins(workspace: Workspace) -> None:
    """``/dx-unanswered`` is for the caller's eyes, newest wording and reason included."""
    workspace.mention(UNKNOWN)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    workspace.submit("U1", {form.inputs[1].label: "給食の担当なので"})
    workspace.wait_for_modal("U1", "ありがとうございました")
    workspace.command("/dx-unanswered", user=ADMIN)
    listed = workspace.wait_for_replies("C1", 2)[-1]
    assert listed.only_for == ADMIN
    assert f"1. {UNKNOWN}\n1回(👎 1)" in listed.words
    assert "👎の理由「給食の担当なので」" in listed.words
    assert reply.words.rpartition("回答番号 ")[2] in listed.words


@pytest.mark.usefixtures("bot")
def test_the_command_is_for_admins_only(workspace: Workspace) -> None:
    """What people asked is not for everybody."""
    workspace.mention(UNKNOWN, user="U2")
    workspace.wait_for_replies("C1")
    workspace.command("/dx-unanswered", user="U1")
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert "管理者だけ" in told.words
    assert UNKNOWN not in told.words


def test_the_command_without_a_database_says_so(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """Nothing is on record, which is not the same as nothing waiting."""
    connect(desk, Records())
    workspace.command("/dx-unanswered", user=ADMIN)
    assert "一覧を出せません" in workspace.wait_for_replies("C1")[0].words


@pytest.mark.usefixtures("bot")
def test_nothing_waiting_is_said_too(workspace: Workspace) -> None:
    """An empty list is a sentence."""
    workspace.command("/dx-unanswered", user=ADMIN)
    assert "答えられなかった質問はありません" in workspace.wait_for_replies("C1")[0].words


# What Slack takes.

AT = datetime(2026, 11, 22, tzinfo=UTC)
STORED = Stored(100_000, 100_000, 100_000, AT)
PEOPLE = frozenset("abc")
DONE = Done(HOSTILE * 30, tuple(f"k7m2p{n:02}" for n in range(200)), taken_off=True)


def _groups(count: int, question: str = HOSTILE * 30, before: str = "") -> tuple[Group, ...]:
    whys = ("none", "bad", "handed")
    members = tuple(
        Kept(f"a{n}", question and f"{question} {n}", AT, whys[n % 3], PEOPLE, HOSTILE * 20, before) for n in range(9)
    )
    return (Group(members),) * count


def _problems(count: int, length: int) -> tuple[Problem, ...]:
    words = (HOSTILE * 300)[:length]
    return tuple(
        Problem("knowledge/faq/" + "長" * 60 + ".yaml", n, 1, words, words, Severity.WARNING) for n in range(count)
    )


def _page(desk: Desk, **changes: Any) -> HomePage:
    keeping = Keeping(STORED, 365, True, True)
    return replace(HomePage(desk.knowledge, desk.topics(), (), date(2026, 11, 22), keeping), **changes)


def _hostile_topics(desk: Desk, count: int) -> list[tuple[Topic, int]]:
    topic, _ = desk.topics()[0]
    return [(replace(topic, id=f"topic-{n}", name=(HOSTILE * 2)[:90]), n) for n in range(count)]


def _hostile_entries(desk: Desk, count: int) -> tuple[Entry, ...]:
    return tuple(replace(e, question=(HOSTILE * 5)[:300]) for e in desk.knowledge.entries[:count])


def _hostile(desk: Desk) -> HomePage:
    """Make the longest Home tab that there can be."""
    source = next(iter(desk.knowledge.sources.values()))
    places = tuple(f"第{n}の<!here>とても長い名前の市" for n in range(62))
    sources = {f"s{n}": replace(source, municipalities=places) for n in range(250)}
    return _page(
        desk,
        knowledge=replace(desk.knowledge, sources=sources),
        topics=_hostile_topics(desk, 500),
        added=_hostile_entries(desk, 40),
        admin=AdminPart(_problems(2_000, 900), _groups(200), DONE),
        note="あなたについて保存していたもの 100000件を削除しました。",
    )


HOMES: dict[str, Callable[[Desk], HomePage]] = {
    "ordinary": _page,
    "hostile": _hostile,
    "nothing at all": lambda desk: _page(
        desk, topics=(), keeping=Keeping(Stored(0, 0, 0, None), 1, True, True), read_on=None
    ),
    "in memory": partial(_page, keeping=Keeping(STORED, 1, False, True)),
    "unknown": partial(_page, keeping=Keeping(None, 1, True, False)),
    "admin without a database": partial(_page, admin=AdminPart((), None)),
    "admin with nothing to do": partial(_page, admin=AdminPart((), ())),
    "admin with endless findings": partial(_page, admin=AdminPart(_problems(30, 20_000), ())),
}


def _answer_window(desk: Desk) -> View:
    answer = desk.ask(QUESTION)
    assert isinstance(answer, Reply)
    excerpt = replace(answer.excerpts[0], text=(HOSTILE * 5)[:300], speaker=HOSTILE, role=HOSTILE)
    longest = replace(answer, question=HOSTILE * 20, excerpts=(excerpt,) * 5, related=_hostile_entries(desk, 3))
    return render_answer_window(HOSTILE * 20, longest, Frame("k7m2p9q", date(2026, 11, 22), private=True, modal=True))


WINDOWS: dict[str, Callable[[Desk], View]] = {
    "answer": _answer_window,
    "nothing written": lambda _: render_nothing_written(),
    "waiting": lambda _: render_waiting("読み込んでいます"),
    "trouble": lambda _: render_trouble_window(),
    "unanswered": lambda _: render_unanswered_window(_groups(200)),
    "unanswered without texts": lambda _: render_unanswered_window(_groups(1, "")),
    "unanswered follow-ups": lambda _: render_unanswered_window(_groups(200, "なぜ?", HOSTILE * 30), DONE),
    "nothing unanswered": lambda _: render_unanswered_window(()),
}


def _check(view: View, kind: str) -> None:
    assert refusal_of_view(view, kind) is None
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
    buttons = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert all(0 < len(b["accessibility_label"]) <= 75 for b in buttons)
    assert len({b["action_id"] for b in buttons}) == len(buttons)


@pytest.mark.parametrize("make", HOMES.values(), ids=HOMES)
def test_home_is_such_as_slack_shows(desk: Desk, make: Callable[[Desk], HomePage]) -> None:
    """However much there is to show, slack_sdk's models and Slack's reference accept it."""
    _check(render_home(make(desk)), "home")


@pytest.mark.parametrize("make", WINDOWS.values(), ids=WINDOWS)
def test_windows_are_such_as_slack_opens(desk: Desk, make: Callable[[Desk], View]) -> None:
    """The same holds for the modals."""
    _check(make(desk), "modal")


@pytest.mark.parametrize("groups", [_groups(200), _groups(200, "なぜ?", HOSTILE * 30), _groups(1, ""), (), None])
@pytest.mark.parametrize("done", [None, DONE])
def test_the_list_is_such_as_slack_shows(groups: tuple[Group, ...] | None, done: Done | None) -> None:
    """The same holds for the message, and its text says how many there are."""
    listed = render_unanswered(groups, done)
    assert refusal_of_message({"text": listed.text, "blocks": list(listed.blocks)}) is None
    assert "200件(1800回)" in listed.text or not groups or len(groups) == 1


def test_what_does_not_fit_is_counted(desk: Desk) -> None:
    """Topics, additions, places and groups beyond what is shown are numbers."""
    said = str(render_home(_hostile(desk)))
    for words in ("ほかに 400 件の話題", "ほか 35 件", "ほか50団体", "ほか 195 件", "エラー 0 件、注意 2000 件"):
        assert words in said
