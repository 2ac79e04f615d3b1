"""Every kind of reply, with ordinary and with hostile content, against the limits of Slack."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.answer import Answer, Help, NoAnswer
from bot.blocks import (
    Message,
    render_answer,
    render_no_admin,
    render_nothing_asked,
    render_reload,
    render_reply,
    render_topic,
    render_topics,
    render_trouble,
    render_unknown_topic,
    shared,
)
from bot.confidence import Reason
from bot.desk import Desk
from bot.knowledge import Entry, Topic
from bot.library import Reloaded
from bot.problems import Problem, Severity
from bot.small_talk import Talk

Render = Callable[[Desk], Message]

HOSTILE = "<!channel> <@U1> <https://example.jp|x> *太字* _斜体_ ~線~ `code` &lt;b&gt; & :smile: 😀\n> 引用"
QUESTION = "小金井市のDXリーダーは何人?"
LONG_QUESTION = (HOSTILE * 40)[:2_000]
# Slack's limits (https://docs.slack.dev/reference/block-kit/blocks); the sum is undocumented: msg_blocks_too_long.
MOST_BLOCKS, MOST_ELEMENTS, BLOCK_TEXT, TEXT = 50, 25, 13_000, 40_000
BUTTON_TEXT, LABEL, VALUE, ACTION_ID = 75, 75, 2_000, 255


def _answer(desk: Desk) -> Answer:
    answer = desk.ask(QUESTION)
    assert isinstance(answer, Answer)
    return answer


def _no_answer(desk: Desk, reason: Reason, english: bool = False) -> Message:
    """Render each reason why there is none, with three hostile topics beside it."""
    found = desk.ask("カレーの作り方を教えて")
    assert isinstance(found, NoAnswer)
    places = tuple(f"第{n}の<!here>とても長い名前の市" for n in range(62))
    topics = tuple(_hostile_topic(topic) for topic, _ in desk.topics()[:3])
    return render_reply(replace(found, reason=reason, topics=topics, places=places, foreign=places, english=english))


def _hostile_topic(topic: Topic) -> Topic:
    return replace(topic, name=(HOSTILE * 2)[:40], about=(HOSTILE * 3)[:150])


def _hostile_entry(entry: Entry) -> Entry:
    return replace(entry, question=(HOSTILE * 5)[:300])


def _hostile_answer(desk: Desk) -> Answer:
    """Make the longest answer that there can be: five quotations of 300 characters out of hostile articles."""
    answer = _answer(desk)
    source = replace(answer.excerpts[0].source, title=(HOSTILE * 3)[:200], publisher=(HOSTILE * 2)[:100])
    excerpt = replace(
        answer.excerpts[0],
        source=source,
        text=(HOSTILE * 5)[:300],
        speaker=HOSTILE,
        role=HOSTILE,
        url="https://example.jp/" + "a" * 981,
    )
    related = tuple(_hostile_entry(e) for e in desk.knowledge.entries[:3])
    return replace(answer, question=LONG_QUESTION, excerpts=(excerpt,) * 5, related=related, silent=(source,) * 100)


def _topic_page(desk: Desk, page: int) -> Message:
    topic, _ = max(desk.topics(), key=lambda t: t[1])
    return render_topic(topic, desk.entries_of(topic.id), page)


def _hostile_page(desk: Desk) -> Message:
    topic, _ = desk.topics()[0]
    entries = [_hostile_entry(entry) for entry in desk.knowledge.entries[:30]]
    return render_topic(_hostile_topic(topic), entries, 1)


def _hostile_topics(desk: Desk, count: int) -> list[tuple[Topic, int]]:
    topic, _ = desk.topics()[0]
    return [(replace(_hostile_topic(topic), id=f"topic-{n}"), n) for n in range(count)]


def _reload(_: Desk, applied: bool, findings: int, length: int = 120) -> Message:
    path, message = "knowledge/faq/" + "長" * 60 + ".yaml", (HOSTILE * 30)[:length]
    severities = (Severity.ERROR, Severity.WARNING)
    problems = tuple(Problem(path, n, 1, message, message, severities[n % 2]) for n in range(findings))
    return render_reload(Reloaded(applied, "aaaa1111", "bbbb2222" if applied else "aaaa1111", problems))


def _help(desk: Desk, talk: Talk, english: bool) -> Message:
    return render_reply(Help(talk, tuple(t for t, _ in desk.topics()), english, "1"))


ANSWERS: dict[str, Callable[[Desk], Answer]] = {
    "answer": _answer,
    "answer in English": lambda desk: replace(_answer(desk), english=True),
    "hostile answer": _hostile_answer,
    "hostile answer in English": lambda desk: replace(_hostile_answer(desk), english=True),
}
OTHERS: dict[str, Render] = {
    **{f"no answer: {r.value}": partial(_no_answer, reason=r) for r in Reason if r is not Reason.FOUND},
    **{
        f"no answer in English: {r.value}": partial(_no_answer, reason=r, english=True)
        for r in Reason
        if r is not Reason.FOUND
    },
    **{f"help: {t.value}": partial(_help, talk=t, english=False) for t in Talk},
    **{f"help in English: {t.value}": partial(_help, talk=t, english=True) for t in Talk},
    "topics": lambda desk: render_topics(desk.topics()),
    "no topics": lambda _: render_topics([]),
    "hostile topics": lambda desk: render_topics(_hostile_topics(desk, 16)),
    "very many topics": lambda desk: render_topics(_hostile_topics(desk, 500)),
    "first page": lambda desk: _topic_page(desk, 0),
    "page between": lambda desk: _topic_page(desk, 1),
    "page that is not there": lambda desk: _topic_page(desk, 999),
    "hostile page": _hostile_page,
    "empty topic": lambda desk: render_topic(desk.topics()[0][0], []),
    "unknown topic": lambda desk: render_unknown_topic(HOSTILE, desk.topics()),
    "unknown long topic": lambda desk: render_unknown_topic(HOSTILE * 300, _hostile_topics(desk, 500)),
    "reload": partial(_reload, applied=True, findings=0),
    "reload with warnings": partial(_reload, applied=True, findings=7),
    "reload refused": partial(_reload, applied=False, findings=3),
    "reload refused with very many findings": partial(_reload, applied=False, findings=2_000),
    "reload refused with long findings": partial(_reload, applied=False, findings=30, length=900),
    "reload refused with endless findings": partial(_reload, applied=False, findings=30, length=20_000),
    "no admin": lambda _: render_no_admin(),
    "nothing asked": lambda _: render_nothing_asked(),
    "trouble": lambda _: render_trouble("0123abcd"),
}


def _shown(desk: Desk, make: Callable[[Desk], Answer], to_share: bool = False) -> Message:
    answer = make(desk)
    return render_answer(answer, share=answer.question if to_share else "")


def _shared(desk: Desk, make: Callable[[Desk], Answer]) -> Message:
    return shared(_shown(desk, make, to_share=True), "U1", make(desk).question)


MESSAGES: dict[str, Render] = {
    **{name: partial(_shown, make=make) for name, make in ANSWERS.items()},
    **{f"{name} to share": partial(_shown, make=make, to_share=True) for name, make in ANSWERS.items()},
    **{f"shared {name}": partial(_shared, make=make) for name, make in ANSWERS.items()},
    **OTHERS,
}


@pytest.fixture(params=MESSAGES)
def message(request: pytest.FixtureRequest, desk: Desk) -> Message:
    """Render one kind of message."""
    return MESSAGES[request.param](desk)


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within blocks."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _walk(inner)


def _buttons(message: Message) -> list[dict[str, Any]]:
    return [part for part in _walk(message.blocks) if part.get("type") == "button"]


def _written(part: dict[str, Any]) -> str:
    text = part.get("text")
    return text if isinstance(text, str) else ""


def test_blocks_are_valid(message: Message) -> None:
    """slack_sdk's own models accept every block."""
    for block in message.blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()


