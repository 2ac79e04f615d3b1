"""Every kind of reply, with ordinary and with hostile content, against the limits of Slack."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.answering.answer import Answer, Help, NoAnswer
from bot.blocks import (
    Frame,
    Message,
    quote_place,
    render_answer,
    render_forgotten,
    render_no_admin,
    render_no_more,
    render_nothing_asked,
    render_reply,
    render_topic,
    render_topics,
    render_trouble,
    render_unknown_topic,
    shared,
)
from bot.blocks.collecting import posted_by, render_collection, render_nothing_collected
from bot.blocks.comparing import render_comparison, render_nothing_to_compare
from bot.blocks.history import render_last_reloads, render_versions
from bot.blocks.reloading import (
    above,
    render_applied,
    render_checking,
    render_discarded,
    render_gone,
    render_proposal,
    render_refused,
    render_unchanged,
    render_undone,
    render_usage,
)
from bot.confidence import Reason
from bot.desk import Comparison, Desk
from bot.history import KeptVersion, Past
from bot.knowledge import Entry, Topic
from bot.preview import Given, Preview, Shift, Side
from bot.problems import Problem, Severity
from bot.small_talk import Talk
from bot.store import ReloadRecord

Render = Callable[[Desk], Message]

HOSTILE = "<!channel> <@U1> <https://example.jp|x> *太字* _斜体_ ~線~ `code` &lt;b&gt; & :smile: 😀\n> 引用"
QUESTION = "小金井市のDXリーダーは何人?"
LONG_QUESTION = (HOSTILE * 40)[:2_000]
TODAY = date(2026, 11, 22)
FRAMES = {
    "in public": Frame("2345678", TODAY),
    "in private": Frame("2345678", TODAY, private=True),
    "in a modal": Frame("2345678", TODAY, private=True, modal=True),
}
PUBLIC, PRIVATE, MODAL = FRAMES.values()
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
    said = {"about": HOSTILE[:60]} if reason is Reason.NOTHING else {}
    reply = replace(found, reason=reason, topics=topics, places=places, foreign=places, english=english, **said)
    return render_reply(reply, PUBLIC)


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


def _problems(findings: int, length: int = 120) -> tuple[Problem, ...]:
    path, message = "knowledge/faq/" + "長" * 60 + ".yaml", (HOSTILE * 30)[:length]
    severities = (Severity.ERROR, Severity.WARNING)
    return tuple(Problem(path, n, 1, message, message, severities[n % 2]) for n in range(findings))


def _refused(_: Desk, findings: int, length: int = 120) -> Message:
    return render_refused("aaaa1111", _problems(findings, length))


def _proposal(desk: Desk, entries: int, shifts: int, findings: int = 0) -> Message:
    """Render what would change: the longest quotations, in hostile words, and more of everything than fits."""
    given, nothing = Given((HOSTILE * 5)[:300], (HOSTILE * 3)[:200]), Given("", "")
    entry, (source, *_) = _hostile_entry(desk.knowledge.entries[0]), desk.knowledge.sources.values()
    shown = Preview(
        before="aaaa1111",
        after="bbbb2222",
        entries=tuple((side, entry) for side in Side for _ in range(entries)),
        sources=tuple((Side.ALTERED, replace(source, title=HOSTILE * 2)) for _ in range(min(entries, 5))),
        others=("話題", "言い換え"),
        own=300,
        all_own=349,
        real=100,
        shifts=tuple(Shift(LONG_QUESTION, given, given if n % 3 else nothing, bool(n % 2)) for n in range(shifts)),
        further=7,
    )
    return render_proposal(shown, _problems(findings, 900), moved=True)


def _versions(count: int, in_use: int = 0) -> Message:
    versions = [f"{n:012x}" for n in range(count)]
    times = [datetime(2026, 11, 22, 9, n, tzinfo=UTC) for n in range(count)]
    kept = [KeptVersion(v, at, 349, _reloaded("applied"), HOSTILE) for v, at in zip(versions, times, strict=True)]
    return render_versions(kept, f"{in_use:012x}", "0" * 32)


def _reloaded(outcome: str) -> ReloadRecord:
    return ReloadRecord(datetime(2026, 11, 22, 9, tzinfo=UTC), "f" * 32, "aaaa1111", "bbbb2222", outcome, 9_999)


def _last_reloads(count: int) -> Message:
    outcomes = ("applied", "rolled back", "refused", "unchanged")
    return render_last_reloads([Past(_reloaded(outcomes[n % 4]), HOSTILE * 3) for n in range(count)], "0" * 32)


def _help(desk: Desk, talk: Talk, english: bool) -> Message:
    return render_reply(Help(talk, tuple(t for t, _ in desk.topics()), english, "1"), PUBLIC)


ANSWERS: dict[str, Callable[[Desk], Answer]] = {
    "answer": _answer,
    "answer in English": lambda desk: replace(_answer(desk), english=True),
    "answer with slips": lambda desk: replace(_answer(desk), slips=((HOSTILE[:40], HOSTILE[:40]),) * 4),
    "answer without a question": lambda desk: replace(_answer(desk), question=""),
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
    "reload proposed": partial(_proposal, entries=1, shifts=1),
    "reload proposed without effect": partial(_proposal, entries=0, shifts=0),
    "large reload proposed": partial(_proposal, entries=300, shifts=400, findings=300),
    "reload applied": lambda _: render_applied("aaaa1111", "bbbb2222", (), back=False),
    "reload taken back with warnings": lambda _: render_applied("aaaa1111", "bbbb2222", _problems(7), back=True),
    "reload that takes its time": lambda _: render_checking(),
    "reload without news": lambda _: render_unchanged("aaaa1111", ()),
    "reload discarded": lambda _: render_discarded("aaaa1111"),
    "reload that no database took": lambda _: render_undone("aaaa1111", HOSTILE),
    "reload refused": partial(_refused, findings=3),
    "reload refused with very many findings": partial(_refused, findings=2_000),
    "reload refused with long findings": partial(_refused, findings=30, length=900),
    "reload refused with endless findings": partial(_refused, findings=30, length=20_000),
    "versions": lambda _: _versions(6),
    "one version": lambda _: _versions(1),
    "versions that nobody knows": lambda _: render_versions(None, "aaaa1111", ""),
    "version that is gone": lambda _: above(render_gone(HOSTILE), _versions(6, in_use=5)),
    "how to reload": lambda _: above(render_usage(), _versions(6)),
    "last reloads": lambda _: _last_reloads(10),
    "no reloads yet": lambda _: _last_reloads(0),
    "no admin": lambda _: render_no_admin(),
    "nothing asked": lambda _: render_nothing_asked(),
    "trouble": lambda _: render_trouble("0123abcd"),
    "forgotten": lambda _: render_forgotten(),
    "nothing to compare": lambda _: render_nothing_to_compare(),
    "nothing collected": lambda _: render_nothing_collected(),
    "no more": lambda _: render_no_more(),
}


def _shown(desk: Desk, make: Callable[[Desk], Answer], frame: Frame) -> Message:
    return render_answer(make(desk), frame)


def _shared(desk: Desk, make: Callable[[Desk], Answer], frame: Frame) -> Message:
    return shared(_shown(desk, make, frame), "U1", make(desk).question)


def _hostile_comparison(desk: Desk) -> Comparison:
    """Compare 250 articles, 20 of which say something, all with the longest names that there are."""
    excerpt = _hostile_answer(desk).excerpts[0]
    source = replace(excerpt.source, municipalities=tuple(f"第{n}の<!here>市" for n in range(62)))
    said, silent = (source, replace(excerpt, source=source)), (source, None)
    return Comparison((said, *[silent] * 11) * 20 + (silent,) * 10, "1")


def _comparison(desk: Desk, page: int, frame: Frame) -> Message:
    return render_comparison(LONG_QUESTION, _hostile_comparison(desk), frame, page)


def _collection(desk: Desk, part: int) -> Message:
    """Collect 60 quotes of the longest kind."""
    excerpts = _hostile_answer(desk).excerpts * 12
    return render_collection(excerpts, TODAY, thread="1700000000.000001", changed=True)[part]


# Messages with quotations beside those of answers.
QUOTING: dict[str, Render] = {
    "comparison": lambda desk: render_comparison("研修", desk.compare("研修"), PRIVATE),
    **{f"hostile comparison {how}": partial(_comparison, page=0, frame=f) for how, f in FRAMES.items()},
    "hostile comparison, second page": partial(_comparison, page=1, frame=PRIVATE),
    "hostile comparison, silent page": partial(_comparison, page=4, frame=PRIVATE),
    "hostile comparison, page that is not there": partial(_comparison, page=999, frame=PRIVATE),
    "comparison in which all are silent": lambda _: render_comparison(HOSTILE, Comparison((), "1"), PRIVATE),
    "shared comparison": lambda desk: shared(_comparison(desk, 0, PUBLIC), "U1", LONG_QUESTION),
    "collection": lambda desk: render_collection(_answer(desk).excerpts, TODAY, thread="1700000000.000001")[0],
    "hostile collection, first part": partial(_collection, part=0),
    "hostile collection, last part": partial(_collection, part=-1),
    "shared collection": lambda desk: posted_by("U1", _collection(desk, -1)),
}
MESSAGES: dict[str, Render] = {
    **QUOTING,
    **{
        f"{name} {how}": partial(_shown, make=make, frame=f)
        for name, make in ANSWERS.items()
        for how, f in FRAMES.items()
    },
    **{f"shared {name}": partial(_shared, make=make, frame=PRIVATE) for name, make in ANSWERS.items()},
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


def _opinions(message: Message) -> list[dict[str, Any]]:
    """List the thumbs, up and down."""
    feedback = [part for part in _walk(message.blocks) if part.get("type") == "feedback_buttons"]
    return [part[name] for part in feedback for name in ("positive_button", "negative_button")]


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


def test_thumbs_are_within_slacks_limits(message: Message) -> None:
    """Words, label and value of both thumbs fit."""
    for thumb in _opinions(message):
        assert 0 < len(thumb["text"]["text"]) <= BUTTON_TEXT
        assert 0 < len(thumb["accessibility_label"]) <= LABEL
        assert 0 < len(thumb["value"]) <= VALUE


def test_action_ids_are_unique_within_a_message(message: Message) -> None:
    """No two controls of a message answer to the same id."""
    ids = [button["action_id"] for button in _buttons(message)]
    assert len(set(ids)) == len(ids)


def test_nothing_is_parsed_as_markup(message: Message) -> None:
    """There is no mrkdwn, no emoji code, and no block but those in which text is text."""
    kinds = {part["type"] for part in _walk(message.blocks) if "type" in part}
    rich = {"rich_text", "rich_text_section", "rich_text_quote", "text", "link", "user", "date"}
    assert kinds <= rich | {"actions", "button", "plain_text", "divider", "context_actions", "feedback_buttons"}
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
    quoted = [p for p in _walk(render_answer(answer, PUBLIC).blocks) if p.get("type") == "rich_text_quote"]
    assert ["".join(e["text"] for e in q["elements"]) for q in quoted] == [e.text for e in answer.excerpts]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_answer_holds_no_quotation(desk: Desk, name: str) -> None:
    """A quotation mark promises somebody's words; nothing else has one."""
    assert not [p for p in _walk(OTHERS[name](desk).blocks) if p.get("type") == "rich_text_quote"]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_plain_text_names_quote_speaker_date_and_title(desk: Desk, name: str) -> None:
    """What a phone shows is a whole citation."""
    answer = ANSWERS[name](desk)
    first, text = answer.excerpts[0], html.unescape(render_answer(answer, PUBLIC).text)
    assert all(part in text for part in (first.text, first.speaker, first.source.when, first.source.title))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_excerpt_has_a_link_to_its_place(desk: Desk, name: str) -> None:
    """Under each quotation stands who said it, and the title leads to the article."""
    answer = ANSWERS[name](desk)
    links = [p for p in _walk(render_answer(answer, PUBLIC).blocks) if p.get("type") == "link"]
    assert [link["url"] for link in links] == [e.url for e in answer.excerpts]


