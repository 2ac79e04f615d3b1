"""What the reports of ``check`` look like in a terminal: lines of text, made of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.editing import ArticleCoverage, Change, Collision, Collisions, GlossaryUse, GroupUse, Unquoted
from bot.knowledge import Knowledge, Quote
from bot.text import shorten

__all__ = ["collision_lines", "coverage_lines", "glossary_lines"]

_GLOSSARY = "knowledge/glossary.yaml"


def coverage_lines(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    """Yield, article by article, what is not quoted and what is left out, then the sum."""
    for article in articles:
        yield f"■ {article.source.title}({article.source.id})"
        yield f"  引用されている文: {_of(article.quoted, article.content)}"
        yield from _unquoted("まだ引用されていない文", article, article.missing)
        yield from _unquoted("数えない文", article, article.left_out)
    quoted, content = sum(a.quoted for a in articles), sum(a.content for a in articles)
    left_out = sum(len(a.left_out) for a in articles)
    yield f"合計: {_of(quoted, content)}。数えない文は {left_out} 文です。"


def _unquoted(title: str, article: ArticleCoverage, sentences: Iterable[Unquoted]) -> Iterator[str]:
    for number, sentence in enumerate(sentences):
        if number == 0:
            yield f"  {title}:"
        why = [sentence.reason.value] if sentence.reason else []
        why += ["一部だけ引用されています"] if sentence.in_part else []
        said = f" — {'、'.join(why)}" if why else ""
        yield f"    {article.source.file}:{sentence.line}: {shorten(sentence.text, 100)}{said}"


def collision_lines(found: Collisions) -> Iterator[str]:
    """Yield the pairs, those with the most questions first, then the sum."""
    for pair in found.pairs:
        yield from _pair(pair)
    for entry, question in found.unheard:
        yield f"{entry.path}:{entry.line}: 項目 {entry.id} の質問「{shorten(question, 60)}」では、どの項目も出ません。"
        yield "  直し方: 何について聞いているかが分かる言葉を入れてください。"
    own = _of(found.own, found.asked, "問")
    yield f"各項目の質問と言い方をすべて聞き、{own}でその項目が先に出ました。紛らわしい組は {len(found.pairs)} 組です。"


def _pair(pair: Collision) -> Iterator[str]:
    same = "(どちらも同じ言葉を引用しています)" if pair.same_words else ""
    winner = f"{pair.winner.id}({pair.winner.path}:{pair.winner.line})"
    yield f"{pair.entry.path}:{pair.entry.line}: 項目 {pair.entry.id} の質問 {len(pair.questions)} 問で、{winner} が先に出ます{same}。"
    yield f"  例: {shorten(pair.questions[0], 80)}"
    yield "  直し方: その項目だけの言葉(自治体名など)を入れるか、片方の質問を消してください。"


def glossary_lines(use: GlossaryUse, knowledge: Knowledge) -> Iterator[str]:
    """Yield the groups that pull in wrong answers, those that change none, and what was measured."""
    harmful = [g for g in use.groups if len(g.harmful) > g.helped]
    idle = [g for g in use.groups if g.asked and not g.changes]
    untouched = [g for g in use.groups if not g.touched]
    yield f"■ 違う答えを招く組: {len(harmful)} 組"
    for group in sorted(harmful, key=lambda g: g.helped - len(g.harmful)):
        yield f"  {_place(group)} よくなる質問 {group.helped} 問、悪くなる質問 {len(group.harmful)} 問{_sample(group)}"
        yield from _example(group.harmful[0], knowledge)
    yield f"■ どの質問の答えも変えなかった組: {len(idle)} 組"
    yield from (f"  {_place(group)}{_sample(group)}" for group in idle)
    yield f"■ どの質問にも出てこない組: {len(untouched)} 組"
    yield from (f"  {_place(group)}" for group in untouched)
    yield from _measured(use, harmful, idle, untouched)


def _measured(use: GlossaryUse, *named: Sequence[GroupUse]) -> Iterator[str]:
    others = len(use.groups) - sum(map(len, named))
    labelled = f"と、質問ファイルの答えのある {use.labelled} 問" if use.labelled else ""
    yield f"そのほかの {others} 組は、答えを変え、よくなる質問のほうが多いか同じでした。"
    yield (
        f"測り方: 項目の質問と言い方 {use.own} 問{labelled}のうち、組の言葉が出てくるものを、組のあるときとないときとで"
        f"聞き比べました(延べ {use.compared} 問。多い組は、いつも同じ {use.most} 問ずつの抜き取りです)。"
        "項目の質問は、その言い方がまだ書かれていないものとして聞いています。"
        "最初の引用が、その項目の引用(質問ファイルでは正解)と重なれば正しいとします。"
    )


def _place(group: GroupUse) -> str:
    return f"{_GLOSSARY}:{group.group.line}: {shorten('・'.join(group.group.words), 50)}"


def _sample(group: GroupUse) -> str:
    return f"(出てくる質問 {group.touched} 問のうち {group.asked} 問で確認)"


def _example(change: Change, knowledge: Knowledge) -> Iterator[str]:
    yield f"    例: {shorten(change.question, 80)}"
    yield f"      組があると: {_said(change.with_group, knowledge)}"
    yield f"      組がないと: {_said(change.without, knowledge)}(正しい答え)"


def _said(quote: Quote | None, knowledge: Knowledge) -> str:
    return f"「{shorten(knowledge.text_of(quote), 60)}」" if quote else "答えなし"


def _of(part: int, whole: int, unit: str = "文") -> str:
    share = 100 * part / whole if whole else 100.0
    return f"{whole} {unit}のうち {part} {unit}({share:.1f} %)"
