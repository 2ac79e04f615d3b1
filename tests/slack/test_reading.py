"""前後を読む, 引用をコピー, なぜこの引用か and ``/dx-why``, as the one who presses them reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.desk import Desk
from bot.playground.slack.channels import Message
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Answer as Reply
from bot.playground.slack.workspace import Workspace
from bot.records import Place, Records
from bot.slack.asking import today
from bot.wording import formal_citation
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
QUOTE = "今のところ、全庁で50人くらいを考えています。"
CONTEXT, WHY, COPY = "前後を読む", "なぜこの引用か", "引用をコピー"
NUMBER = re.compile(r"回答番号 ([0-9a-z]{7})")
HERE = Place("T1", "C1", "", "mention")


def _ask(workspace: Workspace, question: str = QUESTION) -> Message:
    """Ask in a channel; returns the answer."""
    workspace.mention(question)
    return workspace.wait_for_replies("C1")[-1]


def _open(workspace: Workspace, name: str, answer: Message, user: str = "U1") -> View:
    """Press one of the buttons under the first quote; returns the modal that it opens."""
    workspace.press(answer.button(name), answer, user=user)
    return workspace.wait_for_modal(user, title=name)


def _why(workspace: Workspace, answer: Message, user: str = "U1") -> View:
    """Press なぜこの引用か and wait until the reasons are there."""
    workspace.press(answer.button(WHY), answer, user=user)
    return _filled(workspace, user)


def _filled(workspace: Workspace, user: str = "U1") -> View:
    """Wait until the modal that says that it is looking says what it has found."""
    return workspace.wait_for_modal(user, title=WHY)


def _turn(workspace: Workspace, view: View, name: str) -> View:
    """Turn a page; returns the same modal as it is then."""
    workspace.press(view.button(name), view)

    def turned() -> View | None:
        top = workspace.modal()
        return top if top and (top.id, top.hash) != (view.id, view.hash) else None

    found = workspace.wait_until(turned, "another page")
    assert found is not None
    return found


def _bold(view: View) -> str:
    """Return what is bold in the quotations of a view."""
    parts = (part for block in view.blocks if block["type"] == "rich_text" for part in block["elements"])
    quoted = (piece for part in parts if part["type"] == "rich_text_quote" for piece in part["elements"])
    return "".join(piece["text"] for piece in quoted if piece.get("style") == {"bold": True})


def _number(answer: Message) -> str:
    found = NUMBER.search(answer.words)
    assert found
    return found.group(1)


def _names(view: View) -> list[str]:
    return [button["text"]["text"] for button in view.buttons]


def _with_value(button: dict[str, Any], value: str) -> dict[str, Any]:
    return {**button, "value": value}


# 前後を読む.


@pytest.mark.usefixtures("bot")
def test_the_turns_around_a_quote_open_for_the_presser(workspace: Workspace) -> None:
    """Who presses reads who asked and who answered, under the article's name; nothing is posted."""
    answer = _ask(workspace)
    view = _open(workspace, CONTEXT, answer, user="U5")
    assert "『小金井市CIO×都CIOの座談会を実施しました!』" in view.words
    assert re.search(r"2021年10月18日の座談会（\d+年(?:\d+か月)?前）", view.words)
    asked, said = view.words.index("何人くらいのDXリーダー"), view.words.index(QUOTE)
    assert view.words.rindex("宮坂 学(東京都・都CIO)", 0, asked) < asked
    assert asked < view.words.index("住野 英進(小金井市CIO(副市長)) ― 引用箇所は太字", asked) < said
    assert workspace.modal("U1") is None
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_what_is_bold_in_the_surroundings_is_the_quote(workspace: Workspace) -> None:
    """The quoted words stand out, and no others; all stand in quotations, being the article's."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    assert _bold(view) == QUOTE
    assert QUOTE in view.quotes


@pytest.mark.usefixtures("bot")
def test_each_quote_of_an_answer_has_its_own_surroundings(workspace: Workspace) -> None:
    """The second button of an answer opens the place of the second quote."""
    answer = _ask(workspace)
    for number, quote in enumerate(answer.quotes):
        button = [b for b in answer.buttons if b["text"]["text"] == CONTEXT][number]
        workspace.press(button, answer, user=f"U{number + 5}")
        assert _bold(workspace.wait_for_modal(f"U{number + 5}", title=CONTEXT)) == quote


@pytest.mark.usefixtures("bot")
def test_the_title_leads_to_the_place_in_the_article(workspace: Workspace, desk: Desk) -> None:
    """The link of the modal is that of the answer."""
    answer = _ask(workspace)
    view = _open(workspace, CONTEXT, answer)
    assert view.links == (answer.links[0],)
    assert answer.links[0].startswith(desk.knowledge.sources["koganei-2021"].url)


@pytest.mark.usefixtures("bot")
def test_pages_turn_to_both_ends_of_the_article(workspace: Workspace, desk: Desk) -> None:
    """前へ leads to the title and 次へ to the last line, in one and the same modal, with no page left out."""
    opened = view = _open(workspace, CONTEXT, _ask(workspace))
    while "前へ" in _names(view):
        view = _turn(workspace, view, "前へ")
    pages = [view]
    while "次へ" in _names(view):
        view = _turn(workspace, view, "次へ")
        pages.append(view)
    article = desk.knowledge.articles["koganei-2021"]
    assert {v.id for v in workspace.modals()} == {opened.id}
    assert f"{len(pages)}/{len(pages)}ページ" in pages[-1].words
    read = "\n".join(page.words for page in pages)
    assert [p for p in article.passages if p.span.of(article.text) not in read] == []


@pytest.mark.usefixtures("bot")
def test_one_press_leads_back_to_the_quote(workspace: Workspace) -> None:
    """From two pages away there is a way back; from the next page it is called 次へ or 前へ."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    away = _turn(workspace, view, "前へ")
    assert "引用箇所へ戻る" not in _names(away)
    back = _turn(workspace, _turn(workspace, away, "前へ"), "引用箇所へ戻る")
    assert (back.words, _bold(back)) == (view.words, QUOTE)


