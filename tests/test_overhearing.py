"""What the bot takes for its business in a thread where nobody calls it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.desk import Desk
from bot.fitted import CONFIDENCE
from bot.overhearing import OF_A_PLACE, STRONG, is_hush, overhear


class Case(NamedTuple):
    """A message in a thread."""

    before: str
    says: str
    meant: str


_FILE = Path(__file__).parent / "cases" / "overheard.yaml"
CASES = [Case(**case) for case in yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_what_is_meant_for_the_bot(desk: Desk, case: Case) -> None:
    """Questions about the articles are, what colleagues say to each other is not."""
    heard = overhear(desk, case.says, case.before)
    assert ("no" if heard is None else "leaning" if heard.leans else "alone") == case.meant


@pytest.mark.parametrize("case", [c for c in CASES if c.meant == "alone"], ids=lambda case: case.says)
def test_a_question_that_stands_alone_needs_no_question_before_it(desk: Desk, case: Case) -> None:
    """Whatever was asked before, it is answered."""
    assert overhear(desk, case.says, "") is not None


def test_more_is_asked_of_a_question_that_nobody_put_to_the_bot() -> None:
    """A match that is enough for an answer is not enough to speak up."""
    assert CONFIDENCE.threshold < OF_A_PLACE < STRONG < 1


def test_a_new_topic_is_not_understood_by_the_old_one(desk: Desk) -> None:
    """Where a question is stronger by itself, the question before it is left out."""
    heard = overhear(desk, "書かない窓口はなぜ早く導入できた?", "デジタル茶会とは何ですか?")
    assert heard is not None
    assert "旗振り役" in "".join(excerpt.text for excerpt in heard.reply.excerpts)


@pytest.mark.parametrize(
    "text",
    ["静かに", "静かにして", "静かにしてください。", "ちょっと静かにしてて", "しずかにして!", "黙って", "だまっててください",
     "<@U0BOT> 静かにお願いします", "静かにしてもらえますか?", ":shushing_face:", "🤫"],
)  # fmt: skip
def test_a_wish_for_quiet_is_understood(text: str) -> None:
    """However it is said."""
    assert is_hush(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "静かに進める方法は?",
        "静かな職場ですか?",
        "黙っていられない",
        "会議室では静かに話してください",
        "DXリーダーは何人?",
        ":smile:",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    """A word is no wish."""
    assert not is_hush(text)


@pytest.mark.parametrize(
    "text",
    ["あ" * 5_000 + "?", "\u202e\x00?", "<" * 3_000, "@" * 3_000, "か" * 3_000, "、" * 3_000, "何" * 3_000 + "は?"],
)
def test_nonsense_is_met_with_silence(desk: Desk, text: str) -> None:
    """Whatever can be written is heard in no time, and is none of the bot's business."""
    assert overhear(desk, text, "小金井市のDXリーダーは何人?") is None
    assert not is_hush(text)