def _named(message: Message, action: str) -> list[dict[str, Any]]:
    return [button for button in _buttons(message) if button["action_id"].startswith(f"{action}:")]


@pytest.mark.parametrize(("frame", "count"), [(PUBLIC, 0), (PRIVATE, 1), (MODAL, 0)])
def test_only_what_one_person_sees_as_a_message_can_be_shared(desk: Desk, frame: Frame, count: int) -> None:
    """What everybody sees needs no sharing, and a modal has no channel to share with."""
    assert len(_named(render_answer(_answer(desk), frame), "share_answer")) == count


@pytest.mark.parametrize(("frame", "count"), [(PUBLIC, 2), (PRIVATE, 2), (MODAL, 0)])
def test_thumbs_stand_in_messages_alone(desk: Desk, frame: Frame, count: int) -> None:
    """Slack takes feedback buttons in messages and nowhere else."""
    assert len(_opinions(render_answer(_answer(desk), frame))) == count


def test_buttons_about_the_answer_name_its_number(desk: Desk) -> None:
    """Further cases, comparison, reasons, sharing and thumbs all find the answer by its number."""
    shown = render_answer(_answer(desk), PRIVATE)
    named = [
        b["value"] for a in ("more_cases", "compare_cities", "why_quote", "share_answer") for b in _named(shown, a)
    ]
    assert named == [PRIVATE.answer_id] * 4
    assert [thumb["value"] for thumb in _opinions(shown)] == [f"{PRIVATE.answer_id}:good", f"{PRIVATE.answer_id}:bad"]


