"""What the bot says unasked: news for those who wait, and the weekly digest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from bot import clock, reloading
from bot.answering.answer import Reply
from bot.blocks.telling import render_digest
from bot.desk import Desk
from bot.library import Library, Snapshot
from bot.playground.slack.limits import refusal_of_message
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Place, Records
from bot.slack import telling, waiting
from bot.slack.telling import Teller
from bot.store import Kept, Store
from bot.unanswered import Group
from tests.databases import KINDS, ready_database
from tests.knowledge.folders import damage, make_base
from tests.slack.conftest import Connect
from tests.slack.running import ADMIN, Bot, settings_for

OME = "knowledge/faq/ome.yaml"
ASKED = "庁舎の電気代はいくらですか"
UNKNOWN = "富士山の高さは?"
NEWS = "お待たせしました"
SAID = "DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"
ENTRY = f"""
- id: denki
  topic: soshiki
  question: {ASKED}
  excerpts:
    - source: ome-dx
      quote: {SAID}
"""
MORNING = datetime.now().astimezone().replace(hour=9, minute=30)


@dataclass
class Office:
    """A small city in which people ask, and where an editor may find an answer."""

    root: Path
    url: str
    store: Store
    desk: Desk
    records: Records
    workspace: Workspace
    bot: Bot

    @property
    def teller(self) -> Teller:
        """Return what one process has to say things with."""
        return Teller(self.desk, self.records, self.store, lambda _: self.bot.app.client)

    def ask(self, notify: bool | None = True, question: str = ASKED) -> Message:
        """Ask in a channel, hand the question over, and return what was asked; ``notify`` None: leave it there."""
        asked = self.workspace.mention(question)
        self.workspace.wait_until(lambda: self.workspace.thread("C1", asked.ts)[1:], "a reply")
        if notify is not None:
            self.hand_over(self.workspace.thread("C1", asked.ts)[-1], notify)
        return asked

    def hand_over(self, reply: Message, notify: bool) -> None:
        """Press the button and fill the form in."""
        self.workspace.press(reply.button("この質問を担当へ"), reply)
        form = self.workspace.wait_for_modal("U1", "この質問を担当へ")
        if notify:
            box = form.inputs[0].element
            self.workspace.fill({box["action_id"]: [box["options"][0]["value"]]})
        self.workspace.submit()
        self.workspace.wait_for_modal("U1", "担当へ届けました")
        self.workspace.close_modal()

    def answer(self) -> None:
        """Let an editor add the entry, and apply it."""
        damage(self.root, {OME: {"append": ENTRY}})
        assert self.desk.reload().applied


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no slow machine bring the notice that a reload takes its time to a test that waits for what comes of it."""
    monkeypatch.setattr(waiting, "MOMENT", 60.0)


@pytest.fixture(params=KINDS)
def office(request: pytest.FixtureRequest, tmp_path: Path, workspace: Workspace, connect: Connect) -> Iterator[Office]:
    """Serve a small city on SQLite, then on PostgreSQL."""
    root, url = make_base(tmp_path), ready_database(request.param, tmp_path)
    with Store.open(url, key=b"k" * 32) as store:
        desk, records = Desk(Library(root, store.editions)), Records(store)
        stop = reloading.begin(desk.library, records)
        yield Office(root, url, store, desk, records, workspace, connect(desk, records))
        stop()


def news(office: Office, asked: Message) -> list[Message]:
    """Return the news in the thread of a question."""
    return [m for m in office.workspace.thread("C1", asked.ts) if NEWS in m.words]


def test_who_agreed_is_told_in_the_thread_where_they_asked(office: Office) -> None:
    """Once the question can be answered, with the answer, and with buttons as any other."""
    asked = office.ask()
    assert office.teller.tell_news() == 0
    office.answer()
    assert office.teller.tell_news() == 1
    (told,) = news(office, asked)
    assert ASKED in told.quotes
    assert SAID in told.quotes
    assert told.feedback
    assert office.store.wishes.unanswered() == ()


