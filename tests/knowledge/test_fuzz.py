"""Files damaged at random: nothing raises, nothing takes long, and what is accepted is still verbatim."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from bot.knowledge import Knowledge, load
from bot.problems import has_errors
from tests.knowledge.folders import BASE

SECONDS = 2.0  # of processor time for one load
ROUNDS = 300
FILES = sorted(p.relative_to(BASE) for p in BASE.rglob("*") if p.is_file())
PIECES = (
    "\t", "\u3000", "：", ": ", "#", " #", "'", '"', "[", "]", "{", "}", "&a", "*a", "!x ", "|", ">", "-", "- ", "? ", "%", "@",
    "---\n", "...\n", "\r", "\r\n", "\n\n", "\0", "\x85", "\u2028", "\u200b", "\ufeff", "\ufffd", "か\u3099", "~", "null", "<<: ",
    "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "。", "「", "」", "(以下「", "参加者\n", "画像1\n", "―", "土村:", "\U0001f600",
)  # fmt: skip


def _mutate(data: bytes, chance: random.Random) -> bytes:
    """Damage a file once, in one of the ways in which files are damaged."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((1, 3, 20, 200)))
    lines = data.split(b"\n")
    line = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:start] + bytes(chance.randrange(256) for _ in range(end - start)) + data[end:]
        case 3:
            return data[:start] + data[start:end] * chance.choice((2, 50)) + data[end:]
        case 4:
            del lines[line]
        case 5:
            lines[line] = b" " * chance.randrange(1, 5) + lines[line]
        case 6:
            other = chance.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
        case _:
            text = data.decode("utf-8", "replace")
            place = chance.randrange(len(text) + 1)
            return (text[:place] + chance.choice(PIECES) + text[place:]).encode("utf-8")
    return b"\n".join(lines)


def _damaged(folder: Path, chance: random.Random) -> None:
    for name in chance.sample(FILES, chance.choice((1, 1, 1, 2, 4))):
        data = (BASE / name).read_bytes()
        for _ in range(chance.choice((1, 1, 2, 5))):
            data = _mutate(data, chance)
        (folder / name).write_bytes(data)


def _restore(folder: Path) -> None:
    for name in FILES:
        (folder / name).write_bytes((BASE / name).read_bytes())


def _assert_verbatim(knowledge: Knowledge, seed: int) -> None:
    """Every quote lies inside a passage of its article, and no quote is empty."""
    for entry in knowledge.entries:
        for quote in entry.quotes:
            passages = knowledge.articles[quote.source].passages
            assert knowledge.text_of(quote).strip(), seed
            assert any(p.span.contains(quote.span) for p in passages), seed


def test_nothing_raises_and_nothing_takes_long(folder: Path) -> None:
    """Three hundred damaged folders are all answered with findings or with knowledge that holds."""
    verdicts = {True: 0, False: 0}
    for seed in range(ROUNDS):
        _restore(folder)
        _damaged(folder, random.Random(seed))  # noqa: S311 - the same damage each time is the point
        started = time.process_time()
        loaded = load(folder)
        assert time.process_time() - started < SECONDS, seed
        assert (loaded.knowledge is None) == has_errors(loaded.problems), seed
        assert [p.key for p in loaded.problems] == sorted(p.key for p in loaded.problems), seed
        if loaded.knowledge:
            _assert_verbatim(loaded.knowledge, seed)
        verdicts[loaded.knowledge is not None] += 1
    assert min(verdicts.values()) > ROUNDS // 10, "the damage is too small or too great to tell anything"


BIG = 990_000
HOSTILE = {
    "a list in brackets": ("knowledge/faq/x.yaml", "[" + "a," * (BIG // 2) + "]\n"),
    "brackets": ("knowledge/faq/x.yaml", "[" * BIG),
    "hyphens": ("knowledge/faq/x.yaml", "- " * (BIG // 2)),
    "question marks": ("knowledge/faq/x.yaml", "? " * (BIG // 2)),
    "quotation marks": ("knowledge/faq/x.yaml", '"' * BIG),
    "spaces": ("knowledge/faq/x.yaml", " " * BIG),
    "comments": ("knowledge/faq/x.yaml", "- a #\n" * (BIG // 6)),
    "one long text": ("knowledge/faq/x.yaml", "- id: " + "a" * BIG + "\n"),
    "full-width colons": ("knowledge/faq/x.yaml", "id：a\n" * (BIG // 8)),
    "many keys": ("knowledge/faq/x.yaml", "- " + "\n  ".join(f"k{n}: a" for n in range(70_000)) + "\n"),
    "a long chain of synonyms": ("knowledge/glossary.yaml", "".join(f"w{n}: w{n + 1}\n" for n in range(60_000))),
    "many groups": ("knowledge/glossary.yaml", "- words: [a, b]\n" * 40_000),
    "many places": ("knowledge/places.yaml", "".join(f"- name: p{n}\n  aliases: [q]\n" for n in range(30_000))),
    "an article of one letter": ("seeds/koganei.txt", "あ" * (BIG // 3)),
    "an article of marks": ("seeds/koganei.txt", "か" + "\u3099" * (BIG // 3 - 2)),
    "an article of short lines": ("seeds/koganei.txt", "a\n" * (BIG // 2)),
    "an article of sentences": ("seeds/koganei.txt", "あ。" * (BIG // 6)),
    "an article of participants": (
        "seeds/koganei.txt",
        "参加者\n" + "市CIO:山田 太郎\n" * 2_000 + "\n山田\nあ。\n" * 700,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_anything_is_answered_soon(name: str, folder: Path) -> None:
    """A file at the limit of its size, made to be slow, keeps nobody waiting."""
    path, text = HOSTILE[name]
    (folder / path).write_text(text, encoding="utf-8", newline="")
    started = time.process_time()
    loaded = load(folder)
    assert time.process_time() - started < 2 * SECONDS
    assert loaded.problems
    assert len(loaded.problems) < 150
