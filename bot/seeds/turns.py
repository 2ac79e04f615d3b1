"""The labels of a labelled interview, told apart from other words that stand before a colon or a space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.seeds.cues import asking, asks
from bot.seeds.lines import Line
from bot.seeds.people import HONORIFIC, TITLE, profile_header

__all__ = ["Turns"]

_LETTER = r"[^\s:。、!?※()「」『』“”―—–-]"
_COLON = re.compile(rf"^(?P<label>{_LETTER}{{1,12}}(?: {_LETTER}{{1,6}})?):\s*(?=\S)")
_SPACE = re.compile(rf"^(?P<label>{_LETTER}{{1,12}})[ \u00a0]\s*(?=\S)")
# What stands before a colon without being anybody.
_NOBODY = re.compile(
    r"^(?:執筆者?|編集者?|取材|構成|文|撮影|写真|聞き手|https?|[最新更公開日付]+|注|例|例えば|出典|参考|資料|図|表|回答|答え|A[0-9]*"
    r"|日時?|日程|時間|期間|場所|会場|住所|所在地|対象者?|定員|費用|料金|申込|申し?込み(?:先|方法)?|問い?合わ?せ先?|電話|担当|主催"
    r"|目的|内容|概要|背景|課題|対策|方法|手段|結果|効果|成果|理由|原因|結論|特徴|ポイント|メリット|デメリット|方針|目標|現状|今後"
    r"|提案|感想|備考|補足|条件|種類|名称|件名|題名|見出し|タイトル|テーマ|議題|参加者|出席者|プロフィール|経歴|氏名|役職|所属)$"
)
_OFFICE = re.compile(rf"(?:課|室|係|部|局|センター|チーム|事務局|{TITLE}|{HONORIFIC})$")
_HIRAGANA = re.compile(r"^[ぁ-ん]+$")  # はい, そうですね: words, and not a name
_FEWEST = 3
_HONORIFIC_END = re.compile(rf"(?<=.)(?:{HONORIFIC})$")


class Turns:
    """The lines of a file that are not blank, and which of them begin a turn with whose label."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line for line in lines if not line.blank]
        self.asked = [asking(line) is not None for line in self.lines]
        self.barred = any(self.asked)
        self._text = "\n".join(line.text for line in self.lines)
        self._profiles = {header[0] for line in self.lines if (header := profile_header(line.text))}
        self._found = self._count()
        often = Counter(_surname(label) for label in self._found.elements())
        self._known = {label for label in self._found if often[_surname(label)] > 1}
        if self._known:
            self._known |= {label for label in self._found if self._is_somebody(label)}
        self.last = max((i for i, asked in enumerate(self.asked) if asked or self.label(i)), default=-1)

    @property
    def converse(self) -> bool:
        """Tell whether people talk here: enough turns, and a sign that their labels are those of people."""
        turns = sum(n for label, n in self._found.items() if label in self._known)
        enough = turns >= _FEWEST or (turns > 1 and sum(self.asked) > 1)
        return enough and (self.barred or self._asks_barely() or any(map(self._is_somebody, self._known)))

    def _asks_barely(self) -> bool:
        """Tell whether a line without a label asks what the labelled line below it answers."""
        bare = (i for i, line in enumerate(self.lines) if asks(line.text) and not _COLON.match(line.text))
        return any(self.label(i + 1) and not self.label(i) for i in bare)

    def full_name(self, label: str) -> str:
        """Return the one label that gives the whole name of a surname, or else the label itself."""
        bare = _HONORIFIC_END.sub("", label)
        whole = [known for known in self._known if known.startswith(f"{bare} ")]
        return whole[0] if len(whole) == 1 else bare

    def label(self, position: int) -> tuple[str, int] | None:
        """Return the known label with which a line begins, and where the words begin, or None."""
        if not 0 <= position < len(self.lines):
            return None
        for pattern in (_COLON, _SPACE):
            match = pattern.match(self.lines[position].text)
            if match and match["label"] in self._known:
                return match["label"], match.end()
        return None

    def is_strange(self, position: int) -> bool:
        """Tell whether a line begins as a turn does, with a label that nobody is known by."""
        text = self.lines[position].text
        spaced = _SPACE.match(text)
        before_colon = _COLON.match(text)
        return bool(before_colon and not _NOBODY.match(before_colon["label"])) or bool(
            spaced and _OFFICE.search(spaced["label"])
        )

    def _count(self) -> Counter[str]:
        """Count labels: before a colon anywhere, before a space right after a question or where an office speaks."""
        found: Counter[str] = Counter()
        for answers, asked, line in zip([False, *self.asked], self.asked, self.lines, strict=False):
            match = _COLON.match(line.text) or (self._spaced(line, answers) if self.barred else None)
            if match and not asked and _speaks(line, match) and not _NOBODY.match(match["label"]):
                found[match["label"]] += 1
        return found

    @staticmethod
    def _spaced(line: Line, answers: bool) -> re.Match[str] | None:
        match = _SPACE.match(line.text)
        named = match is not None and not _HIRAGANA.match(match["label"])
        return match if match and named and (answers or _OFFICE.search(match["label"])) else None

    def _is_somebody(self, label: str) -> bool:
        """Tell whether a label is a person or an office by its form, its profile, or how others address it."""
        addressed = any(f"{_surname(label)}{honorific}" in self._text for honorific in HONORIFIC.split("|"))
        return bool(_OFFICE.search(label)) or label in self._profiles or addressed


def _speaks(line: Line, match: re.Match[str]) -> bool:
    """Tell whether the words behind a label are a sentence and not an entry of a list."""
    return line.final or len(line.text) - match.end() > 30


def _surname(label: str) -> str:
    return _HONORIFIC_END.sub("", label.split(" ", maxsplit=1)[0])
