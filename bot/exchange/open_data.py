"""Open data: the four columns in which Japanese municipalities publish their questions and answers.

ID,問い合わせ文,応答文,カテゴリ
koganei-dx-leader-headcount,小金井市はDXリーダーを何人…,「今のところ、…」(出典: …),推進体制

UTF-8 with a byte order mark (Excel wants it), CRLF, quoted as RFC 4180 says.
A cell that Excel would take for a formula gets an apostrophe in front, and so does one that begins with an
apostrophe: exactly one is taken away again in reading.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.exchange.drafts import Draft, Excerpt, ExchangeError
from bot.exchange.rows import MAX_ROWS, Row, Table, complete, positions
from bot.knowledge import Knowledge

__all__ = ["ANSWER", "CATEGORY", "NAME", "QUESTION", "answer_cell", "open_data_bytes", "read_open_data"]

NAME, QUESTION, ANSWER, CATEGORY = "ID", "問い合わせ文", "応答文", "カテゴリ"
_COLUMNS = (NAME, QUESTION, ANSWER, CATEGORY)
# What Excel takes for the start of a formula (the full-width forms in a Japanese locale too), and the guard.
_GUARDED = re.compile(r"^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n']")
_GUARD = "'"
_MAX_BYTES = 64_000_000


def open_data_bytes(drafts: Sequence[Draft], knowledge: Knowledge) -> bytes:
    """Return the file of the drafts, one row an entry."""
    names = {topic.id: topic.name for topic in knowledge.topics}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for draft in drafts:
        cells = (draft.id, draft.question, answer_cell(draft.excerpts, knowledge), names.get(draft.topic, draft.topic))
        writer.writerow(map(_guarded, cells))
    return stream.getvalue().encode("utf-8-sig")


def answer_cell(excerpts: Iterable[Excerpt], knowledge: Knowledge) -> str:
    """Return the answer of an entry as people read it: each quote, then where it comes from."""
    return "\n".join(f"「{quote}」\n{_citation(source, knowledge)}" for source, quote in excerpts)


def _citation(source_id: str, knowledge: Knowledge) -> str:
    source = knowledge.sources[source_id]
    link = f" {source.url}" if source.url else ""
    return f"(出典: 『{source.title}』{source.publisher}、{source.when}の{source.kind}{link})"


def read_open_data(data: bytes, name: str) -> Table:
    """Read the rows of a file; raises `ExchangeError` with one sentence for whatever is wrong with it."""
    if len(data) > _MAX_BYTES:
        raise ExchangeError(f"{name} が大きすぎます。書き出した FAQ の CSV かどうか確かめてください。")
    reader = csv.reader(io.StringIO(_decoded(data, name), newline=""), strict=True)
    try:
        header = next(reader, [])
        places = positions(header, _COLUMNS, name)
        rows = list(_rows(reader, places, len(header), name))
    except csv.Error as error:
        raise ExchangeError(
            f'{name}:{reader.line_num}: CSV として読めません。引用符(")が閉じているか確かめてください。'
        ) from error
    return complete("csv", rows, NAME, name)


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f"{name} の文字コードが UTF-8 ではありません。Excel では「CSV UTF-8(コンマ区切り)」を選んで保存してください。"
        ) from error
    if "\0" in text:
        raise ExchangeError(f"{name} は CSV のファイルではありません。書き出した FAQ の CSV を指定してください。")
    return text


def _rows(lines: Iterator[list[str]], places: dict[str, int], width: int, name: str) -> Iterator[Row]:
    for number, cells in enumerate(lines, 2):
        if number > MAX_ROWS:
            raise ExchangeError(f"{name} の行が多すぎます(上限は {MAX_ROWS} 行)。関係のない行を消してください。")
        if cells and len(cells) != width:
            raise ExchangeError(
                f'{name} の{number}行目の列の数が違います({len(cells)}列、1行目は{width}列)。「,」や改行のあるセルは "…" で囲んでください。'
            )
        if cells:
            yield Row(number, {column: _unguarded(cells[place]) for column, place in places.items()})


def _guarded(cell: str) -> str:
    return _GUARD + cell if _GUARDED.match(cell) else cell


def _unguarded(cell: str) -> str:
    guarded = cell.startswith(_GUARD) and _GUARDED.match(cell[1:])
    return cell[1:] if guarded else cell
