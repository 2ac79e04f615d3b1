"""What Slack refuses in a modal or Home tab is refused here, in Slack's words. The cases are data."""

from __future__ import annotations

import pytest

from bot.playground.slack.limits import refusal_of_view
from tests.playground.block_cases import Payload, markdown, plain, section, text_input, thumbs

MODAL: Payload = {"type": "modal", "title": plain("題"), "submit": plain("送信"), "blocks": [text_input()]}
HOME: Payload = {"type": "home", "blocks": [section()]}


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        (MODAL, "modal"),
        (HOME, "home"),
        ({**HOME, "blocks": [{"type": "divider"}] * 100}, "home"),
        ({**MODAL, "title": plain("題" * 24), "private_metadata": "x" * 3_000, "callback_id": "x" * 255}, "modal"),
        ({**MODAL, "notify_on_close": True, "clear_on_close": True, "close": plain("閉じる")}, "modal"),
        ({"type": "modal", "title": plain("題"), "blocks": []}, "modal"),
    ],
)
def test_views_that_slack_takes_are_taken(view: Payload, kind: str) -> None:
    """A modal or Home tab right at the limits is shown."""
    assert refusal_of_view(view, kind) is None


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        ({"title": plain("題" * 25)}, "modal", "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"title": markdown("題")}, "modal", "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        ({"submit": plain("送" * 25)}, "modal", "must be less than 25 characters [json-pointer:/view/submit/text]"),
        ({"close": plain("閉" * 25)}, "modal", "must be less than 25 characters [json-pointer:/view/close/text]"),
        (
            {"private_metadata": "x" * 3_001},
            "modal",
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        ({"callback_id": "x" * 256}, "modal", "must be less than 256 characters [json-pointer:/view/callback_id]"),
        (
            {"blocks": [{"type": "divider"}] * 101},
            "modal",
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        ({"size": "large"}, "modal", "invalid additional property: size [json-pointer:/view]"),
        ({"blocks": [thumbs()]}, "modal", "unsupported type: context_actions [json-pointer:/view/blocks/0/type]"),
        ({"type": "home"}, "modal", "must be of type modal [json-pointer:/view/type]"),
        ({"type": "home", "blocks": []}, "home", "invalid additional property: title [json-pointer:/view]"),
        (
            {"blocks": [section(block_id="b"), section(block_id="b")]},
            "modal",
            '`block_id` "b" already exists [json-pointer:/view/blocks/1/block_id]',
        ),
    ],
)
def test_views_that_slack_refuses_are_refused_with_the_place(change: Payload, kind: str, sentence: str) -> None:
    """The answer says that no schema fits, and where it does not."""
    refusal = refusal_of_view({**MODAL, **change}, kind)
    assert refusal is not None
    assert refusal.error == "invalid_arguments"
    assert refusal.why[0] == "failed to match all allowed schemas [json-pointer:/view]"
    assert sentence in refusal.why


def test_a_modal_with_an_input_needs_a_button_that_sends_it() -> None:
    """Slack says so in these words."""
    refusal = refusal_of_view({name: value for name, value in MODAL.items() if name != "submit"}, "modal")
    assert refusal is not None
    assert "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]" in refusal.why


def test_a_modal_without_a_title_is_refused() -> None:
    """Every modal has a title."""
    refusal = refusal_of_view({"type": "modal", "blocks": []}, "modal")
    assert refusal is not None
    assert "missing required field: title [json-pointer:/view]" in refusal.why


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    """Whatever it holds."""
    refusal = refusal_of_view({**MODAL, "blocks": [section("語" * 3_000)] * 30}, "modal")
    assert refusal is not None
    assert refusal.error == "view_too_large"
