"""From a question on the list of an admin to an entry in the files, and to the decision about the reload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot import reloading
from bot.answering.answer import Answer
from bot.blocks.drafting import render_draft_form, render_lines
from bot.desk import Desk
from bot.drafting import Candidate, Sketch, Tried
from bot.knowledge import Quote, Topic
from bot.library import Library
from bot.playground.slack.limits import refusal_of_view
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Message, Workspace
from bot.problems import Problem, Severity
from bot.records import Records
from bot.slack import drafting
from bot.store import Store
from bot.text import Span
from tests.knowledge.folders import damage, make_base
from tests.slack.conftest import Connect
from tests.slack.running import ADMIN

OME = "knowledge/faq/ome.yaml"
ASKED = "庁舎の電気代はいくらですか"
AGAIN = "庁舎の電気代は"
FORM, READY = "項目の下書き", "書き足すところ"
HOSTILE = "<!channel> <@U1> *太字* `code` &lt;b&gt; & 😀\n> 引用"


@dataclass
class Office:
    """A small folder of knowledge in use, its database, and what an admin does there."""

    root: Path
    store: Store
    desk: Desk
    workspace: Workspace

    def ask(self, question: str = ASKED, user: str = "U1") -> Message:
        """Ask in a channel and return the reply."""
        asked = self.workspace.mention(question, user)
        before = len(self.workspace.thread("C1", asked.ts))
        self.workspace.wait_until(lambda: len(self.workspace.thread("C1", asked.ts)) > before, "a reply")
        return self.workspace.thread("C1", asked.ts)[-1]

    def form(self) -> View:
        """Open the list with the command, press the first button, and return the form."""
        before = len(self.workspace.replies("C1"))
        self.workspace.command("/dx-unanswered", "", user=ADMIN)
        shown = self.workspace.wait_for_replies("C1", before + 1)[-1]
        self.workspace.press(shown.button("下書きを作る"), shown, ADMIN)
        return self.wait_for(READY)

    def wait_for(self, words: str) -> View:
        """Return the admin's modal once it says something."""

        def says() -> bool:
            view = self.workspace.modal(ADMIN)
            return view is not None and words in seen(view)

        self.workspace.wait_until(says, words, timeout=30)
        view = self.workspace.modal(ADMIN)
        assert view is not None
        return view

    def files(self) -> dict[str, bytes]:
        """Return the curated files."""
        return {p.name: p.read_bytes() for p in (self.root / "knowledge/faq").iterdir()}


def seen(view: View) -> str:
    """Return everything that stands in a modal, labels too."""
    return view.words + "\n".join(i.label for i in view.inputs)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a database of its own for the test."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"k" * 32) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, store: Store, workspace: Workspace, connect: Connect) -> Iterator[Office]:
    """Serve a small city in which somebody has asked what no article says."""
    root = make_base(tmp_path)
    desk, records = Desk(Library(root, store.editions)), Records(store)
    stop = reloading.begin(desk.library, records)
    connect(desk, records)
    made = Office(root, store, desk, workspace)
    made.ask()
    yield made
    stop()


def options(view: View, name: str) -> list[str]:
    """Return the values that a field offers."""
    return [o["value"] for o in next(i for i in view.inputs if i.element["action_id"] == name).element["options"]]


def submitted(office: Office, words: str, **values: Any) -> View:
    """Fill the form in, send it, and return the modal that says something."""
    office.workspace.fill(values, ADMIN)
    office.workspace.submit(ADMIN)
    return office.wait_for(words)


def test_a_question_becomes_an_entry_that_answers_once_it_is_applied(office: Office) -> None:
    """Button, form, file, preview, apply: then whoever asks gets the chosen words of the article."""
    before = office.desk.knowledge.version
    view = office.form()
    place = options(view, "places")[0]
    assert before == view.private_metadata
    chosen = view.quotes[0]
    written = submitted(office, "まだ答えには使われていません", topic="soshiki", places=[place])
    assert ASKED in written.words
    assert "追加 1 件" in written.words
    assert "今: 答えなし" in written.words
    assert office.desk.knowledge.version == before
    office.workspace.press(written.button("適用する"), written, ADMIN)
    office.wait_for("切り替えました")
    reply = office.desk.ask(ASKED)
    assert isinstance(reply, Answer)
    assert reply.entry is not None
    assert reply.excerpts[0].text == chosen


def test_a_question_becomes_another_wording_of_an_entry(office: Office) -> None:
    """The entry grows by a line; its comments, and every other byte, stay what they are."""
    damage(office.root, {OME: {"replace": [["- id: ome-dx-members", "# 人数は毎年度見直す\n- id: ome-dx-members"]]}})
    before = (office.root / OME).read_text("utf-8")
    office.form()
    submitted(office, "まだ答えには使われていません", home="ome-dx-size", question=AGAIN)
    after = (office.root / OME).read_text("utf-8")
    assert after.replace(f"    - {AGAIN}\n", "") == before
    assert "# 人数は毎年度見直す" in after


