"""Slips of typing are mended with the words of the knowledge, and whoever typed what they meant is left alone."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.desk import Desk
from bot.index.lexicon import Lexicon
from bot.question import understand

SLIPS = [
    ("座談会の編週をした人は?", ("編週", "編集")),
    ("J-LUSの研修はどうでしたか", ("j-lus", "j-lis")),
    ("PBRの研修をした市は?", ("pbr", "bpr")),
    ("ガバメソトクラウドの困りごと", ("ガバメソトクラウド", "ガバメントクラウド")),
    ("デジタル茶解に参加した人の声", ("デジタル茶解", "デジタル茶会")),
    ("青梅のDX推神課は何人?", ("dx推神課", "dx推進課")),  # a run of kanji that is no word, read character by character
    ("都庁のICT色の採用は?", ("ict色", "ict職")),
    ("業務量を圧宿したい", ("圧宿", "圧縮")),  # 圧 and 宿し, as the dictionary cuts it
    ("DXリーダーの検収は?", ("検収", "研修")),  # a word, but none that the articles or the editors write
]
MEANT = [
    ("青森市のDX推進課は何人ですか", "青森市"),  # a town one letter away from another
    ("八王子市の窓口改革は?", "八王子市"),
    ("小金井市のDXリーダーは何人ですか", "リーダー"),
    ("小金井市と青梅市のDX推進課の違い", "と青梅市"),
    ("令和8年度の計画は?", "令和8年度"),
    ("零和何年度が目標ですか", "何年度"),  # 令和四年度 would be another number
    ("水道料金の支払い方法は?", "水道"),
    ("電子申請の利用率", "利用率"),  # sounds like 両立 to who ignores small kana
    ("座談会は何階でしたか", "何階"),  # asks for a floor, not 何回
    ("", ""),
    ("?", ""),
]


@pytest.mark.parametrize(("typed", "slip"), SLIPS)
def test_a_slip_is_taken_for_what_was_meant(desk: Desk, typed: str, slip: tuple[str, str]) -> None:
    """Wrong conversions, swapped letters and near misses in katakana are found."""
    mended = desk.library.current.matcher.mend(understand(typed))
    assert mended is not None
    assert slip in mended.slips
    assert slip[1] in mended.core


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_what_was_meant_is_left_alone(desk: Desk, typed: str, meant: str) -> None:
    """Names of other towns, other words and numbers are no slips."""
    mended = desk.library.current.matcher.mend(understand(typed))
    assert mended is None or meant in mended.core


def test_a_reader_is_told_what_was_read(desk: Desk) -> None:
    """An answer to a mended question says which word was taken for which."""
    reply = desk.ask("J-LUSの研修はどうでしたか")
    assert isinstance(reply, Answer)
    assert ("j-lus", "j-lis") in reply.slips


def test_a_question_without_slips_is_not_changed(desk: Desk) -> None:
    """A plain question is answered as it was typed."""
    reply = desk.ask("小金井市のDXリーダーは何人?")
    assert isinstance(reply, Answer)
    assert reply.slips == ()


def test_the_lexicon_knows_phrases_by_spelling_and_sound() -> None:
    """Runs of nominal words count as one phrase; verbs and the like stand alone."""
    lexicon = Lexicon.of(["デジタル茶会で話す"])
    assert "デジタル茶会" in lexicon
    assert lexicon.homophone("でじたるちやかい") == "デジタル茶会"
    assert lexicon.nearly_sounding("でじたるちやがい", 1) == "デジタル茶会"
    assert lexicon.nearly_spelled("デジタル茶合") == "デジタル茶会"
    assert lexicon.nearly_spelled("書類") is None
