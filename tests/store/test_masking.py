"""What tells who somebody is does not get into the records; years, amounts, dates and ids do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from bot.store import Store
from bot.store.masking import mask

CASES = yaml.load(Path(__file__).with_name("masking.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
LONG = [
    "a",
    "a@",
    "0-",
    "01 ",
    "+81",
    "1",
    "(",
    "a@b.",
    "0 1 ",
    "12 345 ",
    "1234-",
    "<@",
    "<@U1>",
    " ",
    "番号",
    "12・",
    "a @ ",
]


@pytest.mark.parametrize(("typed", "stored"), CASES["masked"])
def test_a_number_or_an_address_is_replaced_by_what_it_was(typed: str, stored: str) -> None:
    """Whatever its width and its hyphens, and no more than it."""
    assert mask(typed) == stored


@pytest.mark.parametrize("typed", CASES["kept"])
def test_other_figures_stay(typed: str) -> None:
    """An editor must still be able to read the question."""
    assert mask(typed) == typed


def test_masking_twice_changes_nothing_more() -> None:
    """What stands for a number is not taken for one."""
    for typed, stored in CASES["masked"]:
        assert mask(stored) == stored, typed


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_is_masked_quickly(piece: str) -> None:
    """The longest message that Slack takes does not hold up an answer."""
    started = time.perf_counter()
    mask(piece * (40_000 // len(piece)))
    mask("a@" + piece * (40_000 // len(piece)))
    assert time.perf_counter() - started < 1


def test_the_store_shows_what_it_would_keep() -> None:
    """`Store.mask` is the masking of the records."""
    assert Store.mask("03-1234-5678?") == "[電話番号]?"
