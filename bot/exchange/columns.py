"""Columns: what a table of entries holds."""

from __future__ import annotations

__all__ = ["COLUMNS"]

# Each column: its key in the YAML files, its width, what it holds, and how to write it.
COLUMNS = (
    ("id", 30, "項目の名前", "ほかと重ならない名前(英小文字・数字・ハイフン)。変えると、別の項目になります。"),
    ("topic", 18, "話題", "下の「話題の id」から選びます。"),
    ("question", 50, "質問", "1行で、300字まで。"),
    ("variants", 60, "別の聞き方", "1行に1つ(セルの中の改行は Alt+Enter)。1つごとに新しい言葉を入れます。"),
    (
        "excerpts",
        80,
        "引用",
        "1行に1つ、「[出典の id] 引用」の形。記事の言葉をそのまま写します。いちばん答えになるものを先に。",
    ),
    ("municipality", 14, "どの自治体の話か", "自治体名(例: 小金井市)。なければ空にします。"),
    ("compare", 10, "複数の自治体を比べる項目か", "比べる項目なら true。そうでなければ空にします。"),
    ("see_also", 30, "関連する項目", "関連する項目の id を、1行に1つ。"),
)