def test_every_excerpt_has_buttons_that_name_its_place(desk: Desk) -> None:
    """Reading on and copying lead to the very span that is quoted."""
    answer = _answer(desk)
    shown = render_answer(answer, PUBLIC)
    places = [quote_place(e) for e in answer.excerpts]
    assert all(
        p.startswith(f"{e.source.id}:{e.span.start}:{e.span.end}:")
        for p, e in zip(places, answer.excerpts, strict=True)
    )
    assert [b["value"] for b in _named(shown, "read_context")] == places
    assert [b["value"] for b in _named(shown, "copy_quote")] == places


def test_a_reader_learns_how_long_ago_it_was_said(desk: Desk) -> None:
    """An interview is a snapshot: the date comes with its distance from today."""
    words = "".join(_written(part) for part in _walk(render_answer(_answer(desk), PUBLIC).blocks))
    assert "2021年10月18日の座談会（5年1か月前）" in words


def test_words_taken_for_mistyped_are_named_first(desk: Desk) -> None:
    """Who typed amiss sees what was searched for, in the blocks and in the notification."""
    answer = replace(_answer(desk), slips=(("リーダ", "リーダー"),))
    shown = render_answer(answer, PUBLIC)
    sentence = "「リーダ」を「リーダー」とみて探しました。"
    assert sentence in _written(shown.blocks[0]["elements"][0]["elements"][0])
    assert shown.text.startswith(sentence)