@pytest.mark.usefixtures("bot")
def test_a_page_that_is_turned_twice_is_turned_once(workspace: Workspace) -> None:
    """A double click leads to the next page and not past it."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    workspace.press(view.button("前へ"), view)
    workspace.press(view.button("前へ"), view)
    workspace.wait_until(lambda: len(workspace.calls("views.update")) == 2, "two updates")
    now = workspace.modal()
    assert now is not None
    assert "2/4ページ" in now.words


@pytest.mark.usefixtures("bot")
def test_the_surroundings_open_from_a_private_answer(workspace: Workspace) -> None:
    """The buttons of ``/dx`` work like those that everybody sees."""
    workspace.command("/dx", QUESTION, user="U7")
    (answer,) = workspace.wait_for_replies("C1")
    assert _bold(_open(workspace, CONTEXT, answer, user="U7")) == QUOTE


@pytest.mark.usefixtures("bot")
def test_the_surroundings_open_from_a_direct_message(workspace: Workspace) -> None:
    """So do those of an answer between two."""
    workspace.direct_message(QUESTION)
    (answer,) = workspace.wait_for_replies("D1")
    assert _bold(_open(workspace, CONTEXT, answer)) == QUOTE


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("name", [CONTEXT, COPY])
def test_an_article_that_has_changed_since_is_not_quoted(workspace: Workspace, name: str) -> None:
    """Where other words stand in the place by now, nobody is shown them as the quote."""
    answer = _ask(workspace)
    source, start, end, words = answer.button(name)["value"].split(":")
    moved = f"{source}:{int(start) + 1}:{int(end) + 1}:{words}"
    workspace.press(_with_value(answer.button(name), moved), answer)
    view = workspace.wait_for_modal(title=name)
    assert "差し替えられた" in view.words
    assert (view.quotes, view.buttons, view.inputs) == ((), (), ())


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "value", ["gone:1:2:00000000", "koganei-2021:1:2", "koganei-2021:9:1:00000000", "x", "٣:٣:٣:٣"]
)
def test_a_button_from_another_time_ends_in_a_sentence(workspace: Workspace, value: str) -> None:
    """Whatever a button holds, whoever presses it learns that the quote is gone."""
    answer = _ask(workspace)
    workspace.press(_with_value(answer.button(CONTEXT), value), answer)
    assert "もう一度質問すると" in workspace.wait_for_modal(title=CONTEXT).words


def test_a_press_that_comes_again_opens_one_modal(workspace: Workspace, bot: Bot) -> None:
    """Its trigger is used up by then; nobody is told of trouble, as there is none."""
    answer = _ask(workspace)
    opened = _open(workspace, CONTEXT, answer)
    workspace.redeliver()
    workspace.wait_until(lambda: len(workspace.calls("views.open")) == 2, "a second try")
    bot.finish()
    assert [view.id for view in workspace.modals()] == [opened.id]
    assert len(workspace.replies("C1")) == 1


def test_a_press_that_comes_again_late_opens_nothing(workspace: Workspace, bot: Bot) -> None:
    """Its trigger has expired by then; the modal has long been read."""
    _open(workspace, CONTEXT, _ask(workspace))
    workspace.fail_next("views.open", Reply.refused("expired_trigger_id"))
    workspace.redeliver()
    workspace.wait_until(lambda: len(workspace.calls("views.open")) == 2, "a second try")
    bot.finish()
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_a_press_that_came_too_late_ends_in_a_sentence(workspace: Workspace) -> None:
    """Where Slack opens no modal any more, the presser is told to try again."""
    answer = _ask(workspace)
    workspace.fail_next("views.open", Reply.refused("expired_trigger_id"))
    workspace.press(answer.button(CONTEXT), answer, user="U5")
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert told.only_for == "U5"
    assert "もう一度" in told.text


@pytest.mark.usefixtures("bot")
def test_a_modal_that_was_closed_meanwhile_is_no_trouble(workspace: Workspace) -> None:
    """Who closes the modal while a page turns is left in peace."""
    answer = _ask(workspace)
    view = _open(workspace, CONTEXT, answer)
    workspace.fail_next("views.update", Reply.refused("not_found"))
    workspace.press(view.button("次へ"), view)
    workspace.wait_until(lambda: workspace.calls("views.update"), "an update")
    assert _bold(_open(workspace, CONTEXT, answer, user="U5")) == QUOTE
    assert len(workspace.replies("C1")) == 1


# 引用をコピー.


@pytest.mark.usefixtures("bot")
def test_a_citation_is_ready_to_be_copied(workspace: Workspace, desk: Desk) -> None:
    """A field of several lines holds quote, article, medium, date, speaker, address and the day it was seen."""
    answer = _ask(workspace)
    view = _open(workspace, COPY, answer)
    (field,) = view.inputs
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    assert field.held["value"] == formal_citation(reply.excerpts[0], today())
    assert field.element["multiline"] is True
    for part in (QUOTE, "2021年10月18日の座談会", "住野 英進", "https://note.com/", "閲覧"):
        assert part in field.held["value"]


@pytest.mark.usefixtures("bot")
def test_the_citation_says_how_to_copy_it_and_how_old_it_is(workspace: Workspace) -> None:
    """On a phone and on a computer; an interview is a snapshot, and the original is a click away."""
    view = _open(workspace, COPY, _ask(workspace))
    assert "すべて選択" in view.words
    assert "Ctrl+A" in view.words
    assert re.search(r"座談会（\d+年(?:\d+か月)?前）の内容です", view.words)
    assert len(view.links) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("left", ["as it was", "", "書き換えた"])
def test_closing_the_citation_does_nothing_else(workspace: Workspace, left: str) -> None:
    """Its own button closes it, whatever has become of the field; nothing is posted."""
    _open(workspace, COPY, _ask(workspace))
    workspace.submit(values={} if left == "as it was" else {"出典付きの引用": left})
    workspace.wait_until(lambda: workspace.modal() is None, "a closed modal")
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_the_citation_lies_on_top_of_the_surroundings(workspace: Workspace) -> None:
    """Opened from there, it gives way to them again."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    workspace.press(view.button(COPY), view)
    assert QUOTE in workspace.wait_for_modal(title=COPY).inputs[0].held["value"]
    workspace.submit()
    workspace.wait_until(lambda: workspace.modal() == view, "the surroundings again")


