"""Facets: a place is known by any of its names and never by another's, people by surname, several cities by the asking."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.match import Facets
from bot.match.facets import Gazetteer
from bot.question import understand
from bot.words import words

COVERED = {
    "小金井市": [
        "小金井市のDX",
        "小金井のDX",
        "こがねいのdx",
        "こがねいしのDX",
        "KoganeiのDX",
        "What does Koganei do?",
    ],
    "東大和市": [
        "東大和市の人材",
        "東大和の人材",
        "ひがしやまとしのじんざい",
        "Higashiyamato's plan",
        "higashi-yamato",
    ],
    "青梅市": ["青梅市の窓口", "青梅の窓口", "おうめのまどぐち", "What did Ome say?", "OUME CITY", "青梅はどう?"],
    "東京都": ["東京都の取組", "都庁のICT職", "Tokyo Metropolitan Government", "とうきょうとのとりくみ"],
}
FOREIGN = {
    "横浜市": [
        "横浜市の書かない窓口",
        "横浜のDX",
        "じゃあよこはましは?",
        "ヨコハマではどうですか",
        "How many DX leaders does Yokohama have?",
    ],
    "大和市": ["大和市のデジタル人材", "神奈川県じゃなくて大和市の人材の話"],
    "渋谷区": ["渋谷区のDX", "しぶやくのdx", "Shibuya"],
    "八王子市": ["八王子市の研修", "八王子の研修"],
    "立川市": ["立川市の共同利用"],
    "武蔵村山市": ["武蔵村山市の窓口"],
}
NOWHERE = [
    "各市の取組", "都市の取組", "本市の取組", "当市の課題", "両市の課題", "某市の話", "市の取組", "市区町村の研修",
    "some people come home", "the customer", "awesome", "tokyoite", "梅の実", "市民の声", "区分を設けた", "町工場",
    "どしどしまねよと言った人",
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer(desk: Desk) -> Gazetteer:
    """Return the names of the repository's knowledge."""
    return Gazetteer(desk.knowledge)


def _facets(gazetteer: Gazetteer, question: str) -> Facets:
    core = understand(question).core
    return gazetteer.facets(core, words(core))


@pytest.mark.parametrize(("place", "question"), [(p, q) for p, asked in COVERED.items() for q in asked])
def test_a_covered_place_is_known_by_all_its_names(gazetteer: Gazetteer, place: str, question: str) -> None:
    """Kanji with and without 市, kana and romaji name the same place, and no other."""
    facets = _facets(gazetteer, question)
    assert facets.places == {place}
    assert not facets.foreign


@pytest.mark.parametrize(("place", "question"), [(p, q) for p, asked in FOREIGN.items() for q in asked])
def test_a_place_without_an_article_is_foreign(gazetteer: Gazetteer, place: str, question: str) -> None:
    """A municipality that no article is about is named as such, however it is written."""
    facets = _facets(gazetteer, question)
    assert place in facets.foreign
    assert not facets.places


@pytest.mark.parametrize("question", NOWHERE)
def test_what_names_no_place_names_none(gazetteer: Gazetteer, question: str) -> None:
    """General words for cities and words that merely hold a name's letters are no place."""
    facets = _facets(gazetteer, question)
    assert (facets.places, facets.foreign) == (frozenset(), frozenset())


def test_a_longer_name_is_not_the_shorter_one_in_it(gazetteer: Gazetteer) -> None:
    """大和市 and 東大和市 are two cities, also side by side."""
    assert _facets(gazetteer, "東大和市の人材").foreign == frozenset()
    assert _facets(gazetteer, "大和市の人材").places == frozenset()
    both = _facets(gazetteer, "東大和市と大和市の違いは?")
    assert (both.places, both.foreign) == ({"東大和市"}, {"大和市"})


@pytest.mark.parametrize("name", ["大和市"])
def test_a_place_that_no_list_has_is_known_to_the_dictionary(desk: Desk, gazetteer: Gazetteer, name: str) -> None:
    """A proper noun before 市, 区, 町 or 村 is a place, listed or not."""
    assert name not in {place.name for place in desk.knowledge.places}
    assert _facets(gazetteer, f"{name}のDXの取組は?").foreign == {name}


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("宮坂さんは何と言っていますか", {"宮坂"}),
        ("住野副市長の考え", {"住野"}),
        ("土村さんと小泉さんと相澤さん", {"土村", "小泉", "相澤"}),
        ("宮坂CIO", {"宮坂"}),
        ("深井部長と橋本課長", {"深井", "橋本"}),
        ("情報システム課の今井課長", {"今井"}),
        ("佐藤さんの考え", set()),
    ],
)
def test_speakers_are_known_by_surname(gazetteer: Gazetteer, question: str, people: set[str]) -> None:
    """Who takes part in an article is known, even without a word of their own, and nobody else."""
    assert _facets(gazetteer, question).people == people


@pytest.mark.parametrize(
    "question",
    [
        "小金井市と青梅市のCIOは誰",
        "小金井 東大和 青梅",
        "各市の課題",
        "それぞれの自治体の研修",
        "どの市が生成AIを使っていますか",
        "人材育成の事例をまとめて",
        "他の自治体ではどうしていますか",
        "Which cities use chatbots?",
        "compare the three cities",
    ],
)
def test_several_cities_are_asked_for(gazetteer: Gazetteer, question: str) -> None:
    """Two covered cities, or a word that means more than one, ask for a comparison."""
    assert _facets(gazetteer, question).several


@pytest.mark.parametrize(
    "question",
    [
        "小金井市のDXリーダーは何人",
        "東京都と青梅市の座談会",
        "青梅市では?",
        "DX推進課とは",
        "What does Ome use it for?",
    ],
)
def test_one_city_is_not_several(gazetteer: Gazetteer, question: str) -> None:
    """One city, alone or with 東京都, which takes part in nearly every talk, asks for no comparison."""
    assert not _facets(gazetteer, question).several


def test_names_of_places_and_people_are_known_as_such(gazetteer: Gazetteer) -> None:
    """A name can be told from a word that says what the question is about."""
    assert all(gazetteer.knows(name) for name in ("青梅", "青梅市", "横浜市", "宮坂"))
    assert not any(gazetteer.knows(word) for word in ("窓口", "市", "職員", ""))


@pytest.mark.parametrize(
    "question",
    [
        "都と小金井市ではどう考えている?",
        "青梅市や都庁の研修",
        "小金井の掲示板と都の子供部署の例",
        "東京都と東大和市の採用の違い",
    ],
)
def test_the_capital_beside_a_city_is_one_of_two(gazetteer: Gazetteer, question: str) -> None:
    """Its short name counts where it is set side by side with a city."""
    facets = _facets(gazetteer, question)
    assert facets.several
    assert "東京都" in facets.places


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [("青梅市のほかにもありますか", True), ("小金井市以外の例", True), ("青梅市の記事2本から", False)],
)
def test_others_than_the_named_city_may_be_asked_for(gazetteer: Gazetteer, question: str, elsewhere: bool) -> None:
    """Then an answer is not held to the named one."""
    assert _facets(gazetteer, question).elsewhere == elsewhere
