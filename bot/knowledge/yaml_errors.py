"""What a YAML error means to somebody who has never heard of YAML."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.folder import TextFile
from bot.problems import Problem

__all__ = ["explain"]

# Each rule: what libyaml or PyYAML says, whether the place where it began matters more, message, hint.
_RULES = (
    (r"\\t|tab character", False, "字下げにタブ文字があります。", "タブを消して、半角スペースで字下げしてください。"),
    (
        r"mapping values are not allowed",
        False,
        "文の中に「: 」(コロンと半角スペース)があるため、項目の区切りと読まれます。",
        "文全体を '…' で囲むか、コロンを全角の「：」にしてください。字下げのずれも確かめてください。",
    ),
    (
        r"quoted scalar|unexpected end of stream",
        True,
        "引用符(' または \")が閉じていません。",
        "文の終わりに同じ引用符を付けてください。文の中の ' は '' と2つ重ねます。",
    ),
    (
        r"unknown escape|escape sequence",
        False,
        '"…" の中の「\\」は使えません。',
        "\"…\" の代わりに '…' で囲んでください。",
    ),
    (
        r"could not find expected ':'",
        True,
        "項目名の後の「: 」が見つかりません。",
        "「項目名: 内容」の形(半角コロンと半角スペース)になっているか確かめてください。",
    ),
    (
        r"did not find expected (?:key|'-' indicator|<document start>)|block (?:end|sequence entries)|expected <block end>",
        False,
        "字下げか「- 」の位置がそろっていません。",
        "この行とすぐ上の行の、行頭の半角スペースの数をそろえてください。",
    ),
    (
        r"cannot start any token",
        False,
        "行のはじめに使えない記号があります。",
        "「@」「`」「%」などで始まる文は '…' で囲んでください。",
    ),
    (
        r"flow (?:sequence|mapping)|expected ',' or",
        True,
        "「[」または「{」が閉じていません。",
        "閉じる括弧を付けるか、文なら '…' で囲んでください。",
    ),
    (
        r"undefined alias|alias|anchor",
        False,
        "YAML の参照(* と &)は使えません。",
        "「*」で始まる文は '…' で囲んでください。",
    ),
    (r"tag", False, "「!」で始まるタグは使えません。", "文が「!」で始まるなら '…' で囲んでください。"),
    (r"directive|'%'", False, "「%」で始まる行は使えません。", "文が「%」で始まるなら '…' で囲んでください。"),
    (
        r"block scalar|indentation indicator",
        False,
        "「|」「>」の書き方が違います。",
        "内容を1行で書き、'…' で囲んでください。",
    ),
    (r"control characters|unacceptable character", False, "使えない文字があります。", "その文字を消してください。"),
)


def explain(error: yaml.YAMLError, file: TextFile) -> Problem:
    """Turn a parser's error into a finding with a place and a next step."""
    said = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem", "reason")) or str(error)
    for pattern, from_start, message, hint in _RULES:
        if re.search(pattern, said):
            line, column = _mark(error, from_start)
            return Problem(file.path, line, column, message, hint)
    line, column = _mark(error, from_start=False)
    return Problem(
        file.path, line, column, "YAML として読めません。", "この行と、すぐ上の行の書き方を確かめてください。"
    )


def _mark(error: yaml.YAMLError, from_start: bool) -> tuple[int, int]:
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    ordered = marks if from_start else marks[::-1]
    mark = next((m for m in ordered if m is not None), None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 0)