def test_a_fourth_modal_takes_the_place_of_the_third(workspace: Workspace, bot: Bot) -> None:
    """Slack lays no more than three on each other; the button still leads to what it says."""
    answer = _ask(workspace)
    view = _open(workspace, CONTEXT, answer)
    shown = {"type": "modal", "title": {"type": "plain_text", "text": "回答"}, "blocks": list(view.blocks)}
    for _ in range(2):
        bot.app.client.views_push(trigger_id=workspace._trigger("U1"), view=shown)
    top = workspace.modal()
    assert top is not None
    workspace.press(top.button(COPY), top)
    assert workspace.wait_for_modal(title=COPY).id == top.id
    assert len(workspace.modals()) == 3


def test_a_late_press_in_a_modal_is_answered_in_its_place(workspace: Workspace, bot: Bot) -> None:
    """Where nothing can be laid on top any more, what was asked for is shown in the modal itself."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    workspace.fail_next("views.push", Reply.refused("expired_trigger_id"))
    workspace.press(view.button(COPY), view)
    assert workspace.wait_for_modal(title=COPY).id == view.id
    bot.finish()
    assert len(workspace.replies("C1")) == 1


# なぜこの引用か.


@pytest.mark.usefixtures("bot")
def test_each_quote_says_why_it_was_chosen(workspace: Workspace, desk: Desk) -> None:
    """Under every quote of the answer stands the editor's question that led to it, or that it was near by itself."""
    answer = _ask(workspace)
    view = _why(workspace, answer)
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    assert reply.entry is not None
    assert view.quotes == answer.quotes
    assert view.words.count("→ ") == len(answer.quotes)
    assert f"いちばん近い質問「{reply.entry.question}」のために、編集担当が選んでおいた引用です" in view.words


