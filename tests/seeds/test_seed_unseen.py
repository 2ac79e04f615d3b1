"""Articles that the parser has not seen: made up, in the forms in which the series and interviews come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.seeds import Article, parse
from tests.seeds.lines_of import read_lines

CASES = sorted((Path(__file__).parent / "unseen").glob("*.txt"))


def _case(path: Path) -> tuple[Article, dict[str, list[list[str]]]]:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return parse(path.read_bytes().decode("utf-8"), expected["municipalities"]), expected


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_line_is_read_as_what_it_is(path: Path) -> None:
    """Each line has the kind and the speaker that a reader sees, and nobody where it cannot be known."""
    article, expected = _case(path)
    found = [
        [line.what, line.text[: len(start)]]
        for line, (_, start) in zip(read_lines(article), expected["lines"], strict=True)
    ]
    assert found == expected["lines"]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_people_have_their_name_role_and_place(path: Path) -> None:
    """Participants are those of the list, of the profiles, or of the introductions, each with role and place."""
    article, expected = _case(path)
    assert [[p.name, p.role, p.place] for p in article.participants] == expected["participants"]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_layout_is_recognised(path: Path) -> None:
    """A file is read by the layout that it has; one of no known layout is attributed to nobody."""
    article, expected = _case(path)
    assert article.layout == expected["layout"]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_passages_are_pieces_of_the_file(path: Path) -> None:
    """Whatever the widths and line ends, a passage is one piece of one line, without white space at its ends."""
    article, _ = _case(path)
    pieces = [p.span.of(article.text) for p in article.passages]
    assert all(
        piece == piece.strip("\ufeff \u3000\r\n") and piece and "\n" not in piece and "\r" not in piece
        for piece in pieces
    )
