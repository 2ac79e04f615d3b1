"""The clock on the wall: times are told as Japan's, wherever the server stands (Heroku's clocks show UTC).

Those who ask, edit and decide work in Japanese cities; a question of half past midnight is one of that day, and the
hours in which editors read are theirs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

__all__ = ["day_of", "in_japan", "now", "to_the_minute"]

_JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Return what the clock shows."""
    return in_japan(datetime.now(UTC))


def in_japan(at: datetime) -> datetime:
    """Return a moment, which has a zone, as the clock shows it.

    >>> in_japan(datetime(2026, 11, 22, 0, 30, tzinfo=UTC)).isoformat()
    '2026-11-22T09:30:00+09:00'
    """
    return at.astimezone(_JAPAN)


def day_of(at: datetime) -> date:
    """Return the day of a moment.

    >>> day_of(datetime(2026, 11, 21, 15, 30, tzinfo=UTC))
    datetime.date(2026, 11, 22)
    """
    return in_japan(at).date()


def to_the_minute(at: datetime) -> str:
    """Write a moment as lists show it.

    >>> to_the_minute(datetime(2026, 11, 21, 15, 30, tzinfo=UTC))
    '2026-11-22 00:30'
    """
    return f"{in_japan(at):%Y-%m-%d %H:%M}"
