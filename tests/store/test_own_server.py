"""Where PostgreSQL's programs are missing the tests are skipped on a laptop, and fail in CI."""

from __future__ import annotations

import pytest

from tests.postgres import running_postgres


@pytest.fixture(autouse=True)
def _no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.postgres._programs", lambda: None)


def test_without_a_server_a_laptop_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says what is missing."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="initdb"):
        running_postgres.__wrapped__()


def test_without_a_server_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A green run there means that PostgreSQL was tried."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="initdb"):
        running_postgres.__wrapped__()
