"""What holds for every finding, whatever it is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.problems import Severity, has_errors, render_for_github, render_for_people
from tests.knowledge.folders import Outcome, damage

LONG = "亜" * 120
TWIN = f"""- id: %s
  topic: soshiki
  question: {LONG}
  excerpts:
    - source: koganei
      quote: 今のところ、全庁で50人くらいを考えています。
"""
# Where an editor's text can turn up in a message: what is changed, and into what.
LONG_TEXTS = {
    "an id": ("knowledge/faq/ome.yaml", "id: ome-dx-size", f"id: {LONG}"),
    "an id twice": ("knowledge/topics.yaml", "id: jinzai", f"id: {LONG}\n  name: a\n  about: b\n- id: {LONG}"),
    "a topic": ("knowledge/faq/ome.yaml", "topic: soshiki", f"topic: {LONG[:80]}"),
    "a key": ("knowledge/faq/ome.yaml", "  variants:", f"  {LONG}: a\n  variants:"),
    "a key twice": ("knowledge/faq/ome.yaml", "  variants:", f"  {LONG}: a\n  {LONG}: a\n  variants:"),
    "a source": ("knowledge/faq/ome.yaml", "source: ome-dx", f"source: {LONG[:80]}"),
    "a quote": ("knowledge/faq/ome.yaml", "quote: DX推進課は", f"quote: {LONG}DX推進課は"),
    "a quote from inside": ("knowledge/faq/ome.yaml", "現在は兼務も", f"現在は{LONG}兼務も"),
    "a quote on two lines": ("knowledge/faq/ome.yaml", "設置され、", f"設置され、\n        {LONG}"),
    "a reference": ("knowledge/faq/ome.yaml", "[ome-dx-members]", f"[{LONG[:80]}]"),
    "a question twice": ("knowledge/faq/ome.yaml", "- id: ome-dx-size", f"{TWIN % 'a'}{TWIN % 'b'}- id: ome-dx-size"),
    "a comment": ("knowledge/faq/ome.yaml", "何人体制ですか", f"何人 #{LONG}"),
    "a tag": ("knowledge/faq/ome.yaml", "question: ", f"question: !{LONG} "),
    "a tag of letters": ("knowledge/faq/ome.yaml", "question: ", f"question: !{'x' * 120} "),
    "an anchor": ("knowledge/faq/ome.yaml", "question: ", f"question: &{'x' * 120} "),
    "an address": ("knowledge/sources.yaml", "url: https://note.com/", f"url: {LONG}"),
    "a file": ("knowledge/sources.yaml", "seeds/koganei.txt", f"seeds/{LONG}.txt"),
    "a date": ("knowledge/sources.yaml", "'2023'", LONG),
    "a word twice": ("knowledge/glossary.yaml", "[人材, 人手]", f"[{LONG[:40]}, {LONG[:40]}]"),
    "words in a circle": ("knowledge/glossary.yaml", "- words", f"{LONG}a: {LONG}b\n{LONG}b: {LONG}a\n#"),
    "a place": ("knowledge/places.yaml", "小金井市", f"{LONG[:20]}\n- name: {LONG[:20]}"),
    "an invisible letter": ("knowledge/faq/ome.yaml", "    - DX", f"    - {LONG}\u200b{LONG}DX"),
}
OPEN = re.compile(r"[\u3041-\u3096]")


def test_every_message_and_hint_is_japanese(outcomes: dict[str, Outcome]) -> None:
    """An editor reads a sentence, then a sentence that says what to do; the list of names may come last."""
    for problem in (p for outcome in outcomes.values() for p in outcome.problems):
        assert OPEN.search(problem.message), problem
        assert problem.message.endswith("。"), problem
        assert OPEN.search(problem.hint), problem
        assert problem.hint.endswith("。") or "使える" in problem.hint, problem
        assert "。。" not in problem.message + problem.hint, problem


def test_no_finding_shows_the_disk_or_the_program(outcomes: dict[str, Outcome]) -> None:
    """No absolute path, no traceback, no name of an exception, no words of the parser."""
    for outcome in outcomes.values():
        shown = "\n".join(render_for_people(outcome.problems))
        assert str(outcome.root) not in shown
        assert not re.search(r"Traceback|Error\b|Exception|/tmp/|etc/passwd|expected|<unicode string>", shown), shown


def test_paths_are_relative_and_lines_exist(outcomes: dict[str, Outcome]) -> None:
    """A finding can be gone to: its file is in the folder, and its line in the file, unless it tells of their lack."""
    for outcome in outcomes.values():
        for problem in outcome.problems:
            assert problem.path.split("/")[0] in ("knowledge", "seeds"), problem
            assert problem.line >= 0, problem
            assert problem.column >= 0, problem
            if problem.line > 1:
                lines = _text(outcome.root / problem.path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
                assert problem.line <= len(lines), problem


def _text(path: Path) -> str:
    data = path.read_bytes()
    return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def test_findings_are_sorted_by_place(outcomes: dict[str, Outcome]) -> None:
    """File by file and line by line, nothing twice."""
    for outcome in outcomes.values():
        keys = [problem.key for problem in outcome.problems]
        assert keys == sorted(set(keys))


def test_errors_and_only_errors_refuse(outcomes: dict[str, Outcome]) -> None:
    """The knowledge is there exactly where no finding is an error."""
    for outcome in outcomes.values():
        assert outcome.loaded == (not has_errors(outcome.problems)), outcome.case.name


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_message_shows_at_most_forty_characters_of_content(name: str, folder: Path) -> None:
    """However long the text is, the message stays one that can be read in Slack."""
    path, old, new = LONG_TEXTS[name]
    damage(folder, {path: {"replace": [[old, new]]}})
    problems = load(folder).problems
    assert problems
    for problem in problems:
        assert problem.message.count("亜") + problem.message.count("x") <= 40, problem
        assert problem.hint.count("亜") <= 40, problem
        assert "\n" not in problem.message + problem.hint


def test_a_file_name_cannot_break_a_line(folder: Path) -> None:
    """A name with a line break or with bytes that are no UTF-8 is shown on one line that UTF-8 can hold."""
    for name in (b"a\nb.yaml.txt", b"\x90\xc2.yaml.txt", "\u202eb.yaml.txt".encode()):
        (Path(str(folder)) / "knowledge" / "faq").joinpath(name.decode("utf-8", "surrogateescape")).write_bytes(b"")
    problems = load(folder).problems
    assert [p.path for p in problems] == [
        "knowledge/faq/a\ufffdb.yaml.txt",
        "knowledge/faq/\ufffdb.yaml.txt",
        "knowledge/faq/\ufffd\ufffd.yaml.txt",
    ]
    "\n".join(render_for_people(problems)).encode("utf-8")
    assert len(render_for_people(problems)) == 2 * len(problems)


def test_an_annotation_for_github_is_one_line(outcomes: dict[str, Outcome]) -> None:
    """Each finding becomes one workflow command with its file and line."""
    for outcome in outcomes.values():
        lines = render_for_github(outcome.problems)
        assert len(lines) == len(outcome.problems)
        for line, problem in zip(lines, outcome.problems, strict=True):
            level = "error" if problem.severity is Severity.ERROR else "warning"
            assert re.fullmatch(rf"::{level} file=[^,:]+,line=\d+,col=\d+::.+", line), line
