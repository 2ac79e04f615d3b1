"""``KNOWLEDGE_URL``: what it may say, and that no message repeats what may be secret."""

from __future__ import annotations

import pytest

from bot.fetching.address import Address, AddressError, parse
from bot.settings import Settings, SettingsError

GOOD = {
    "git+https://example.jp/city/dx.git": Address("https://example.jp/city/dx.git", is_git=True),
    "git+https://example.jp/city/dx.git@main": Address("https://example.jp/city/dx.git", is_git=True, ref="main"),
    "git+https://example.jp/city/dx.git@v1.2#docs/bot": Address(
        "https://example.jp/city/dx.git", is_git=True, ref="v1.2", folder="docs/bot"
    ),
    "git+https://example.jp/city/dx.git@feature/new": Address(
        "https://example.jp/city/dx.git", is_git=True, ref="feature/new"
    ),
    "git+https://user:p%40ss@example.jp:8443/dx": Address(
        "https://example.jp:8443/dx", is_git=True, user="user", password="p@ss"
    ),
    "git+https://t0ken@[::1]/dx": Address("https://[::1]/dx", is_git=True, user="t0ken"),
    "git+http://127.0.0.1:8080/dx.git": Address("http://127.0.0.1:8080/dx.git", is_git=True),
    "git+file:///srv/dx.git": Address("file:///srv/dx.git", is_git=True),
    "s3://bucket/folder/": Address("s3://bucket/folder", is_git=False),
    "s3://bucket": Address("s3://bucket", is_git=False),
    "memory://dx": Address("memory://dx", is_git=False),
}
BAD = [
    "https://s3cret@example.jp/dx.git",
    "git+http://s3cret@example.jp/dx.git",
    "git+ssh://git@example.jp/s3cret.git",
    "git+https:///s3cret.git",
    "git+https://s3cret@example.jp/dx.git@--upload-pack=x",
    "git+https://s3cret@example.jp/dx.git@a..b",
    "git+https://s3cret@example.jp/dx.git#../up",
    "git+https://s3cret@example.jp:port/dx.git",
    "git+https://s3cret@[example.jp/dx.git",
    "s3://key:s3cret@bucket/folder",
    "s3://bucket?key=s3cret",
    "s3:///s3cret",
    "ftp://s3cret@example.jp/",
    "/srv/s3cret",
    "s3cret",
]


@pytest.mark.parametrize("value", GOOD)
def test_an_address_is_read(value: str) -> None:
    """Repository, branch and folder, or a store; credentials stand apart from what may be shown."""
    found = parse(value)
    assert found == GOOD[value]
    assert not found.password or found.password not in repr(found)
    assert not found.user or found.user not in repr(found)


@pytest.mark.parametrize("value", BAD)
def test_what_cannot_be_used_is_said_without_repeating_it(value: str) -> None:
    """The setting is named in one sentence; the value may hold a token."""
    with pytest.raises(AddressError):
        parse(value)
    with pytest.raises(SettingsError) as caught:
        Settings.read({"KNOWLEDGE_URL": value}, needs_slack=False)
    assert "KNOWLEDGE_URL" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_keep_it_to_themselves() -> None:
    """A log line that prints the settings tells no token."""
    settings = Settings.read({"KNOWLEDGE_URL": "git+https://s3cret@example.jp/dx.git"}, needs_slack=False)
    assert settings.knowledge_url.startswith("git+https://s3cret@")
    assert "s3cret" not in repr(settings)