def test_nobody_is_told_twice(office: Office) -> None:
    """Neither by the same process later nor by another at the same time."""
    asked = office.ask()
    office.answer()
    threads = [threading.Thread(target=office.teller.tell_news) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.teller.tell_news()
    assert len(news(office, asked)) == 1


@pytest.mark.parametrize("notify", [False, None])
def test_who_did_not_agree_hears_nothing(office: Office, notify: bool | None) -> None:
    """The question leaves the list all the same: there is nothing more to do."""
    asked = office.ask(notify)
    office.answer()
    assert office.teller.tell_news() == 0
    assert news(office, asked) == []
    assert office.store.wishes.unanswered() == ()


def test_in_a_direct_message_the_news_comes_there(office: Office) -> None:
    """Beside the question, as the answer did."""
    office.workspace.direct_message(ASKED)
    office.hand_over(office.workspace.wait_for_replies("D1", 1)[-1], notify=True)
    office.answer()
    assert office.teller.tell_news() == 1
    assert NEWS in office.workspace.replies("D1")[-1].words


def test_where_the_bot_was_removed_the_question_is_settled(office: Office) -> None:
    """There is no place left to tell it, and no reason to try for ever."""
    office.ask()
    office.answer()
    office.workspace.remove_bot("C1")
    assert office.teller.tell_news() == 0
    assert office.store.wishes.unanswered() == ()


def test_when_slack_fails_the_news_comes_later(office: Office) -> None:
    """The wish stays until it is fulfilled."""
    asked = office.ask()
    office.answer()
    office.workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    assert office.teller.tell_news() == 0
    assert len(office.store.wishes.unanswered()) == 1
    assert office.teller.tell_news() == 1
    assert len(news(office, asked)) == 1


def test_a_reload_by_command_brings_the_news(office: Office) -> None:
    """The thread that looks after it hears of every change of the version, whoever made it."""
    asked = office.ask()
    end = telling.begin(office.bot.app, settings_for(office.workspace), office.desk, office.records)
    damage(office.root, {OME: {"append": ENTRY}})
    before = len(office.workspace.replies("C1"))
    office.workspace.command("/dx-reload", "", user=ADMIN)
    shown = office.workspace.wait_for_replies("C1", before + 1, timeout=30)[-1]
    office.workspace.press(shown.button("適用する"), shown, ADMIN)
    office.workspace.wait_until(lambda: news(office, asked), "the news", timeout=20)
    end()
    assert not [t for t in threading.enumerate() if t.name == "telling"]


def test_who_waits_longest_is_told_however_many_ask_elsewhere(office: Office) -> None:
    """Hundreds of newer questions, here or in another workspace, push nobody out."""
    asked = office.ask()
    for n in range(250):
        place = Place("T9", "C9", "", "mention", "", f"{n}.0")
        note = office.records.note(office.desk.ask(UNKNOWN), UNKNOWN, "", place)
        assert note.kind == "none"
    office.answer()
    assert office.teller.tell_news() == 1
    assert len(news(office, asked)) == 1


def test_a_version_is_asked_once_what_it_cannot_answer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look around costs nothing while nothing changes; a new version is asked all of it."""
    tries: list[str] = []
    ask_of = office.desk.ask_of
    office.ask(question=UNKNOWN)

    def counted(snapshot: Snapshot, text: str, before: str = "") -> Reply:
        tries.append(snapshot.knowledge.version)
        return ask_of(snapshot, text, before)

    monkeypatch.setattr(office.desk, "ask_of", counted)
    teller = office.teller
    for _ in range(3):
        assert teller.tell_news() == 0
    office.answer()
    teller.tell_news()
    assert len(tries) == len(set(tries)) == 2


# The digest.


def test_the_digest_is_posted_once_a_week_among_all_processes(office: Office) -> None:
    """With what waits, and the button that begins a draft."""
    office.ask(None)
    with Store.open(office.url, key=b"k" * 32) as other:
        second = Teller(office.desk, Records(other), other, lambda _: office.bot.app.client)
        assert office.teller.tell_digest("C2", MORNING)
        assert not second.tell_digest("C2", MORNING)
        assert not second.tell_digest("C2", MORNING.replace(hour=17))
        assert second.tell_digest("C2", MORNING + timedelta(days=7))
    first = office.workspace.replies("C2")[0]
    assert "今週のまとめ" in first.words
    assert "新しく届いたのは 1回" in first.words
    assert ASKED in first.words
    assert len(office.workspace.replies("C2")) == 2


def test_a_week_later_the_claim_is_still_held(office: Office) -> None:
    """A claim lives for an hour; that of a week outlives it, and the daily cleaning."""
    start = datetime.now(UTC)
    late = [start]
    with Store.open(office.url, key=b"k" * 32, clock=lambda: late[0]) as store:
        assert store.claims.claim("digest", hold=timedelta(days=7))
        late[0] = start + timedelta(days=6, hours=23)
        store.forget_old()
        assert not store.claims.claim("digest")
        late[0] = start + timedelta(days=7, hours=2)
        assert store.claims.claim("digest")


def test_the_digest_waits_for_the_day_and_for_a_reason(office: Office) -> None:
    """Nobody is disturbed at night, nor where nothing waits, nor where no channel is set."""
    assert not office.teller.tell_digest("C2", MORNING)
    office.ask(None)
    assert not office.teller.tell_digest("C2", MORNING.replace(hour=3) + timedelta(days=7))
    assert not office.teller.tell_digest("", MORNING + timedelta(days=7))
    assert office.workspace.replies("C2") == ()


def test_the_digest_of_a_workspace_holds_only_its_questions(office: Office) -> None:
    """What is asked elsewhere is nobody's business there."""
    office.ask(None)
    assert not office.teller.tell_digest("T9:C2", MORNING)
    assert office.teller.tell_digest("T1:C2", MORNING)


def test_a_digest_that_slack_refuses_is_tried_again(office: Office) -> None:
    """The claim is given back."""
    office.ask(None)
    office.workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    with pytest.raises(SlackApiError):
        office.teller.tell_digest("C2", MORNING)
    assert office.teller.tell_digest("C2", MORNING)


def _tried(office: Office, channel: str) -> int:
    """Count the messages that the bot has tried to post to a channel."""
    return sum(call.payload["channel"] == channel for call in office.workspace.calls("chat.postMessage"))


def test_a_channel_that_takes_no_digest_is_named_in_the_log_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not told, where, and Slack's own word for why: once, however often it is tried."""
    monkeypatch.setattr(telling, "_FIRST", 0.0)
    monkeypatch.setattr(telling, "_EVERY", 0.05)
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    office.ask(None)
    office.workspace.remove_bot("C3")
    settings = replace(settings_for(office.workspace), digest_channel="C3")
    with capture_logs() as logs:
        end = telling.begin(office.bot.app, settings, office.desk, office.records)
        office.workspace.wait_until(lambda: _tried(office, "C3") > 1, "two digests")
        end()
    (complaint,) = [line for line in logs if line["event"] == "not told"]
    assert (complaint["what"], complaint["channel"], complaint["slack"]) == ("digest", "C3", "not_in_channel")


def test_the_buttons_of_the_digest_are_for_admins(office: Office) -> None:
    """Others in the channel get a friendly no; an admin gets the form."""
    office.ask(None)
    office.teller.tell_digest("C2", MORNING)
    digest = office.workspace.replies("C2")[0]
    for user, words in (("U2", "管理者だけが使えます"), (ADMIN, "近い引用")):
        office.workspace.press(digest.button("下書きを作る"), digest, user)
        office.workspace.wait_until(
            lambda user=user, words=words: words in getattr(office.workspace.modal(user), "words", ""), words
        )


def test_the_longest_digest_fits_into_slack() -> None:
    """Hostile questions without end are within the limits."""
    words = "<!channel> *太字* &lt; 😀\n> 引用" * 40
    groups = [Group((Kept(f"a{n}", words, MORNING, "bad", frozenset("abc"), words),)) for n in range(200)]
    shown = render_digest(groups, 999)
    assert refusal_of_message({"channel": "C1", "text": shown.text, "blocks": list(shown.blocks)}) is None


def test_a_promise_is_kept_though_the_question_was_taken_off_the_list(office: Office) -> None:
    """An admin who dismisses a question has not promised the news; the bot has."""
    asked = office.ask()
    (kept,) = office.store.wishes.unanswered()
    assert office.records.dismiss([kept.answer_id], "T1")
    assert office.teller.tell_news() == 0
    office.answer()
    assert office.teller.tell_news() == 1
    assert len(news(office, asked)) == 1
    assert office.teller.tell_news() == 0
