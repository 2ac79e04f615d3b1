"""What a YAML error means to somebody who has never heard of YAML."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.text_file import TextFile
from bot.problems import Problem

__all__ = ["CLOSE_BRACKET", "CLOSE_QUOTATION", "explain"]

CLOSE_QUOTATION = "文の終わりに同じ引用符を付けてください。文の中の ' は '' と2つ重ねます。"
CLOSE_BRACKET = "閉じる括弧を付けてください。文の初めの括弧なら、文全体を '…' で囲んでください。"
_WHOLE_TEXT = "文全体を '…' で囲んでください"
_KEY_ALONE = re.compile(r"^\s*(?:- +)?[a-z_]{2,20}$")
_TWO_COLONS = "文の中の「: 」(コロンと半角スペース)が、項目の区切りと読まれます。"
_UNKNOWN = ("", False, "YAML として読めません。", "この行と、すぐ上の行の書き方を確かめてください。")
_UNEVEN = "字下げか「- 」の位置がそろっていません。"
_EVEN = "この行とすぐ上の行の、行頭の半角スペースの数をそろえてください。"

# Each rule: what libyaml or PyYAML says, whether the place where it began matters more, message, hint.
_RULES = (
    (r"\\t|tab character", False, "字下げにタブ文字があります。", "タブを消して、半角スペースで字下げしてください。"),
    (
        r"mapping values are not allowed",
        False,
        _TWO_COLONS,
        f"{_WHOLE_TEXT}(コロンを全角の「：」にしても構いません)。",
    ),
    (
        r"escape|hexdec",
        False,
        '"…" の中の「\\」は使えません。',
        "\"…\" の代わりに '…' で囲んでください。",
    ),
    (r"quoted scalar", True, "引用符(' または \")が閉じていません。", CLOSE_QUOTATION),
    (
        r"could not find expected ':'",
        True,
        "項目名の後の「: 」が見つかりません。",
        "「項目名: 内容」の形にしてください。リストなら、行頭に「- 」を付けてください。",
    ),
    (
        r"block sequence entries are not allowed",
        False,
        "ここに「- 」は書けません。",
        "リストなら次の行から書いてください。文が「-」で始まるなら '…' で囲んでください。",
    ),
    (
        r"mapping keys are not allowed",
        False,
        "「? 」で始まる文は、そのままでは書けません。",
        f"{_WHOLE_TEXT}。",
    ),
    (
        r"expected node content",
        False,
        "ここに書けない記号か、字下げのずれがあります。",
        "「,」「]」「}」で始まる文は '…' で囲んでください。「- 」の下の行は字下げしてください。",
    ),
    (r"flow (?:sequence|mapping)|expected ',' or", True, "「[」または「{」が閉じていません。", CLOSE_BRACKET),
    (
        r"did not find expected (?:key|'-' indicator|<document start>)|block (?:end|mapping|collection)",
        False,
        _UNEVEN,
        _EVEN,
    ),
    (
        r"cannot start any token",
        False,
        "文の初めに使えない記号があります。",
        "「@」「`」「%」などで始まる文は '…' で囲んでください。",
    ),
    (
        r"alias|anchor",
        False,
        "YAML の参照(「*」「&」)は使えません。",
        "文が「*」「&」で始まるなら '…' で囲んでください。",
    ),
    (r"tag", False, "「!」で始まるタグは使えません。", "文が「!」で始まるなら '…' で囲んでください。"),
    (r"directive|'%'", False, "「%」で始まる行は使えません。", "文が「%」で始まるなら '…' で囲んでください。"),
    (
        r"block scalar|indentation indicator",
        False,
        "「|」「>」の書き方が違います。",
        "内容を1行で書き、'…' で囲んでください。",
    ),
)


def explain(error: yaml.YAMLError, file: TextFile) -> Problem:
    """Turn a parser's error into a finding with a place and a next step."""
    said = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem", "reason")) or str(error)
    _, from_start, message, hint = next((rule for rule in _RULES if re.search(rule[0], said)), _UNKNOWN)
    line, column = _mark(error, from_start)
    if message == _TWO_COLONS and _is_key_alone(file, line, column):
        message, hint = _UNEVEN, _EVEN
    return _finding(file, line, column, message, hint)


def _finding(file: TextFile, line: int, column: int, message: str, hint: str) -> Problem:
    """An error behind the last line is one of the last line, and one there may come from a cut in writing."""
    last = file.last_line
    if line >= last and not file.is_finished:
        hint += "保存や同期が途中でないかも確かめてください。"
    return Problem(file.path, min(line, last), column if line <= last else 0, message, hint)


def _is_key_alone(file: TextFile, line: int, column: int) -> bool:
    """Tell whether the colon that YAML did not expect follows the name of a field, and no sentence."""
    written = re.split(r"\r\n|\r|\n", file.text)[line - 1][: column - 1]
    return bool(_KEY_ALONE.match(written))


def _mark(error: yaml.YAMLError, from_start: bool) -> tuple[int, int]:
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    ordered = marks if from_start else marks[::-1]
    mark = next((m for m in ordered if m is not None), None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 0)
