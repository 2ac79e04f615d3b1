"""``ask`` answers in a terminal, as JSON, or line by line, from anywhere and without Slack."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ASKED = "小金井市のDXリーダーは何人?"
QUOTE = "今のところ、全庁で50人くらいを考えています。"


def _lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_a_question_is_answered_for_people(call) -> None:
    """The quote stands in brackets with who said it, when, and the link."""
    done = call("ask", ASKED)
    assert done.code == 0
    assert done.err == ""
    assert f"1. 「{QUOTE}」" in done.out
    assert "住野 英進(小金井市CIO(副市長))" in done.out
    assert "https://note.com/" in done.out


def test_an_answer_as_json_is_one_line(call, root: Path) -> None:
    """Everything that a program needs is there, and the quote is the file's piece from start to end."""
    done = call("ask", "--json", ASKED)
    assert done.code == 0
    record = json.loads(done.out)
    first = record["excerpts"][0]
    assert (record["kind"], first["quote"], first["speaker"]) == ("answer", QUOTE, "住野 英進")
    text = (root / first["file"]).read_bytes().decode("utf-8")
    assert text[first["start"] : first["end"]] == QUOTE
    assert done.out.count("\n") == 1


def test_an_honest_no_is_no_failure(call) -> None:
    """Where nothing is found, the exit code is 0 all the same."""
    done = call("ask", "--json", "大阪市の水道料金はいくら?")
    assert done.code == 0
    assert json.loads(done.out) | {"confidence": 0} == {"kind": "none", "confidence": 0, "faq": None, "excerpts": []}


def test_the_former_question_is_heard(call) -> None:
    """A question that says nothing by itself is understood through the one before it."""
    done = call("ask", "--json", "--previous", "青梅市のDX推進課とはどんな組織ですか", "何人体制?")
    assert done.code == 0
    assert json.loads(done.out)["excerpts"][0]["source"] == "ome-2023"


def test_a_batch_is_answered_in_order(call, tmp_path: Path) -> None:
    """One line of JSON for each question, with its id, whatever kind of id that is."""
    batch = tmp_path / "questions.jsonl"
    records = [{"id": n, "q": q} for n, q in enumerate([ASKED, "ありがとう", "こんにちは", "大阪市の水道料金は?"])]
    batch.write_text(_lines(*records, {"id": "z", "q": "何人?", "prev": ASKED}), encoding="utf-8")
    done = call("ask", "--batch", str(batch))
    assert done.code == 0
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [(r["id"], r["kind"]) for r in found[:4]] == [(0, "answer"), (1, "thanks"), (2, "help"), (3, "none")]
    assert found[4]["id"] == "z"


def test_a_batch_gives_the_same_as_one_question(run_bot) -> None:
    """The batch's line is that of ``--json``, with the id before it."""
    batch = json.loads(run_bot("ask", "--batch", "-", stdin=_lines({"id": "a", "q": ASKED})).stdout)
    assert batch == {"id": "a", **json.loads(run_bot("ask", "--json", ASKED).stdout)}


def test_standard_input_is_answered_while_it_is_written(environment: dict[str, str], root: Path) -> None:
    """Each line is answered before the next one comes."""
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, env=environment, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(_lines({"id": number, "q": ASKED}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=30) == 0


BROKEN = ["nonsense", "{", "[]", '"text"', "1", "null", '{"id": "1"}', '{"q": ', "[1, 2]", '{"Q": "大文字"}']


def test_a_broken_line_is_named_and_the_rest_answered(run_bot) -> None:
    """The message gives the line's number and the form; good lines are answered; the exit code is 1."""
    good = _lines({"id": 1, "q": ASKED})
    done = run_bot("ask", "--batch", "-", stdin=good + "\n".join(BROKEN) + "\n\n" + good)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 1]
    messages = done.stderr.splitlines()
    assert [message.split(":")[1] for message in messages] == [str(2 + n) for n in range(len(BROKEN))]
    assert all('"q"' in message for message in messages)


def test_a_byte_order_mark_and_other_line_ends_are_no_trouble(call, tmp_path: Path) -> None:
    """A file from a Windows editor is read as it is."""
    batch = tmp_path / "windows.jsonl"
    batch.write_bytes(("\ufeff" + _lines({"id": 1, "q": ASKED}).replace("\n", "\r\n") * 2).encode())
    done = call("ask", "--batch", str(batch))
    assert done.code == 0
    assert len(done.out.splitlines()) == 2


def test_a_file_that_is_not_there_is_named(call) -> None:
    """One sentence, no traceback, exit code 1."""
    done = call("ask", "--batch", "no-such-file.jsonl")
    assert done.code == 1
    assert "no-such-file.jsonl" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [[], ["質問", "--batch", "questions.jsonl"], [""]])
def test_a_question_or_a_batch_is_asked_for(call, arguments: list[str]) -> None:
    """Neither or both is wrong use: exit code 2, and an example."""
    done = call("ask", *arguments)
    assert done.code == 2
    assert "--batch" in done.err
    assert "Traceback" not in done.err


def test_the_working_directory_does_not_matter(run_bot, tmp_path: Path) -> None:
    """The knowledge is found from wherever the bot is called."""
    assert QUOTE in run_bot("ask", ASKED, cwd=tmp_path).stdout


def test_a_folder_without_knowledge_is_explained(call, tmp_path: Path) -> None:
    """``--root`` with nothing in it gives findings and not a traceback."""
    done = call("ask", "--root", str(tmp_path), ASKED)
    assert done.code == 1
    assert "knowledge" in done.err
    assert "Traceback" not in done.err


@pytest.fixture
def _in_the_foreground() -> Iterator[None]:
    """Let what is started heed Ctrl-C, also where the tests themselves run in the background of a script.

    A shell lets what it starts there ignore SIGINT, and whatever comes of that inherits it.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_in_the_foreground")
def test_an_interruption_is_not_a_crash(environment: dict[str, str], root: Path) -> None:
    """Ctrl-C ends the batch with exit code 130 and no traceback."""
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(_lines({"id": 1, "q": ASKED}))
        process.stdin.flush()
        assert process.stdout.readline()
        time.sleep(0.2)  # it reads by now: Python overlooks a signal in the moment before it does, until the next line
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert "Traceback" not in process.stderr.read()


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str], root: Path) -> None:
    """``ask … | head -0`` ends quietly."""
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(_lines({"id": 1, "q": ASKED}))
        process.stdin.close()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == ""
