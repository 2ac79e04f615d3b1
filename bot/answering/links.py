"""Links to the exact place: a text fragment (https://wicg.github.io/scroll-to-text-fragment/) behind the URL.

The words of the fragment are a run of kanji and kana alone: our copies have half-width ``!?():`` and digits
where the pages may have full-width ones, and a fragment matches only what stands on the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urldefrag

__all__ = ["exact_place"]

_RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]+")
_LONGEST = 30
_LONG = 10  # from which a run is trusted to be found, whatever else stands on the page
_SHORTEST = 4


@lru_cache(maxsize=10_000)
def exact_place(url: str, text: str, quoted: str) -> str:
    """Return the URL with a fragment that finds ``quoted`` in an article's ``text``; "" if there is no URL.

    >>> exact_place("https://example.jp/a", "50人くらいを考えています。", "50人くらいを考えています。")
    'https://example.jp/a#:~:text=%E4%BA%BA%E3%81%8F%E3%82%89%E3%81%84%E3%82%92%E8%80%83%E3%81%88%E3%81%A6%E3%81%84%E3%81%BE%E3%81%99'
    """
    if not url:
        return ""
    words = _words(text, quoted)
    bare = urldefrag(url).url
    return f"{bare}#:~:text={quote(words, safe='')}" if words else bare


def _words(text: str, quoted: str) -> str:
    """Choose of the runs that occur once in the article the first long one, or the longest; else the longest of all.

    Whoever follows the link wants to begin where the quote begins.
    """
    runs = [run[:_LONGEST] for run in _RUN.findall(quoted) if len(run) >= _SHORTEST]
    unique = [run for run in runs if text.count(run) == 1]
    longest = max(unique or runs, key=len, default="")
    return next((run for run in unique if len(run) >= _LONG), longest)