def test_blocks_are_within_slacks_limits(message: Message) -> None:
    """There are at most 50 blocks with 25 elements each, and the words of all together have room."""
    assert 1 <= len(message.blocks) <= MOST_BLOCKS
    assert all(len(b["elements"]) <= MOST_ELEMENTS for b in message.blocks if b["type"] == "actions")
    assert sum(len(_written(part)) for part in _walk(message.blocks)) <= BLOCK_TEXT


def test_no_text_in_blocks_is_empty(message: Message) -> None:
    """Slack refuses an empty piece of text."""
    assert all(part["text"] for part in _walk(message.blocks) if "text" in part)


def test_the_plain_text_is_there_and_fits(message: Message) -> None:
    """A notification always has words, and Slack cuts none off."""
    assert 0 < len(message.text.strip()) <= len(message.text) <= TEXT


def test_buttons_are_within_slacks_limits(message: Message) -> None:
    """Words, label, value and id of every button fit."""
    for button in _buttons(message):
        assert 0 < len(button["text"]["text"]) <= BUTTON_TEXT
        assert 0 < len(button["accessibility_label"]) <= LABEL
        assert 0 < len(button["value"]) <= VALUE
        assert 0 < len(button["action_id"]) <= ACTION_ID


def test_action_ids_are_unique_within_a_message(message: Message) -> None:
    """No two controls of a message answer to the same id."""
    ids = [button["action_id"] for button in _buttons(message)]
    assert len(set(ids)) == len(ids)


