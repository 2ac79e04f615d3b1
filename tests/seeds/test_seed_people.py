"""Names, roles, places and labels, apart from any article."""

from __future__ import annotations

import pytest

from bot.seeds.people import participant, place_of
from bot.seeds.roster import Roster

PLACES = [
    ("町田市総務部長", "町田市"),
    ("市川市副市長(CIO)", "市川市"),
    ("東村山市CIO", "東村山市"),
    ("武蔵村山市経営政策部長", "武蔵村山市"),
    ("羽村市CIO", "羽村市"),
    ("四日市市CIO", "四日市市"),
    ("瑞穂町市民課長", "瑞穂町"),
    ("檜原村副村長", "檜原村"),
    ("八丈町副町長(CIO)", "八丈町"),
    ("あきる野市企画政策部長", "あきる野市"),
    ("港区CIO(副区長)", "港区"),
    ("千代田区区民生活部長", "千代田区"),
    ("東京都青梅市副市長", "青梅市"),
    ("神奈川県横浜市CIO", "横浜市"),
    ("都副知事(CIO)", "東京都"),
    ("都CIO", "東京都"),
    ("東京都総務局行政部市町村課長", "東京都"),
    ("東京都デジタルサービス局戦略部区市町村DX支援課長", "東京都"),
    ("都留市CIO", "都留市"),
    ("都市整備部長", ""),
    ("区市町村DX支援課長", ""),
    ("副市長", ""),
    ("市民課長", ""),
    ("情報システム課長", ""),
    ("自治体DX推進担当課長", ""),
]
PARTICIPANTS = [
    ("小金井市CIO(副市長):住野 英進", "住野 英進", "小金井市CIO(副市長)"),
    ("東大和市CIO:東大和市副市長 小島 昇公", "小島 昇公", "東大和市CIO・東大和市副市長"),
    ("足立区CIO:足立区副区長:長谷川 勝", "長谷川 勝", "足立区CIO・足立区副区長"),
    ("足立区情報システム課長 鈴木 克", "鈴木 克", "足立区情報システム課長"),
    ("宮坂 学(東京都副知事)", "宮坂 学", "東京都副知事"),
    ("宮坂 学 東京都副知事", "宮坂 学", "東京都副知事"),
    ("東京都副知事 宮坂学", "宮坂学", "東京都副知事"),
    ("都CIO:宮坂 学 氏", "宮坂 学", "都CIO"),
    ("都CIO:宮坂 学(オンライン参加)", "宮坂 学", "都CIO"),
    ("・都CIO:宮坂 学", "宮坂 学", "都CIO"),
    ("渋谷区副区長:長谷部 健", "長谷部 健", "渋谷区副区長"),
    ("新宿区CIO補佐官:𠮷田 髙", "𠮷田 髙", "新宿区CIO補佐官"),
]
NOT_PARTICIPANTS = [
    "日時:令和4年7月19日",
    "会場:オンライン",
    "場所:東京都庁",
    "IT人材:育成と、その確保",
    "URL:https",
    ":",
    "住野",
]


@pytest.mark.parametrize(("role", "place"), PLACES)
def test_a_role_tells_where_somebody_works(role: str, place: str) -> None:
    """The municipality at the head of a role is the place; without one there is none."""
    assert place_of(role) == place


@pytest.mark.parametrize(("line", "name", "role"), PARTICIPANTS)
def test_a_line_of_the_list_names_a_participant(line: str, name: str, role: str) -> None:
    """Every way in which the series lists people gives name and role."""
    found = participant(line)
    assert found
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize("line", NOT_PARTICIPANTS)
def test_other_lines_name_nobody(line: str) -> None:
    """Dates, rooms and headings are no participants."""
    assert participant(line) is None


def _roster(*lines: str) -> Roster:
    return Roster(filter(None, map(participant, lines)))


def _who(roster: Roster, line: str) -> str | None:
    label = roster.read(line)
    return label.person.name if label and label.person else None