@pytest.mark.usefixtures("bot")
def test_the_reasons_name_what_counted(workspace: Workspace, desk: Desk) -> None:
    """The question as it was read, common words, what spoke for it, the nearest other, and the score with its threshold."""
    answer = _ask(workspace)
    words = _why(workspace, answer).words
    assert f"質問: {QUESTION}" in words
    for name in ("地名: 小金井市", "一致した言葉: ", "決め手: ", "出さなかった中でいちばん近いもの: 「"):
        assert name in words
    sure, needed = re.search(r"確からしさ: (\d+)%\((\d+)%以上で回答します\)", words).groups()  # type: ignore[union-attr] - it must be there
    assert int(sure) >= int(needed)
    assert f"回答番号 {_number(answer)}" in words
    assert f"版 {desk.knowledge.version}" in words


@pytest.mark.usefixtures("bot")
def test_the_first_thing_that_is_said_is_for_clerks(workspace: Workspace, desk: Desk) -> None:
    """Whose words these are, which words of the question they hold, and how sure that is; figures come below, apart."""
    plainly, _, details = _why(workspace, _ask(workspace)).words.partition("くわしく")
    assert "→ 質問と同じ「DXリーダー」「何人」が出てくる、" in plainly
    assert "住野 英進(小金井市CIO(副市長))の発言です。" in plainly
    assert "質問の答えとして、" in plainly
    for figure in ("点)", "%", "確からしさ", "一致した言葉", "決め手", "言い換え", desk.knowledge.version):
        assert figure not in plainly
    assert "一致した言葉: DXリーダー、何人\n" in details
    assert "引用の順位: 1位(" in details


