"""``/dx-reload``: what would change is shown, an admin decides, every process follows, and there is a way back."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import reloading
from bot.desk import Desk
from bot.library import Library
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Records
from bot.slack import waiting
from bot.store import ReloadRecord, Store
from bot.store.reloads import START
from tests.databases import KINDS, ready_database
from tests.knowledge.folders import Case, damage, make_base, read_cases
from tests.slack.conftest import Connect
from tests.slack.running import ADMIN, Bot

KEY = b"a key of the tests, of thirty-two"
TEAM = "T1"
OME = "knowledge/faq/ome.yaml"
QUESTION = "青梅市のDX推進課は何人体制ですか"
SAID = "DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"
APPLY, DISCARD, ALL = "適用する", "やめる", "答えが変わる質問をすべて見る"
WORDS = [
    "温泉",
    "相撲",
    "天文台",
    "落語",
    "盆栽",
    "風力発電",
    "吊り橋",
    "椎茸",
    "人形浄瑠璃",
    "鍾乳洞",
    "凧揚げ",
    "水族館",
]
# Cases of the slow loop that need what no test over Slack has: a process without root's rights.
CASES = [case for case in read_cases() if not case.unprivileged]


@dataclass
class City:
    """A small folder of knowledge that a bot has in use, with its database."""

    root: Path
    url: str
    store: Store
    desk: Desk

    @property
    def version(self) -> str:
        """Return the version in use."""
        return self.desk.knowledge.version

    @property
    def journal(self) -> list[ReloadRecord]:
        """Return what is written down of reloads, the oldest first."""
        return list(reversed(self.store.reloads.latest(100)))

    def edit(self, old: str = "question: DX推進員は何人いますか", new: str = "question: 推進員は何名いますか") -> None:
        """Change a file as an editor does."""
        damage(self.root, {OME: {"replace": [[old, new]]}})


@contextmanager
def opened(root: Path, url: str) -> Iterator[City]:
    """Open the database and the library as a process does at its start."""
    with Store.open(url, key=KEY) as store:
        library = Library(root, store.editions)
        stop = reloading.begin(library, Records(store))
        yield City(root, url, store, Desk(library))
        stop()


@dataclass
class Served(City):
    """A city to which a bot is connected."""

    bot: Bot


@contextmanager
def served(kind: str, folder: Path, connect: Connect) -> Iterator[Served]:
    """Open a small city with a database without records, and connect a bot."""
    with opened(make_base(folder), ready_database(kind, folder)) as found:
        yield Served(found.root, found.url, found.store, found.desk, connect(found.desk, Records(found.store)))


@pytest.fixture(params=KINDS)
def city(request: pytest.FixtureRequest, tmp_path: Path, connect: Connect) -> Iterator[Served]:
    """Serve a small city on SQLite, then on PostgreSQL."""
    with served(request.param, tmp_path, connect) as found:
        yield found


@pytest.fixture
def town(tmp_path: Path, connect: Connect) -> Iterator[Served]:
    """Serve a small city where the kind of database is of no account."""
    with served("sqlite", tmp_path, connect) as found:
        yield found


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no slow machine bring the notice that a reload takes its time to a test that waits for what comes of it."""
    monkeypatch.setattr(waiting, "MOMENT", 60.0)