def test_other_wordings_of_the_group_come_along(office: Office) -> None:
    """Alike questions are one draft: the newest is the question, the others stand below it."""
    office.ask(AGAIN)
    values = {i.element["action_id"]: i.element.get("initial_value") for i in office.form().inputs}
    assert (values["question"], values["others"]) == (AGAIN, ASKED)


def test_an_excerpt_can_be_typed(office: Office) -> None:
    """Where no near excerpt is right, the editor copies one from the article."""
    office.form()
    typed = "[ome-dx] DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"
    assert "6名体制" in submitted(office, "まだ答えには使われていません", topic="soshiki", more=typed).words


def test_words_that_stand_in_no_article_are_refused_and_can_be_mended(office: Office) -> None:
    """The check says what is wrong, nothing is written, and the form lies below with what was filled in."""
    before = office.files()
    office.form()
    submitted(office, "書き込みませんでした", topic="soshiki", more="[ome-dx] 電気代は年に百万円だと伺っています。")
    assert office.files() == before
    office.workspace.close_modal(ADMIN)
    assert "電気代は年に百万円" in str(office.wait_for(READY).state)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"question": None}, "question"), ({"topic": "soshiki"}, "more"), ({"more": "出典のない文"}, "more")],
)
def test_what_is_missing_is_said_at_its_field(office: Office, values: dict[str, Any], field: str) -> None:
    """Before anything is read or written."""
    office.form()
    office.workspace.fill({"topic": "soshiki", **values}, ADMIN)
    office.workspace.submit(ADMIN)
    office.workspace.wait_until(lambda: bool(office.workspace.modal(ADMIN).errors), "errors")
    assert set(office.workspace.modal(ADMIN).errors) == {field}


def test_where_nothing_can_be_written_the_lines_are_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder on a read-only disk, or knowledge that is fetched: the editor copies the YAML."""
    monkeypatch.setattr(drafting, "is_writable", lambda *_: False)
    before = office.files()
    view = office.form()
    assert view.submit_text == "YAML を見る"
    shown = submitted(office, "次の行を写して", topic="soshiki", places=options(view, "places")[:1])
    assert f"  question: {ASKED}" in shown.words
    assert "knowledge/faq/" in shown.words
    assert office.files() == before


def test_only_admins_draft(office: Office) -> None:
    """Whoever is no admin any more gets a friendly no, at the button and at the form."""
    office.workspace.command("/dx-unanswered", "", user="U1")
    assert not office.workspace.wait_for_replies("C1", 2)[-1].buttons
    admins = office.workspace.wait_for_replies("C1", 2)[-1]
    before = office.files()
    office.workspace.command("/dx-unanswered", "", user=ADMIN)
    shown = office.workspace.wait_for_replies("C1", 3)[-1]
    assert shown.only_for == ADMIN
    assert admins.only_for == "U1"
    assert office.files() == before


def test_from_home_the_form_opens_too(office: Office) -> None:
    """The list in the Home tab has the same buttons."""
    office.workspace.open_home(ADMIN)
    home = office.workspace.wait_for_home(ADMIN, ASKED)
    office.workspace.press(home.button("下書きを作る"), home, ADMIN)
    assert office.wait_for(READY).title == FORM


def test_broken_files_are_said_and_left_alone(office: Office) -> None:
    """A file that somebody else has just broken keeps a draft from being written."""
    view = office.form()
    damage(office.root, {"knowledge/topics.yaml": {"append": "\n- id: [\n"}})
    before = office.files()
    submitted(office, "書き込みませんでした", topic="soshiki", places=options(view, "places")[:1])
    assert office.files() == before


def test_the_longest_form_and_lines_fit_into_slack() -> None:
    """Hostile words, the longest quotes and very many topics are within Slack's limits."""
    words = (HOSTILE * 20)[:300]
    candidates = tuple(Candidate(Quote("s" * 80, Span(n * 300, n * 300 + 300)), words, words) for n in range(8))
    topics = tuple(Topic(f"t{n}", words[:40], words[:150]) for n in range(300))
    found = Sketch("v", words * 3, (words,) * 100, "t299", topics, (), candidates)
    assert refusal_of_view(render_draft_form(found, writable=True), "modal") is None
    assert refusal_of_view(render_draft_form(replace(found, candidates=(), topic=""), writable=False), "modal") is None
    problems = tuple(Problem("a", n, 0, words, words, Severity.WARNING) for n in range(40))
    assert refusal_of_view(render_lines(Tried("p", "", f"{words}\n" * 40, problems, None)), "modal") is None