@pytest.mark.usefixtures("bot")
def test_the_reasons_are_free_of_machine_words(workspace: Workspace, desk: Desk) -> None:
    """No id of an entry or a source, no name of a feature, and no mention of the bot's user id is shown."""
    words = _why(workspace, _ask(workspace)).words.replace(desk.knowledge.version, "")
    ids = [e.id for e in desk.knowledge.entries] + list(desk.knowledge.sources)
    assert [i for i in ids if i in words] == []
    assert not re.search(r"[a-z]+_[a-z]+|<@", words)


@pytest.mark.usefixtures("bot")
def test_the_question_of_an_editor_is_answered_as_the_editor_wanted(workspace: Workspace) -> None:
    """Who presses a related question and asks why hears that the quotes were chosen for that very question."""
    answer = _ask(workspace)
    related = next(b for b in answer.buttons if b["action_id"].startswith("ask_entry"))
    workspace.press(related, answer)
    second = workspace.wait_for_replies("C1", 2)[-1]
    words = _why(workspace, second).words
    assert f"質問: {related['text']['text'][:20]}" in words
    assert "この質問のために、編集担当が選んでおいた引用です。" in words


@pytest.mark.usefixtures("bot")
def test_further_cases_say_their_rank(workspace: Workspace) -> None:
    """What came second and third at first says so when it is shown."""
    answer = _ask(workspace, "職員の意識改革はどう進めている?")
    workspace.press(answer.button("ほかの事例"), answer)
    further = workspace.wait_for_replies("C1", 2)[-1]
    view = _why(workspace, further)
    assert view.quotes == further.quotes
    assert re.search(r"\d+番目に近い", view.words)


@pytest.mark.usefixtures("bot")
def test_an_answer_that_nobody_remembers_says_so(workspace: Workspace) -> None:
    """A button of a forgotten answer ends in a sentence."""
    answer = _ask(workspace)
    workspace.press(_with_value(answer.button(WHY), "zzzzzzz"), answer)
    assert "記録が消されたため" in _filled(workspace).words


@pytest.mark.usefixtures("bot")
def test_an_answer_of_which_nothing_is_left_says_so(workspace: Workspace, desk: Desk, records: Records) -> None:
    """Where questions are not written down, nobody has deleted the answer of an older version: it is too old."""
    answer = _ask(workspace)
    older = records.note(replace(desk.ask(QUESTION), version="0123456789ab"), "", "", HERE)
    workspace.press(_with_value(answer.button(WHY), older.id), answer)
    assert "古くなったため" in _filled(workspace).words


@pytest.mark.usefixtures("bot")
def test_reasons_that_do_not_come_are_told_of(workspace: Workspace) -> None:
    """Where Slack takes no update, the presser is told, and the modal itself says what to do."""
    answer = _ask(workspace)
    workspace.fail_next("views.update", Reply.refused("internal_error"))
    workspace.press(answer.button(WHY), answer)
    told = workspace.wait_for_replies("C1", 2)[-1]
    view = workspace.modal()
    assert "もう一度" in told.text
    assert view is not None
    assert "閉じてもう一度" in view.words


def test_reasons_for_a_closed_modal_are_no_trouble(workspace: Workspace, bot: Bot) -> None:
    """Who closes it before the reasons are there is told nothing."""
    answer = _ask(workspace)
    workspace.fail_next("views.update", Reply.refused("not_found"))
    workspace.press(answer.button(WHY), answer)
    workspace.wait_until(lambda: workspace.calls("views.update"), "an update")
    bot.finish()
    assert len(workspace.replies("C1")) == 1


# /dx-why.


@pytest.mark.usefixtures("bot")
def test_dx_why_shows_the_answer_again_with_its_reasons(workspace: Workspace, desk: Desk) -> None:
    """By its number anybody in the workspace sees quotes, sources, reasons and version, alone."""
    answer = _ask(workspace)
    workspace.command("/dx-why", _number(answer), user="U7")
    again = workspace.wait_for_replies("C1", 2)[-1]
    assert again.only_for == "U7"
    assert again.quotes == answer.quotes
    assert again.links == answer.links
    assert "編集担当が選んでおいた引用です" in again.words
    assert f"回答番号 {_number(answer)}" in again.words
    assert f"版 {desk.knowledge.version} で回答" in again.words
    assert "以前の版" not in again.words
    assert QUOTE in again.text
    assert "小金井市CIO×都CIOの座談会" in again.text


