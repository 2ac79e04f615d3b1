"""The five shipped articles are read completely and as they were reviewed by eye."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest

from bot.seeds import Article, Kind
from tests.seeds.lines_of import read_lines

HERE = Path(__file__).parent
REVIEWED = json.loads((HERE / "shipped.json").read_text(encoding="utf-8"))
FILES = sorted(REVIEWED)
WHITE = " \t\r\n\u00a0\u3000"


def listing(article: Article) -> str:
    """Write down everything that a parse says, one passage a line."""
    rows = [f"{article.layout} {tuple(article.title)}"]
    rows += [f"{p.name} | {p.role} | {p.place}" for p in article.participants]
    for p in article.passages:
        who = (p.speaker.name if p.speaker else "-", p.subject.name if p.subject else "-", str(p.turn))
        spans = [p.span, *p.sentences, *p.headings, *([p.question] if p.question else [])]
        rows.append(f"{p.kind.name} {' '.join(who)} {[tuple(s) for s in spans]}")
    rows.append(str([tuple(f) for f in sorted(article.furniture)]))
    return "\n".join(rows)


@pytest.mark.parametrize("number", FILES)
def test_the_reviewed_parse_has_not_changed(shipped: dict[str, Article], number: str) -> None:
    """A new digest means that quotes, speakers or spans moved: review the listing before putting it down."""
    found = listing(shipped[number])
    assert hashlib.sha256(found.encode()).hexdigest() == REVIEWED[number]["digest"], found


@pytest.mark.parametrize("number", FILES)
def test_participants_have_their_name_role_and_place(shipped: dict[str, Article], number: str) -> None:
    """Everybody in the list of participants, or in a profile, is known with name, role and place."""
    people = [[p.name, p.role, p.place] for p in shipped[number].participants]
    assert people == REVIEWED[number]["participants"]


@pytest.mark.parametrize("number", FILES)
def test_headings_are_found(shipped: dict[str, Article], number: str) -> None:
    """Themes and sub-headings are headings, and nothing else is."""
    article = shipped[number]
    assert [p.span.of(article.text) for p in article.passages if p.kind is Kind.HEADING] == REVIEWED[number]["headings"]


@pytest.mark.parametrize("number", FILES)
def test_turns_follow_each_other_as_in_the_file(shipped: dict[str, Article], number: str) -> None:
    """Each turn has the speaker that stands over it in the file."""
    turns: dict[int, str] = {}
    for passage in shipped[number].passages:
        if passage.speaker:
            turns[passage.turn] = passage.speaker.name.split(" ", maxsplit=1)[0]
    assert " ".join(turns[n] for n in sorted(turns)) == REVIEWED[number]["turns"]


@pytest.mark.parametrize("number", FILES)
def test_every_line_is_covered(shipped: dict[str, Article], number: str) -> None:
    """No line of the file gets lost: it is in a passage or known as furniture."""
    assert [line.text for line in read_lines(shipped[number]) if line.what == "lost"] == []


@pytest.mark.parametrize("number", FILES)
def test_furniture_is_never_inside_a_passage(shipped: dict[str, Article], number: str) -> None:
    """What belongs to the page can never be quoted."""
    article = shipped[number]
    both = [f.of(article.text) for f in article.furniture for p in article.passages if p.span.overlaps(f)]
    assert both == []


@pytest.mark.parametrize("number", FILES)
def test_passages_do_not_overlap(shipped: dict[str, Article], number: str) -> None:
    """Each character of the file belongs to one passage at most, in the order of the file."""
    spans = [p.span for p in shipped[number].passages]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("number", FILES)
def test_sentences_tile_their_passage(shipped: dict[str, Article], number: str) -> None:
    """Sentences follow each other without a gap of anything but white space."""
    text = shipped[number].text
    for passage in shipped[number].passages:
        rest, end = "", passage.span.start
        for sentence in passage.sentences:
            rest, end = rest + text[end : sentence.start], sentence.end
        assert (rest + text[end : passage.span.end]).strip(WHITE) == ""
        assert passage.sentences


@pytest.mark.parametrize("number", FILES)
def test_what_is_said_answers_what_was_asked(shipped: dict[str, Article], number: str) -> None:
    """The question over a turn stands in the file before the turn, and is somebody else's."""
    article = shipped[number]
    asked = [(p, article.passage_at(p.question.start)) for p in article.passages if p.question]
    assert asked
    assert all(q and q.span.end <= p.span.start and q.speaker != p.speaker for p, q in asked)
