"""The four kinds of files and their fields."""

from __future__ import annotations

from bot.knowledge.fields import Field, Listing, Record, Text

__all__ = ["ABSENCES", "ENTRIES", "GLOSSARY", "ID", "PLACES", "SOURCES", "TOPICS"]

_ID_FORM = "英小文字で始め、英小文字・数字・ハイフンだけで書いてください(例: koganei-dx-leader)。"
ID = Text("ほかと重ならない名前(英小文字・数字・ハイフン)", r"[a-z][a-z0-9-]{0,79}", _ID_FORM, 80)
_QUESTION = Text("職員が入力しそうな言い方", longest=300)

QUOTE = Record(
    "引用",
    (
        Field("source", Text("sources.yaml の id", longest=80), required=True),
        Field("quote", Text("記事からそのまま写した1文から3文(300字まで)", longest=300), required=True),
    ),
)

SOURCES = Listing(
    Record(
        "出典",
        (
            Field("id", ID, required=True),
            Field("file", Text("seeds フォルダーの中のファイル(例: seeds/000.txt)", longest=200), required=True),
            Field("title", Text("記事名", longest=200), required=True),
            Field("publisher", Text("媒体・発行者", longest=100), required=True),
            Field("url", Text("記事のページ(https://…)", longest=1000), required=True),
            Field(
                "date",
                Text(
                    "話を聞いた日(2021-10-18、分からなければ 2021-10 や 2021)",
                    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?",
                    "2021-10-18 のように、半角数字とハイフンで書いてください。",
                ),
                required=True,
            ),
            Field("date_label", Text("日付の見せ方(例: 令和5年度)", longest=40)),
            Field("kind", Text("座談会・インタビューなど", longest=20), required=True),
            Field("municipalities", Listing(Text("自治体名", longest=20), fewest=1), required=True),
            Field("series", Text("シリーズ名と回", longest=100)),
        ),
    ),
    "記事の一覧",
    fewest=1,
)

TOPICS = Listing(
    Record(
        "話題",
        (
            Field("id", ID, required=True),
            Field("name", Text("話題の名前", longest=40), required=True),
            Field("about", Text("何が入っているかを1文で", longest=150), required=True),
        ),
    ),
    "話題の一覧",
    fewest=1,
)

ENTRIES = Listing(
    Record(
        "項目",
        (
            Field("id", ID, required=True),
            Field("topic", Text("topics.yaml の id", longest=80), required=True),
            Field(
                "compare",
                Text("複数の自治体を比べる項目なら true", r"true|false", "true と書くか、この行を消してください。"),
            ),
            Field("municipality", Text("どの自治体の話か(例: 小金井市)", longest=20)),
            Field("question", _QUESTION, required=True),
            Field("variants", Listing(_QUESTION, "別の言い方。1つごとに新しい言葉を入れる")),
            Field("excerpts", Listing(QUOTE, "引用。いちばん答えになるものを先に", fewest=1), required=True),
            Field("see_also", Listing(Text("関連する項目の id", longest=80))),
        ),
    ),
    "質問と引用の一覧",
)

GLOSSARY = Listing(
    Record(
        "言い換えの組",
        (
            Field("words", Listing(Text("同じ意味の言葉", longest=40), fewest=1), required=True),
            Field("readings", Listing(Text("ひらがなでの書き方", longest=60))),
            Field("english", Listing(Text("英語での言い方", longest=60))),
            Field("definition", QUOTE),
        ),
    ),
    "言い換えの組の一覧",
)

PLACES = Listing(
    Record(
        "地名",
        (
            Field("name", Text("自治体名(例: 小金井市)", longest=30), required=True),
            Field("aliases", Listing(Text("ほかの書き方(小金井、こがねい、Koganei)", longest=40))),
        ),
    ),
    "質問に出てくる地名の一覧",
)

ABSENCES = Listing(
    Record(
        "記事にないこと",
        (
            Field("id", ID, required=True),
            Field(
                "about", Text("何がないか(「…についての発言は見つかりません」に続く言葉)", longest=60), required=True
            ),
            Field("examples", Listing(_QUESTION, "そう聞かれるときの言い方", fewest=1), required=True),
        ),
    ),
    "記事が答えない質問の一覧",
)
