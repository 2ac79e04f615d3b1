"""A draft, as an editor sees it: the form, what the check says of it, the lines of YAML, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.blocks.form import picker, text_field, value_of, values_of
from bot.blocks.message import Block, Message, paragraph, plain, quoted, rich_text, styled
from bot.blocks.modal import View, modal, render_notice
from bot.blocks.notices import findings
from bot.drafting import Candidate, Sketch, Tried, Wanted
from bot.text import shorten

__all__ = [
    "DRAFT",
    "read_draft",
    "render_draft_form",
    "render_draft_refused",
    "render_draft_stopped",
    "render_lines",
    "render_nothing_to_draft",
    "render_weighing",
    "render_written",
]

DRAFT, TITLE = "draft", "項目の下書き"
_HOME, _QUESTION, _OTHERS, _TOPIC, _PLACES, _MORE = "home", "question", "others", "topic", "places", "more"
_NEW = "new entry"  # no id of an entry has a blank
_TOPICS = 100
_LONGEST_QUESTION = 300
_PIECE = 2_900  # characters of a block
_FINDINGS, _ROOM = (10, 5, 2, 1), 2_500


def render_draft_form(found: Sketch, writable: bool) -> View:
    """Ask an editor what shall become of a question; nothing is chosen for them but the topic."""
    homes = [("新しい項目にする", _NEW), *((f"言い回しを加える: {e.question}", e.id) for e in found.entries)]
    topics = sorted(found.topics, key=lambda topic: topic.id != found.topic)[:_TOPICS]
    names = [(topic.name, topic.id) for topic in topics]
    blocks = [
        picker("radio_buttons", _HOME, "書き足すところ", homes, _NEW),
        text_field(_QUESTION, "質問", longest=_LONGEST_QUESTION, text=found.question),
        text_field(_OTHERS, "ほかの言い方(1行に1つ)", lines=True, text="\n".join(found.others)),
        picker("static_select", _TOPIC, "話題(新しい項目のとき)", names, found.topic),
        *_candidates(found.candidates),
        text_field(_MORE, "ほかの引用(1行に1つ)", "[出典の id] 記事からそのまま写した文", lines=True),
        _line("個人が分かる言葉が質問に残っていないか、確かめてください。" + _next(writable)),
    ]
    return modal(TITLE, blocks, "書き込む" if writable else "YAML を見る", DRAFT, found.version)


def _next(writable: bool) -> str:
    if writable:
        return "書き込んだあと、答えがどう変わるかを見てから適用できます。"
    return "記事と質問のフォルダーには書き込めない設定のため、写して使う YAML をお見せします。"


def _candidates(candidates: Sequence[Candidate]) -> Iterator[Block]:
    if not candidates:
        yield _line("近い引用は見つかりませんでした。使いたい引用は、下の欄に書いてください。")
        return
    yield rich_text(paragraph(styled("近い引用", "bold")))
    for number, candidate in enumerate(candidates, 1):
        yield rich_text(paragraph(plain(f"{number}. 『{shorten(candidate.title)}』")), quoted(candidate.text))
    options = [(f"{n}. {candidate.text}", candidate.place) for n, candidate in enumerate(candidates, 1)]
    yield picker("checkboxes", _PLACES, "使う引用", options)


def read_draft(view: dict[str, Any]) -> Wanted:
    """Return what an editor filled in."""
    state = view["state"]
    home = value_of(state, _HOME)
    return Wanted(
        version=str(view.get("private_metadata") or ""),
        home="" if home == _NEW else home,
        question=value_of(state, _QUESTION),
        others=value_of(state, _OTHERS),
        topic=value_of(state, _TOPIC),
        places=values_of(state, _PLACES),
        more=value_of(state, _MORE),
    )


def render_weighing(made: Tried) -> View:
    """Say that a draft is written and that the preview takes a while: hundreds of questions are asked."""
    text = f"{made.path} に書き込みました。答えがどう変わるかを確かめています。1分ほどかかることがあります。"
    return render_notice(TITLE, f"{text}\n閉じても、あとから /dx-reload で確かめられます。")


def render_written(made: Tried, next_step: Message) -> View:
    """Say where a draft was written, show its lines, and go on with the decision about the reload."""
    said = f"{made.path} に書き込みました。まだ答えには使われていません。"
    blocks = [_line(said, bold=True), *_lines(made), *_warnings(made)]
    return {**modal(TITLE, ()), "clear_on_close": True, "blocks": [*blocks, *next_step.blocks]}


def render_lines(made: Tried) -> View:
    """Show the lines of a draft to be copied, and where they belong."""
    where = f"{made.entry} の項目" if made.entry else "終わり"
    said = f"次の行を写して、{made.path} の{where}に加えてください。そのあと /dx-reload で確かめられます。"
    return modal(TITLE, [_line(said, bold=True), *_lines(made), *_warnings(made)])


def render_draft_refused(made: Tried) -> View:
    """Say what the check has against a draft; the form lies below."""
    said = "次の点を直す必要があるため、書き込みませんでした。閉じると、下書きに戻れます。"
    return modal(TITLE, [_line(said, bold=True), *_warnings(made), *_lines(made)])


def render_draft_stopped(reason: str) -> View:
    """Say why nothing was written; the form lies below."""
    return render_notice(TITLE, f"{reason}\n何も書き込んでいません。閉じると、下書きに戻れます。")


def render_nothing_to_draft() -> View:
    """Say that a question is no longer on the list."""
    return render_notice(TITLE, "この質問は、もう一覧にありません。一覧を開き直してください。")


def _warnings(made: Tried) -> list[Block]:
    found = findings(made.problems, _FINDINGS, _ROOM)
    return [_line("\n".join(found))] if found else []


def _lines(made: Tried) -> list[Block]:
    """Show lines of YAML as they stand in the file, cut where one block has no more room."""
    pieces = [""]
    for line in made.lines.splitlines():
        if pieces[-1] and len(pieces[-1]) + len(line) >= _PIECE:
            pieces.append("")
        pieces[-1] += f"{line}\n"
    shown = [piece.rstrip("\n") for piece in pieces if piece.strip()]
    return [rich_text({"type": "rich_text_preformatted", "elements": [plain(piece)]}) for piece in shown]


def _line(text: str, bold: bool = False) -> Block:
    return rich_text(paragraph(styled(text, "bold") if bold else plain(text)))
