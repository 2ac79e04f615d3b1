"""Changed copies of the shipped articles: words may lose their speaker, but never get another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from bot.seeds import Article, parse
from bot.text import narrow
from tests.seeds.lines_of import read_lines

_WIDE = {ord(c): ord(c) + 0xFEE0 for c in ":()!?,0123456789"}
_LABEL = re.compile(r"^\S{1,6}[:\u3000]")

Change = Callable[[str, str], str]

OF_A_PERSON: dict[str, Change] = {
    "the person is missing from the list": lambda text, name: re.sub(rf"(?m)^.*[: ]{name}\s*$\n", "", text),
    "the person is never introduced": lambda text, name: re.sub(
        rf"(?m)^.*:{_surname(name)}\(以下.*$", _surname(name), text
    ),
    "the person is a stranger": lambda text, name: OF_A_PERSON["the person is never introduced"](
        OF_A_PERSON["the person is missing from the list"](text, name), name
    ),
    "labels have a title": lambda text, name: re.sub(rf"(?m)^{_surname(name)}$", f"{_surname(name)}副市長", text),
    "labels have a colon": lambda text, name: re.sub(rf"(?m)^{_surname(name)}$", f"【{_surname(name)}】:", text),
    "labels are in the line": lambda text, name: re.sub(rf"(?m)^{_surname(name)}\n", f"{_surname(name)}:", text),
    "labels are in the line behind a space": lambda text, name: re.sub(
        rf"(?m)^{_surname(name)}\n", f"{_surname(name)}\u3000", text
    ),
}
OF_THE_FILE: dict[str, Callable[[str], str]] = {
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "blank lines everywhere": lambda text: text.replace("\n", "\n\n"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "full width": lambda text: text.translate(_WIDE),
    "no dashes": lambda text: re.sub(r"(?m)^―", "", text),
    "hyphens for dashes": lambda text: re.sub(r"(?m)^―", "-", text),
    "byte order mark": lambda text: "\ufeff" + text,
}


def _surname(name: str) -> str:
    return name.split(" ", maxsplit=1)[0]


def _speakers(article: Article) -> dict[str, set[str]]:
    """Map what is said, without widths, dashes and labels, to the surnames of those who say it ("" for nobody)."""
    said: dict[str, set[str]] = {}
    for line in read_lines(article):
        who = _surname(line.what.partition(":")[2])
        said.setdefault(_LABEL.sub("", narrow(line.text)).lstrip("―-"), set()).add(who)
    return said


def _moved(before: Article, after: Article) -> Iterator[str]:
    known = _speakers(before)
    for words, speakers in _speakers(after).items():
        if words in known and speakers - known[words] - {""}:
            yield f"{words[:30]}: {known[words]} -> {speakers}"


@pytest.mark.parametrize("change", OF_THE_FILE)
def test_the_form_of_a_file_moves_no_words_to_another_speaker(shipped: dict[str, Article], change: str) -> None:
    """Line ends, widths and dashes do not decide whose words they are."""
    changed = {number: OF_THE_FILE[change](article.text) for number, article in shipped.items()}
    assert any(changed[number] != article.text for number, article in shipped.items())
    moved = [m for number, article in shipped.items() for m in _moved(article, parse(changed[number], ("東京都",)))]
    assert moved == []


@pytest.mark.parametrize("change", OF_A_PERSON)
@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_the_form_of_labels_moves_no_words_to_another_speaker(
    shipped: dict[str, Article], number: str, change: str
) -> None:
    """Whoever is unknown, or labelled in another way, is not taken for somebody else."""
    article = shipped[number]
    changed = {p.name: OF_A_PERSON[change](article.text, p.name) for p in article.participants}
    assert any(text != article.text for text in changed.values())
    assert [m for text in changed.values() for m in _moved(article, parse(text))] == []


@pytest.mark.parametrize("change", ["no blank lines", "blank lines everywhere", "carriage returns", "full width"])
@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_the_form_of_a_round_table_loses_no_speaker(shipped: dict[str, Article], number: str, change: str) -> None:
    """Line ends and widths leave every word with its speaker."""
    article = shipped[number]
    found = _speakers(parse(OF_THE_FILE[change](article.text)))
    assert {words: who for words, who in found.items() if who != {""}} == {
        words: who for words, who in _speakers(article).items() if who != {""}
    }
