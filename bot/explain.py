"""Explanations: why a question got its answer, or none, in words that a colleague can follow."""

from __future__ import annotations

from bot.confidence import Verdict, signals
from bot.fitted import CONFIDENCE, RANKING
from bot.match import Hit, Matched
from bot.question import Question

__all__ = ["explain"]

_SHOWN = 5  # features and signals that are named, the weightiest first
_NAMES = {
    "words": "言葉の一致",
    "grams": "文字の並びの一致",
    "kana": "読みの一致",
    "covered": "質問の言葉が入っている割合",
    "quote_words": "引用との言葉の一致",
    "quote_grams": "引用との文字の一致",
    "quote_kana": "引用との読みの一致",
    "fuzzy": "いちばん近い質問との近さ",
    "fuzzy_kana": "いちばん近い質問との読みの近さ",
    "place": "地名の一致",
    "place_conflict": "地名の食い違い",
    "person": "人名の一致",
    "person_conflict": "人名の食い違い",
    "compares": "複数の自治体を比べる質問",
    "kind": "答えの種類の一致",
    "kind_conflict": "答えの種類の食い違い",
    "unknown": "記事に出てこない言葉",
    "missing": "見つからない言葉のめずらしさ",
    "score": "順位の点",
    "margin": "次点との差",
    "nearer_words": "「記事にないこと」との言葉の一致",
    "nearer_grams": "「記事にないこと」との文字の一致",
    "nearer_kana": "「記事にないこと」との読みの一致",
    "nearer_fuzzy": "「記事にないこと」の質問との近さ",
    "only_absent": "「記事にないこと」だけにある言葉",
    "only_best": "この答えだけにある言葉",
    "foreign": "記事のない地名",
}


def explain(question: Question, matched: Matched | None, verdict: Verdict | None) -> list[str]:
    """Return the lines: what was matched and how, the score against the threshold, and the runner-up."""
    if matched is None or verdict is None:
        return ["あいさつやお礼と読み取りました。"]
    lines = [f"読み取った質問: {question.core}"]
    lines.extend(_understood(question, matched))
    if not matched.hits:
        return [*lines, "近い項目も文もありません。"]
    best, *others = matched.hits
    lines.append(f"1位: {best.name}(点 {best.score:.2f})")
    for name, found in (("一致した言葉", matched.held), ("見つからない言葉", matched.lacking)):
        lines.extend([f"  {name}: {'、'.join(found)}"] if found else [])
    lines.extend(f"  {line}" for line in _weightiest(best))
    if others:
        lines.append(f"次点: {others[0].name}(点 {others[0].score:.2f})")
    if matched.absent:
        lines.append(f"近い「記事にないこと」: {matched.absent.absence.about}")
    state = "以上なので答えました" if verdict.answers else "に届かないので答えませんでした"
    lines.append(f"確からしさ {verdict.confidence:.2f}: しきい値 {CONFIDENCE.threshold:.2f} {state}")
    lines.extend(f"  {line}" for line in _telling_signals(question, matched))
    return lines


def _understood(question: Question, matched: Matched) -> list[str]:
    facets = matched.facets
    found = [
        ("打ちまちがいとみて", "、".join(f"{typed}→{meant}" for typed, meant in question.slips)),
        ("背景", question.background),
        ("前の質問", question.before if matched.follows else ""),
        ("地名", "・".join(sorted(facets.places))),
        ("記事のない地名", "・".join(sorted(facets.foreign))),
        ("人名", "・".join(sorted(facets.people))),
        ("言い換え", "、".join(f"{phrase}→{word}" for phrase, word in matched.touched if phrase != word)),
    ]
    return [f"{name}: {value}" for name, value in found if value]


def _weightiest(hit: Hit) -> list[str]:
    parts = zip(hit.features._fields, hit.features, RANKING.weights, strict=True)
    return _named([(name, value, value * weight) for name, value, weight in parts])


def _telling_signals(question: Question, matched: Matched) -> list[str]:
    found = signals(question, matched)
    parts = zip(found._fields, found, CONFIDENCE.weights, strict=True)
    return _named([(name, value, value * weight) for name, value, weight in parts])


def _named(parts: list[tuple[str, float, float]]) -> list[str]:
    heavy = sorted((p for p in parts if p[2]), key=lambda p: -abs(p[2]))[:_SHOWN]
    return [f"{_NAMES.get(name, name)} {value:.2f} → {effect:+.2f}" for name, value, effect in heavy]
