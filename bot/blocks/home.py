"""The Home tab: search, topics, what the bot can and cannot do, what is stored, and for admins what there is to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks.form import heading, text_field
from bot.blocks.message import Block, actions, button, divider, message, paragraph, plain, rich_text, styled
from bot.blocks.modal import View
from bot.blocks.notices import findings
from bot.blocks.unanswered import Done, unanswered
from bot.clock import day_of
from bot.knowledge import Entry, Knowledge, Topic
from bot.problems import Problem
from bot.store import Stored
from bot.unanswered import Group

__all__ = ["QUESTION", "AdminPart", "HomePage", "Keeping", "render_deleted", "render_home"]

QUESTION = "home_question"  # the field; its action id, too
_TOPICS, _ROW = 100, 5
_ADDED = 5
_PLACES = 12  # municipalities that are named
_IN_HOME = 5  # groups of unanswered questions
_FINDINGS, _LONGEST = (5, 2, 1), 2_900  # findings, as many as fit into so many characters

_CAN = (
    "公開された座談会・インタビューの発言を、話した人・時期・出典を付けて、そのまま引用します。",
    "チャンネルでは @メンション、1対1ではダイレクトメッセージ、自分だけに見せるには /dx で聞けます。",
    "答えから、前後の文脈、ほかの事例、自治体どうしの比較、資料に貼れる出典付きの引用に進めます。",
)
_CANNOT = (
    "文章の作成・要約・助言はしません。記事にないことは「見つかりませんでした」とお答えします。",
    "記事は取材したときの話です。今の状況は、各自治体にお確かめください。",
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept of the reader (None: that cannot be told now), for how many days, and where.

    ``lasting`` is False where answers are kept in memory only; ``with_texts`` False where questions are not recorded.
    """

    stored: Stored | None
    days: int
    lasting: bool
    with_texts: bool


