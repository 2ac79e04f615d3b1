"""Times are told as Japan's, whatever the zone of the machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot import clock
from bot.slack.asking import today

HALF_PAST_MIDNIGHT = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Tokyo"])
def _elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the machine into a zone: Heroku's, a far one, and the readers' own."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_elsewhere")
def test_a_moment_is_told_as_in_japan() -> None:
    """Half past midnight belongs to the new day, nine hours before UTC's."""
    assert clock.day_of(HALF_PAST_MIDNIGHT) == date(2026, 11, 22)
    assert clock.to_the_minute(HALF_PAST_MIDNIGHT) == "2026-11-22 00:30"
    assert clock.in_japan(HALF_PAST_MIDNIGHT) == HALF_PAST_MIDNIGHT


@pytest.mark.usefixtures("_elsewhere")
def test_the_hour_is_that_of_the_editors() -> None:
    """The digest goes out in their daytime, and citations bear their date."""
    before = datetime.now(UTC)
    now = clock.now()
    assert now.hour == (before.hour + 9) % 24 or (datetime.now(UTC) - before).seconds > 0
    assert now.utcoffset() == clock.in_japan(before).utcoffset()
    assert today() in {now.date(), clock.now().date()}


def test_no_time_is_told_in_the_zone_of_the_machine() -> None:
    """A time that is turned without naming a zone would be the server's."""
    from tests.test_architecture import MODULES

    assert [path.name for path in MODULES if ".astimezone()" in path.read_text(encoding="utf-8")] == []
