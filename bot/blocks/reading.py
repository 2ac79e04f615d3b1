"""Reading on from an answer: what stands around a quote, why it was chosen, and its citation to copy.

Words of the articles stand in quotations here, too; what is bold in one is the quote itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot import wording
from bot.answering.answer import Answer, Excerpt, Help, NoAnswer, Reply
from bot.answering.explain import Chosen, Reasons
from bot.answering.surroundings import Surroundings, Turn
from bot.blocks.answers import quote_place, render_excerpt
from bot.blocks.frame import Frame
from bot.blocks.message import (
    Block,
    Message,
    actions,
    button,
    link,
    message,
    paragraph,
    plain,
    quoted,
    rich_text,
    styled,
)
from bot.blocks.modal import View, modal, render_notice
from bot.question import as_read
from bot.text import shorten

__all__ = [
    "CITATION",
    "CONTEXT",
    "COPIED",
    "DETAILS",
    "WHY",
    "Given",
    "render_changed",
    "render_citation",
    "render_surroundings",
    "render_unknown_number",
    "render_why",
    "render_why_message",
]

CONTEXT, WHY, CITATION = "前後を読む", "なぜこの引用か", "引用をコピー"  # as on the buttons that open them
DETAILS = "くわしく"
COPIED = "citation_copied"  # comes back when the citation is closed with its own button
_FIELD = 3_000  # characters that a field can be filled with
_ASKED = 300  # characters of a question that are shown
_NUMBER = 40  # characters of a number that nobody has
_SHARED, _WORD = 4, 20  # words of the question that are named in a sentence, and characters of each
_SURE = 0.9
_POINTS = "点は、言葉・読み・聞き方・地名などの近さを足し合わせたものです。"


@dataclass(frozen=True, slots=True)
class Given:
    """When an answer was given, by which version of the knowledge, and which is in use now ("": the same)."""

    version: str
    on: date
    in_use: str = ""


# What stands around a quote.


def render_surroundings(excerpt: Excerpt, found: Surroundings, today: date) -> View:
    """Show one page of an article, with buttons that turn it; the quote is bold."""
    blocks = [rich_text(_head(excerpt, found, today))]
    if found.headings:
        blocks.append(rich_text(paragraph(styled(f"■ {' ― '.join(found.headings)}", "bold"))))
    blocks.extend(_heading(turn) if turn.is_heading else _turn(turn) for turn in found.turns)
    blocks.extend(actions(_ways_on(excerpt, found)))
    return modal(CONTEXT, blocks)


def _head(excerpt: Excerpt, found: Surroundings, today: date) -> Block:
    when, where = wording.dated(excerpt, today), f"{found.page + 1}/{found.pages}ページ"
    return paragraph(plain("『"), _title(excerpt), plain(f"』{excerpt.source.publisher}\n{when} {where}"))


def _title(excerpt: Excerpt) -> Block:
    return link(excerpt.url, excerpt.source.title) if excerpt.url else plain(excerpt.source.title)


def _heading(turn: Turn) -> Block:
    words = "".join(piece.text for paragraph_ in turn.paragraphs for piece in paragraph_)
    where = [plain(" (引用箇所)")] if turn.is_quoted else []
    return rich_text(paragraph(styled(f"■ {words}", "bold"), *where))


def _turn(turn: Turn) -> Block:
    """Render who says what; a screen reader does not tell bold, so words say where the quote is."""
    whose = f"{turn.said_by}{'(続き)' if turn.goes_on else ''}{' ― 引用箇所は太字' if turn.is_quoted else ''}"
    return rich_text(paragraph(plain(whose)), {"type": "rich_text_quote", "elements": list(_pieces(turn))})


def _pieces(turn: Turn) -> Iterator[Block]:
    for number, pieces in enumerate(turn.paragraphs):
        if number:
            yield plain("\n")
        for piece in pieces:
            yield styled(piece.text, "bold") if piece.marked else plain(piece.text)


def _ways_on(excerpt: Excerpt, found: Surroundings) -> list[Block]:
    place, page, home = quote_place(excerpt), found.page, found.home
    ways = [
        ("前へ", page - 1, "記事の前の部分を読む", page > 0),
        ("引用箇所へ戻る", home, "引用のあるページに戻る", abs(page - home) > 1),
        ("次へ", page + 1, "記事の次の部分を読む", page + 1 < found.pages),
    ]
    turns = [button("turn_page", text, f"{place}:{to}", label) for text, to, label, there in ways if there]
    return [*turns, button("copy_quote", CITATION, place, f"出典付きで引用をコピー: {excerpt.text}")]


def render_changed(title: str) -> View:
    """Say that an article does not hold a quote any more."""
    text = "この引用のある記事は、回答のあとに差し替えられたか、取り下げられました。"
    return render_notice(title, f"{text}もう一度質問すると、今の記事からお答えします。")


# The citation.


def render_citation(excerpt: Excerpt, today: date) -> View:
    """Show a citation in a field, ready to be copied.

    Words of a modal can be selected with a mouse, but not on a phone; in a field every phone has 「すべて選択」
    and 「コピー」, and on a computer Ctrl+A takes the citation and nothing else. One that no field holds stands as
    preformatted text.
    """
    citation = wording.formal_citation(excerpt, today)
    how = "枠の中を長押しして「すべて選択」、「コピー」と進んでください。パソコンでは Ctrl+A(Mac は ⌘+A)のあと Ctrl+C です。"
    age = f"{wording.dated(excerpt, today)}の内容です。"
    check = paragraph(plain(f"{age}資料に載せる前に、原文もご確認ください: "), _title(excerpt))
    if len(citation) > _FIELD:
        shown: Block = {"type": "rich_text_preformatted", "elements": [plain(citation)]}
        return modal(CITATION, [rich_text(shown), rich_text(check)])
    return modal(CITATION, [rich_text(paragraph(plain(how))), _field(citation), rich_text(check)], "完了", COPIED)


def _field(citation: str) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": "citation",
        "multiline": True,
        "initial_value": citation,
        "focus_on_load": True,
    }
    label = {"type": "plain_text", "text": "出典付きの引用", "emoji": False}
    return {"type": "input", "label": label, "element": element, "optional": True}


# Why a quote was chosen: in a sentence or two for whoever asks, and below that all that was weighed.


def render_why(reply: Reply, reasons: Reasons | None, frame: Frame, given: Given) -> View:
    """Show under each quote why it was chosen, how sure that is, and below what was weighed, with the answer's number."""
    blocks = [rich_text(paragraph(plain(line))) for line in _opening(reply, given)]
    if isinstance(reply, Answer):
        whys = _whys(reply, reasons)
        blocks.extend(rich_text(quoted(e.text), *why) for e, why in zip(reply.excerpts, whys, strict=True))
    return modal(WHY, [*blocks, *_closing(reply, reasons), *_account(reasons), _signature(frame, given)])


