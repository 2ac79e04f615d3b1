"""The pages that somebody sees who installs the app: plain HTML, readable on any browser and by a screen reader."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

__all__ = ["NOT_INSTALLED", "render_failure", "render_install", "render_success"]

NOT_INSTALLED = "このワークスペースでは、ボットの登録が見つかりませんでした。お手数ですが、管理者の方にボットの再追加をお願いしてください。"

_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;line-height:1.8;"
    "color:#1d1c1d;background:#fff}"
    "a.do{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#1d3557;color:#fff;"
    "text-decoration:none}a.do:focus-visible{outline:3px solid #e07a00;outline-offset:2px}"
)
# Reasons, by Slack's code or Bolt's; the others are Slack's own trouble.
_REASONS = {
    "access_denied": "Slack の画面でキャンセルされたため、追加していません。",
    "invalid_browser": "追加の手順が途中で切れました(最初と違うブラウザーで開いた、またはページを再読み込みした場合など)。",
    "invalid_state": "時間がたったため、追加の手順が無効になりました。",
    "missing_code": "Slack から必要な情報が届きませんでした。",
    "invalid_code": "Slack が追加の手順を受け付けませんでした。",
    "unreachable": "Slack につながらなかったため、追加できませんでした。しばらくしてから、もう一度お試しください。",
    "storage_error": "ただいま記録を保存できないため、追加できません。しばらくしてから、もう一度お試しください。",
}


def render_install(url: str) -> str:
    """Return the page that begins an installation; ``url`` is Slack's."""
    return _page(
        "自治体DX引用ボットを追加する",
        "<p>自治体のデジタル化(DX)について、公開されたインタビューの発言をそのまま引用して答えるボットです。</p>"
        "<p>下のボタンを押すと Slack の画面に移ります。ワークスペースを選び、内容を確かめて「許可する」を押してください。</p>"
        f"{_button(url, 'Slack に追加する')}",
    )


def render_success(team: str, app_id: str, team_id: str) -> str:
    """Return the page after an installation; the names are Slack's, "" where it gave none."""
    where = f"「{escape(team)}」に" if team else ""
    open_url = f"slack://app?team={quote(team_id)}&id={quote(app_id)}"
    return _page(
        "追加しました",
        f"<p>自治体DX引用ボットを{where}追加しました。この画面は閉じてかまいません。</p>"
        "<p>チャンネルに招待して話しかけるか、ダイレクトメッセージで質問してみてください。</p>"
        f"{_button(open_url, 'Slack を開く')}",
    )


def render_failure(reason: str, again: str) -> str:
    """Return the page for when it did not work, with the reason and the way to try again."""
    said = _REASONS.get(reason, "Slack が追加を受け付けませんでした。")
    code = f"<p><small>理由のコード: {escape(reason[:80])}</small></p>"
    return _page("追加できませんでした", f"<p>{said}</p>{_button(again, 'もう一度追加する')}{code}")


def _button(url: str, words: str) -> str:
    return f'<p><a class="do" href="{escape(url)}">{words}</a></p>'


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
