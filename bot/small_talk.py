"""Small talk: greetings, thanks, tests and grumbling, which get a friendly word and never a quote.

A message is small talk when nothing is left of it once the phrases of small talk are taken out, or when it
thanks and otherwise only states something.
Phrases are compared in hiragana, without punctuation; each line below is one family of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from bot.words import hiragana

__all__ = ["List", "Talk", "list_wanted", "small_talk"]

_THANKS_PHRASES = (
    r"ありがと(?:う|ー|さん|です)?(?:ございま(?:す|した))?|有難う(?:ございま(?:す|した))?|ありがたい|おおきに|かたじけない",
    r"あざ(?:っ|ー)?す|サンキュ(?:ー|ウ)?|さんくす|多謝|感謝(?:します|です|いたします|しています|しかない)?|お礼(?:申し上げます|を?言います)?",
    r"助かりました|助かった|たすかった|たすかりました|勉強になりました|(?:参考|勉強)になった|参考になりました|お世話になりました",
    r"(?<![a-z])(?:thanks?(?: ?you)?|thx|ty|cheers|arigatou?)(?![a-z])",
)
_BESIDE_THANKS_PHRASES = (
    r"どうも|お忙しいところ|お手数を?おかけし|すごい|すごく|さすが|本当に|ほんとに?|ほんま|大変|とても|めちゃくちゃ|めっちゃ|いつも",
    r"早速|さっそく|すぐに?|丁寧に?|わかりやすい|素早い|ご?回答|ご?対応|教えてくれて|教えて(?:いただ|頂)き|答えてくれて|おかげ(?:さま|様)?で",
    r"助かります|また(?:聞きます|お願いします|よろしく)?|よくわかりました|(?:わか|分か)りました|了解(?:です|しました)?|承知しました",
    r"(?:無事に?)?解決し(?:ました|た)|なるほど|です|ます|ました|ね|よ|ー|の|な|を|で",
    r"(?<![a-z])(?:so|very|much|a|lot|for|your|the|help|great|that|was|helpful|you|really|quick|answer|ok|again|perfect|m)(?![a-z])",
)
_CHATTER_PHRASES = (
    # tests
    r"テスト|test(?:ing)?|動作確認|接続確認|送信|投稿|無視して(?:ください)?|(?:ほげ)+|foo|bar|asdf\w*|qwerty|いろは|あいうえお|zzz+|orz",
    # what is this, and how is it used
    r"ヘルプ|help(?: me)?|(?:この)?(?:ボット|bot|アプリ)?の?(?:使い方|つかいかた)(?:(?:を|が)?(?:知りたい|(?:わか|分か)(?:りません|らない|らん)))?",
    r"(?:年寄り|お年寄り|初心者|素人|誰|だれ|子ども|新人)にも?(?:わか|分か)るように|(?:わか|分か)(?:らない|りません|らん)$",
    r"どう(?:やって)?使(?:う|えばいい)|使える\?|何ができる|なにができる|できること|(?:なに|何)が(?:得意|出来る)|説明して",
    r"(?:どんな|何の|どういう)(?:こと|質問)(?:を|が|に)?(?:聞け(?:ば|る|ます)|聞いたら|質問(?:でき(?:る|ます)|すれば|したら)|答えられる|答えて(?:くれる|もらえる))(?:いい)?",
    r"(?:何|なに)を(?:聞け(?:ば|る|ます)|聞いたら|質問でき(?:る|ます)|質問すれば)(?:いい|答えてくれ(?:る|ます))?|(?:何|なに)(?:に|を|が)?(?:答え|回答し)(?:て(?:くれ|もらえ|い?)|られ)(?:る|ます)|どう(?:やって)?(?:質問すれ|聞け)ばいい|何のためにある|何の役に立つ",
    r"(?:誰|だれ|どこ)が(?:作った|つくった|開発した)|(?:どの|何の|どんな)(?:資料|記事|データ)を(?:もと|元|基)に(?:答え|回答し)て(?:い?る|い?ます)",
    r"(?:今日|本日|きょう)から(?=よろしく)|(?:今日|本日|きょう)から(?:使|つか)(?:い|わせて(?:もらい|いただき))|質問(?:して(?:も)?)?(?:いい|よい|よろしい|が?あります|させてください|です)",
    r"(?:聞|き)きたいことがあります|ちょっと(?:いい|よろしい)|(?:教えて|おしえて)(?:ください|ほしい|くれ)?|お願い(?:します|いたします)?",
    # who is this
    r"(?:あなた|きみ)は?(?:誰(?!が)|だれ(?!が)|何者|何(?!が|を|の)|なに(?!が|を|の)|人間)|君は?(?:誰|だれ)|お前は?(?:誰|だれ)|(?:君|きみ|あなた)の名前は?(?:何|なに)?|お?名前は|自己紹介",
    r"(?:この|その)(?:ボット|bot)(?:(?:は|って)(?:(?:何|なに)(?![のにをが]))?)?|ai(?=です|なの)|(?:人間?|機械|ai)が(?:答え|回答し|返事し)て(?:い?る|い?ます)|それとも|機械|人間|ロボット|ボット|bot|これ|君",
    # greetings
    r"はじめまして|初めまして|よろしく(?:お願い(?:いた)?します|(?:頼|たの)(?:みます|む)|です)?|こんにち[はわ]|こんちは|ちわっ?す?|こんばん[はわ]|おはよ(?:う(?:ございます)?)?",
    r"やあ|やっほー?|ハロー|\bども\b|おーい|ねえ|お?つかれ(?:さま)?(?:です)?|お疲れ(?:さま|様)?(?:です|でした)?|おつ|乙|もしもし|ただいま|いってきます",
    r"おやすみ(?:なさい)?|またね|またあした|ばいばい|さよ(?:う)?なら|あけまして|(?:誕生日)?おめでとう(?:ございます)?|メリークリスマス|良いお年を",
    r"(?<![a-z])(?:hello|hi|hey|yo|there|good (?:morning|afternoon|evening|night)|nice to meet you|bye|goodbye|see you|please)(?![a-z])",
    r"(?<![a-z])(?:(?:who|what) are you|what can you do|how (?:are you|do (?:i|you) (?:use|work)(?: this| it)?)|are you (?:a )?(?:bot|human|robot|ai|real))(?![a-z])",
    r"(?<![a-z])(?:ok(?:ay)?|yes|no|sorry|lol)(?![a-z])",
    # weather, mood, idle talk
    r"(?:今日|きょう|本日)(?:は|も)|いい(?:天気|日)|暑い|寒い|元気|調子はどう|聞こえて(?:い?る|い?ます)|生きて(?:い?る|い?ます)|いますか|いる\?|起きて(?:い?る|い?ます)",
    r"暇|ひま|困った|困りました|助けて|疲れた|つかれた|眠い|ねむい|お?(?:腹|なか)(?:が)?(?:すいた|空いた|へった)|何か|面白い|おもしろい|話して|して|言って|歌って",
    r"冗談|雑談(?:しよう|したい|しましょう)?|すごい|さすが|いいね|えらい|かわいい|好き(?:です)?|愛してる|ごめん(?:なさい|ね)?|すみません|すいません",
    # grumbling
    r"ぜんぜん|全然|まったく|全く|本当に|マジで?|まじで?|役に(?:立た|たた)ない|使えない|つかえない|つまらない|つまんない|ダメ|ひどい|バカ|ばーか|アホ",
    r"ポンコツ|期待外れ|がっかり|むかつく|うざい|うるさい|黙れ|嫌い|死ね|ありえない|やばい",
    r"(?:その|この|今の)?(?:答え|回答|返事|返信)(?:が|は)?(?:間違って(?:る|い?ます|いる)|違(?:う|います)|おかしい|へん|変)",
    r"間違って(?:る|い?ます|いる)|違(?:う|います)|ちがう|そうじゃない|もう一(?:回|度)(?:言って|お願いします|説明して)?",
    # nods
    r"うん|はー?い|いいえ|いや|えーと|うーん|ふーん|へえ+|なるほど|了解|りょ|承知(?:しました|です)?|(?:わか|分か)(?:りました|った(?!こと))|オッケー|おけ|おk|笑|草",
    r"そう(?:なん)?(?:だ|です(?:か|ね)?|か)|それな|どうしよう|うそ|もしも(?:ー|~)*し|聞こえてる|(?<![a-z])w+(?![a-z])",
)
_BESIDE_CHATTER_PHRASES = (
    r"でしょう|です|ます|ました|(?:なん)?だけど|なんです|んです|だよ|だなあ?|だね|じゃん|こと|やつ|よね|な[あのん]?|を|が|は|に|も|か|の|ね|よ|と|ん|え|へ",
    r"さん|君|きみ|あなた|くん|ちゃん|ー|[0-9]|あ+|い|う+|(?<![a-z])(?:you|are|is|it|this|me|a|the|to|i|am)(?![a-z])",
)
# Whole messages that want to see what there is: 「話題の一覧を見せて」, 「どの自治体の記事がありますか」.
_SHOWN = (
    r"(?:を|は|が)?(?:(?:見|み)せて|(?:見|み)たい|(?:見|み)る|出して|だして|教えて|おしえて|表示して|知りたい|ほしい|欲しい|お願いします|お願い|ある|あります|どこ)?"
    r"(?:ください|下さい|ほしい|欲しい|くれる|くれます|もらえます|いただけます|です)?(?:のです|んです)?(?:か|の|が)?"
)
_THERE_IS = r"(?:が|は)?(?:ある|あります|入ってる|入っている|入っています|読める|読めます|(?:載|の)って(?:い)?(?:る|ます)|調べられる|調べられます|検索できる|検索できます)(?:の|ん)?(?:です)?か?"
_TOPIC_LISTS = (
    rf"(?:話題|トピック|テーマ|質問|質問例|質問の例|聞けること|調べられること)の?(?:一覧|リスト){_SHOWN}",
    rf"(?:質問|聞き方)の?(?:例|見本|サンプル){_SHOWN}",
    rf"(?:一覧|リスト|目次){_SHOWN}|話題(?:を(?:見|み)(?:せて|たい|る)(?:ください|下さい|です)?)?|(?:どんな|どういう|何の)(?:話題|トピック|テーマ){_THERE_IS}",
    r"(?:(?:show|list)(?: me)? )?(?:(?:the|a|all) )?(?:list of )?topics|(?:what|which) topics (?:are there|do you have)|list",
)
_ARTICLE_LISTS = (
    rf"(?:どの|どんな|何の|どこの|どういう)(?:自治体|市|市町村|区市町村|役所)?の?(?:記事|資料|座談会|インタビュー|自治体){_THERE_IS}",
    rf"(?:記事|資料|自治体|市町村)の?(?:一覧|リスト){_SHOWN}|(?:掲載|収録)(?:の|して(?:い)?る|されて(?:い)?る)?(?:自治体|市町村|記事){_SHOWN}",
    r"(?:what|which) (?:cities|municipalities|articles) (?:are (?:there|covered)|do you (?:have|cover))",
)
_KATAKANA = re.compile(r"[ァ-ヶー]{2,}")
_HIRAGANA = re.compile(r"[ぁ-んー]")
_ASKING_WORDS = frozenset({"いつ", "なぜ", "なに", "だれ", "どこ", "どれ", "どうして"})
_BARE_THANKS = re.compile(r"どうも(?:です)?(?: ?(?:無事に?)?解決し(?:ました|た))?")
_PRAYING = "\U0001f64f"  # 🙏 alone thanks
_NODS = re.compile(r"なるほど|どうも|了解|へえ|おお|いやあ?")
_GREETS = re.compile(
    r"(?:初|はじ)めまして|おはよう(?:ございます)?|こんにち[はわ]|こんばん[はわ]|お?(?:疲|つか)れ(?:様|さま)(?:です)?"
)
_INTRODUCES = re.compile(
    r".{1,14}(?:課|部|係|室|局|市|町|村|長|員|者|担当|新人|職員)(?:の.{1,6})?"
    r"(?:です|でございます|と申します|になりました|に(?:異動|配属)(?:になり|され|し)(?:て(?:き|まいり))?ました)"
)
_LEAST = 2  # characters left beside small talk that still make it small talk
_ASKING = re.compile(
    hiragana(
        r"[?]|か[。!]*$|は[。!]*$|とは|について|知りたい|ください|下さい|何|なに|誰|だれ|いつ(?!も)|どこ|どう(?!も)|どの|なぜ|どれ"
        r"|教えて(?:ほしい|欲しい|$|[。!])|(?:what|who|when|where|why|how|which)"
    )
)
_STATES = re.compile(r"(?:ます|ました|です|でした|た|だ|わ|ね|よ|な|ません|して|るところ)[ー~]*$")


class Talk(Enum):
    """Small talk that is answered without a quote; the value is the kind of reply."""

    HELP = "help"
    THANKS = "thanks"


class List(Enum):
    """What somebody wants to see who asks for a list."""

    TOPICS = "topics"
    ARTICLES = "articles"


def list_wanted(folded: str) -> List | None:
    """Tell a folded message that asks for a list of what there is, and for nothing else.

    >>> list_wanted("話題の一覧を見せて"), list_wanted("書かない窓口で使える手続きの一覧を見せて")
    (<List.TOPICS: 'topics'>, None)
    """
    bare = _bare(hiragana(folded))
    if _TOPIC_LIST.fullmatch(bare):
        return List.TOPICS
    return List.ARTICLES if _ARTICLE_LIST.fullmatch(bare) else None


def small_talk(folded: str) -> Talk | None:
    """Tell small talk by what is left of a folded message without its phrases: nothing.

    >>> small_talk("こんにちは、使い方を教えて"), small_talk("こんにちは。窓口の使い方を教えて")
    (<Talk.HELP: 'help'>, None)
    """
    kana = hiragana(folded)
    bare = _bare(kana)
    if bare in _ASKING_WORDS:
        return None
    if not any(c.isalnum() for c in bare):
        return Talk.THANKS if _PRAYING in folded else Talk.HELP
    if _thanks(kana, bare):
        return Talk.THANKS
    return Talk.HELP if list_wanted(folded) or _chats(folded, bare) or _introduces(kana) else None


def _bare(kana: str) -> str:
    """Return the words of a message without punctuation."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", kana).split())


