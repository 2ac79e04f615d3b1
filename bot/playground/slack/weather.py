"""The weather between Slack and the bot: what comes twice, out of order, again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from bot.playground.slack.backstage import Backstage
from bot.playground.slack.deliveries import Delivery

__all__ = ["Weather"]


class Weather(Backstage):
    """Make it rain; connections are refreshed and dropped by ``socket``, calls fail by ``fail_next``."""

    @contextmanager
    def twice(self, copies: int = 2) -> Iterator[None]:
        """Deliver everything so many times within this block, each time in a new envelope."""
        self._copies = copies
        try:
            yield
        finally:
            self._copies = 1

    @contextmanager
    def out_of_order(self, seed: int | None = None) -> Iterator[None]:
        """Hold everything back within this block and deliver it at its end: backwards, or shuffled by a seed."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            held.reverse()
            if seed is not None:
                random.Random(seed).shuffle(held)  # noqa: S311 - weather, no secret
            for delivery in held:
                self._send(delivery)

    def redeliver(self, delivery: Delivery | None = None) -> Delivery:
        """Deliver something (the latest doing of a person, if not told) again, as Slack does when no ack came in time."""
        again = delivery or self._deliveries.latest
        if again is None:
            raise LookupError("nothing was delivered yet")
        return self._deliver(again.kind, again.payload, again.retry + 1)

    def redeliver_lost(self) -> tuple[Delivery, ...]:
        """Deliver everything again that has no ack yet, as Slack does after a connection broke."""
        with self._changed:
            lost = self._deliveries.open
        return tuple(self.redeliver(delivery) for delivery in lost)
