"""What the bot itself says, in Japanese and, to those who ask in English, in English: one place for every surface.

These sentences are about the quotes; they never answer a question.
"""

from __future__ import annotations

from datetime import date

from bot.answering.answer import Answer, Excerpt, Help, NoAnswer
from bot.confidence import Reason
from bot.knowledge import Source
from bot.knowledge.places import CAPITAL
from bot.question import as_read
from bot.small_talk import Talk
from bot.text import shorten

__all__ = [
    "ENGLISH_HELP",
    "EXAMPLES",
    "HELP",
    "MORE_HELP",
    "ago",
    "asked",
    "citation",
    "dated",
    "formal_citation",
    "further_cases",
    "help_text",
    "introduction",
    "no_answer",
    "read_as",
    "silence",
    "title_of",
    "uncovered",
]

# The same as Slack shows before the bot has said anything (manifest.json).
EXAMPLES = (
    "小金井市のDXリーダーは何人?",
    "書かない窓口はなぜ早く導入できた?",
    "小さな自治体の人材確保の悩みは?",
    "各市はデジタル人材をどう確保している?",
)
HELP = "自治体DXについてお尋ねください。公開された座談会・インタビューの発言を、そのまま引用してお答えします。"
MORE_HELP = "話題の一覧は /dx-topics、自治体ごとの比較は /dx-compare、検索の画面は「ホーム」タブです。スレッドで「静かに」と書くと、呼ばれたときだけお答えします。"
ENGLISH_HELP = (
    "Ask me how municipalities in Tokyo do digital transformation. I answer with verbatim quotes from interviews."
)
_ASKED, _SUBJECT = 300, 80  # characters of a question that are shown
_WIDE = str.maketrans({"(": "\uff08", ")": "\uff09"})


def introduction(answer: Answer) -> str:
    """Return the one line over English answers that says whose words follow, or ""."""
    if not answer.english or not answer.excerpts:
        return ""
    first = answer.excerpts[0]
    return f"Verbatim excerpts in Japanese follow; the first is from {first.said_by}, {first.source.date}."


def read_as(answer: Answer) -> str:
    """Say which words of the question were taken for mistyped, or ""."""
    taken = "、".join(f"「{typed}」を「{meant}」" for typed, meant in answer.slips)
    return f"{taken}とみて探しました。" if taken else ""


def no_answer(reply: NoAnswer) -> str:
    """Say honestly that nothing was found, and why."""
    if reply.reason is Reason.TOO_LONG:
        return "質問が長すぎて読み取れませんでした。聞きたいことを1、2文にして、もう一度お送りください。"
    if reply.reason is Reason.FOREIGN_PLACE:
        return _foreign(reply)
    if reply.reason is Reason.OTHER_PLACE:
        return _silent_there(reply)
    if reply.english:
        return "I found nothing in the articles that answers this. I only quote published interviews on municipal DX."
    if reply.about:
        return f"{reply.about}についての発言は、集めた記事に見つかりませんでした。"
    return "集めた記事には、この質問の答えになる発言が見つかりませんでした。"


def _foreign(reply: NoAnswer) -> str:
    asked, covered = "・".join(reply.foreign), "・".join(reply.places)
    if reply.english:
        return f"The articles do not cover {asked}. They cover: {covered}."
    return f"{asked}についての記事はありません。記事があるのは {covered} です。"


def _silent_there(reply: NoAnswer) -> str:
    named = "・".join(reply.named)
    if reply.english:
        return f"The articles on {named} say nothing about this."
    return f"{named}の記事には、この質問の答えになる発言が見つかりませんでした。"


def silence(answer: Answer) -> str:
    """Name the articles that a comparison found nothing in, or ""."""
    if not answer.silent:
        return ""
    names = "、".join(f"{_city_of(s)}『{title_of(s.title)}』" for s in answer.silent)
    return f"この記事に言及なし: {names}"


def uncovered(answer: Answer) -> str:
    """Name the places that were asked for beside others, and that no article is about, or ""."""
    if not answer.uncovered:
        return ""
    named = "・".join(answer.uncovered)
    return f"There is no article on {named}." if answer.english else f"{named}についての記事はありません。"


def _city_of(source: Source) -> str:
    """Return the city that an article is about: the capital takes part in nearly every talk."""
    return "・".join(m for m in source.municipalities if m != CAPITAL) or CAPITAL


def help_text(reply: Help) -> str:
    """Answer small talk with thanks or a hint; who asks in English is among Japanese colleagues, and gets both."""
    if reply.talk is Talk.THANKS:
        return "You're welcome. Ask me any time." if reply.english else "お役に立ててうれしいです。またいつでもどうぞ。"
    examples = "\n".join(f"・{e}" for e in EXAMPLES)
    text = f"{HELP}\n{examples}"
    return f"{text}\n{ENGLISH_HELP}" if reply.english else text


def asked(question: str) -> str:
    """Head an answer with what was asked, where that does not stand above it."""
    return f"質問: {shorten(as_read(question), _ASKED)}"


def further_cases(question: str) -> str:
    """Head what is shown beyond an answer."""
    return f"「{shorten(as_read(question), _SUBJECT)}」のほかの事例"


def dated(excerpt: Excerpt, today: date) -> str:
    """Say when something was said, and how long ago: 「2021年10月18日の座談会（5年1か月前）」."""
    return f"{excerpt.when}\uff08{ago(excerpt.source.date, today)}\uff09"


def citation(excerpt: Excerpt) -> str:
    """Return an excerpt with its source on one line, undecorated (for a phone's notification)."""
    return f"「{excerpt.text}」 {excerpt.said_by}、{excerpt.when}『{excerpt.source.title}』"


def formal_citation(excerpt: Excerpt, today: date) -> str:
    """Return a plain-text citation in the form that a city's documents need.

    「…」（出典：『記事名』、媒体、2021年10月18日の座談会、住野 英進（小金井市CIO）の発言、URL、2026年11月22日閲覧）
    """
    source = excerpt.source
    said_by = excerpt.said_by.translate(_WIDE)
    whose = f"{said_by}の発言" if excerpt.speaker else said_by
    seen = f"{today.year}年{today.month}月{today.day}日閲覧"
    parts = (f"『{source.title}』", source.publisher, excerpt.when, whose, source.url, seen)
    return f"「{excerpt.text}」\uff08出典\uff1a{'、'.join(filter(None, parts))}\uff09"


def ago(day: str, today: date) -> str:
    """Say how long ago a date (2021-10-18, 2021-10 or 2021) is: an interview is a snapshot.

    >>> ago("2021-10-18", date(2026, 11, 22)), ago("2023-11", date(2026, 11, 22)), ago("2023", date(2026, 11, 22))
    ('5年1か月前', '3年前', '約3年前')
    """
    year, month, number = (int(part) for part in f"{day}-0-0".split("-")[:3])
    if not month:
        years = today.year - year
        return f"約{years}年前" if years > 0 else "今年"
    months = (today.year - year) * 12 + today.month - month - (number > today.day)
    if months <= 0:
        return "今月"
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}か月" if rest else "") + "前"


def title_of(title: str, limit: int = 40) -> str:
    """Shorten an article's title for a list.

    >>> title_of("あいうえお", 3)
    'あい…'
    """
    return title if len(title) <= limit else title[: limit - 1] + "…"