def until(condition: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait for what happens outside of the workspace; returns after how many seconds it did."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds
        time.sleep(0.02)
    return time.monotonic() - begun


def command(workspace: Workspace, words: str = "") -> Message:
    """Type the command as the admin, and return what comes."""
    before = len(workspace.replies("C1"))
    workspace.command("/dx-reload", words, user=ADMIN)
    return workspace.wait_for_replies("C1", before + 1, timeout=60)[-1]


def press(workspace: Workspace, words: str, message: Message) -> Message:
    """Press a button as the admin, and return what stands in the message's place."""
    workspace.press(message.button(words), message, ADMIN)
    workspace.wait_until(lambda: workspace.latest(message).words != message.words, f"what comes of {words}")
    return workspace.latest(message)


def test_a_reload_shows_what_would_change_and_changes_nothing(workspace: Workspace, city: City) -> None:
    """Entries that come, go and change are listed with the questions that would get another answer."""
    before = city.version
    damage(city.root, {"knowledge/faq/koganei.yaml": {"remove": True}})
    city.edit()
    shown = command(workspace)
    assert f"版 {before} → " in shown.words
    assert "追加 0 件、削除 1 件、変更 1 件" in shown.words
    assert "・削除 小金井市のDXリーダーは何人ですか" in shown.words
    assert "・変更 推進員は何名いますか" in shown.words
    assert shown.only_for == ADMIN
    assert city.version == before
    assert city.store.editions.current() == before


def test_what_is_applied_answers_at_once_and_is_written_down(workspace: Workspace, city: City) -> None:
    """The version in use is the one that was shown; the journal says who, from what, to what."""
    before = city.version
    city.edit(SAID, "制度は始まったばかりで、今後は推進員制度をさらにブラッシュアップしていく予定です。")
    damage(
        city.root,
        {
            "seeds/ome_dx.txt": {
                "append": "\n制度は始まったばかりで、今後は推進員制度をさらにブラッシュアップしていく予定です。\n"
            }
        },
    )
    done = press(workspace, APPLY, command(workspace))
    assert f"切り替えました(版 {before} → {city.version})" in done.words
    assert city.version != before
    workspace.command("/dx", QUESTION)
    assert "ブラッシュアップ" in workspace.wait_for_replies("C1", 2)[-1].quotes[0]
    records = [(r.person, r.before, r.after, r.outcome, r.findings) for r in city.journal]
    admin = city.store.person(ADMIN, TEAM)
    assert records == [
        (START, "", before, "applied", 0),
        (admin, before, city.version, "shown", 0),
        (admin, before, city.version, "applied", 0),
    ]


def test_questions_that_people_asked_are_shown_with_both_answers(workspace: Workspace, city: City) -> None:
    """An admin sees what the change means to those who ask."""
    workspace.command("/dx", "DX推進課の人数を教えて")
    workspace.wait_for_replies("C1")
    damage(city.root, {OME: {"remove": True}})
    shown = command(workspace)
    (asked,) = [line for line in shown.words.split("最近の質問 ") if line.startswith("DX推進課の人数を教えて")]
    assert asked.splitlines()[1] == f"今: 「{SAID}」『青梅市の目指す“スマートローカル”』"
    assert asked.splitlines()[2].startswith("後: ")
    assert SAID not in asked.splitlines()[2]


def test_what_was_not_shown_is_not_applied(workspace: Workspace, city: City) -> None:
    """Files that change between the preview and the press are previewed again."""
    before = city.version
    city.edit()
    shown = command(workspace)
    city.edit("何人体制", "何名体制")
    again = press(workspace, APPLY, shown)
    assert "先ほどお見せした後に、ファイルが変わっていました" in again.words
    assert "変更 2 件" in again.words
    assert city.version == before
    press(workspace, APPLY, again)
    assert any("何名体制" in entry.question for entry in city.desk.knowledge.entries)


def test_what_broke_meanwhile_is_not_applied(workspace: Workspace, city: City) -> None:
    """Neither what was shown nor what came after it."""
    before = city.version
    city.edit()
    shown = command(workspace)
    damage(city.root, {OME: {"text": "- id: [\n"}})
    assert "再読み込みをやめました" in press(workspace, APPLY, shown).words
    assert city.version == before


def test_discarding_leaves_everything_as_it_was(workspace: Workspace, city: City) -> None:
    """And takes the buttons away."""
    before = city.version
    city.edit()
    done = press(workspace, DISCARD, command(workspace))
    assert f"今までの内容(版 {before})がそのまま使われています" in done.words
    assert done.buttons == ()
    assert city.version == before


def test_files_without_news_are_said_to_be_so(workspace: Workspace, city: City) -> None:
    """There is nothing to decide, and the journal has it."""
    shown = command(workspace)
    assert f"内容は変わっていません(版 {city.version})" in shown.words
    assert shown.buttons == ()
    assert city.journal[-1].outcome == "unchanged"


def test_a_broken_file_is_named_with_its_line_and_the_old_answers_on(workspace: Workspace, city: City) -> None:
    """The admin learns in which file and line the mistake is, and what to do."""
    before = city.version
    city.edit("兼務も", "兼務を")
    shown = command(workspace)
    assert "再読み込みをやめました" in shown.words
    assert f"{OME}:10:14" in shown.words
    assert "直し方" in shown.words
    workspace.command("/dx", QUESTION)
    assert workspace.wait_for_replies("C1", 2)[-1].quotes[0] == SAID
    assert city.version == before
    assert [(r.outcome, r.findings) for r in city.journal[1:]] == [("refused", 1)]


def test_the_way_back_stands_under_what_was_applied(workspace: Workspace, city: City) -> None:
    """One press, confirmed in a dialog, and the version before answers again."""
    before = city.version
    city.edit()
    done = press(workspace, APPLY, command(workspace))
    assert done.button("元に戻す")["confirm"]["title"]["text"] == "この版に戻しますか"
    back = press(workspace, "元に戻す", done)
    assert "元の内容に戻しました" in back.words
    assert city.version == before
    assert [r.outcome for r in city.journal[1:]] == ["shown", "applied", "rolled back"]


def test_five_versions_are_there_to_go_back_to(workspace: Workspace, city: City) -> None:
    """Each with a button, newest first; older ones are gone."""
    versions = [city.version]
    for number in range(6):
        city.edit("何人体制" if number == 0 else f"何人体制{number - 1}", f"何人体制{number}")
        press(workspace, APPLY, command(workspace))
        versions.append(city.version)
    listed = command(workspace, "rollback")
    assert [b["value"] for b in listed.buttons] == versions[-2:0:-1]
    assert f"版 {city.version}(項目 4 件、使用中)" in listed.words
    press(workspace, f"{versions[1]} に戻す", listed)
    assert city.version == versions[1]
    command(workspace, f"rollback {versions[4][:5].upper()}")
    assert city.version == versions[4]


def test_the_last_reloads_are_told_with_who_and_what(workspace: Workspace, city: City) -> None:
    """The latest first: when, who, from which version to which, what came of it, and what it changed."""
    first = city.version
    city.edit()
    press(workspace, APPLY, command(workspace))
    second = city.version
    other = reloading.Admin(city.store.person("U9OTHER", TEAM), TEAM)
    reloading.roll_back(city.desk.library, Records(city.store), other, first)
    reloading.roll_back(city.desk.library, Records(city.store), reloading.Admin(), second)
    damage(city.root, {OME: {"text": "- id: [\n"}})
    command(workspace)
    city.store.people.delete(other.person)
    head, *lines = command(workspace, "history").words.splitlines()
    told = [line[len("・2026-11-22 14:30 ") :] for line in lines]
    assert head == "最近の再読み込みです(新しい順)。"
    assert told == [
        f"あなた エラーのため切り替えず(版 {second} のまま、指摘 1 件)",
        f"ターミナル 元に戻した 版 {first} → {second}(項目の変更 1 件)",
        f"(消去済み) 元に戻した 版 {second} → {first}(項目の変更 1 件)",
        f"あなた 切り替え 版 {first} → {second}(項目の変更 1 件)",
        f"起動時 使い始め 版 {first}",
    ]


def test_no_more_than_ten_reloads_are_told(workspace: Workspace, town: Served) -> None:
    """Who else has reloaded is told from others by a mark that names nobody."""
    admins = [town.store.person(f"U{number}", TEAM) for number in range(12)]
    for number, admin in enumerate(admins):
        at = datetime.now(UTC) + timedelta(minutes=number)
        town.store.reloads.add(ReloadRecord(at, admin, "a", "b", "applied", 0))
    lines = command(workspace, "history").words.splitlines()[1:]
    assert [line.split()[2:4] for line in lines] == [["管理者", admin[:4]] for admin in admins[:1:-1]]


def test_a_version_keeps_the_time_of_its_first_use(workspace: Workspace, town: Served) -> None:
    """After going to and fro the list still says when each came into use, by whom, and what it is; in Japan's time."""
    first = town.version
    with town.store.engine.begin() as connection:
        connection.execute(text("UPDATE reloads SET at = '2026-11-15 15:30:00'"))
    town.edit()
    done = press(workspace, APPLY, command(workspace))
    second = town.version
    press(workspace, "元に戻す", done)
    with town.store.engine.begin() as connection:
        connection.execute(
            text("UPDATE reloads SET at = '2026-11-16 00:30:00' WHERE outcome = 'applied' AND before <> ''")
        )
    for words in ("rollback", "help", "rollback 0000"):
        assert command(workspace, words).words.splitlines()[-2:] == [
            f"・2026-11-16 00:30 版 {first}(項目 4 件、使用中) 起動時",
            f"・2026-11-16 09:30 版 {second}(項目 4 件) あなた(項目の変更 1 件)",
        ]


def test_without_a_database_nobody_knows_the_history(workspace: Workspace, tmp_path: Path, connect: Connect) -> None:
    """It is said so, and the versions in memory are listed all the same."""
    desk = Desk(Library(make_base(tmp_path)))
    connect(desk)
    assert "履歴を出せません" in command(workspace, "history").words
    damage(desk.library.root, {OME: {"replace": [["何人体制", "何名体制"]]}})
    press(workspace, APPLY, command(workspace))
    assert "(項目 4 件、使用中)" in command(workspace, "rollback").words


@pytest.mark.parametrize("wanted", ["000000000000", "0", "<!channel>"])
def test_a_version_that_is_not_there_is_said_so(workspace: Workspace, town: City, wanted: str) -> None:
    """Above the list of those that are."""
    before = town.version
    assert "には戻せません" in command(workspace, f"rollback {wanted}").words
    assert town.version == before


def test_the_version_in_use_needs_no_going_back_to(workspace: Workspace, town: Served) -> None:
    """It is said to be in use, and nothing happens."""
    assert "内容は変わっていません" in command(workspace, f"rollback {town.version}").words
    assert "戻せる版がまだありません" in command(workspace, "rollback").words


def test_other_words_bring_the_usage(workspace: Workspace, town: Served) -> None:
    """Nothing is read for a slip of typing."""
    assert "/dx-reload rollback" in command(workspace, "rolback").words
    assert len(town.journal) == 1


def test_a_database_that_is_away_keeps_the_old_version(workspace: Workspace, city: City) -> None:
    """Else one process would answer from another version than the rest."""
    before = city.version
    city.edit()
    shown = command(workspace)
    with city.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE current_edition RENAME TO away"))
    done = press(workspace, APPLY, shown)
    assert "切り替えられませんでした" in done.words
    assert city.version == before
    with city.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO current_edition"))
    press(workspace, APPLY, command(workspace))
    assert city.version != before


def test_without_a_database_a_reload_works_for_the_one_process(
    workspace: Workspace, tmp_path: Path, connect: Connect
) -> None:
    """With its way back, for as long as it lives."""
    desk = Desk(Library(make_base(tmp_path)))
    connect(desk)
    before = desk.knowledge.version
    damage(desk.library.root, {OME: {"replace": [["何人体制", "何名体制"]]}})
    done = press(workspace, APPLY, command(workspace))
    assert desk.knowledge.version != before
    press(workspace, "元に戻す", done)
    assert desk.knowledge.version == before


# What older versions said.


def test_an_answer_is_reproduced_by_the_version_that_gave_it(workspace: Workspace, city: City) -> None:
    """Also where the article says something else by now, or the version was never this process's own."""
    before = city.version
    workspace.command("/dx", QUESTION)
    answer = workspace.wait_for_replies("C1")[0]
    number = answer.words.partition("回答番号 ")[2][:7]
    damage(city.root, {"seeds/ome_dx.txt": {"replace": [[SAID, "課の名前が変わりました。"]]}, OME: {"remove": True}})
    press(workspace, APPLY, command(workspace))
    workspace.command("/dx-why", number)
    told = workspace.wait_for_replies("C1", 3)[-1]
    assert told.quotes == answer.quotes
    assert f"以前の版({before})の記事から出したものです" in told.words
    assert f"今使っている版は {city.version}" in told.words
    with opened(city.root, city.url) as other:
        held = other.desk.library.edition(before)
        assert held is not None
        assert SAID in held.knowledge.articles["ome-dx"].text


# Patience.


def _slowly(city: City, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.4) -> None:
    """Let reading the files take longer than a moment."""
    prepare = city.desk.library.prepare
    monkeypatch.setattr(waiting, "MOMENT", 0.05)
    monkeypatch.setattr(city.desk.library, "prepare", lambda: (time.sleep(seconds), prepare())[1])


def test_whoever_waits_is_told_that_the_files_are_being_checked(
    workspace: Workspace, town: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the notice, then what came of it; after a press, in the place of the question."""
    town.edit()
    _slowly(town, monkeypatch)
    assert "確かめています" in command(workspace).words
    shown = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(shown.button(APPLY), shown, ADMIN)
    workspace.wait_until(lambda: "確かめています" in workspace.latest(shown).words, "the notice")
    workspace.wait_until(lambda: "切り替えました" in workspace.latest(shown).words, "what came of it")
    assert len(workspace.replies("C1")) == 2


def test_a_notice_that_is_lost_does_not_lose_the_rest(
    workspace: Workspace, town: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is what came of it."""
    town.edit()
    _slowly(town, monkeypatch)
    workspace.fail_next("response", Answer({"ok": False, "error": "expired_url"}, 404))
    assert "新しい内容を読み込みました" in command(workspace).words


# Who may.


def test_nobody_but_an_admin_reloads(workspace: Workspace, town: Served) -> None:
    """Everybody else gets a friendly no, alone, and nothing is read."""
    workspace.command("/dx-reload", user="U1")
    (reply,) = workspace.wait_for_replies("C1")
    assert "管理者" in reply.text
    assert reply.only_for == "U1"
    assert len(town.journal) == 1


def test_a_forged_press_decides_nothing(workspace: Workspace, town: Served) -> None:
    """The buttons are private; whoever presses one all the same is asked who they are."""
    before = town.version
    town.edit()
    apply = command(workspace).button(APPLY)
    workspace.command("/dx", QUESTION, user="U1")
    own = workspace.wait_for_replies("C1", 2)[-1]
    for name in ("apply_reload:0", "roll_back:0", "discard_reload:0"):
        workspace.press({**apply, "action_id": name}, own, "U1")
    workspace.wait_for_acks()
    town.bot.finish()
    assert town.version == before
    assert [r.outcome for r in town.journal[1:]] == ["shown"]


def test_a_press_that_comes_again_counts_once(workspace: Workspace, town: Served) -> None:
    """Slack delivers it again when a connection breaks."""
    town.edit()
    shown = command(workspace)
    workspace.press(shown.button(APPLY), shown, ADMIN)
    workspace.redeliver()
    workspace.wait_for_acks()
    town.bot.finish()
    assert [r.outcome for r in town.journal[1:]] == ["shown", "applied"]


def test_an_admin_sees_the_questions_of_their_own_workspace_alone(workspace: Workspace, town: Served) -> None:
    """What another city's people asked is nobody's business here."""
    workspace.command("/dx", "DX推進課の人数を教えて")
    workspace.wait_for_replies("C1")
    with town.store.engine.begin() as connection:
        connection.execute(text("UPDATE answers SET team = 'T2'"))
    damage(town.root, {OME: {"remove": True}})
    assert "最近の質問" not in command(workspace).words


# All questions, page by page.


def _shift_everything(city: City) -> None:
    """Add entries on what nobody has written about so far."""
    entries = [
        f"- id: new-{n}\n  topic: jinzai\n  question: {word}はどこで読めますか\n"
        f"  excerpts:\n    - source: ome-dx\n      quote: {SAID}\n"
        for n, word in enumerate(WORDS)
    ]
    damage(city.root, {"knowledge/faq/new.yaml": {"text": "\n".join(entries)}})


def test_all_questions_that_change_are_there_page_by_page(workspace: Workspace, town: Served) -> None:
    """The message shows the first; a modal shows each of them once."""
    _shift_everything(town)
    shown = command(workspace)
    button = next(b for b in shown.buttons if b["text"]["text"].startswith(ALL))
    workspace.press(button, shown, ADMIN)
    page = workspace.wait_for_modal(ADMIN, "再読み込み")
    workspace.wait_until(lambda: "ページ" in _modal(workspace).words, "the first page")
    seen: list[str] = []
    for _ in range(10):
        page = _modal(workspace)
        seen += [line for line in page.words.splitlines() if line.startswith(("項目の質問", "最近の質問"))]
        following = [b for b in page.buttons if b["text"]["text"] == "次のページ"]
        if not following:
            break
        workspace.press(following[0], page, ADMIN)
        workspace.wait_until(lambda page=page: _modal(workspace).words != page.words, "the next page")  # type: ignore[misc]  # bound to the round
    assert f"({len(seen)}問)" in button["text"]["text"]
    assert len(set(seen)) == len(seen) > 8


def _modal(workspace: Workspace) -> View:
    found = workspace.modal(ADMIN)
    assert found is not None
    return found


def test_pages_of_files_that_have_changed_since_are_not_shown(workspace: Workspace, town: Served) -> None:
    """They would tell of another version than the one that would be applied."""
    _shift_everything(town)
    shown = command(workspace)
    button = next(b for b in shown.buttons if b["text"]["text"].startswith(ALL))
    workspace.press({**button, "value": "0123456789ab:0"}, shown, ADMIN)
    workspace.wait_for_modal(ADMIN, "再読み込み")
    workspace.wait_until(lambda: "ファイルがその後変わりました" in _modal(workspace).words, "the notice")


# From Home, in a modal.


def test_an_admin_decides_from_home(workspace: Workspace, town: Served) -> None:
    """The modal shows what would change and what came of it; the Home tab is that of the new version."""
    before = town.version
    town.edit()
    workspace.open_home(ADMIN)
    view = workspace.wait_for_home(ADMIN, before)
    workspace.press(view.button("再読み込み"), view, ADMIN)
    shown = workspace.wait_for_modal(ADMIN, "再読み込み")
    assert "・変更 推進員は何名いますか" in shown.words
    workspace.press(shown.button(APPLY), shown, ADMIN)
    workspace.wait_until(lambda: "切り替えました" in _modal(workspace).words, "what came of it")
    assert town.version != before
    workspace.wait_for_home(ADMIN, town.version)


# Several processes.


def test_a_reload_on_one_process_reaches_the_others(workspace: Workspace, city: City) -> None:
    """Within seconds, and the way back too."""
    with opened(city.root, city.url) as other:
        before = other.version
        city.edit()
        done = press(workspace, APPLY, command(workspace))
        assert until(lambda: other.version == city.version) < 3
        assert other.version != before
        press(workspace, "元に戻す", done)
        assert until(lambda: other.version == before) < 3


def test_a_press_may_come_to_another_process_than_the_command(
    workspace: Workspace, city: City, connect: Connect
) -> None:
    """What was shown is named by its version, and no process has to remember it."""
    city.edit()
    shown = command(workspace)
    with opened(city.root, city.url) as other:
        connect(other.desk, Records(other.store))  # the latest connection gets what Slack sends
        press(workspace, APPLY, shown)
        until(lambda: other.version == city.version == other.store.editions.current())
        assert shown.button(APPLY)["value"] == other.version


# What an editor can do wrong.


def _tried(workspace: Workspace, city: City, case: Case, base: str) -> None:
    """Reload a damaged folder as an admin would: the bot does what the case says, and goes on answering."""
    shutil.rmtree(city.root)
    damage(make_base(city.root.parent), case.change)
    shown = command(workspace)
    if case.verdict == "REFUSE":
        assert "再読み込みをやめました" in shown.words, case.name
        assert city.version == base, case.name
    elif shown.buttons:
        assert "切り替えました" in press(workspace, APPLY, shown).words, case.name
    else:
        assert "内容は変わっていません" in shown.words, case.name
    for finding in case.findings[:5]:
        assert finding["says"] in shown.words, case.name
    assert str(city.root.parent) not in shown.words, case.name
    city.desk.library.roll_back(base)
    before = len(workspace.replies("C1"))
    workspace.command("/dx", QUESTION)
    assert workspace.wait_for_replies("C1", before + 1)[-1].quotes[0] == SAID, case.name


def test_the_old_knowledge_answers_on_whatever_an_editor_does(workspace: Workspace, town: Served) -> None:
    """Every tenth of the cases, tried as an admin would."""
    for case in CASES[::10]:
        _tried(workspace, town, case, town.version)


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="half a minute; every tenth case is tried above")
def test_the_old_knowledge_answers_on_in_every_case(workspace: Workspace, town: Served) -> None:
    """All of them, one after the other, with one and the same bot."""
    assert len(CASES) > 200
    for case in CASES:
        _tried(workspace, town, case, town.version)