def render_why_message(reply: Reply, reasons: Reasons | None, frame: Frame, given: Given) -> Message:
    """Show an answer again, each quote with its source, its buttons and why it was chosen."""
    opening = _opening(reply, given)
    blocks = [rich_text(paragraph(plain(line))) for line in opening]
    if isinstance(reply, Answer):
        for excerpt, why in zip(reply.excerpts, _whys(reply, reasons), strict=True):
            quote, *buttons = render_excerpt(excerpt, frame)
            blocks.extend([quote, *(rich_text(w) for w in why), *buttons])
        opening = [*opening, wording.citation(reply.excerpts[0])]
    blocks.extend([*_closing(reply, reasons), *_account(reasons), _signature(frame, given)])
    return message("\n".join(opening), blocks)


def render_unknown_number(wanted: str) -> Message:
    """Say that no answer has a number, or that one is needed."""
    where = "番号は、回答のいちばん下にあります(例: /dx-why k7m2p9q)。"
    if not wanted:
        text = f"回答番号を続けて書いてください。{where}"
    else:
        text = f"回答番号「{shorten(wanted, _NUMBER)}」の記録は見つかりませんでした。{where}"
    return message(text, [rich_text(paragraph(plain(text)))])


def _opening(reply: Reply, given: Given) -> list[str]:
    """Say what was asked, what came of it where that is no quote, and that another version said so."""
    lines = []
    if not isinstance(reply, Help):
        unknown = "質問の文を記録しない設定のため、選ばれた理由はお見せできません。"
        lines.append(f"質問: {shorten(as_read(reply.question), _ASKED)}" if reply.question else unknown)
    changed = f"この回答は、以前の版({given.version})の記事から出したものです。"
    if given.version != reply.version:
        lines.append(f"{changed}その版は残っていないため、今の版({reply.version})で調べ直した結果をお見せします。")
    elif given.in_use and given.in_use != given.version:
        lines.append(f"{changed}その版の内容をお見せします(今使っている版は {given.in_use})。")
    if isinstance(reply, Help):
        lines.append("あいさつやお礼、使い方の質問と読み取ったため、記事は調べていません。")
    if isinstance(reply, NoAnswer):
        lines.append(wording.no_answer(reply))
    return lines