@dataclass(frozen=True, slots=True)
class AdminPart:
    """What only admins see: findings about the knowledge, and what waits for an editor (None: nobody knows).

    ``done`` is what their last press has done to a question.
    """

    problems: tuple[Problem, ...]
    unanswered: tuple[Group, ...] | None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that the Home tab of one person says; ``note`` is what their last press there has done."""

    knowledge: Knowledge
    topics: Sequence[tuple[Topic, int]]
    added: Sequence[Entry]
    read_on: date | None
    keeping: Keeping
    admin: AdminPart | None = None
    note: str = ""


def render_home(page: HomePage) -> View:
    """Render the Home tab."""
    parts = (_note(page), _search(), _topics(page), _added(page), _abilities(), _kept(page.keeping), _admin(page))
    blocks = [block for part in parts for block in part]
    return {"type": "home", "blocks": list(message("ホーム", [*blocks, divider(), _version(page)]).blocks)}


def _note(page: HomePage) -> list[Block]:
    return [rich_text(paragraph(styled(page.note, "bold")))] if page.note else []


def _search() -> list[Block]:
    field = text_field(QUESTION, "自治体DXについて調べる", "例: 書かない窓口はなぜ早く導入できた?")
    enter = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    field = {**field, "dispatch_action": True, "element": {**field["element"], **enter}}
    return [field, *actions([button("home_search", "調べる", "search", "書いた質問を調べる")])]


def _topics(page: HomePage) -> Iterator[Block]:
    shown = page.topics[:_TOPICS]
    yield heading("話題から探す")
    if not shown:
        yield _line("話題がありません。")
    for start in range(0, len(shown), _ROW):
        row = shown[start : start + _ROW]
        yield from actions(_topic_button(topic, count) for topic, count in row)
    if len(page.topics) > len(shown):
        rest = len(page.topics) - len(shown)
        yield _line(f"ほかに {rest} 件の話題があります。「/dx-topics 話題の名前」で開けます。")


def _topic_button(topic: Topic, count: int) -> Block:
    return button("open_topic", f"{topic.name}({count})", f"{topic.id}:0", f"話題を開く: {topic.name} {count}件")


def _added(page: HomePage) -> Iterator[Block]:
    if not page.added:
        return
    yield heading("最近加わった質問")
    for entry in page.added[:_ADDED]:
        yield from actions([button("ask_entry", entry.question, entry.id, f"質問する: {entry.question}")])
    if len(page.added) > _ADDED:
        yield _line(f"ほか {len(page.added) - _ADDED} 件")


def _abilities() -> list[Block]:
    return [heading("できること"), _list(_CAN), heading("できないこと"), _list(_CANNOT)]


# What is stored.


def _kept(keeping: Keeping) -> Iterator[Block]:
    yield heading("あなたについて保存しているもの")
    yield _list(_kept_lines(keeping))
    if keeping.stored and any((keeping.stored.answers, keeping.stored.feedback, keeping.stored.wishes)):
        yield from actions([_delete_button()])


def _kept_lines(keeping: Keeping) -> Iterator[str]:
    stored = keeping.stored
    if stored is None:
        yield "いまは確かめられません。時間をおいて、ホームを開き直してください。"
    elif not keeping.lasting:
        yield f"質問の控え {stored.answers}件。データベースがない設定のため、長くても24時間で消えます。"
    elif stored.oldest is None:
        yield "まだ何もありません。"
    else:
        yield f"質問の控え {stored.answers}件、評価 {stored.feedback}件、担当への依頼 {stored.wishes}件"
        yield f"いちばん古いものは{_day(day_of(stored.oldest))}。{keeping.days}日たつと自動で消えます。"
    if keeping.lasting and not keeping.with_texts:
        yield "質問の文は保存しない設定です。日時、会話の場所、引用した箇所だけを控えます。"
    else:
        yield "控えるのは、質問の文、日時、会話の場所、引用した箇所です。"
    if keeping.lasting and keeping.with_texts:
        yield "質問の文にある電話番号、メールアドレス、12桁の番号は、伏せ字にして保存します。"
    yield "お名前やユーザーIDは保存しません。代わりに、だれのものか読み取れない符号を使います。"


def render_deleted(count: int | None) -> str:
    """Say what a deletion has done (None: the database did not answer)."""
    if count is None:
        return "いまは削除できませんでした。時間をおいて、もう一度お試しください。"
    return f"あなたについて保存していたもの {count}件を削除しました。"


def _delete_button() -> Block:
    ask = {
        "title": _plain_text("すべて削除しますか?"),
        "text": _plain_text(
            "質問の控え、評価、担当への依頼を削除します。元には戻せません。"
            "これまでの回答はSlackに残りますが、そのボタンは一部が使えなくなり、質問を消しても回答は消えません。"
        ),
        "confirm": _plain_text("削除する"),
        "deny": _plain_text("やめる"),
        "style": "danger",
    }
    return {
        **button("delete_my_data", "すべて削除", "delete", "私について保存されたものをすべて削除"),
        "style": "danger",
        "confirm": ask,
    }


# For admins.


def _admin(page: HomePage) -> Iterator[Block]:
    if page.admin is None:
        return
    known = page.knowledge
    yield divider()
    yield heading("管理者向け: 記事と質問の状態")
    yield _line(
        f"記事 {len(known.sources)}本、話題 {len(known.topics)}件、質問 {len(known.entries)}件"
        f"(言い回し {sum(len(e.variants) for e in known.entries)}件)、"
        f"言い換え {len(known.glossary)}組、地名 {len(known.places)}件、記事にないこと {len(known.absences)}件"
    )
    found = findings(page.admin.problems, _FINDINGS, _LONGEST)
    yield _line("\n".join(found) or "点検: 問題は見つかっていません。")
    yield from actions([button("reload_knowledge", "再読み込み", "reload", "記事と質問を読み込み直す")])
    yield heading("管理者向け: 答えられなかった質問")
    yield from unanswered(page.admin.unanswered, _IN_HOME, page.admin.done)
    if page.admin.unanswered:
        label = "答えられなかった質問をすべて見る"
        yield from actions([button("show_unanswered", "一覧を見る", "unanswered", label)])


# The rest.


def _version(page: HomePage) -> Block:
    known = page.knowledge
    places = tuple(dict.fromkeys(m for s in known.sources.values() for m in s.municipalities))
    named = "・".join(places[:_PLACES]) + (f"ほか{len(places) - _PLACES}団体" if len(places) > _PLACES else "")
    when = f"({_day(page.read_on)}に読み込み)" if page.read_on else ""
    return _line(f"記事 {len(known.sources)}本({named}) 版 {known.version}{when}")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _list(lines: Sequence[str] | Iterator[str]) -> Block:
    items = [paragraph(plain(line)) for line in lines]
    return rich_text({"type": "rich_text_list", "style": "bullet", "elements": items})


def _line(text: str) -> Block:
    return rich_text(paragraph(plain(text)))


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
