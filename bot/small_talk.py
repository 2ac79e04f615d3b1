"""Small talk: greetings, thanks, tests and grumbling, which get a friendly word and never a quote.

A message is small talk when nothing is left of it once the phrases of small talk are taken out.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.words import hiragana

__all__ = ["Talk", "small_talk"]

# Small talk is compared in hiragana; what is left of a message without these phrases decides.
_THANKS = re.compile(
    hiragana(
        r"ありがと(?:う)?(?:ございま(?:す|した))?|あざ(?:っ)?す|有難う(?:ございま(?:す|した))?|サンキュー?|感謝(?:します|です|いたします)?"
        r"|お礼(?:申し上げます|を?言います)?|助かりました|助かった|たすかった|たすかりました|勉強になりました|参考になりました|お世話になりました"
        r"|(?<![a-z])(?:thanks?(?: ?you)?|thx|ty|cheers|arigatou?)(?![a-z])"
    )
)
_BESIDE_THANKS = re.compile(
    hiragana(
        r"どうも|お忙しいところ|お手数を?おかけし|すごい|すごく|さすが|本当に|ほんとに?|ほんま|大変|とても|すごく|めちゃくちゃ|めっちゃ|いつも|早速|さっそく|丁寧に?|ご?回答|ご?対応|教えてくれて|教えて(?:いただ|頂)き"
        r"|助かります|また(?:聞きます|お願いします|よろしく)?|よくわかりました|(?:わか|分か)りました|了解(?:です|しました)?|承知しました|解決しました|なるほど"
        r"|(?<![a-z])(?:so|very|much|a|lot|for|your|the|help|great|that|was|helpful|you|really|quick|answer|ok|again|perfect)(?![a-z])|です|ます|ました|ね|よ|ー|の|な|、"
    )
)
_CHATTER = re.compile(
    hiragana(
        r"テスト|test(?:ing)?|(?:どんな|何の)こと(?:を|が)(?:聞け(?:ば|る)|質問できる)|使い方(?:を|が)?(?:教えて(?:ください)?|(?:わか|分か)りません|知りたい)|動作確認|接続確認|送信|投稿|無視して(?:ください)?|ヘルプ|help(?: me)?|(?:この)?(?:ボット|bot|アプリ)?の?使い方|つかいかた|使える\?|何ができる|なにができる|できること"
        r"|はじめまして|初めまして|よろしく(?:お願いします|です)?|こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|やあ|ハロー|もしもし|お?つかれ(?:さま)?(?:です)?|お疲れ(?:さま|様)?(?:です|でした)?"
        r"|(?<![a-z])(?:hello|hi|hey|yo|there|good (?:morning|afternoon|evening|night)|(?:who|what) are you|what can you do|how (?:are you|do (?:i|you) (?:use|work)(?: this| it)?)|nice to meet you|bye|goodbye|see you|ok(?:ay)?|yes|no|sorry|lol|bot|are you (?:a )?(?:bot|human|robot|ai|real))(?![a-z])"
        r"|あなたは?(?:誰|だれ|何者|何|なに|人間)|君は?(?:誰|だれ)|お前は?(?:誰|だれ)|(?:君|きみ|あなた)の名前は?(?:何|なに)?|誰|お?名前は|自己紹介|何のためにある|(?:この|その)(?:ボット|bot)(?:は|って)?"
        r"|ai|人間|ロボット|ボット|bot|元気|調子はどう|聞こえてる|生きてる|いますか|いる\?|起きてる"
        r"|(?:ぜんぜん|全然|まったく|全く|本当に|マジで|まじで)|役に(?:立た|たた)ない|使えない|つかえない|つまらない|つまんない|ダメ|ひどい|バカ|アホ|ポンコツ|期待外れ|がっかり|むかつく|うるさい|黙れ"
        r"|(?:その|この|今の)?(?:答え|回答|返事|返信)(?:が|は)?(?:間違って(?:る|い?ます|いる)|違(?:う|います)|おかしい|へん|変)|間違って(?:る|い?ます|いる)|違(?:う|います)|ちがう|そうじゃない|もう一(?:回|度)(?:言って|お願いします|説明して)?"
        r"|うん|はい|いいえ|いや|なるほど|了解|承知(?:しました|です)?|(?:わか|分か)(?:りました|った)|オッケー|おけ|笑|草|(?<![a-z])w+(?![a-z])|すごい|さすが|いいね|えらい|かわいい|好き(?:です)?|おやすみ(?:なさい)?|またね|またあした|ばいばい"
        r"|暇|ひま|疲れた|つかれた|眠い|ねむい|お?(?:腹|なか)(?:が)?(?:すいた|空いた|へった)|何か|面白い|おもしろい|話して|して|言って|冗談|雑談(?:しよう|したい|しましょう)?|(?:ほげ)+|foo|bar|asdf\w*|qwerty|いろは|あいうえお|ごめん(?:なさい|ね)?|すみません|すいません"
    )
)
_BESIDE_CHATTER = re.compile(
    r"です|ます|ました|(?:なん)?だけど|なんです|んです|だよ|だなあ?|だね|じゃん|こと|やつ|よね|な[あのん]?|を|が|は|に|も|か|の|ね|よ|と|ん|え|へ|さん|君|くん|ちゃん|ー|[0-9]|あ+|い|う+|(?<![a-z])(?:you|are|is|it|this|me|a|the|to|i|am)(?![a-z])"
)
_LEAST = 2  # characters left beside small talk that still make it small talk


class Talk(Enum):
    """Small talk that is answered without a quote; the value is the kind of reply."""

    HELP = "help"
    THANKS = "thanks"


def small_talk(folded: str) -> Talk | None:
    """Tell small talk by what is left of a message without its phrases: nothing."""
    words = re.sub(r"[^\w\s]|_", " ", hiragana(folded))
    bare = re.sub(r"\s+", " ", words).strip()
    if not any(c.isalnum() for c in bare):
        return Talk.HELP
    without_thanks = _THANKS.sub(" ", bare)
    if without_thanks != bare and _is_bare(_BESIDE_THANKS.sub("", without_thanks)):
        return Talk.THANKS
    without_chatter = _CHATTER.sub(" ", bare)
    chats = without_chatter != bare or len(bare) <= _LEAST or bare.isdigit()
    return Talk.HELP if chats and _is_bare(_BESIDE_CHATTER.sub("", without_chatter)) else None


def _is_bare(rest: str) -> bool:
    return len(re.sub(r"\s", "", rest)) < _LEAST