def test_nothing_is_parsed_as_markup(message: Message) -> None:
    """There is no mrkdwn, no emoji code, and no block but those in which text is text."""
    kinds = {part["type"] for part in _walk(message.blocks) if "type" in part}
    rich = {"rich_text", "rich_text_section", "rich_text_quote", "text", "link", "user"}
    assert kinds <= rich | {"actions", "button", "plain_text", "divider"}
    assert all(button["text"]["emoji"] is False for button in _buttons(message))


def test_the_plain_text_calls_nobody(message: Message) -> None:
    """The top-level text, which Slack does parse, has its three special characters escaped."""
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", message.text)


def test_people_are_mentioned_only_by_sharing(message: Message, request: pytest.FixtureRequest) -> None:
    """A mention is an element of its own, and only who shares an answer is mentioned."""
    mentioned = [part["user_id"] for part in _walk(message.blocks) if part.get("type") == "user"]
    name = request.node.callspec.params["message"]
    assert mentioned == (["U1"] if name.startswith("shared") else [])


@pytest.mark.parametrize("name", ANSWERS)
def test_quotations_stand_whole_in_the_order_of_the_answer(desk: Desk, name: str) -> None:
    """Each excerpt is one quotation, uncut and unescaped, whatever it holds."""
    answer = ANSWERS[name](desk)
    quoted = [p for p in _walk(render_answer(answer).blocks) if p.get("type") == "rich_text_quote"]
    assert ["".join(e["text"] for e in q["elements"]) for q in quoted] == [e.text for e in answer.excerpts]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_answer_holds_no_quotation(desk: Desk, name: str) -> None:
    """A quotation mark promises somebody's words; nothing else has one."""
    assert not [p for p in _walk(OTHERS[name](desk).blocks) if p.get("type") == "rich_text_quote"]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_plain_text_names_quote_speaker_date_and_title(desk: Desk, name: str) -> None:
    """What a phone shows is a whole citation."""
    answer = ANSWERS[name](desk)
    first, text = answer.excerpts[0], html.unescape(render_answer(answer).text)
    assert all(part in text for part in (first.text, first.speaker, first.source.when, first.source.title))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_excerpt_has_a_link_to_its_place(desk: Desk, name: str) -> None:
    """Under each quotation stands who said it, and the title leads to the article."""
    answer = ANSWERS[name](desk)
    links = [p for p in _walk(render_answer(answer).blocks) if p.get("type") == "link"]
    assert [link["url"] for link in links] == [e.url for e in answer.excerpts]


def test_the_share_button_holds_the_question(desk: Desk) -> None:
    """What is shared is what was asked, up to the longest question that is answered."""
    (share,) = (b for b in _buttons(render_answer(_answer(desk), share=LONG_QUESTION)) if "share" in b["action_id"])
    assert share["value"] == LONG_QUESTION


def test_a_shared_answer_cannot_be_shared_again(desk: Desk) -> None:
    """The button stays with the one who asked."""
    public = shared(render_answer(_answer(desk), share=QUESTION), "U1", QUESTION)
    assert not any("share" in button["action_id"] for button in _buttons(public))


def test_what_a_person_typed_is_shown_as_typed(desk: Desk) -> None:
    """``<!channel>`` and asterisks of a question are seen, not acted on."""
    public = shared(render_answer(_answer(desk)), "U1", HOSTILE)
    assert any(HOSTILE in _written(part) for part in _walk(public.blocks[0]))


def test_findings_that_do_not_fit_are_counted(desk: Desk) -> None:
    """An admin learns how many findings there are, and sees the first."""
    text = MESSAGES["reload refused with very many findings"](desk).text
    assert "エラー 1000 件、注意 1000 件" in text
    assert "ほか 1980 件" in text


def test_topics_that_do_not_fit_are_counted(desk: Desk) -> None:
    """With very many topics, the list says how the others open."""
    assert "ほかに 400 件の話題" in MESSAGES["very many topics"](desk).text