def _whys(answer: Answer, reasons: Reasons | None) -> list[list[Block]]:
    """Return for each quote the line that says why it is there; without reasons, none."""
    if reasons is None:
        return [[] for _ in answer.excerpts]
    before = ["", *(chosen.question for chosen in reasons.quotes)]
    each = zip(answer.excerpts, reasons.quotes, before, strict=False)
    return [[paragraph(plain(f"→ {_whose(excerpt, chosen)}{_why(chosen, b)}"))] for excerpt, chosen, b in each]


def _whose(excerpt: Excerpt, chosen: Chosen) -> str:
    """Say whose words a quote is, and which words of the question it holds."""
    words = "".join(f"「{shorten(word, _WORD)}」" for word in chosen.shared[:_SHARED])
    holds = f"質問と同じ{words}が出てくる、" if words else ""
    return f"{holds}{excerpt.said_by}{'の発言' if excerpt.speaker else ''}です。"


def _why(chosen: Chosen, question_before: str) -> str:
    """Say why a quote was chosen; what was said of the quote before it is not repeated."""
    if chosen.question and chosen.question == question_before:
        return "これも、同じ質問のために編集担当が選んでおいた引用です。"
    if chosen.exact:
        return "この質問のために、編集担当が選んでおいた引用です。"
    if not chosen.rank:
        return "今はこの引用の順位を確かめられません。"
    nearest = "いちばん" if chosen.rank == 1 else f"{chosen.rank}番目に"
    if chosen.question:
        return f"{nearest}近い質問「{chosen.question}」のために、編集担当が選んでおいた引用です。"
    return f"質問に{nearest}近い文です。"


def _closing(reply: Reply, reasons: Reasons | None) -> list[Block]:
    """Say how sure the answer is, or what it lacked."""
    if reasons is None:
        return []
    if isinstance(reply, Answer):
        said = _sureness(reasons)
    else:
        words = "".join(f"「{shorten(word, _WORD)}」" for word in reasons.lacking[:_SHARED])
        lacks = f"いちばん近い発言にも、質問の{words}が出てきません。" if words else ""
        said = f"{lacks}答えと言えるほど近い発言がなかったため、引用は出していません。"
    return [rich_text(paragraph(plain(said)))]


def _sureness(reasons: Reasons) -> str:
    if not reasons.answers:
        return "質問の答えかどうかは、確かではありません。前後も読んで、お確かめください。"
    if reasons.confidence >= _SURE or any(chosen.exact for chosen in reasons.quotes):
        return "質問の答えとして、かなり確かだとみています。"
    return "質問の答えとして、おおむね確かだとみています。前後も読んで、お確かめください。"


def _account(reasons: Reasons | None) -> list[Block]:
    """Render what was understood and compared, line by line, under a heading of its own."""
    if reasons is None:
        return []
    found = [(name, value) for name, value in _facts(reasons) if value]
    pieces = (piece for name, value in found for piece in (styled(name, "bold"), plain(f": {value}\n")))
    return [rich_text(paragraph(styled(DETAILS, "bold"))), rich_text(paragraph(*pieces, plain(_POINTS)))]


def _facts(reasons: Reasons) -> Iterator[tuple[str, str]]:
    nearest = f"「{reasons.runner_up}」({reasons.runner_up_score:.0f}点" if reasons.runner_up else ""
    for line in reasons.understood:
        name, _, value = line.partition(": ")
        yield name, value
    yield "一致した言葉", "、".join(reasons.held)
    yield "見つからない言葉", "、".join(reasons.lacking)
    ranks = (f"{chosen.rank}位({chosen.score:.0f}点)" for chosen in reasons.quotes if chosen.rank and not chosen.exact)
    yield "引用の順位", "、".join(ranks)
    if reasons.answers:
        yield "決め手", "、".join(reasons.clues)
        yield "合わなかった点", "、".join(reasons.doubts)
        yield "出さなかった中でいちばん近いもの", nearest and f"{nearest}、1位は{reasons.best_score:.0f}点)"
    else:
        yield "いちばん近かったもの", nearest and f"{nearest})"
        yield "似ていた点", "、".join(reasons.clues)
        yield "合わなかった点", "、".join(reasons.doubts)
        yield "近い「記事にないこと」", reasons.absence
    sure = min(99, int(reasons.confidence * 100))  # nothing is certain
    yield "確からしさ", f"{sure}%({reasons.threshold:.0%}以上で回答します)"


def _signature(frame: Frame, given: Given) -> Block:
    day = f"{given.on.year}年{given.on.month}月{given.on.day}日"
    return rich_text(paragraph(plain(f"回答番号 {frame.answer_id}・{day}に版 {given.version} で回答")))