@pytest.mark.parametrize(
    "label",
    [
        "宮坂",
        "宮坂 学",
        "宮坂学",
        "宮坂副知事",
        "宮坂さん",
        "宮坂CIO",
        "【宮坂】",
        "■宮坂",
        "宮坂:",
        "〇宮坂",
        "(宮坂)",
        "宮坂(東京都)",
    ],
)
def test_a_label_names_its_participant_in_any_form(label: str) -> None:
    """Titles, honorifics and brackets do not hide who speaks."""
    assert _who(_roster("都CIO:宮坂 学", "村山市CIO:宮崎 学"), label) == "宮坂 学"


@pytest.mark.parametrize("label", ["宮", "宮坂田", "坂", "学", "宮坂(青梅市)", "宮坂さんたち", "宮坂副知事のお話"])
def test_a_part_of_a_name_names_nobody(label: str) -> None:
    """A label is a whole surname or a whole name."""
    assert _who(_roster("都CIO:宮坂 学", "村山市CIO:宮崎 学"), label) is None


def test_a_surname_that_two_have_is_nobodys() -> None:
    """Where two people share a surname, the bare surname names neither."""
    roster = _roster("港区CIO(副区長):小澤 賢治", "東京都戦略部長:小澤 洋之")
    label = roster.read("小澤")
    assert label
    assert label.person is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("小澤副区長", "小澤 賢治"),
        ("小澤部長", "小澤 洋之"),
        ("小澤(東京都)", "小澤 洋之"),
        ("小澤洋之", "小澤 洋之"),
        ("港区CIO:小澤", "小澤 賢治"),
    ],
)
def test_title_place_or_whole_name_tells_namesakes_apart(label: str, name: str) -> None:
    """What a label says besides the surname decides, if it fits one person only."""
    assert _who(_roster("港区CIO(副区長):小澤 賢治", "東京都戦略部長:小澤 洋之"), label) == name


def test_an_introduction_settles_a_label() -> None:
    """After (以下「小澤」) the bare surname is that person's."""
    roster = _roster("港区CIO(副区長):小澤 賢治", "東京都戦略部長:小澤 洋之")
    assert _who(roster, "東京都戦略部長:小澤(以下「小澤」)") == "小澤 洋之"
    assert _who(roster, "小澤") == "小澤 洋之"


def test_two_introductions_of_one_label_unsettle_it() -> None:
    """If two people are to be called the same, the label is nobody's."""
    roster = _roster("港区CIO(副区長):小澤 賢治", "東京都戦略部長:小澤 洋之")
    assert _who(roster, "東京都戦略部長:小澤(以下「小澤」)") == "小澤 洋之"
    assert _who(roster, "港区CIO:小澤(以下「小澤」)") == "小澤 賢治"
    assert _who(roster, "小澤") is None


@pytest.mark.parametrize(
    "form",
    ["(以下「住野」)", "(以下、「住野」)", "(以下『住野』)", "(以下、住野)", "(以下「住野」という)", "(以下:住野)"],
)
def test_introductions_come_in_many_forms(form: str) -> None:
    """Comma, brackets and ending of an introduction do not matter."""
    assert _who(_roster("小金井市CIO:住野 英進"), f"小金井市CIO:住野{form}") == "住野 英進"


def test_an_introduction_from_elsewhere_is_somebody_else() -> None:
    """A namesake of another municipality is taken from the introduction itself."""
    roster = _roster("東京都戦略部長:小澤 洋之")
    label = roster.read("八王子市主幹:小澤(以下「小澤」)")
    assert label
    assert label.person
    assert (label.person.name, label.person.place) == ("小澤", "八王子市")


@pytest.mark.parametrize("line", ["DX推進計画(以下「計画」)", "東京都デジタルサービス局(以下「デジ局」)"])
def test_abbreviations_of_things_are_no_speakers(line: str) -> None:
    """(以下「計画」) introduces a word, and nobody who speaks."""
    assert _who(_roster("都CIO:宮坂 学"), line) is None