def test_no_answer_can_be_handed_over_and_judged(desk: Desk) -> None:
    """Where nothing was found, the question can be filed for the editors, and a thumb given."""
    found = desk.ask("カレーの作り方を教えて")
    shown = render_reply(found, PUBLIC)
    assert [b["value"] for b in _named(shown, "hand_over")] == [PUBLIC.answer_id]
    assert len(_opinions(shown)) == 2


def test_a_shared_answer_cannot_be_shared_again(desk: Desk) -> None:
    """The button stays with the one who asked."""
    assert not _named(shared(render_answer(_answer(desk), PRIVATE), "U1", QUESTION), "share_answer")


def test_what_a_person_typed_is_shown_as_typed(desk: Desk) -> None:
    """``<!channel>`` and asterisks of a question are seen, not acted on; Slack hands them over escaped."""
    typed = "<!channel> *太字* & <b>"
    public = shared(render_answer(_answer(desk), PUBLIC), "U1", f"<@U0BOT> {html.escape(typed, quote=False)}")
    assert [_written(part) for part in _walk(public.blocks[0])][-1] == f" さんの質問: {typed}"


def test_findings_that_do_not_fit_are_counted(desk: Desk) -> None:
    """An admin learns how many findings there are, and sees the first."""
    text = MESSAGES["reload refused with very many findings"](desk).text
    assert "エラー 1000 件、注意 1000 件" in text
    assert "ほか 1980 件" in text


def test_topics_that_do_not_fit_are_counted(desk: Desk) -> None:
    """With very many topics, the list says how the others open."""
    assert "ほかに 400 件の話題" in MESSAGES["very many topics"](desk).text