def _thanks(kana: str, bare: str) -> bool:
    """Tell whether a message thanks: it says nothing else, or what it says besides is a statement."""
    rest = _THANKS.sub(" ", bare)
    if rest == bare:
        return bool(_BARE_THANKS.fullmatch(bare))
    if _is_bare(_BESIDE_THANKS.sub("", rest)):
        return True
    pieces = [piece for piece in re.split(r"[^\w]+", kana) if piece]
    closed = [bool(_THANKS_END.search(piece)) for piece in pieces]
    stated = all(
        end or _STATES.search(piece) or _NODS.fullmatch(piece) for piece, end in zip(pieces, closed, strict=True)
    )
    return any(closed) and stated and not _ASKING.search(kana)


def _introduces(kana: str) -> bool:
    """Tell a greeting with which somebody only says who they are (はじめまして、企画課長です)."""
    first, *rest = [piece for piece in re.split(r"[^\w]+", kana) if piece]
    return bool(_GREETS.fullmatch(first)) and all(_INTRODUCES.fullmatch(piece) for piece in rest)


def _chats(folded: str, bare: str) -> bool:
    if not all(_CHATTER_ONLY.fullmatch(hiragana(word)) for word in _KATAKANA.findall(folded)):
        return False
    without = _CHATTER.sub(" ", bare)
    grunt = len(bare) <= _LEAST and all("ぁ" <= c <= "ん" for c in folded if c.isalnum())
    chats = without != bare or grunt or bare.isdigit() or len(set(bare)) == 1 < len(bare)
    return chats and _is_bare(_BESIDE_CHATTER.sub("", without))


def _is_bare(rest: str) -> bool:
    """Tell whether nothing is left, or one letter of hiragana that the phrases do not cover."""
    left = re.sub(r"\s", "", rest)
    return not left or (len(left) < _LEAST and (bool(_HIRAGANA.match(left)) or left.isascii()))


def _any_of(phrases: Iterable[str], end: str = "") -> re.Pattern[str]:
    return re.compile(hiragana(f"(?:{'|'.join(phrases)}){end}"))


_THANKS = _any_of(_THANKS_PHRASES)
_THANKS_END = _any_of(_THANKS_PHRASES, end="[ねよわーです]*$")
_BESIDE_THANKS = _any_of(_BESIDE_THANKS_PHRASES)
_CHATTER = _any_of(_CHATTER_PHRASES)
_BESIDE_CHATTER = _any_of(_BESIDE_CHATTER_PHRASES)
_TOPIC_LIST = _any_of(_TOPIC_LISTS)
_ARTICLE_LIST = _any_of(_ARTICLE_LISTS)
# A word in katakana is small talk as a whole, or it is not: カウンター holds うん.
_CHATTER_ONLY = _any_of((*_CHATTER_PHRASES, *_BESIDE_CHATTER_PHRASES, *_THANKS_PHRASES), end="++")