@pytest.mark.usefixtures("bot")
def test_the_buttons_under_dx_why_work(workspace: Workspace) -> None:
    """From there one can read on, and copy."""
    answer = _ask(workspace)
    workspace.command("/dx-why", _number(answer), user="U7")
    again = workspace.wait_for_replies("C1", 2)[-1]
    assert _bold(_open(workspace, CONTEXT, again, user="U7")) == QUOTE
    assert _open(workspace, COPY, again, user="U7").inputs


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["回答番号 {}", "  {} です", "#{}", "「{}」", "{}。"])
def test_a_number_is_found_however_it_is_typed(workspace: Workspace, typed: str) -> None:
    """With words or marks around it, in capitals, or with full-width letters."""
    answer = _ask(workspace)
    number = _number(answer)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number.upper())
    for count, text in enumerate((typed.format(number), typed.format(wide)), 2):
        workspace.command("/dx-why", text)
        assert workspace.wait_for_replies("C1", count)[-1].quotes == answer.quotes


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["", "   ", "zzzzzzz", "<!channel>", "長" * 4_000, "回答番号"])
def test_a_number_that_nobody_has_ends_in_a_sentence(workspace: Workspace, typed: str) -> None:
    """Whoever types it learns where numbers stand."""
    workspace.command("/dx-why", typed)
    (told,) = workspace.wait_for_replies("C1")
    assert "番号は、回答のいちばん下にあります" in told.words
    assert "<!" not in told.text
    assert told.only_for == "U1"


def test_another_workspaces_answer_stays_there(workspace: Workspace, bot: Bot, desk: Desk, records: Records) -> None:
    """A number of another team finds nothing."""
    assert bot
    record = records.note(desk.ask(QUESTION), QUESTION, "", replace(HERE, team="T2"))
    workspace.command("/dx-why", record.id)
    (told,) = workspace.wait_for_replies("C1")
    assert "見つかりませんでした" in told.words
    assert told.quotes == ()


def test_an_answer_of_an_older_version_says_so(workspace: Workspace, bot: Bot, desk: Desk, records: Records) -> None:
    """What is shown then is today's answer, and named so; both versions are named."""
    assert bot
    record = records.note(replace(desk.ask(QUESTION), version="0123456789ab"), QUESTION, "", HERE)
    workspace.command("/dx-why", record.id)
    (told,) = workspace.wait_for_replies("C1")
    assert "以前の版(0123456789ab)" in told.words
    assert f"今の版({desk.knowledge.version})で調べ直した結果" in told.words
    assert QUOTE in told.quotes


@pytest.mark.usefixtures("bot")
def test_a_refusal_is_explained_too(workspace: Workspace) -> None:
    """Who got no answer reads what was nearest, which words were not found, and by how much it was too little."""
    refusal = _ask(workspace, "カレーの作り方を教えて")
    workspace.command("/dx-why", _number(refusal))
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert "見つかりませんでした" in told.words
    assert "見つからない言葉: カレー" in told.words
    assert "いちばん近かったもの: 「" in told.words
    assert "決め手" not in told.words
    assert told.quotes == ()


def test_small_talk_is_explained_too(workspace: Workspace, bot: Bot, desk: Desk, records: Records) -> None:
    """Thanks was taken for thanks."""
    assert bot
    record = records.note(desk.ask("ありがとう"), "ありがとう", "", HERE)
    workspace.command("/dx-why", record.id)
    assert "記事は調べていません" in workspace.wait_for_replies("C1")[-1].words


def test_without_recorded_questions_the_quotes_are_still_shown(
    workspace: Workspace, bot: Bot, desk: Desk, records: Records
) -> None:
    """Where the questions are not written down, the quotes are, and the missing reasons are named."""
    assert bot
    record = records.note(desk.ask(QUESTION), "", "", HERE)
    workspace.command("/dx-why", record.id)
    (told,) = workspace.wait_for_replies("C1")
    assert QUOTE in told.quotes
    assert "記録しない設定" in told.words
    assert "確からしさ" not in told.words


def test_a_question_that_is_not_recorded_is_not_made_up(
    workspace: Workspace, bot: Bot, desk: Desk, records: Records
) -> None:
    """A refusal, or an answer of another version, cannot be shown again without its question."""
    assert bot
    refused = records.note(desk.ask("カレーの作り方を教えて"), "", "", HERE)
    older = records.note(replace(desk.ask(QUESTION), version="0123456789ab"), "", "", HERE)
    for count, record in enumerate((refused, older), 1):
        workspace.command("/dx-why", record.id)
        told = workspace.wait_for_replies("C1", count)[-1]
        assert "見つかりませんでした" in told.words
        assert told.quotes == ()


def test_dx_why_that_comes_again_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers a command again when a connection breaks."""
    workspace.command("/dx-why", "zzzzzzz")
    workspace.redeliver()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


# From Home, and over HTTP.


@pytest.mark.usefixtures("bot")
def test_everything_opens_from_an_answer_in_home(workspace: Workspace) -> None:
    """Over an answer in a modal lie its surroundings, over these the citation; the reasons lie over the answer, too."""
    workspace.open_home()
    workspace.choose("home_question", QUESTION, workspace.wait_for_home())
    answer = workspace.wait_for_modal(title="回答")
    workspace.press(answer.button(CONTEXT), answer)
    view = workspace.wait_for_modal(title=CONTEXT)
    assert _bold(view) == QUOTE
    workspace.press(view.button(COPY), view)
    assert QUOTE in workspace.wait_for_modal(title=COPY).inputs[0].held["value"]
    workspace.submit()
    workspace.wait_until(lambda: workspace.modal() == view, "the surroundings again")
    workspace.close_modal()
    workspace.press(answer.button(WHY), answer)
    assert "編集担当が選んでおいた引用です" in _filled(workspace).words
    assert workspace.refusals() == ()


@pytest.mark.usefixtures("bot")
def test_trouble_with_a_page_is_told(workspace: Workspace) -> None:
    """Where Slack does not turn a page, the reader hears of it, though a modal has no channel."""
    view = _open(workspace, CONTEXT, _ask(workspace))
    workspace.fail_next("views.update", Reply.refused("internal_error"))
    workspace.press(view.button("次へ"), view)
    (told,) = workspace.wait_for_replies(workspace.dm("U1"))
    assert "もう一度" in told.text


@pytest.mark.usefixtures("http_bot")
def test_everything_opens_over_http_too(workspace: Workspace) -> None:
    """The transport changes nothing about what people read."""
    answer = _ask(workspace)
    view = _open(workspace, CONTEXT, answer)
    assert _bold(view) == QUOTE
    assert "前へ" in _names(_turn(workspace, view, "次へ"))
    assert QUOTE in _open(workspace, COPY, answer).inputs[0].held["value"]
    workspace.submit()
    assert "確からしさ" in _why(workspace, answer).words
    workspace.command("/dx-why", _number(answer))
    assert workspace.wait_for_replies("C1", 2)[-1].quotes == answer.quotes


@pytest.mark.usefixtures("bot")
def test_slack_takes_all_of_it(workspace: Workspace) -> None:
    """Not one message or modal of a tour through everything is refused."""
    answer = _ask(workspace)
    _turn(workspace, _open(workspace, CONTEXT, answer), "次へ")
    _open(workspace, COPY, answer)
    _why(workspace, answer)
    workspace.command("/dx-why", _number(answer))
    workspace.wait_for_replies("C1", 2)
    assert workspace.refusals() == ()
